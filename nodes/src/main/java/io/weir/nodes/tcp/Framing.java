package io.weir.nodes.tcp;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.node.NodeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the bytes of one connection: the payloads of messages.
 *
 * @threads one at a time
 */
interface Framing {
  /** What is kept of a connection at most until a payload is complete, in bytes or characters. */
  int MOST_HELD = 16 << 20;

  /**
   * Takes what has arrived.
   *
   * @return the payloads that are complete now
   * @throws NodeException if too much is held
   */
  List<Object> take(Buffer chunk);

  /** The connection has ended: what is left; null if nothing is. */
  @Nullable Object end();

  /** Each chunk by itself. */
  static Framing chunks(DataType type) {
    return type == DataType.UTF8 ? new Texts() : new Chunks(type);
  }

  /**
   * Texts between delimiters.
   *
   * @param keepsDelimiter whether a text has its delimiter at its end
   */
  static Framing delimited(String delimiter, boolean keepsDelimiter) {
    return new Delimited(delimiter, keepsDelimiter);
  }

  /** Everything in one. */
  static Framing whole(DataType type) {
    return new Whole(type);
  }

  /** Says that too much is held. */
  static NodeException tooMuch() {
    return new NodeException("more than " + MOST_HELD + " bytes without an end; they are dropped");
  }

  /** Each chunk is a payload. */
  final class Chunks implements Framing {
    private final DataType type;

    private Chunks(DataType type) {
      this.type = type;
    }

    @Override
    public List<Object> take(Buffer chunk) {
      return List.of(type.of(chunk));
    }

    @Override
    public @Nullable Object end() {
      return null;
    }
  }

  /** Each chunk is a text, but for a character that goes on in the next. */
  final class Texts implements Framing {
    private final Utf8Stream decoder = new Utf8Stream();

    private Texts() {}

    @Override
    public List<Object> take(Buffer chunk) {
      String text = decoder.take(chunk);
      return text.isEmpty() ? List.of() : List.of(text);
    }

    @Override
    public @Nullable Object end() {
      String rest = decoder.end();
      return rest.isEmpty() ? null : rest;
    }
  }

  /** What stands between delimiters is a payload. */
  final class Delimited implements Framing {
    private final Utf8Stream decoder = new Utf8Stream();
    private final StringBuilder held = new StringBuilder();
    private final String delimiter;
    private final boolean keepsDelimiter;

    private Delimited(String delimiter, boolean keepsDelimiter) {
      this.delimiter = delimiter;
      this.keepsDelimiter = keepsDelimiter;
    }

    @Override
    public List<Object> take(Buffer chunk) {
      // A delimiter may have begun in what is held, not earlier.
      int searched = Math.max(0, held.length() - delimiter.length() + 1);
      held.append(decoder.take(chunk));
      List<Object> parts = new ArrayList<>();
      int from = 0;
      for (int at = held.indexOf(delimiter, searched);
          at >= 0;
          at = held.indexOf(delimiter, from)) {
        int next = at + delimiter.length();
        parts.add(held.substring(from, keepsDelimiter ? next : at));
        from = next;
      }
      held.delete(0, from);
      if (held.length() > MOST_HELD) {
        throw tooMuch();
      }
      return parts;
    }

    @Override
    public @Nullable Object end() {
      held.append(decoder.end());
      return held.isEmpty() ? null : held.toString();
    }
  }

  /** All that arrives is one payload. */
  final class Whole implements Framing {
    private final DataType type;
    private final Buffer held = Buffer.buffer();

    private Whole(DataType type) {
      this.type = type;
    }

    @Override
    public List<Object> take(Buffer chunk) {
      if (held.length() + chunk.length() > MOST_HELD) {
        throw tooMuch();
      }
      held.appendBuffer(chunk);
      return List.of();
    }

    @Override
    public @Nullable Object end() {
      return held.length() == 0 ? null : type.of(held);
    }
  }
}
