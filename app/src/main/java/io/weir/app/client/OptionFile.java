package io.weir.app.client;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options that a user of mosquitto's clients has written down for all calls: {@code
 * mosquitto_pub} or {@code mosquitto_sub} in {@code $XDG_CONFIG_HOME} or {@code ~/.config}, an
 * option with its value on each line.
 */
public final class OptionFile {
  private OptionFile() {}

  /**
   * The words of a command line with those of the file before them, so that the command line's
   * count where an option can be there once.
   *
   * @param arguments the command first
   * @param environment where the file is looked for
   * @throws IllegalArgumentException if there is a file that can't be read
   */
  public static String[] before(String[] arguments, Map<String, String> environment) {
    if (arguments.length == 0 || !(arguments[0].equals("pub") || arguments[0].equals("sub"))) {
      return arguments;
    }
    Path file = file("mosquitto_" + arguments[0], environment);
    if (file == null || !Files.isRegularFile(file)) {
      return arguments;
    }
    List<String> all = new ArrayList<>();
    all.add(arguments[0]);
    all.addAll(words(file));
    all.addAll(List.of(arguments).subList(1, arguments.length));
    return all.toArray(String[]::new);
  }

  private static @Nullable Path file(String name, Map<String, String> environment) {
    String folder = environment.get("XDG_CONFIG_HOME");
    if (folder != null && !folder.isEmpty()) {
      return Path.of(folder, name);
    }
    String home = environment.get("HOME");
    return home == null || home.isEmpty() ? null : Path.of(home, ".config", name);
  }

  private static List<String> words(Path file) {
    List<String> words = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        String text = line.strip();
        if (text.isEmpty() || line.startsWith("#")) {
          continue;
        }
        int blank = text.indexOf(' ');
        words.add(blank < 0 ? text : text.substring(0, blank));
        if (blank >= 0) {
          words.add(text.substring(blank).strip());
        }
      }
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the options in " + file + " are not valid UTF-8", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("the options in " + file + " can't be read: " + e, e);
    }
    return words;
  }
}
