package io.weir.broker.auth;

import io.weir.broker.topic.TopicFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A filter of an access list: matches topics without making anything new.
 *
 * <p>Unlike a subscription, {@code $share/…} is no more than two levels here.
 *
 * @threads any; immutable
 */
final class TopicPattern {
  private static final String USER = "%u";
  private static final String CLIENT = "%c";

  private final String[] levels;
  // What is put in for a client is compared as it is, even if it were a wildcard.
  private final boolean[] isLiteral;

  private TopicPattern(String[] levels, boolean[] isLiteral) {
    this.levels = levels;
    this.isLiteral = isLiteral;
  }

  /** A pattern of a filter that has been checked. */
  static TopicPattern of(String filter) {
    List<String> levels = TopicFilter.split(filter);
    return new TopicPattern(levels.toArray(String[]::new), new boolean[levels.size()]);
  }

  boolean namesUser() {
    return names(USER);
  }

  private boolean names(String variable) {
    for (String level : levels) {
      if (level.contains(variable)) {
        return true;
      }
    }
    return false;
  }

  /** The pattern for one client; null if it can't match anything for this one. */
  @Nullable TopicPattern forClient(@Nullable String user, String clientId) {
    boolean isImpossible =
        (names(USER) && (user == null || cannotBeLevel(user)))
            || (names(CLIENT) && cannotBeLevel(clientId));
    if (isImpossible) {
      return null;
    }
    String[] filled = levels.clone();
    boolean[] literal = new boolean[filled.length];
    for (int i = 0; i < filled.length; i++) {
      filled[i] = fill(levels[i], user, clientId);
      literal[i] = !filled[i].equals(levels[i]);
    }
    return new TopicPattern(filled, literal);
  }

  /** In one go, so that a user called %c is not taken for a variable. */
  private static String fill(String level, @Nullable String user, String clientId) {
    StringBuilder filled = new StringBuilder(level.length() + 16);
    for (int i = 0; i < level.length(); i++) {
      if (user != null && level.startsWith(USER, i)) {
        filled.append(user);
        i++;
      } else if (level.startsWith(CLIENT, i)) {
        filled.append(clientId);
        i++;
      } else {
        filled.append(level.charAt(i));
      }
    }
    return filled.toString();
  }

  private static boolean cannotBeLevel(String text) {
    return text.isEmpty() || text.indexOf('/') >= 0;
  }

  /** Whether a topic matches; names that begin with a dollar sign only if the pattern does too. */
  boolean matches(String topic) {
    if (topic.startsWith("$") && !levels[0].startsWith("$")) {
      return false;
    }
    int start = 0;
    for (int i = 0; i < levels.length; i++) {
      String level = levels[i];
      if (!isLiteral[i] && level.equals("#")) {
        return true;
      }
      if (start > topic.length()) {
        return false;
      }
      int slash = topic.indexOf('/', start);
      int end = slash < 0 ? topic.length() : slash;
      boolean isAny = !isLiteral[i] && level.equals("+");
      boolean isSame =
          level.length() == end - start && topic.regionMatches(start, level, 0, level.length());
      if (!isAny && !isSame) {
        return false;
      }
      start = end + 1;
    }
    return start > topic.length();
  }
}
