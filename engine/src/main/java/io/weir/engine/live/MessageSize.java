package io.weir.engine.live;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.Message;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How much memory a message keeps, as far as a limit. */
final class MessageSize {
  private static final int OF_AN_OBJECT = 32;

  private final int limit;
  private int bytes;

  private MessageSize(int limit) {
    this.limit = limit;
  }

  /**
   * The size of a message in bytes, about; more than the limit if it is larger, but no more is
   * walked through than that. A message that holds itself is larger than any limit.
   */
  static int of(Message message, int limit) {
    MessageSize size = new MessageSize(limit);
    size.add(message.properties());
    return size.bytes;
  }

  private void add(@Nullable Object value) {
    bytes += OF_AN_OBJECT;
    if (value instanceof String text) {
      bytes = within(text.length());
    } else if (value instanceof Buffer buffer) {
      bytes = within(buffer.length());
    } else if (value instanceof Map<?, ?> map) {
      for (Object item : map.values()) {
        if (bytes > limit) {
          return;
        }
        add(item);
      }
    } else if (value instanceof List<?> list) {
      for (Object item : list) {
        if (bytes > limit) {
          return;
        }
        add(item);
      }
    }
  }

  private int within(int more) {
    return more > limit ? limit + 1 : bytes + more;
  }
}
