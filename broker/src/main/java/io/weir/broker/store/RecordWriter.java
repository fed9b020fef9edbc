package io.weir.broker.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Puts numbers and texts into bytes, big-endian, so that keys sort as their numbers do.
 *
 * @threads one at a time
 */
final class RecordWriter {
  private byte[] bytes;
  private int length;

  RecordWriter(int expectedLength) {
    bytes = new byte[expectedLength];
  }

  /** A key of one number. */
  static byte[] key(long number) {
    return new RecordWriter(8).number(number).toBytes();
  }

  /** A key of two numbers, sorted by the first. */
  static byte[] key(long first, long second) {
    return new RecordWriter(16).number(first).number(second).toBytes();
  }

  RecordWriter flag(boolean value) {
    return small(value ? 1 : 0);
  }

  /** 0 to 255. */
  RecordWriter small(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
    return this;
  }

  RecordWriter integer(int value) {
    return small(value >>> 24).small(value >>> 16).small(value >>> 8).small(value);
  }

  RecordWriter number(long value) {
    return integer((int) (value >>> 32)).integer((int) value);
  }

  RecordWriter text(String value) {
    return block(value.getBytes(StandardCharsets.UTF_8));
  }

  RecordWriter optionalText(@Nullable String value) {
    flag(value != null);
    return value == null ? this : text(value);
  }

  /** Bytes with their length before them. */
  RecordWriter block(byte[] value) {
    integer(value.length);
    return raw(value);
  }

  /** Bytes that reach to the end of the record. */
  RecordWriter raw(byte[] value) {
    reserve(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
    return this;
  }

  byte[] toBytes() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
