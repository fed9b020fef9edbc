package io.weir.broker.config;

import io.weir.broker.packet.Qos;
import java.util.List;
import java.util.Map;

/**
 * A connection to another broker.
 *
 * @param addresses tried one after the other
 * @param topics what goes across
 * @param options everything else, by Mosquitto's names, checked for its form
 */
public record BridgeSettings(
    String name, List<Address> addresses, List<Topic> topics, Map<String, String> options) {

  public BridgeSettings {
    addresses = List.copyOf(addresses);
    topics = List.copyOf(topics);
    options = Map.copyOf(options);
  }

  /** Where the other broker is. */
  public record Address(String host, int port) {}

  /** Which way messages go. */
  public enum Direction {
    OUT,
    IN,
    BOTH
  }

  /**
   * Topics that go across.
   *
   * @param pattern a filter; empty to map one topic, the local prefix to the remote one
   */
  public record Topic(
      String pattern, Direction direction, Qos qos, String localPrefix, String remotePrefix) {}
}
