package io.weir.broker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A client as it runs on an ESP8266: MQTT 3.1.1, one buffer of 128 bytes for everything, keep alive
 * 15. It reads a packet byte by byte into the buffer, gives up where one doesn't fit, and knows the
 * few packets that it expects; it publishes by QoS 0, in several small writes.
 */
final class SmallDevice implements AutoCloseable {
  static final int BUFFER_BYTES = 128;
  static final int KEEP_ALIVE_SECONDS = 15;

  private static final HexFormat HEX = HexFormat.of();

  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final Socket socket;
  private final InputStream in;
  private int length;

  /** A message as its callback gets it. */
  record Received(String topic, String payload, boolean isRetained) {}

  SmallDevice(int port, String clientId, String willTopic) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(30_000);
      in = socket.getInputStream();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    writes(
        Bytes.packet(
            0x10, "MQTT", 4, 0x06, Bytes.u16(KEEP_ALIVE_SECONDS), clientId, willTopic, "offline"));
    expects("20020000");
  }

  private void writes(byte[] packet) {
    assertThat(packet.length)
        .as("a packet in the device's buffer")
        .isLessThanOrEqualTo(BUFFER_BYTES);
    try {
      socket.getOutputStream().write(packet);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Reads one packet into the buffer. */
  private void reads() {
    length = 0;
    readsByte();
    int rest = 0;
    int shift = 0;
    int digit;
    do {
      digit = readsByte();
      rest |= (digit & 0x7F) << shift;
      shift += 7;
    } while (digit >= 0x80);
    for (int i = 0; i < rest; i++) {
      readsByte();
    }
  }

  private int readsByte() {
    if (length == BUFFER_BYTES) {
      close();
      throw new IllegalStateException("a packet is larger than the buffer; disconnected");
    }
    try {
      int value = in.read();
      if (value < 0) {
        throw new IllegalStateException("the broker closed the connection");
      }
      buffer[length++] = (byte) value;
      return value;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void expects(String hex) {
    reads();
    assertThat(HEX.formatHex(buffer, 0, length)).isEqualTo(hex);
  }

  void subscribes(String filter, int qos) {
    writes(Bytes.subscribe311(7, filter, qos));
    expects("90030007" + HEX.toHexDigits((byte) qos));
  }

  /** Header, topic and payload in writes of their own. */
  void publishes(String topic, String payload) {
    byte[] packet = Bytes.publish(topic, payload);
    int topicEnd = 4 + topic.length();
    writes(Arrays.copyOfRange(packet, 0, 2));
    writes(Arrays.copyOfRange(packet, 2, topicEnd));
    writes(Arrays.copyOfRange(packet, topicEnd, packet.length));
  }

  void pings() {
    writes(Bytes.PINGREQ);
    expects("d000");
  }

  /** The next message; one of QoS 1 is acknowledged. */
  Received receives() {
    reads();
    int first = buffer[0] & 0xFF;
    assertThat(first >>> 4).as("the type of a packet").isEqualTo(3);
    int at = buffer[1] < 0 ? 3 : 2;
    int topicLength = (buffer[at] & 0xFF) << 8 | (buffer[at + 1] & 0xFF);
    String topic = new String(buffer, at + 2, topicLength, StandardCharsets.UTF_8);
    int payloadAt = at + 2 + topicLength;
    if ((first & 0x06) == 0x02) {
      writes(new byte[] {0x40, 2, buffer[payloadAt], buffer[payloadAt + 1]});
      payloadAt += 2;
    }
    String payload = new String(buffer, payloadAt, length - payloadAt, StandardCharsets.UTF_8);
    return new Received(topic, payload, (first & 1) != 0);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
