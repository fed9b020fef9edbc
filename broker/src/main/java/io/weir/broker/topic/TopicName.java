package io.weir.broker.topic;

import org.jspecify.annotations.Nullable;

/**
 * The rules for the name of a topic that is published to.
 *
 * @mqtt 5.0 §4.7
 */
public final class TopicName {
  private TopicName() {}

  /**
   * What is wrong with this as a topic name, or null if nothing is.
   *
   * @param maxLevels names with more levels are refused
   * @mqtt [MQTT-3.3.2-2] [MQTT-4.7.3-1] [MQTT-4.7.3-2]
   */
  public static @Nullable String problem(String name, int maxLevels) {
    if (name.isEmpty()) {
      return "a topic name must not be empty";
    }
    int levels = 1;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '/') {
        levels++;
      } else if (c == '+' || c == '#') {
        return "a topic name must not hold wildcards";
      } else if (c < 0x20 || (c >= 0x7F && c <= 0x9F)) {
        return "a topic name must not hold control characters";
      }
    }
    return levels > maxLevels
        ? "a topic may have " + maxLevels + " levels but has " + levels
        : null;
  }

  /** Whether only the server may speak of it to those who asked for it by name. */
  public static boolean isReserved(String name) {
    return !name.isEmpty() && name.charAt(0) == '$';
  }
}
