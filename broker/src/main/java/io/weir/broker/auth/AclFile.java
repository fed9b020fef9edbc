package io.weir.broker.auth;

import io.weir.broker.auth.AclRule.Kind;
import io.weir.broker.topic.TopicFilter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads Mosquitto's access lists: {@code user}, {@code topic} and {@code pattern} lines.
 *
 * <p>A line that can't be right stops the reading: with a rule left out somebody may do what he
 * must not.
 *
 * @threads any; blocks on the disk
 */
public final class AclFile {
  private static final Map<String, Kind> KINDS =
      Map.of(
          "read", Kind.READ,
          "write", Kind.WRITE,
          "readwrite", Kind.READWRITE,
          "deny", Kind.DENY);

  private final Path file;
  private final List<AclRule> anonymous = new ArrayList<>();
  private final Map<String, List<AclRule>> users = new HashMap<>();
  private final List<AclRule> patterns = new ArrayList<>();
  private List<AclRule> current = anonymous;
  private int lineNumber;

  private AclFile(Path file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @throws AccessFileException naming file and line
   */
  public static AclRules read(Path file) throws AccessFileException {
    AclFile reader = new AclFile(file);
    for (String line : AccessFileLines.read(file, "acl_file")) {
      reader.lineNumber++;
      if (!line.startsWith("#") && !line.isBlank()) {
        reader.take(line.stripTrailing().stripLeading());
      }
    }
    return new AclRules(reader.anonymous, reader.users, reader.patterns);
  }

  private void take(String line) throws AccessFileException {
    int space = line.indexOf(' ');
    String word = space < 0 ? line : line.substring(0, space);
    String rest = space < 0 ? "" : line.substring(space).strip();
    switch (word) {
      case "user" -> {
        if (rest.isEmpty()) {
          throw wrong("a user name is missing");
        }
        current = users.computeIfAbsent(rest, name -> new ArrayList<>());
      }
      case "topic" -> current.add(rule(word, rest));
      case "pattern" -> patterns.add(rule(word, rest));
      default -> throw wrong("\"" + word + "\" is none of \"user\", \"topic\" and \"pattern\"");
    }
  }

  private AclRule rule(String word, String rest) throws AccessFileException {
    int space = rest.indexOf(' ');
    Kind kind = Kind.READWRITE;
    String filter = rest;
    if (space >= 0) {
      @Nullable Kind named = KINDS.get(rest.substring(0, space));
      if (named == null) {
        throw wrong(
            "\""
                + rest.substring(0, space)
                + "\" is none of read, write, readwrite and deny;"
                + " a topic with spaces needs one of them before it");
      }
      kind = named;
      filter = rest.substring(space).strip();
    } else if (KINDS.containsKey(rest)) {
      throw wrong("a topic is missing after \"" + word + " " + rest + "\"");
    }
    if (filter.isEmpty()) {
      throw wrong("a topic is missing after \"" + word + "\"");
    }
    // In an access list $share is a name like any other.
    String checked = filter.startsWith("$share/") ? filter.substring(1) : filter;
    String problem = TopicFilter.problem(checked);
    if (problem != null) {
      throw wrong(problem + ": \"" + filter + "\"");
    }
    return new AclRule(kind, TopicPattern.of(filter));
  }

  private AccessFileException wrong(String problem) {
    return new AccessFileException(file.toString(), lineNumber, problem);
  }
}
