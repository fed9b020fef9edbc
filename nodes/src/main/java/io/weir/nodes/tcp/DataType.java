package io.weir.nodes.tcp;

import io.vertx.core.buffer.Buffer;
import java.util.Base64;

/** As what the bytes that arrive are handed on. */
enum DataType {
  BUFFER,
  UTF8,
  BASE64;

  static DataType of(String name) {
    return switch (name) {
      case "utf8", "string" -> UTF8;
      case "base64" -> BASE64;
      default -> BUFFER;
    };
  }

  Object of(Buffer bytes) {
    return switch (this) {
      case BUFFER -> bytes;
      case UTF8 -> bytes.toString();
      case BASE64 -> Base64.getEncoder().encodeToString(bytes.getBytes());
    };
  }
}
