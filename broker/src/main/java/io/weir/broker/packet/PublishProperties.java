package io.weir.broker.packet;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What MQTT 5 lets a publication carry beside topic and payload.
 *
 * @param isUtf8 the payload format indicator: the payload is text
 * @param messageExpirySeconds 0 to 4,294,967,295, or -1 for none; as given at publication
 * @param contentType what the payload is, or null
 * @param responseTopic where an answer is expected, or null
 * @param correlationData ties an answer to its request, or null; never written after
 * @param userProperties in the order received
 * @mqtt 5.0 §3.3.2.3
 */
public record PublishProperties(
    boolean isUtf8,
    long messageExpirySeconds,
    @Nullable String contentType,
    @Nullable String responseTopic,
    @Nullable Buffer correlationData,
    List<UserProperty> userProperties) {

  /** No property at all, as every publication of a 3.x client has. */
  public static final PublishProperties NONE =
      new PublishProperties(false, -1, null, null, null, List.of());

  public PublishProperties {
    userProperties = List.copyOf(userProperties);
    if (messageExpirySeconds < -1 || messageExpirySeconds > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException(
          "messageExpirySeconds must be -1 to 4294967295 but is " + messageExpirySeconds);
    }
  }

  /** Roughly what it takes in memory, in bytes. */
  public int weight() {
    int weight = textWeight(contentType) + textWeight(responseTopic);
    weight += correlationData == null ? 0 : 64 + correlationData.length();
    for (UserProperty property : userProperties) {
      weight += 32 + textWeight(property.name()) + textWeight(property.value());
    }
    return weight;
  }

  private static int textWeight(@Nullable String text) {
    return text == null ? 0 : 48 + text.length();
  }

  public PublishProperties withMessageExpiry(long seconds) {
    return new PublishProperties(
        isUtf8, seconds, contentType, responseTopic, correlationData, userProperties);
  }
}
