package io.weir.broker.lane;

import static io.weir.broker.protocol.ProtocolViolation.malformed;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Reads MQTT's data types from one packet and never past its end.
 *
 * <p>One reader serves a loop: it is pointed at one packet after the other.
 *
 * @threads the loop only
 * @mqtt 5.0 §1.5
 */
public final class PacketReader {
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);

  private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
  private int position;
  private int end;

  /** Points the reader at a packet's variable header and payload. */
  public void over(ByteBuf buffer, int from, int to) {
    bytes = buffer;
    position = from;
    end = to;
  }

  public int position() {
    return position;
  }

  public int remaining() {
    return end - position;
  }

  public boolean hasMore() {
    return position < end;
  }

  /** Narrows the reader to the next bytes; {@link #widen} goes back. */
  public int narrow(int length) {
    require(length);
    int outer = end;
    end = position + length;
    return outer;
  }

  public void widen(int outerEnd) {
    end = outerEnd;
  }

  public int readByte() {
    require(1);
    return bytes.getUnsignedByte(position++);
  }

  public int readShort() {
    require(2);
    int value = bytes.getUnsignedShort(position);
    position += 2;
    return value;
  }

  public long readInt() {
    require(4);
    long value = bytes.getUnsignedInt(position);
    position += 4;
    return value;
  }

  /** Reads a variable byte integer in its shortest form. [MQTT-1.5.5-1] */
  public int readVariableInt() {
    int value = 0;
    for (int shift = 0; shift < 28; shift += 7) {
      int digit = readByte();
      value |= (digit & 0x7F) << shift;
      if (digit < 0x80) {
        if (digit == 0 && shift > 0) {
          throw malformed("MQTT-1.5.5-1", "a variable byte integer longer than it needs to be");
        }
        return value;
      }
    }
    throw malformed("MQTT-1.5.5-1", "a variable byte integer of more than four bytes");
  }

  public byte[] readBinary() {
    int length = readShort();
    return readBytes(length);
  }

  public byte[] readBytes(int length) {
    require(length);
    byte[] value = new byte[length];
    bytes.getBytes(position, value);
    position += length;
    return value;
  }

  void copyTo(byte[] target, int length) {
    require(length);
    bytes.getBytes(position, target, 0, length);
    position += length;
  }

  /** Reads a string. [MQTT-1.5.4-1] [MQTT-1.5.4-2] [MQTT-1.5.4-3] */
  public String readString() {
    return decode(readBinary(), 0, -1);
  }

  /** Decodes bytes already copied; length -1 means all of them. */
  String decode(byte[] source, int offset, int length) {
    int count = length < 0 ? source.length - offset : length;
    boolean isAscii = true;
    for (int i = offset; i < offset + count; i++) {
      byte b = source[i];
      if (b == 0) {
        throw malformed("MQTT-1.5.4-2", "a string holds U+0000");
      }
      isAscii &= b > 0;
    }
    if (isAscii) {
      return new String(source, offset, count, StandardCharsets.ISO_8859_1);
    }
    try {
      return decoder.decode(ByteBuffer.wrap(source, offset, count)).toString();
    } catch (CharacterCodingException notUtf8) {
      throw malformed("MQTT-1.5.4-1", "a string is not well-formed UTF-8");
    }
  }

  /** Refuses what is left over. */
  public void expectEnd() {
    if (position != end) {
      throw malformed("", (end - position) + " bytes too many in a packet");
    }
  }

  void skip(int length) {
    require(length);
    position += length;
  }

  private void require(int length) {
    if (end - position < length) {
      throw malformed("", "a packet ends too early");
    }
  }
}
