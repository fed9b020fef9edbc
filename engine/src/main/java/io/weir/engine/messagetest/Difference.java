package io.weir.engine.messagetest;

import io.weir.engine.live.Preview;
import io.weir.engine.message.MessageJson;
import io.weir.engine.message.Undefined;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something in a message that is not as it should be.
 *
 * @param message which message of the output, from 1
 * @param path where in the message, {@code payload.items[0]}; empty for the message as a whole
 * @param expected what should be there; {@link Undefined#VALUE} for nothing
 * @param actual what is there; {@link Undefined#VALUE} for nothing
 */
public record Difference(
    int message, String path, @Nullable Object expected, @Nullable Object actual) {
  /** Characters beyond which a value is told by its beginning. */
  private static final int LONGEST_VALUE = 1_000;

  /** One of values that are cut to what a person reads. */
  static Difference of(
      int message, String path, @Nullable Object expected, @Nullable Object actual) {
    return new Difference(message, path, shortened(expected), shortened(actual));
  }

  private static @Nullable Object shortened(@Nullable Object value) {
    return value != Undefined.VALUE && MessageJson.text(value).length() > LONGEST_VALUE
        ? Preview.of(value)
        : value;
  }

  /** The difference as clients have it; what isn't there has no key. */
  public Map<String, @Nullable Object> asJson() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("message", message);
    json.put("path", path);
    if (expected != Undefined.VALUE) {
      json.put("expected", expected);
    }
    if (actual != Undefined.VALUE) {
      json.put("actual", actual);
    }
    return json;
  }
}
