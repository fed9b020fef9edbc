package io.weir.broker.config;

import io.weir.broker.config.BridgeSettings.Address;
import io.weir.broker.config.BridgeSettings.Direction;
import io.weir.broker.config.BridgeSettings.Topic;
import io.weir.broker.packet.Qos;
import io.weir.broker.topic.TopicFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the options of a bridge. */
final class ConfBridges {
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final int DEFAULT_PORT = 1883;
  private static final Map<String, Set<String>> CHOICES =
      Map.of(
          "start_type", Set.of("automatic", "lazy", "once"),
          "bridge_protocol_version", Set.of("mqttv31", "mqttv311", "mqttv50"),
          "bridge_reload_type", Set.of("lazy", "immediate"));

  private ConfBridges() {}

  static BridgeSettings read(ConfSection section) throws ConfException {
    ConfLine opening = section.opening();
    if (opening == null) {
      throw new IllegalArgumentException("a bridge begins with a line");
    }
    List<Address> addresses = new ArrayList<>();
    List<Topic> topics = new ArrayList<>();
    Map<String, String> options = new LinkedHashMap<>();
    for (ConfOption option : ConfOptions.ALL) {
      for (ConfLine line : section.all(option.name())) {
        switch (option.name()) {
          case "address", "addresses" -> addresses(line, addresses);
          case "topic" -> topics.add(topic(line));
          default -> options.put(option.name(), checked(line));
        }
      }
    }
    if (addresses.isEmpty()) {
      throw new ConfException(opening, "the connection needs an address");
    }
    if (topics.isEmpty()) {
      throw new ConfException(opening, "the connection needs a topic");
    }
    return new BridgeSettings(opening.value(), addresses, topics, options);
  }

  private static String checked(ConfLine line) throws ConfException {
    Set<String> choices = CHOICES.get(line.name());
    if (choices != null && !choices.contains(line.word())) {
      throw new ConfException(
          line,
          line.name() + " must be one of " + String.join(", ", choices.stream().sorted().toList()));
    }
    if (line.name().equals("keepalive_interval")) {
      ConfValue.whole(line, 5, 65_535);
    }
    return line.value();
  }

  private static List<String> words(ConfLine line) {
    List<String> words = new ArrayList<>();
    Matcher found = WORD.matcher(line.value());
    // The first word may well be the filter #.
    while (found.find() && (words.isEmpty() || !found.group().startsWith("#"))) {
      words.add(found.group(1) == null ? found.group(2) : found.group(1));
    }
    return words;
  }

  private static void addresses(ConfLine line, List<Address> addresses) throws ConfException {
    for (String word : words(line)) {
      int colon = word.lastIndexOf(':');
      // Of an IPv6 address without brackets no colon is the port's.
      boolean hasPort = colon > 0 && (word.indexOf(':') == colon || word.charAt(colon - 1) == ']');
      String host = hasPort ? word.substring(0, colon) : word;
      int port = hasPort ? ConfValue.port(line, word.substring(colon + 1)) : DEFAULT_PORT;
      addresses.add(new Address(host.replaceAll("^\\[|]$", ""), port));
    }
  }

  private static Topic topic(ConfLine line) throws ConfException {
    List<String> words = words(line);
    if (words.isEmpty() || words.size() > 5) {
      throw new ConfException(line, "topic takes PATTERN [DIRECTION [QOS [LOCAL [REMOTE]]]]");
    }
    String pattern = words.get(0);
    String local = words.size() > 3 ? words.get(3) : "";
    String remote = words.size() > 4 ? words.get(4) : "";
    if (pattern.isEmpty() ? local.isEmpty() || remote.isEmpty() : !isFilter(local + pattern)) {
      throw new ConfException(line, "\"" + local + pattern + "\" is not a topic filter");
    }
    return new Topic(pattern, direction(line, words), qos(line, words), local, remote);
  }

  private static boolean isFilter(String text) {
    return TopicFilter.problem(text) == null;
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
}
