package io.weir.nodes.mqtt;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What MQTT 5 lets a publication carry beside topic and payload.
 *
 * @param isUtf8 the payload format indicator: the payload is text
 * @param expirySeconds 0 to 4,294,967,295; -1 for none
 * @param contentType what the payload is; null for unknown
 * @param responseTopic where an answer is expected; null for nowhere
 * @param correlationData ties an answer to its request; null for none
 * @param userProperties in order
 */
public record PublicationProperties(
    boolean isUtf8,
    long expirySeconds,
    @Nullable String contentType,
    @Nullable String responseTopic,
    @Nullable Buffer correlationData,
    List<UserProperty> userProperties) {

  /** No property at all, as with MQTT 3. */
  public static final PublicationProperties NONE =
      new PublicationProperties(false, -1, null, null, null, List.of());

  public PublicationProperties {
    userProperties = List.copyOf(userProperties);
  }

  /** Whether there is nothing in it, as far as one look tells. */
  @SuppressWarnings("ReferenceEquality") // a quick no is all that callers want
  boolean isNone() {
    return this == NONE;
  }
}
