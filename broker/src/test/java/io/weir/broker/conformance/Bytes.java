package io.weir.broker.conformance;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Packets written out by hand, so that nothing of the broker's own codec tests itself. */
public final class Bytes {
  private Bytes() {}

  /**
   * A packet with its remaining length.
   *
   * @param parts numbers are bytes, texts are MQTT strings, arrays are taken as they are
   */
  public static byte[] packet(int firstByte, Object... parts) {
    byte[] body = join(parts);
    return join(firstByte, variableInt(body.length), body);
  }

  public static byte[] join(Object... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Object part : parts) {
      if (part instanceof Integer value) {
        out.write(value);
      } else if (part instanceof String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.write(utf8.length >>> 8);
        out.write(utf8.length);
        out.writeBytes(utf8);
      } else {
        out.writeBytes((byte[]) part);
      }
    }
    return out.toByteArray();
  }

  public static byte[] variableInt(int value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int rest = value;
    while (rest > 0x7F) {
      out.write((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
    return out.toByteArray();
  }

  public static byte[] u16(int value) {
    return new byte[] {(byte) (value >>> 8), (byte) value};
  }

  public static byte[] u32(long value) {
    return join(u16((int) (value >>> 16)), u16((int) value));
  }

  public static byte[] raw(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  /** A property block with its length. */
  public static byte[] properties(Object... parts) {
    byte[] block = join(parts);
    return join(variableInt(block.length), block);
  }

  public static byte[] connect311(String clientId) {
    return packet(0x10, "MQTT", 4, 2, 0, 60, clientId);
  }

  /** Clean Session 0. */
  public static byte[] resume311(String clientId) {
    return packet(0x10, "MQTT", 4, 0, 0, 60, clientId);
  }

  public static byte[] connect5(String clientId, Object... properties) {
    return packet(0x10, "MQTT", 5, 2, 0, 60, properties(properties), clientId);
  }

  /** Clean Start 0. */
  public static byte[] resume5(String clientId, Object... properties) {
    return packet(0x10, "MQTT", 5, 0, 0, 60, properties(properties), clientId);
  }

  public static byte[] subscribe311(int id, String filter, int qos) {
    return packet(0x82, u16(id), filter, qos);
  }

  public static byte[] subscribe5(int id, String filter, int options, Object... properties) {
    return packet(0x82, u16(id), properties(properties), filter, options);
  }

  /** QoS 0 under 3.1.1. */
  public static byte[] publish(String topic, String payload) {
    return packet(0x30, topic, raw(payload));
  }

  /** QoS 0 under 5. */
  public static byte[] publish5(String topic, String payload, Object... properties) {
    return packet(0x30, topic, properties(properties), raw(payload));
  }

  public static byte[] publish(int firstByte, String topic, int id, String payload) {
    return packet(firstByte, topic, u16(id), raw(payload));
  }

  public static byte[] publish5(
      int firstByte, String topic, int id, String payload, Object... properties) {
    return packet(firstByte, topic, u16(id), properties(properties), raw(payload));
  }

  public static byte[] puback(int id) {
    return packet(0x40, u16(id));
  }

  public static byte[] pubrec(int id) {
    return packet(0x50, u16(id));
  }

  public static byte[] pubrel(int id) {
    return packet(0x62, u16(id));
  }

  public static byte[] pubcomp(int id) {
    return packet(0x70, u16(id));
  }

  public static final byte[] PINGREQ = hex("C000");
  public static final byte[] PINGRESP = hex("D000");
  public static final byte[] DISCONNECT = hex("E000");
}
