package io.weir.engine.messagetest;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages as a file of tests can hold them: what JSON has, and Buffers, which stand there as
 * {@code {"type":"Buffer","data":[…]}}. Dates become texts, and host objects are left out.
 */
public final class RecordedMessage {
  private static final int LARGEST_BYTE = 255;

  private RecordedMessage() {}

  /**
   * A message as it would be read from the file, without its id, which is another each time.
   *
   * @throws IllegalArgumentException if JSON can't hold it, as when it contains itself
   */
  public static Message of(Message message) {
    String text;
    try {
      text = MessageJson.text(message.without(Message.ID).properties());
    } catch (UncheckedIOException e) {
      // Nested deeper than JSON may be.
      throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
    }
    return MessageJson.parse(text) instanceof Map<?, ?> properties
        ? ofJson(properties)
        : Message.empty();
  }

  /** The message that stands in a file. */
  static Message ofJson(Map<?, ?> properties) {
    Map<String, @Nullable Object> revived = new LinkedHashMap<>();
    properties.forEach((key, value) -> revived.put(String.valueOf(key), revived(value)));
    return Message.of(revived);
  }

  private static @Nullable Object revived(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Buffer bytes = bytes(map);
      if (bytes != null) {
        return bytes;
      }
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((key, item) -> copy.put(String.valueOf(key), revived(item)));
      return copy;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>(list.size());
      list.forEach(item -> copy.add(revived(item)));
      return copy;
    }
    return value;
  }

  /** The Buffer that an object stands for; null if it doesn't stand for one. */
  private static @Nullable Buffer bytes(Map<?, ?> map) {
    if (map.size() != 2
        || !"Buffer".equals(map.get("type"))
        || !(map.get("data") instanceof List<?> data)) {
      return null;
    }
    Buffer buffer = Buffer.buffer(data.size());
    for (Object item : data) {
      if (!(item instanceof Long number) || number < 0 || number > LARGEST_BYTE) {
        return null;
      }
      buffer.appendUnsignedByte(number.shortValue());
    }
    return buffer;
  }
}
