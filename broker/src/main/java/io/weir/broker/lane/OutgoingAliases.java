package io.weir.broker.lane;

import java.util.HashMap;
import java.util.Map;

/**
 * The numbers that stand for topic names towards one client.
 *
 * <p>The topics that come first get them and keep them: with more topics than numbers, changing
 * them about would cost more bytes than it saves.
 *
 * @threads the connection's loop
 * @mqtt 5.0 §3.3.2.3.4 [MQTT-3.1.2-26] [MQTT-3.1.2-27]
 */
final class OutgoingAliases {
  /** A shorter name costs no more than its alias. */
  private static final int MIN_TOPIC_LENGTH = 4;

  private final int maximum;
  private final Map<String, Integer> aliases = new HashMap<>();

  /**
   * None are in use yet.
   *
   * @param maximum as the client allows; 0 for none
   */
  OutgoingAliases(int maximum) {
    this.maximum = maximum;
  }

  /** The alias that the client knows for a topic, or 0 if it knows none. */
  int known(String topic) {
    return maximum == 0 ? 0 : aliases.getOrDefault(topic, 0);
  }

  /** A new alias for a topic, or 0 if there is none for it. */
  int assign(String topic) {
    if (aliases.size() >= maximum || topic.length() < MIN_TOPIC_LENGTH) {
      return 0;
    }
    int alias = aliases.size() + 1;
    aliases.put(topic, alias);
    return alias;
  }
}
