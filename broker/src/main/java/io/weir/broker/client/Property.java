package io.weir.broker.client;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * One property of a packet.
 *
 * @param number the value of a number, otherwise 0
 * @param name of a pair, otherwise empty
 * @param content text in UTF-8, bytes, or the value of a pair; of a number empty. Never written to
 * @mqtt 5.0 §2.2.2.2
 */
public record Property(PropertyType type, long number, String name, Buffer content) {
  private static final Buffer NONE = Buffer.buffer(0);

  /** A number. */
  public static Property of(PropertyType type, long number) {
    return new Property(type, number, "", NONE);
  }

  /** A text, or bytes given as text. */
  public static Property of(PropertyType type, String text) {
    return of(type, Buffer.buffer(text));
  }

  /** Bytes. */
  public static Property of(PropertyType type, Buffer content) {
    return new Property(type, 0, "", content);
  }

  /** A user property. */
  public static Property pair(String name, String value) {
    return new Property(PropertyType.USER_PROPERTY, 0, name, Buffer.buffer(value));
  }

  /** The value of a text or a pair. */
  public String text() {
    return content.toString(StandardCharsets.UTF_8);
  }
}
