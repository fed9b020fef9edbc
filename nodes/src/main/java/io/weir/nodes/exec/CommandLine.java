package io.weir.nodes.exec;

import io.weir.engine.message.Message;
import io.weir.engine.message.PropertyPath;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is run.
 *
 * @param command the command
 * @param property what of the message follows it; null for nothing
 * @param append what follows then
 */
record CommandLine(String command, @Nullable PropertyPath property, String append) {
  private static final Path BASH = Path.of("/bin/bash");

  /** The line for a message. */
  String of(Message message) {
    String line = command;
    Object value = property == null ? Undefined.VALUE : valueIn(message, property);
    if (value != Undefined.VALUE) {
      line += " " + Values.toText(value);
    }
    return append.isEmpty() ? line : line + " " + append;
  }

  private static @Nullable Object valueIn(Message message, PropertyPath path) {
    return message.get(path);
  }

  /** The words of a command that runs a line in a shell. */
  static List<String> inShell(String line) {
    return List.of(Files.isExecutable(BASH) ? BASH.toString() : "/bin/sh", "-c", line);
  }

  /**
   * The words of a line, which blanks separate. Between double quotes blanks don't; quotes around a
   * whole word are no part of it.
   */
  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < line.length()) {
      int end = endOfWord(line, at);
      if (end == at) {
        // A blank, or a quote that nothing ends.
        at++;
      } else {
        words.add(unquoted(line.substring(at, end)));
        at = end;
      }
    }
    return words;
  }

  private static int endOfWord(String line, int from) {
    int at = from;
    while (at < line.length()) {
      char c = line.charAt(at);
      if (c == '"') {
        int close = line.indexOf('"', at + 1);
        if (close < 0) {
          return at;
        }
        at = close + 1;
      } else if (isBlank(c)) {
        return at;
      } else {
        at++;
      }
    }
    return at;
  }

  /** JavaScript's idea of white space. */
  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF';
  }

  private static String unquoted(String word) {
    boolean isQuoted =
        word.length() > 1
            && word.startsWith("\"")
            && word.endsWith("\"")
            && word.indexOf('\n') < 0
            && word.indexOf('\r') < 0;
    return isQuoted ? word.substring(1, word.length() - 1) : word;
  }
}
