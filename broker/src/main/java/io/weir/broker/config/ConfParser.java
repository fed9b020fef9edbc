package io.weir.broker.config;

import io.weir.broker.config.ConfOption.Support;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a configuration and the files that it includes into a {@link ConfTree}.
 *
 * @threads the caller's; blocks on the disk
 */
final class ConfParser {
  private static final int MAX_TEXT_BYTES = 65_535;

  private final ConfTree tree = new ConfTree();
  private final Set<String> noted = new HashSet<>();

  // Each file has its own.
  private @Nullable ConfSection listener;
  private @Nullable ConfSection bridge;
  private @Nullable ConfSection plugin;

  private ConfParser() {}

  static ConfTree parse(Path file) throws ConfException {
    ConfParser parser = new ConfParser();
    parser.readFile(file, true);
    return parser.tree;
  }

  private void readFile(Path file, boolean isMain) throws ConfException {
    List<String> lines = lines(file);
    for (int i = 0; i < lines.size(); i++) {
      String text =
          i == 0 && lines.get(i).startsWith("\uFEFF") ? lines.get(i).substring(1) : lines.get(i);
      String trimmed = text.strip();
      if (text.startsWith("#") || trimmed.isEmpty()) {
        continue;
      }
      int end = 0;
      while (end < trimmed.length() && trimmed.charAt(end) != ' ' && trimmed.charAt(end) != '\t') {
        end++;
      }
      ConfLine line =
          new ConfLine(
              file.toString(), i + 1, trimmed.substring(0, end), trimmed.substring(end).strip());
      take(line, isMain);
    }
  }

  private static List<String> lines(Path file) throws ConfException {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      throw new ConfException("there is no configuration file " + file, e);
    } catch (CharacterCodingException e) {
      throw new ConfException(file + " is not valid UTF-8", e);
    } catch (IOException e) {
      throw new ConfException(file + " can't be read: " + e.getMessage(), e);
    }
  }

  private void take(ConfLine line, boolean isMain) throws ConfException {
    ConfOption option = ConfOptions.named(line.name());
    if (option == null) {
      throw new ConfException(line, "\"" + line.name() + "\" is not an option of mosquitto.conf");
    }
    if (line.value().getBytes(StandardCharsets.UTF_8).length > MAX_TEXT_BYTES) {
      throw new ConfException(line, line.name() + " is longer than " + MAX_TEXT_BYTES + " bytes");
    }
    option.check(line);
    note(option, line);
    switch (line.name()) {
      case "include_dir" -> include(line, isMain);
      case "listener" -> tree.listeners.add(open(line, Kind.LISTENER));
      case "connection" -> tree.bridges.add(open(line, Kind.BRIDGE));
      case "plugin", "auth_plugin", "global_plugin", "plugin_load" ->
          tree.plugins.add(open(line, Kind.PLUGIN));
      case "per_listener_settings" -> perListener(line);
      default -> put(option, line);
    }
  }

  private enum Kind {
    LISTENER,
    BRIDGE,
    PLUGIN
  }

  private ConfSection open(ConfLine line, Kind kind) {
    ConfSection section = new ConfSection(line);
    switch (kind) {
      case LISTENER -> {
        listener = section;
        bridge = null;
      }
      case BRIDGE -> bridge = section;
      case PLUGIN -> {
        plugin = section;
        // With per_listener_settings it guards the listener above it alone.
        (tree.isPerListener && listener != null ? listener : tree.global).add(line);
      }
    }
    return section;
  }

  private void perListener(ConfLine line) throws ConfException {
    boolean wanted = ConfValue.flag(line);
    if (tree.isPerListener && !wanted) {
      throw new ConfException(line, "per_listener_settings can't be taken back");
    }
    if (wanted && !tree.isPerListener) {
      for (ConfOption option : ConfOptions.ALL) {
        if (option.context() == ConfOption.Context.SECURITY && tree.global.has(option.name())) {
          throw new ConfException(line, "per_listener_settings must come before " + option.name());
        }
      }
    }
    tree.isPerListener = wanted;
  }

  private void note(ConfOption option, ConfLine line) {
    if (!noted.add(line.name())) {
      return;
    }
    if (option.support() == Support.MISSING) {
      tree.warnMissing(line, line.name() + " has no effect: " + option.note());
    } else if (option.support() == Support.NEEDLESS) {
      tree.warn(line, line.name() + " is not needed: " + option.note());
    }
  }

  private void put(ConfOption option, ConfLine line) throws ConfException {
    ConfSection section = section(option, line);
    ConfLine before = section.line(line.name());
    if (before != null && option.isOnce()) {
      if (before.file().equals(line.file())) {
        throw new ConfException(
            line, line.name() + " is there twice, at first in line " + before.number());
      }
      tree.warn(
          line,
          line.name()
              + " was set in "
              + before.where()
              + " already; the later one counts (Mosquitto 2.0 stops here)");
    }
    section.add(line);
  }

  private ConfSection section(ConfOption option, ConfLine line) throws ConfException {
    return switch (option.context()) {
      case GLOBAL -> tree.global;
      case SECURITY -> {
        if (!tree.isPerListener) {
          yield tree.global;
        }
        if (listener == null && !line.file().isEmpty() && !tree.listeners.isEmpty()) {
          throw new ConfException(
              line, line.name() + " belongs to a listener, and this file has none above it");
        }
        yield listener == null ? tree.defaultListener : listener;
      }
      case LISTENER -> listener == null ? tree.defaultListener : listener;
      case BRIDGE -> {
        if (bridge == null) {
          throw new ConfException(line, line.name() + " needs a connection above it");
        }
        yield bridge;
      }
      case PLUGIN -> {
        if (plugin == null) {
          throw new ConfException(line, line.name() + " needs a plugin above it");
        }
        yield plugin;
      }
    };
  }

  private void include(ConfLine line, boolean isMain) throws ConfException {
    if (!isMain) {
      throw new ConfException(line, "include_dir is for the main file only");
    }
    ConfSection before = listener;
    ConfSection bridgeBefore = bridge;
    ConfSection pluginBefore = plugin;
    for (Path file : confFiles(line)) {
      listener = null;
      bridge = null;
      plugin = null;
      readFile(file, false);
    }
    listener = before;
    bridge = bridgeBefore;
    plugin = pluginBefore;
  }

  /** In order of name, letters first compared without regard to case. */
  private static List<Path> confFiles(ConfLine line) throws ConfException {
    Path folder = Path.of(line.value());
    Comparator<String> order =
        String.CASE_INSENSITIVE_ORDER.thenComparing(Comparator.naturalOrder());
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".conf"))
          .sorted(Comparator.comparing(file -> file.getFileName().toString(), order))
          .toList();
    } catch (IOException e) {
      throw new ConfException(line, "the folder " + folder + " can't be read: " + e.getMessage());
    }
  }
}
