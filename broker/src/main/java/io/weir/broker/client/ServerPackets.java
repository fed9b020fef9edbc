package io.weir.broker.client;

import io.weir.broker.packet.Ack;
import io.weir.broker.packet.ReasonCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hears what a server sends, one packet after the other.
 *
 * @threads the loop of the connection
 */
public interface ServerPackets {
  /**
   * CONNACK.
   *
   * @param code 0 for success; under MQTT 5 a reason code, under 3.x a return code. A server that
   *     doesn't speak MQTT 5 may answer with the latter all the same
   */
  void connAck(boolean isSessionPresent, int code, PropertyList properties);

  /** PUBLISH. */
  void publish(Incoming message);

  /**
   * PUBACK, PUBREC, PUBREL or PUBCOMP.
   *
   * @param reason always success under 3.x
   */
  void answer(Ack.Kind kind, int packetId, ReasonCode reason);

  /**
   * SUBACK.
   *
   * @param codes for each filter the granted QoS, or 0x80 and above for a refusal
   */
  void subAck(int packetId, List<Integer> codes);

  /** UNSUBACK. */
  void unsubAck(int packetId);

  /** PINGRESP. */
  void pong();

  /**
   * DISCONNECT, or AUTH, which asks for something that nobody here can answer.
   *
   * @param reason why, if the server says so
   */
  void goodbye(ReasonCode reason, @Nullable String text);
}
