package io.weir.app.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that a subscription brought.
 *
 * @param qos 0 to 2
 * @param packetId 0 with QoS 0
 * @param properties what MQTT 5 has besides
 */
public record Arrival(
    String topic, Bytes payload, int qos, boolean retain, int packetId, Properties properties) {

  /**
   * Properties of a PUBLISH; null is absent.
   *
   * @param isUtf8 the payload format indicator
   * @param expirySeconds how long the message may live yet
   * @param userProperties in the order of the packet
   * @mqtt 5.0 §3.3.2.3
   */
  public record Properties(
      @Nullable Boolean isUtf8,
      @Nullable Long expirySeconds,
      @Nullable String contentType,
      @Nullable String responseTopic,
      @Nullable Bytes correlationData,
      List<UserProperty> userProperties) {
    /** None, as in MQTT 3. */
    public static final Properties NONE = new Properties(null, null, null, null, null, List.of());

    /** Whether the packet has none. */
    public boolean isNone() {
      return isUtf8 == null
          && expirySeconds == null
          && contentType == null
          && responseTopic == null
          && correlationData == null
          && userProperties.isEmpty();
    }
  }

  /** A name and a value. */
  public record UserProperty(String name, String value) {}
}
