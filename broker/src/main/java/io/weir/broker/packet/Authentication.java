package io.weir.broker.packet;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * What CONNECT, CONNACK and AUTH say about enhanced authentication.
 *
 * @param data what the method makes of it, or null if the packet has none
 * @mqtt 5.0 §4.12
 */
public record Authentication(String method, @Nullable Buffer data) {
  /** Without the data. */
  @Override
  public String toString() {
    return "Authentication[method=" + method + "]";
  }
}
