package io.weir.app.client.options;

import io.weir.broker.topic.TopicFilter;
import io.weir.broker.topic.TopicName;
import java.util.List;

/** Topics on the command line. */
public final class Topics {
  private Topics() {}

  /**
   * Checks a topic to publish to.
   *
   * @throws IllegalArgumentException naming the option and what is wrong
   */
  public static void requireName(String option, String topic) {
    String problem = TopicName.problem(topic, Integer.MAX_VALUE);
    if (problem != null) {
      throw new IllegalArgumentException(option + ": " + problem + ": \"" + topic + "\"");
    }
  }

  /**
   * Filters, checked.
   *
   * @throws IllegalArgumentException naming the option and what is wrong
   */
  public static List<TopicFilter> filters(String option, List<String> filters) {
    return filters.stream()
        .map(
            filter -> {
              String problem = TopicFilter.problem(filter);
              if (problem != null) {
                throw new IllegalArgumentException(
                    option + ": " + problem + ": \"" + filter + "\"");
              }
              return TopicFilter.of(filter);
            })
        .toList();
  }
}
