package io.weir.broker.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The topics that a subscription is for, parsed and checked.
 *
 * <p>Two filters are equal if their text is, character by character. [MQTT-3.10.4-1]
 *
 * @mqtt 5.0 §4.7.1, §4.8.2
 */
public final class TopicFilter {
  private static final String SHARE = "$share/";

  private final String text;
  private final @Nullable String shareName;
  private final List<String> levels;

  private TopicFilter(String text, @Nullable String shareName, List<String> levels) {
    this.text = text;
    this.shareName = shareName;
    this.levels = levels;
  }

  /**
   * Parses a filter.
   *
   * @throws IllegalArgumentException if the text is not a filter; the message says why
   */
  public static TopicFilter of(String text) {
    String problem = problem(text);
    if (problem != null) {
      throw new IllegalArgumentException(problem + ": \"" + text + "\"");
    }
    return parsed(text);
  }

  /** The filter, or empty if the text is not one. */
  public static Optional<TopicFilter> parse(String text) {
    return problem(text) == null ? Optional.of(parsed(text)) : Optional.empty();
  }

  private static TopicFilter parsed(String text) {
    if (!text.startsWith(SHARE)) {
      return new TopicFilter(text, null, split(text));
    }
    int slash = text.indexOf('/', SHARE.length());
    String name = text.substring(SHARE.length(), slash);
    return new TopicFilter(text, name, split(text.substring(slash + 1)));
  }

  /** What is wrong with this as a filter, or null if nothing is. */
  public static @Nullable String problem(String text) {
    if (!text.startsWith(SHARE)) {
      return levelProblem(text);
    }
    int slash = text.indexOf('/', SHARE.length());
    if (slash == SHARE.length()) {
      return "a shared subscription needs a name";
    }
    if (slash < 0) {
      return "a shared subscription needs a filter";
    }
    for (int i = SHARE.length(); i < slash; i++) {
      char c = text.charAt(i);
      if (c == '+' || c == '#') {
        return "the name of a shared subscription must not hold wildcards";
      }
    }
    return levelProblem(text.substring(slash + 1));
  }

  private static @Nullable String levelProblem(String text) {
    if (text.isEmpty()) {
      return "a topic filter must not be empty";
    }
    int last = text.length() - 1;
    for (int i = 0; i <= last; i++) {
      char c = text.charAt(i);
      boolean startsLevel = i == 0 || text.charAt(i - 1) == '/';
      boolean endsLevel = i == last || text.charAt(i + 1) == '/';
      if (c == '#' && (i != last || !startsLevel)) {
        return "# must be the last level, alone";
      }
      if (c == '+' && (!startsLevel || !endsLevel)) {
        return "+ must be alone in its level";
      }
      if (c < 0x20 || (c >= 0x7F && c <= 0x9F)) {
        return "a topic filter must not hold control characters";
      }
    }
    return null;
  }

  /** Splits at each slash; empty levels count, so {@code "/"} has two. */
  public static List<String> split(String text) {
    List<String> levels = new ArrayList<>();
    int start = 0;
    for (int slash = text.indexOf('/'); slash >= 0; slash = text.indexOf('/', start)) {
      levels.add(text.substring(start, slash));
      start = slash + 1;
    }
    levels.add(text.substring(start));
    return List.copyOf(levels);
  }

  /** The filter as the client wrote it, {@code $share/name/} included. */
  public String text() {
    return text;
  }

  /** The levels that topics are matched against, without {@code $share/name/}. */
  public List<String> levels() {
    return levels;
  }

  /** The name of the group that shares the messages, or null for a subscription of one's own. */
  public @Nullable String shareName() {
    return shareName;
  }

  public boolean isShared() {
    return shareName != null;
  }

  /** Roughly what a subscription to it takes in memory, in bytes. */
  public int weight() {
    return 300 + 2 * text.length() + 150 * levels.size();
  }

  /** The filter that topics are matched against, without {@code $share/name/}. */
  public String topicText() {
    return text.substring(shareText().length());
  }

  /** {@code $share/name/}, or nothing for a subscription of one's own. */
  public String shareText() {
    return shareName == null ? "" : SHARE + shareName + "/";
  }

  /**
   * Whether a topic matches.
   *
   * @mqtt [MQTT-4.7.1-2] [MQTT-4.7.1-3] [MQTT-4.7.2-1]
   */
  public boolean matches(String topic) {
    String first = levels.get(0);
    if (TopicName.isReserved(topic) && (first.equals("#") || first.equals("+"))) {
      return false;
    }
    List<String> names = split(topic);
    int i = 0;
    for (; i < levels.size(); i++) {
      String level = levels.get(i);
      if (level.equals("#")) {
        return true;
      }
      if (i >= names.size() || !(level.equals("+") || level.equals(names.get(i)))) {
        return false;
      }
    }
    return i == names.size();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TopicFilter that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
