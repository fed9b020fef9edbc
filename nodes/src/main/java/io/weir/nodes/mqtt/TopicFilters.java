package io.weir.nodes.mqtt;

import io.weir.engine.node.Rule;

/** Which topics a filter is about, and which filters and topics are valid. */
final class TopicFilters {
  private static final Rule FILTER = Rule.topicFilter();
  private static final Rule NAME = Rule.topicName();

  private TopicFilters() {}

  /** Whether something may be subscribed to. */
  static boolean isValidFilter(String filter) {
    return !filter.isEmpty() && FILTER.check(filter) == null;
  }

  /** Whether something may be published to. */
  static boolean isValidName(String topic) {
    if (topic.isEmpty() || NAME.check(topic) != null) {
      return false;
    }
    for (int i = 0; i < topic.length(); i++) {
      char c = topic.charAt(i);
      if (c == '\b' || (c >= '\t' && c <= '\r')) {
        return false;
      }
    }
    return true;
  }

  /** Whether a topic matches a filter. Shared subscriptions match by what follows their group. */
  static boolean matches(String filter, String topic) {
    return matches(unshared(filter).split("/", -1), topic.split("/", -1));
  }

  private static boolean matches(String[] filter, String[] topic) {
    for (int i = 0; i < filter.length; i++) {
      if (filter[i].equals("#")) {
        return true;
      }
      if (i == topic.length || !(filter[i].equals("+") || filter[i].equals(topic[i]))) {
        return false;
      }
      if (i == topic.length - 1 && filter.length == i + 2 && filter[i + 1].equals("#")) {
        return true;
      }
    }
    return filter.length == topic.length;
  }

  private static String unshared(String filter) {
    if (!filter.startsWith("$share/")) {
      return filter;
    }
    int end = filter.indexOf('/', "$share/".length());
    return end < 0 ? filter : filter.substring(end + 1);
  }
}
