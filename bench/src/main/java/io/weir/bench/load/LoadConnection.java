package io.weir.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One MQTT connection of the load client: counts what arrives, acknowledges QoS 1. */
final class LoadConnection {
  /** Told of packets as they arrive. */
  interface Listener {
    /** A PUBLISH arrived. */
    void published(LoadConnection connection);

    /** A PUBACK arrived. */
    void acknowledged(LoadConnection connection);
  }

  private final SocketChannel channel;
  private final SelectionKey key;
  private final Listener listener;
  private final ByteBuffer in = ByteBuffer.allocateDirect(256 * 1024);
  private ByteBuffer out = ByteBuffer.allocate(64 * 1024);

  /**
   * Connects.
   *
   * @param isKept whether the session outlives the connection
   */
  LoadConnection(Selector selector, int port, String clientId, boolean isKept, Listener listener)
      throws IOException {
    this.listener = listener;
    channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    send(Packets.connect(clientId, isKept));
    handshake(0x20);
    channel.configureBlocking(false);
    key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  /** Subscribes and waits for the answer; before any traffic. */
  void subscribe(String filter, int qos) throws IOException {
    channel.keyFor(key.selector()).cancel();
    key.selector().selectNow();
    channel.configureBlocking(true);
    send(Packets.subscribe(filter, qos));
    handshake(0x90);
    channel.configureBlocking(false);
    channel.register(key.selector(), SelectionKey.OP_READ, this);
  }

  private void handshake(int expected) throws IOException {
    out.flip();
    while (out.hasRemaining()) {
      channel.write(out);
    }
    out.clear();
    ByteBuffer answer = ByteBuffer.allocate(2);
    readFully(answer);
    if ((answer.get(0) & 0xF0) != expected) {
      throw new IOException("expected packet " + expected + " but got " + answer.get(0));
    }
    readFully(ByteBuffer.allocate(answer.get(1)));
  }

  private void readFully(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new IOException("the broker closed the connection");
      }
    }
  }

  /** Puts bytes into the output; {@link #flush} sends them. */
  void send(byte[] bytes) {
    if (out.remaining() < bytes.length) {
      ByteBuffer larger = ByteBuffer.allocate(Math.max(out.capacity() * 2, bytes.length * 2));
      out.flip();
      larger.put(out);
      out = larger;
    }
    out.put(bytes);
  }

  void flush() throws IOException {
    if (out.position() == 0) {
      return;
    }
    out.flip();
    channel.write(out);
    out.compact();
    SelectionKey current = channel.keyFor(key.selector());
    current.interestOps(
        out.position() > 0 ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
  }

  void readable() throws IOException {
    if (channel.read(in) < 0) {
      throw new IOException("the broker closed the connection");
    }
    in.flip();
    while (in.remaining() >= 2) {
      int start = in.position();
      int length = 0;
      int shift = 0;
      int at = start + 1;
      byte digit;
      do {
        if (at >= in.limit()) {
          length = -1;
          break;
        }
        digit = in.get(at++);
        length |= (digit & 0x7F) << shift;
        shift += 7;
      } while ((digit & 0x80) != 0);
      if (length < 0 || in.limit() - at < length) {
        break;
      }
      packet(in.get(start), at);
      in.position(at + length);
    }
    in.compact();
  }

  private void packet(byte header, int body) {
    switch (header & 0xF0) {
      case 0x30 -> {
        if ((header & 0x06) == 0x02) {
          int topic = in.getShort(body) & 0xFFFF;
          send(Packets.pubAck(in.getShort(body + 2 + topic) & 0xFFFF));
        }
        listener.published(this);
      }
      case 0x40 -> listener.acknowledged(this);
      default -> {}
    }
  }

  void close() throws IOException {
    channel.close();
  }
}
