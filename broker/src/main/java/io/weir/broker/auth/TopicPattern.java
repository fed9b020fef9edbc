package io.weir.broker.auth;

import io.weir.broker.topic.TopicFilter;
import java.util.ArrayList;
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

  /** The pattern of the topics that match both; null if there are none. */
  @Nullable TopicPattern common(TopicPattern other) {
    if (isHiddenFrom(other) || other.isHiddenFrom(this)) {
      return null;
    }
    List<String> common = new ArrayList<>();
    List<Boolean> literal = new ArrayList<>();
    for (int i = 0; ; i++) {
      boolean isEnd = i == levels.length;
      boolean isOtherEnd = i == other.levels.length;
      // What ends where the other has a # is included in that: "a" matches "a/#".
      if (isEnd || isOtherEnd) {
        boolean agree = (isEnd && isOtherEnd) || (isEnd ? other.isAll(i) : isAll(i));
        return agree ? joined(common, literal) : null;
      }
      if (isAll(i) || other.isAll(i)) {
        (isAll(i) ? other : this).copy(i, common, literal);
        return joined(common, literal);
      }
      boolean isOne = isAny(i);
      if (!isOne && !other.isAny(i) && !levels[i].equals(other.levels[i])) {
        return null;
      }
      common.add(isOne ? other.levels[i] : levels[i]);
      literal.add(isOne ? other.isLiteral[i] : isLiteral[i]);
    }
  }

  private void copy(int from, List<String> to, List<Boolean> literal) {
    for (int i = from; i < levels.length; i++) {
      to.add(levels[i]);
      literal.add(isLiteral[i]);
    }
  }

  private static TopicPattern joined(List<String> levels, List<Boolean> literal) {
    boolean[] isLiteral = new boolean[literal.size()];
    for (int i = 0; i < isLiteral.length; i++) {
      isLiteral[i] = literal.get(i);
    }
    return new TopicPattern(levels.toArray(String[]::new), isLiteral);
  }

  /** Whether every topic that matches the other pattern matches this one. */
  boolean includes(TopicPattern other) {
    if (isHiddenFrom(other)) {
      return false;
    }
    for (int i = 0; i < levels.length; i++) {
      if (isAll(i)) {
        return true;
      }
      boolean isMet =
          i < other.levels.length
              && !other.isAll(i)
              && (isAny(i) || (!other.isAny(i) && levels[i].equals(other.levels[i])));
      if (!isMet) {
        return false;
      }
    }
    return levels.length == other.levels.length;
  }

  /** Whether this begins with a wildcard and the other with a dollar sign. */
  private boolean isHiddenFrom(TopicPattern other) {
    return (isAll(0) || isAny(0)) && other.levels[0].startsWith("$");
  }

  private boolean isAll(int level) {
    return !isLiteral[level] && levels[level].equals("#");
  }

  private boolean isAny(int level) {
    return !isLiteral[level] && levels[level].equals("+");
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
