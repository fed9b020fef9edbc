package io.weir.nodes.tcp;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.Values;
import org.jspecify.annotations.Nullable;

/**
 * When a reply is complete.
 *
 * @param kind what decides
 * @param amount milliseconds, bytes or the byte that ends it
 */
record ReplyEnd(Kind kind, int amount) {
  /** What decides. */
  enum Kind {
    /** A time from the first byte on. */
    TIME,
    /** A byte. */
    CHARACTER,
    /** The number of bytes. */
    COUNT,
    /** Nothing: the connection stays, and what arrives is handed on. */
    NEVER,
    /** Nobody waits for a reply. */
    AT_ONCE
  }

  static ReplyEnd of(String kind, @Nullable Object amount) {
    return switch (kind) {
      case "char" -> new ReplyEnd(Kind.CHARACTER, character(text(amount)));
      case "count" -> new ReplyEnd(Kind.COUNT, Math.max(1, number(amount)));
      case "sit" -> new ReplyEnd(Kind.NEVER, 0);
      case "immed" -> new ReplyEnd(Kind.AT_ONCE, 0);
      default -> new ReplyEnd(Kind.TIME, Math.max(0, number(amount)));
    };
  }

  private static String text(@Nullable Object amount) {
    return amount == null ? "" : Values.toText(amount);
  }

  private static int number(@Nullable Object amount) {
    // What is no number becomes 0, what is too large the largest.
    return amount == null ? 0 : (int) Values.toNumber(amount);
  }

  private static int character(String written) {
    if (written.startsWith("\\")) {
      return switch (written) {
        case "\\n" -> 10;
        case "\\r" -> 13;
        case "\\t" -> 9;
        case "\\e" -> 27;
        case "\\f" -> 12;
        default -> 0;
      };
    }
    if (written.startsWith("0x")) {
      return number(written) & 0xFF;
    }
    return written.isEmpty() ? 0 : written.charAt(0) & 0xFF;
  }

  /**
   * How long a reply is of which so much has arrived.
   *
   * @param searched bytes that were looked at before
   * @return -1 if it isn't complete
   */
  int length(Buffer arrived, int searched) {
    if (kind == Kind.COUNT) {
      return arrived.length() >= amount ? amount : -1;
    }
    if (kind == Kind.CHARACTER) {
      for (int at = searched; at < arrived.length(); at++) {
        if (arrived.getUnsignedByte(at) == amount) {
          return at + 1;
        }
      }
    }
    return -1;
  }
}
