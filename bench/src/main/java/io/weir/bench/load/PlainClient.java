package io.weir.bench.load;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** One blocking connection that costs its own side as little as can be. */
final class PlainClient implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 30_000;

  private final Socket socket = new Socket();
  private final DataInputStream in;

  /**
   * Connects from an address of the loopback network, of which each has its own ports. Another run
   * has others, since ports rest for a while when they were used.
   *
   * @param network 0 to 250
   */
  PlainClient(int port, int network, String clientId, boolean isKept) throws IOException {
    long run = ProcessHandle.current().pid() % 60_000;
    String address = "127." + (1 + run / 250) + "." + run % 250 + "." + (network + 1);
    socket.bind(new InetSocketAddress(address, 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new DataInputStream(socket.getInputStream());
    send(Packets.connect(clientId, isKept));
    if (receive(in)[1] != 0) {
      throw new IOException("the broker refused " + clientId);
    }
  }

  void send(byte[] packet) throws IOException {
    socket.getOutputStream().write(packet);
  }

  /** The same with a buffer in front, for many packets. */
  DataInputStream buffered() throws IOException {
    return new DataInputStream(new BufferedInputStream(socket.getInputStream(), 256 * 1024));
  }

  /** Waits for the answer to a ping. */
  void ping() throws IOException {
    send(new byte[] {(byte) 0xC0, 0});
    if (receive(in).length != 0) {
      throw new IOException("a ping was answered by something else");
    }
  }

  void subscribe(String filter, int qos) throws IOException {
    send(Packets.subscribe(filter, qos));
    receive(in);
  }

  /** The next packet behind its remaining length. */
  static byte[] receive(DataInputStream from) throws IOException {
    from.readByte();
    int length = 0;
    int shift = 0;
    int digit;
    do {
      digit = from.readByte();
      length |= (digit & 0x7F) << shift;
      shift += 7;
    } while (digit < 0);
    byte[] body = new byte[length];
    from.readFully(body);
    return body;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
