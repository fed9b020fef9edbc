package io.weir.editor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Flows to begin with, which come along with the program: the library {@code examples}, by module.
 *
 * <p>Blocks; never called on an event loop.
 */
final class Examples {
  private static final String SUFFIX = ".json";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_@.-]+");

  private final Supplier<Map<String, Path>> source;
  private @Nullable Map<String, Path> known;

  /**
   * Examples.
   *
   * @param source gives the folder of flow files by module; asked once
   */
  Examples(Supplier<Map<String, Path>> source) {
    this.source = source;
  }

  private synchronized Map<String, Path> folders() {
    Map<String, Path> folders = known;
    if (folders == null) {
      folders = new TreeMap<>(source.get());
      known = folders;
    }
    return folders;
  }

  /**
   * Reads the modules, a module's examples, or one of them.
   *
   * @throws ApiFailure if there is none, or the type isn't flows
   */
  Library.Found read(String type, String path) throws IOException {
    if (!type.equals("flows")) {
      throw new ApiFailure(400, "unexpected_error", "Unknown library type: " + type);
    }
    String[] parts = path.replaceAll("^/+|/+$", "").split("/", -1);
    if (parts[0].isEmpty()) {
      return new Library.Found(new ArrayList<>(folders().keySet()), "");
    }
    Path folder = folders().get(parts[0]);
    if (folder == null || parts.length > 2) {
      throw none(path);
    }
    if (parts.length == 1) {
      return new Library.Found(names(folder), "");
    }
    String name = parts[1].endsWith(SUFFIX) ? parts[1] : parts[1] + SUFFIX;
    // A name alone: nothing that leads elsewhere.
    if (!NAME.matcher(name).matches() || !Files.isRegularFile(folder.resolve(name))) {
      throw none(path);
    }
    return new Library.Found(null, Files.readString(folder.resolve(name)));
  }

  private static ApiFailure none(String path) {
    return new ApiFailure(404, "not_found", "there is no " + path + " among the examples");
  }

  private static List<Object> names(Path folder) throws IOException {
    TreeSet<String> names = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        names.add(name.substring(0, name.length() - SUFFIX.length()));
      }
    }
    return new ArrayList<>(names.stream().map(name -> Map.of("fn", name)).toList());
  }
}
