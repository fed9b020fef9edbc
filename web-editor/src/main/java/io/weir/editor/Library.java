package io.weir.editor;

import io.weir.engine.message.MessageJson;
import io.weir.engine.message.Values;
import io.weir.engine.store.AtomicFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Things that users keep for later, in folders by type: flows as JSON, functions and templates as
 * text with a header of comments that says what belongs to it.
 *
 * <p>Blocks; never called on an event loop.
 */
final class Library {
  private static final String FLOWS = "flows";
  private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9_-]+( [A-Za-z0-9_-]+)*");
  private static final Pattern HEADER = Pattern.compile("// (\\w+): (.*)");

  private final Path root;
  private final int indent;

  /**
   * A library.
   *
   * @param root its folder, which need not exist
   * @param indent blanks for each level of JSON; 0 for none
   */
  Library(Path root, int indent) {
    this.root = root;
    this.indent = indent;
  }

  /**
   * What is found at a path.
   *
   * @param entries names of folders, and what is known of files; null for a file
   * @param text the content of a file; empty for a folder
   */
  record Found(@Nullable List<Object> entries, String text) {}

  private Path file(String type, String path) {
    if (!TYPE.matcher(type).matches()) {
      throw new ApiFailure(400, "unexpected_error", "Unknown library type: " + type);
    }
    Path folder = root.resolve(type).normalize();
    for (String segment : path.split("[/\\\\]", -1)) {
      if (segment.equals("..") || segment.indexOf('\0') >= 0) {
        throw new ApiFailure(403, "forbidden", "Error");
      }
    }
    Path file = folder.resolve(path.replaceAll("^/+", "")).normalize();
    if (!file.startsWith(folder)) {
      throw new ApiFailure(403, "forbidden", "Error");
    }
    return file;
  }

  /**
   * Reads a folder or a file.
   *
   * @throws ApiFailure if there is none, or the path leads out of the library
   */
  Found read(String type, String path) throws IOException {
    Path file = file(type, path);
    if (Files.isDirectory(file)) {
      return new Found(entries(type, file), "");
    }
    if (!Files.exists(file) && type.equals(FLOWS)) {
      file = file.resolveSibling(file.getFileName() + ".json");
    }
    if (Files.isRegularFile(file)) {
      String text = Files.readString(file);
      return new Found(null, type.equals(FLOWS) ? text : body(text));
    }
    if (path.isEmpty() || path.endsWith("/")) {
      return new Found(List.of(), "");
    }
    throw new ApiFailure(404, "not_found", "there is no " + path + " in the library");
  }

  private static List<Object> entries(String type, Path folder) throws IOException {
    TreeSet<String> folders = new TreeSet<>();
    TreeMap<String, Object> files = new TreeMap<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
      for (Path path : found) {
        String name = String.valueOf(path.getFileName());
        if (name.startsWith(".")) {
          continue;
        }
        if (Files.isDirectory(path)) {
          folders.add(name);
        } else if (!type.equals(FLOWS) || name.endsWith(".json")) {
          Map<String, Object> entry = new LinkedHashMap<>();
          entry.put("fn", name);
          if (!type.equals(FLOWS)) {
            entry.putAll(header(Files.readString(path)));
          }
          files.put(name, entry);
        }
      }
    }
    List<Object> entries = new ArrayList<>(folders);
    entries.addAll(files.values());
    return entries;
  }

  private static Map<String, String> header(String text) {
    Map<String, String> header = new LinkedHashMap<>();
    for (String line : text.split("\n", -1)) {
      Matcher entry = HEADER.matcher(line);
      if (!entry.matches()) {
        break;
      }
      header.put(entry.group(1), unescaped(entry.group(2)));
    }
    return header;
  }

  private static String body(String text) {
    String rest = text;
    while (HEADER.matcher(rest.split("\n", 2)[0]).matches()) {
      int end = rest.indexOf('\n');
      rest = end < 0 ? "" : rest.substring(end + 1);
    }
    return rest;
  }

  private static String unescaped(String value) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' && i + 1 < value.length()) {
        i++;
        text.append(value.charAt(i) == 'n' ? '\n' : value.charAt(i));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  /**
   * Keeps something.
   *
   * @param body the entries of a flow; for other types an object with the text and what belongs to
   *     it
   * @throws ApiFailure if the body is of no use or the path leads out of the library
   */
  void write(String type, String path, @Nullable Object body) throws IOException {
    Path file = file(type, path);
    String text;
    if (type.equals(FLOWS)) {
      if (!(body instanceof List<?>)) {
        throw new ApiFailure(400, "invalid_request", "a flow is an array of nodes");
      }
      if (!path.endsWith(".json")) {
        file = file.resolveSibling(file.getFileName() + ".json");
      }
      text = MessageJson.text(body, indent);
    } else if (body instanceof Map<?, ?> map) {
      text = withHeader(map);
    } else {
      throw new ApiFailure(400, "invalid_request", "an object with text in it is expected");
    }
    Files.createDirectories(file.resolveSibling(""));
    AtomicFile.write(file, text);
  }

  private static String withHeader(Map<?, ?> body) {
    StringBuilder text = new StringBuilder();
    body.forEach(
        (key, value) -> {
          if (!"text".equals(key) && value != null) {
            text.append("// ")
                .append(key)
                .append(": ")
                .append(Values.toText(value).replace("\\", "\\\\").replace("\n", "\\n"))
                .append('\n');
          }
        });
    Object content = body.get("text");
    return text.append(content == null ? "" : Values.toText(content)).toString();
  }
}
