package io.weir.nodes.tcp;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.nodes.support.Base64Text;
import org.jspecify.annotations.Nullable;

/** Payloads on their way out. */
final class Outgoing {
  private Outgoing() {}

  /**
   * The bytes of a payload: a Buffer as it is, anything else as text. Null and undefined have none.
   *
   * @param isBase64 whether texts are base64
   */
  static @Nullable Buffer bytes(@Nullable Object payload, boolean isBase64) {
    if (payload == null || payload == Undefined.VALUE) {
      return null;
    }
    if (payload instanceof Buffer buffer) {
      return buffer;
    }
    return isBase64 && payload instanceof String text
        ? Buffer.buffer(Base64Text.decode(text))
        : Buffer.buffer(Values.toText(payload));
  }
}
