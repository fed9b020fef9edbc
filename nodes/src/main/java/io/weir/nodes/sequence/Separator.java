package io.weir.nodes.sequence;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.JsonException;
import io.weir.engine.message.MessageJson;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands between the parts of a text or a Buffer, as the configuration has it. */
final class Separator {
  private Separator() {}

  /** A text with its escapes, two characters each, replaced by what they stand for. */
  static String text(String written) {
    return written
        .replace("\\n", "\n")
        .replace("\\r", "\r")
        .replace("\\t", "\t")
        // As Node-RED has it, which took it for an escape character.
        .replace("\\e", "e")
        .replace("\\f", "\f")
        .replace("\\0", "\0");
  }

  /**
   * The byte numbers of a JSON array.
   *
   * @throws NodeException if it is no array
   */
  static List<?> byteNumbers(String json) {
    try {
      if (MessageJson.parse(json) instanceof List<?> numbers) {
        return numbers;
      }
    } catch (JsonException e) {
      throw new NodeException("SyntaxError", String.valueOf(e.getMessage()));
    }
    throw new NodeException("not an array");
  }

  /** The bytes of byte numbers, each modulo 256. */
  static Buffer bytes(List<?> numbers) {
    Buffer bytes = Buffer.buffer(numbers.size());
    for (@Nullable Object number : numbers) {
      bytes.appendByte((byte) (long) Values.toNumber(number));
    }
    return bytes;
  }
}
