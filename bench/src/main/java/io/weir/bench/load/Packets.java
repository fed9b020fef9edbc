package io.weir.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The few MQTT 3.1.1 packets that the load client sends. */
final class Packets {
  private Packets() {}

  static byte[] connect(String clientId, boolean isKept) {
    ByteBuffer body = ByteBuffer.allocate(64 + clientId.length());
    text(body, "MQTT");
    body.put((byte) 4).put((byte) (isKept ? 0 : 2)).putShort((short) 0);
    text(body, clientId);
    return packet(0x10, body);
  }

  static byte[] subscribe(String filter, int qos) {
    ByteBuffer body = ByteBuffer.allocate(16 + filter.length());
    body.putShort((short) 1);
    text(body, filter);
    body.put((byte) qos);
    return packet(0x82, body);
  }

  /** A PUBLISH; with QoS 1 the two bytes of the packet id stand at {@link #packetIdOffset}. */
  static byte[] publish(String topic, byte[] payload, int qos) {
    ByteBuffer body = ByteBuffer.allocate(8 + topic.length() + payload.length);
    text(body, topic);
    if (qos > 0) {
      body.putShort((short) 1);
    }
    body.put(payload);
    return packet(0x30 | qos << 1, body);
  }

  static int packetIdOffset(byte[] publish, String topic) {
    int lengthBytes = 1;
    while ((publish[lengthBytes] & 0x80) != 0) {
      lengthBytes++;
    }
    return 1 + lengthBytes + 2 + topic.length();
  }

  static byte[] pubAck(int packetId) {
    return new byte[] {0x40, 2, (byte) (packetId >> 8), (byte) packetId};
  }

  private static void text(ByteBuffer body, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    body.putShort((short) bytes.length).put(bytes);
  }

  private static byte[] packet(int header, ByteBuffer body) {
    int length = body.position();
    ByteBuffer packet = ByteBuffer.allocate(length + 5);
    packet.put((byte) header);
    int rest = length;
    do {
      int digit = rest & 0x7F;
      rest >>= 7;
      packet.put((byte) (rest > 0 ? digit | 0x80 : digit));
    } while (rest > 0);
    packet.put(body.flip());
    byte[] bytes = new byte[packet.position()];
    packet.flip().get(bytes);
    return bytes;
  }
}
