package io.weir.broker.config;

import io.weir.broker.bridge.BridgeSettings.Address;
import io.weir.broker.bridge.BridgeSettings.Direction;
import io.weir.broker.bridge.BridgeSettings.Topic;
import io.weir.broker.packet.Qos;
import io.weir.broker.topic.TopicFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the lines of a bridge that hold several words. */
final class ConfBridgeLines {
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final int DEFAULT_PORT = 1883;

  private ConfBridgeLines() {}

  private static List<String> words(ConfLine line) {
    List<String> words = new ArrayList<>();
    Matcher found = WORD.matcher(line.value());
    // The first word may well be the filter #.
    while (found.find() && (words.isEmpty() || !found.group().startsWith("#"))) {
      words.add(found.group(1) == null ? found.group(2) : found.group(1));
    }
    return words;
  }

  static List<Address> addresses(ConfSection section) throws ConfException {
    List<Address> addresses = new ArrayList<>();
    for (String name : List.of("address", "addresses")) {
      for (ConfLine line : section.all(name)) {
        for (String word : words(line)) {
          addresses.add(address(line, word));
        }
      }
    }
    return addresses;
  }

  private static Address address(ConfLine line, String word) throws ConfException {
    int colon = word.lastIndexOf(':');
    // Of an IPv6 address without brackets no colon is the port's.
    boolean hasPort = colon > 0 && (word.indexOf(':') == colon || word.charAt(colon - 1) == ']');
    String host = hasPort ? word.substring(0, colon) : word;
    int port = hasPort ? ConfValue.port(line, word.substring(colon + 1)) : DEFAULT_PORT;
    return new Address(host.replaceAll("^\\[|]$", ""), port);
  }

  static List<Topic> topics(ConfSection section) throws ConfException {
    List<Topic> topics = new ArrayList<>();
    for (ConfLine line : section.all("topic")) {
      topics.add(topic(line));
    }
    return topics;
  }

  private static Topic topic(ConfLine line) throws ConfException {
    List<String> words = words(line);
    if (words.isEmpty() || words.size() > 5) {
      throw new ConfException(line, "topic takes PATTERN [DIRECTION [QOS [LOCAL [REMOTE]]]]");
    }
    Topic topic =
        new Topic(
            words.get(0),
            direction(line, words),
            qos(line, words),
            words.size() > 3 ? words.get(3) : "",
            words.size() > 4 ? words.get(4) : "");
    if (topic.pattern().isEmpty()
        && (topic.localPrefix().isEmpty() || topic.remotePrefix().isEmpty())) {
      throw new ConfException(
          line, "an empty pattern needs both topics, as in topic \"\" out 0 a b");
    }
    for (String filter : List.of(topic.localFilter(), topic.remoteFilter())) {
      if (TopicFilter.problem(filter) != null) {
        throw new ConfException(line, "\"" + filter + "\" is not a topic filter");
      }
    }
    for (String prefix : List.of(topic.localPrefix(), topic.remotePrefix())) {
      if (prefix.indexOf('#') >= 0 || prefix.indexOf('+') >= 0) {
        throw new ConfException(line, "the prefix \"" + prefix + "\" must not hold wildcards");
      }
    }
    return topic;
  }

  private static Direction direction(ConfLine line, List<String> words) throws ConfException {
    return switch (words.size() > 1 ? words.get(1) : "out") {
      case "out" -> Direction.OUT;
      case "in" -> Direction.IN;
      case "both" -> Direction.BOTH;
      default -> throw new ConfException(line, "the direction must be out, in or both");
    };
  }

  private static Qos qos(ConfLine line, List<String> words) throws ConfException {
    int qos = words.size() > 2 ? ConfValue.whole(line, words.get(2)) : 0;
    if (qos < 0 || qos > 2) {
      throw new ConfException(line, "there is no QoS " + qos);
    }
    return Qos.of(qos);
  }

  /** Whole numbers of seconds, as many as allowed. */
  static List<Duration> seconds(ConfLine line, int least, int most) throws ConfException {
    List<Duration> seconds = new ArrayList<>();
    for (String word : words(line)) {
      int value = ConfValue.whole(line, word);
      if (value < 0 || value > 31_536_000) {
        throw new ConfException(line, line.name() + " can't be " + value);
      }
      seconds.add(Duration.ofSeconds(value));
    }
    if (seconds.size() < least || seconds.size() > most) {
      throw new ConfException(
          line,
          line.name()
              + " takes "
              + (least == most ? String.valueOf(least) : least + " to " + most)
              + " numbers");
    }
    return seconds;
  }
}
