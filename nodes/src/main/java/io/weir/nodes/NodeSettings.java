package io.weir.nodes;

import java.time.Duration;

/**
 * What the program's settings say about node types.
 *
 * @param bufferedMessages messages that a node which waits for whole sequences keeps; Node-RED's
 *     {@code nodeMessageBufferMaxLength}, which can't be unlimited here
 * @param debugStatusLength characters of a debug node's status
 * @param mqttReconnect how long MQTT nodes wait after they lost a broker or didn't reach it
 */
public record NodeSettings(int bufferedMessages, int debugStatusLength, Duration mqttReconnect) {
  /** If nothing is said; as many messages as may wait in a whole tab. */
  public static final NodeSettings USUAL = new NodeSettings(10_000, 32, Duration.ofSeconds(5));

  public NodeSettings {
    requirePositive("bufferedMessages", bufferedMessages);
    requirePositive("debugStatusLength", debugStatusLength);
    if (mqttReconnect.isNegative() || mqttReconnect.isZero()) {
      throw new IllegalArgumentException("mqttReconnect must be positive but is " + mqttReconnect);
    }
  }

  private static void requirePositive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be at least 1 but is " + value);
    }
  }
}
