package io.weir.engine.node;

import org.jspecify.annotations.Nullable;

/** What MQTT allows in topics; 3.1.1 section 4.7. */
final class Topics {
  private Topics() {}

  static @Nullable String wrongName(String topic) {
    if (topic.indexOf('+') >= 0 || topic.indexOf('#') >= 0) {
      return "must not have the wildcards + and # in it";
    }
    return topic.indexOf('\0') >= 0 ? "must not have a null character in it" : null;
  }

  static @Nullable String wrongFilter(String filter) {
    String[] levels = filter.split("/", -1);
    for (int i = 0; i < levels.length; i++) {
      String level = levels[i];
      if (level.length() > 1 && (level.contains("+") || level.contains("#"))) {
        return "may have + and # only as a level of their own";
      }
      if (level.equals("#") && i < levels.length - 1) {
        return "may have # only as its last level";
      }
    }
    return filter.indexOf('\0') >= 0 ? "must not have a null character in it" : null;
  }
}
