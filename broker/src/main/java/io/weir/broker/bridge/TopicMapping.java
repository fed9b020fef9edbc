package io.weir.broker.bridge;

import io.weir.broker.bridge.BridgeSettings.Topic;
import io.weir.broker.packet.Qos;
import io.weir.broker.topic.TopicFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What topics of one broker are called at the other. Where several rules match, the first counts.
 *
 * @threads one at a time, since it remembers what it was asked
 */
final class TopicMapping {
  private static final int REMEMBERED = 1_024;

  private final Rules outward;
  private final Rules inward;
  private final Map<String, Qos> localFilters;
  private final Map<String, Qos> remoteFilters;
  private final Set<String> unwantedThere = new LinkedHashSet<>();

  /** A topic that the filter matches has the one prefix, and gets the other. */
  private record Rule(TopicFilter filter, String prefix, String newPrefix) {
    @Nullable String apply(String topic) {
      return filter.matches(topic) ? newPrefix + topic.substring(prefix.length()) : null;
    }
  }

  /** The rules of one direction. */
  private static final class Rules {
    private final List<Rule> rules = new ArrayList<>();
    private final Map<String, Optional<String>> known = new HashMap<>();

    @Nullable String apply(String topic) {
      Optional<String> mapped = known.get(topic);
      if (mapped == null) {
        if (known.size() >= REMEMBERED) {
          known.clear();
        }
        mapped = Optional.ofNullable(find(topic));
        known.put(topic, mapped);
      }
      return mapped.orElse(null);
    }

    private @Nullable String find(String topic) {
      for (Rule rule : rules) {
        String mapped = rule.apply(topic);
        if (mapped != null) {
          return mapped;
        }
      }
      return null;
    }
  }

  TopicMapping(List<Topic> topics) {
    outward = new Rules();
    inward = new Rules();
    for (Topic topic : topics) {
      if (topic.direction().isOut()) {
        outward.rules.add(rule(topic.localFilter(), topic.localPrefix(), topic.remotePrefix()));
      }
      if (topic.direction().isIn()) {
        inward.rules.add(rule(topic.remoteFilter(), topic.remotePrefix(), topic.localPrefix()));
      } else {
        unwantedThere.add(topic.remoteFilter());
      }
    }
    localFilters = filters(topics, topic -> topic.direction().isOut(), Topic::localFilter);
    remoteFilters = filters(topics, topic -> topic.direction().isIn(), Topic::remoteFilter);
    unwantedThere.removeAll(remoteFilters.keySet());
  }

  private static Rule rule(String filter, String prefix, String newPrefix) {
    // What is shared with others comes under the name of the topic alone.
    TopicFilter parsed = TopicFilter.of(filter);
    int cut = parsed.isShared() ? filter.length() - parsed.topicText().length() : 0;
    return new Rule(parsed, prefix.substring(Math.min(cut, prefix.length())), newPrefix);
  }

  private static Map<String, Qos> filters(
      List<Topic> topics, Function<Topic, Boolean> isWanted, Function<Topic, String> filterOf) {
    Map<String, Qos> filters = new LinkedHashMap<>();
    for (Topic topic : topics) {
      if (isWanted.apply(topic)) {
        filters.merge(filterOf.apply(topic), topic.qos(), Qos::max);
      }
    }
    return Map.copyOf(filters);
  }

  /** What to subscribe to here. */
  Map<String, Qos> localFilters() {
    return localFilters;
  }

  /** What to subscribe to there. */
  Map<String, Qos> remoteFilters() {
    return remoteFilters;
  }

  /** What an earlier configuration may have subscribed to there, and this one doesn't. */
  Set<String> unwantedThere() {
    return Set.copyOf(unwantedThere);
  }

  /** What a topic of this broker is called at the other; null if it doesn't go there. */
  @Nullable String outward(String topic) {
    return outward.apply(topic);
  }

  /** What a topic of the other broker is called here; null if it doesn't come here. */
  @Nullable String inward(String topic) {
    return inward.apply(topic);
  }
}
