package io.weir.broker.client;

import io.weir.broker.packet.Qos;

/**
 * On which terms a server has let a client in.
 *
 * @param isSessionPresent whether it knows what happened over an earlier connection
 * @param keepAliveSeconds 0 for no check
 * @param maxPacketBytes larger packets must not be sent
 * @param receiveMaximum messages that may be sent before they are acknowledged
 * @param topicAliasMaximum topic aliases that it takes; 0 for none
 * @mqtt 5.0 §3.2.2.3
 */
public record ServerTerms(
    boolean isSessionPresent,
    int keepAliveSeconds,
    long maxPacketBytes,
    Qos maxQos,
    boolean isRetainAvailable,
    int receiveMaximum,
    int topicAliasMaximum) {

  /**
   * What CONNACK says.
   *
   * @param askedSeconds the keep alive that the client asked for
   */
  public static ServerTerms of(boolean isSessionPresent, PropertyList told, int askedSeconds) {
    return new ServerTerms(
        isSessionPresent,
        (int) told.number(PropertyType.SERVER_KEEP_ALIVE, askedSeconds),
        told.number(PropertyType.MAXIMUM_PACKET_SIZE, Long.MAX_VALUE),
        Qos.of((int) Math.min(2, told.number(PropertyType.MAXIMUM_QOS, 2))),
        told.number(PropertyType.RETAIN_AVAILABLE, 1) == 1,
        (int) told.number(PropertyType.RECEIVE_MAXIMUM, 65_535),
        (int) told.number(PropertyType.TOPIC_ALIAS_MAXIMUM, 0));
  }

  /** The same with no larger packets than these; 0 sets no limit. */
  public ServerTerms limitedTo(int maxBytes) {
    return maxBytes == 0 || maxBytes >= maxPacketBytes
        ? this
        : new ServerTerms(
            isSessionPresent,
            keepAliveSeconds,
            maxBytes,
            maxQos,
            isRetainAvailable,
            receiveMaximum,
            topicAliasMaximum);
  }
}
