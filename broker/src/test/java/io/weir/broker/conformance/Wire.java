package io.weir.broker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.HexFormat;

/** A client that knows bytes only. Whatever it waits for has to come within half a minute. */
public final class Wire implements AutoCloseable {
  private static final HexFormat HEX = HexFormat.of();

  private static final int PATIENCE_MS = 30_000;

  private final Socket socket;
  private final DataInputStream in;

  public Wire(int port) {
    try {
      socket = new Socket();
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MS);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MS);
      in = new DataInputStream(socket.getInputStream());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The server's end of the next connection to a server. */
  public static Wire accepted(ServerSocket server) {
    try {
      server.setSoTimeout(PATIENCE_MS);
      return new Wire(server.accept());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Wire(Socket accepted) throws IOException {
    socket = accepted;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MS);
    in = new DataInputStream(socket.getInputStream());
  }

  /** Waits for as long as this from now on. */
  public Wire waitsAtMost(int seconds) {
    try {
      socket.setSoTimeout(1_000 * seconds);
      return this;
    } catch (SocketException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public Wire sends(byte[]... packets) {
    try {
      socket.getOutputStream().write(Bytes.join((Object[]) packets));
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The next packet is exactly this. */
  public Wire receives(byte[] expected) {
    assertThat(HEX.formatHex(nextPacket())).isEqualTo(HEX.formatHex(expected));
    return this;
  }

  public Wire receives(String hex) {
    return receives(Bytes.hex(hex));
  }

  /** Nothing comes before the answer to a ping that is sent now. */
  public Wire receivesNothingElse() {
    return sends(Bytes.PINGREQ).receives(Bytes.PINGRESP);
  }

  public byte[] nextPacket() {
    try {
      int first = in.readUnsignedByte();
      int length = 0;
      int digit;
      int shift = 0;
      do {
        digit = in.readUnsignedByte();
        length |= (digit & 0x7F) << shift;
        shift += 7;
      } while (digit >= 0x80);
      byte[] body = new byte[length];
      in.readFully(body);
      return Bytes.join(first, Bytes.variableInt(length), body);
    } catch (EOFException closed) {
      throw new AssertionError("the connection was closed where a packet was expected", closed);
    } catch (IOException failure) {
      throw new AssertionError("no packet came: " + failure.getMessage(), failure);
    }
  }

  /** The broker closes, and sends nothing before. */
  public void isClosed() {
    try {
      assertThat(in.read()).as("a byte before the close").isEqualTo(-1);
    } catch (SocketException reset) {
      assertThat(reset).hasMessageContaining("reset");
    } catch (IOException failure) {
      throw new AssertionError("the connection was not closed: " + failure.getMessage(), failure);
    }
  }

  /** The broker says why in a DISCONNECT of MQTT 5, and closes. */
  public void isDisconnected(int reason) {
    receives(Bytes.packet(0xE0, reason));
    isClosed();
  }

  /** Goes away without a word. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
