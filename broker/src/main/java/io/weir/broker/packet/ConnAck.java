package io.weir.broker.packet;

import org.jspecify.annotations.Nullable;

/**
 * CONNACK: the answer to CONNECT.
 *
 * @param terms what the server tells a v5 client; not sent under 3.x or with a refusal
 * @mqtt 5.0 §3.2
 */
public record ConnAck(boolean sessionPresent, ReasonCode reason, @Nullable Terms terms)
    implements Packet {

  /**
   * What the server tells a v5 client of itself.
   *
   * @param sessionExpirySeconds what it was lowered to, or -1 if it is as asked
   * @param assignedClientId the id made up for a client that gave none, or null
   * @param serverKeepAliveSeconds what it was lowered to, or -1 if it is as asked
   * @param authentication the end of an exchange, or null if there was none
   */
  public record Terms(
      long sessionExpirySeconds,
      int receiveMaximum,
      Qos maxQos,
      boolean isRetainAvailable,
      int maxPacketBytes,
      @Nullable String assignedClientId,
      int topicAliasMaximum,
      int serverKeepAliveSeconds,
      @Nullable Authentication authentication) {}

  /** A refusal. [MQTT-3.2.2-6] */
  public static ConnAck refused(ReasonCode reason) {
    return new ConnAck(false, reason, null);
  }
}
