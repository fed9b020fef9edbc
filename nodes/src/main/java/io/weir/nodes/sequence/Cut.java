package io.weir.nodes.sequence;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How texts and Buffers are cut: at a separator, or every so many characters or bytes. */
final class Cut {
  // What stands between the parts, for them to be joined with again.
  private final Object separator;
  private final String separatorText;
  private final byte[] separatorBytes;
  // 0 if it isn't cut by length.
  private final int length;

  private Cut(Object separator, Buffer bytes, int length) {
    this.separator = separator;
    separatorText = bytes.toString();
    separatorBytes = bytes.getBytes();
    this.length = length;
  }

  /** At a text. */
  static Cut at(String text) {
    return new Cut(text, Buffer.buffer(text), 0);
  }

  /** At bytes, which are given as numbers. */
  static Cut at(List<?> byteNumbers) {
    return new Cut(byteNumbers, Separator.bytes(byteNumbers), 0);
  }

  /** Every so many UTF-16 units of a text, or bytes of a Buffer. */
  static Cut every(int length) {
    return new Cut("", Buffer.buffer(), length);
  }

  boolean isByLength() {
    return length > 0;
  }

  /** Whether a last piece of this size is as long as the others. */
  boolean isFull(int size) {
    return size == length;
  }

  /** Of how many pieces the parts tell. */
  int count(int size, int pieces) {
    // An empty value has one piece which isn't counted.
    return isByLength() && size == 0 ? 0 : pieces;
  }

  /** Says in the parts of a message how to join them again. */
  void describe(Map<String, @Nullable Object> parts, boolean isText) {
    if (isText || !isByLength()) {
      parts.put("ch", separator);
    }
    if (isByLength()) {
      parts.put("len", (long) length);
    }
  }

  /** The pieces of a text, one at least. */
  List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    int from = 0;
    if (isByLength() || separatorText.isEmpty()) {
      int each = Math.max(1, length);
      for (; text.length() - from > each; from += each) {
        pieces.add(text.substring(from, from + each));
      }
    } else {
      for (int at = text.indexOf(separatorText); at >= 0; at = text.indexOf(separatorText, from)) {
        pieces.add(text.substring(from, at));
        from = at + separatorText.length();
      }
    }
    pieces.add(text.substring(from));
    return pieces;
  }

  /** The pieces of a Buffer, one at least. */
  List<Buffer> pieces(Buffer buffer) {
    List<Buffer> pieces = new ArrayList<>();
    int from = 0;
    if (isByLength()) {
      for (; buffer.length() - from > length; from += length) {
        pieces.add(buffer.getBuffer(from, from + length));
      }
    } else if (separatorBytes.length > 0) {
      byte[] bytes = buffer.getBytes();
      for (int at = find(bytes, 0); at >= 0; at = find(bytes, from)) {
        pieces.add(buffer.getBuffer(from, at));
        from = at + separatorBytes.length;
      }
    }
    pieces.add(buffer.getBuffer(from, buffer.length()));
    return pieces;
  }

  private int find(byte[] bytes, int from) {
    for (int at = from; at <= bytes.length - separatorBytes.length; at++) {
      int same = 0;
      while (same < separatorBytes.length && bytes[at + same] == separatorBytes[same]) {
        same++;
      }
      if (same == separatorBytes.length) {
        return at;
      }
    }
    return -1;
  }
}
