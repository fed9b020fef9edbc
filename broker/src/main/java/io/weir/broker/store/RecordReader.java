package io.weir.broker.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link RecordWriter} wrote.
 *
 * <p>Throws a {@link StoreException} where the bytes end too early, which means that the record is
 * damaged.
 */
final class RecordReader {
  private final byte[] bytes;
  private int position;

  RecordReader(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean flag() {
    return small() != 0;
  }

  int small() {
    return bytes[advance(1)] & 0xFF;
  }

  int integer() {
    return small() << 24 | small() << 16 | small() << 8 | small();
  }

  long number() {
    return (long) integer() << 32 | (integer() & 0xFFFF_FFFFL);
  }

  String text() {
    return new String(block(), StandardCharsets.UTF_8);
  }

  @Nullable String optionalText() {
    return flag() ? text() : null;
  }

  byte[] block() {
    int length = integer();
    int start = advance(length);
    return Arrays.copyOfRange(bytes, start, start + length);
  }

  /** All that is left, as text. */
  String restAsText() {
    return new String(bytes, position, bytes.length - position, StandardCharsets.UTF_8);
  }

  /** How many bytes are left. */
  int remaining() {
    return bytes.length - position;
  }

  boolean isAtEnd() {
    return position == bytes.length;
  }

  private int advance(int length) {
    int start = position;
    if (length < 0 || length > bytes.length - start) {
      throw new StoreException(
          "a record of " + bytes.length + " bytes ends where " + length + " more were expected");
    }
    position = start + length;
    return start;
  }
}
