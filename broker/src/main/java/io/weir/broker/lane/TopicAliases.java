package io.weir.broker.lane;

import io.weir.broker.delivery.HeldBytes;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.protocol.ProtocolViolation;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that a client uses instead of topic names; they live as long as the connection.
 *
 * @threads the connection's loop
 * @mqtt 5.0 §3.3.2.3.4 [MQTT-3.3.2-7]
 */
final class TopicAliases {
  private final HeldBytes held;
  private final byte[][] topics;
  private int bytes;

  /** Aliases 1 to maximum. */
  TopicAliases(int maximum, HeldBytes held) {
    this.held = held;
    topics = new byte[maximum + 1][];
  }

  void set(int alias, byte[] topic, int length) {
    check(alias);
    byte @Nullable [] before = topics[alias];
    int more = length - (before == null ? 0 : before.length);
    if (more > 0 && held.isFull()) {
      throw new ProtocolViolation(
          ReasonCode.QUOTA_EXCEEDED, "", "the broker holds as much as it may: no new topic alias");
    }
    topics[alias] = Arrays.copyOf(topic, length);
    bytes += more;
    held.add(more);
  }

  /** The connection is over. */
  void clear() {
    held.remove(bytes);
    bytes = 0;
    Arrays.fill(topics, null);
  }

  byte[] get(int alias) {
    check(alias);
    byte @Nullable [] topic = topics[alias];
    if (topic == null) {
      throw ProtocolViolation.error("", "topic alias " + alias + " was never set");
    }
    return topic;
  }

  private void check(int alias) {
    if (alias >= topics.length) {
      throw new ProtocolViolation(
          ReasonCode.TOPIC_ALIAS_INVALID,
          "MQTT-3.3.2-9",
          "topic alias " + alias + " is above the maximum");
    }
  }
}
