package io.weir.nodes.tcp;

import static org.awaitility.Awaitility.await;

import io.weir.engine.testing.FlowTester;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The other side of connections: a server that keeps what it gets, and clients. */
final class TcpPeer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** One connection, read by a thread of its own. */
  static final class Line implements AutoCloseable {
    private final Socket socket;
    private final ByteArrayOutputStream got = new ByteArrayOutputStream();
    private volatile boolean hasEnded;

    private Line(Socket socket) {
      this.socket = socket;
      Thread reader = new Thread(this::read, "tcp-peer");
      reader.setDaemon(true);
      reader.start();
    }

    private void read() {
      try {
        InputStream in = socket.getInputStream();
        byte[] bytes = new byte[65_536];
        for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
          synchronized (got) {
            got.write(bytes, 0, count);
          }
        }
      } catch (IOException e) {
        // As good as an end.
      }
      hasEnded = true;
    }

    byte[] bytes() {
      synchronized (got) {
        return got.toByteArray();
      }
    }

    String text() {
      return new String(bytes(), StandardCharsets.UTF_8);
    }

    void awaits(String text) {
      FlowTester.eventually(
          () -> org.assertj.core.api.Assertions.assertThat(text()).isEqualTo(text));
    }

    void awaitEnd() {
      await().atMost(PATIENCE).until(() -> hasEnded);
    }

    boolean hasEnded() {
      return hasEnded;
    }

    Line send(String text) {
      return send(text.getBytes(StandardCharsets.UTF_8));
    }

    Line send(byte[] bytes) {
      try {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Ends our side. */
    Line end() {
      try {
        socket.shutdownOutput();
        return this;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    int port() {
      return socket.getLocalPort();
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final ServerSocket server;
  private final List<Line> lines = new CopyOnWriteArrayList<>();

  TcpPeer() {
    this(0);
  }

  TcpPeer(int port) {
    try {
      server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread acceptor = new Thread(this::accept, "tcp-peer-accept");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  private void accept() {
    try {
      while (true) {
        lines.add(new Line(server.accept()));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  int port() {
    return server.getLocalPort();
  }

  /** How many have connected so far. */
  int count() {
    return lines.size();
  }

  /** The connection of a number, from 0, once there is one. */
  Line line(int number) {
    await().atMost(PATIENCE).until(() -> lines.size() > number);
    return lines.get(number);
  }

  /** Waits for so many bytes on a connection, and answers. */
  Line answers(int number, int bytes, String answer) {
    Line line = line(number);
    await().atMost(PATIENCE).until(() -> line.bytes().length >= bytes);
    return line.send(answer);
  }

  /** Connects to a port of this machine, once somebody listens there. */
  static Line connect(int port) {
    Line[] line = new Line[1];
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              line[0] = new Line(new Socket(InetAddress.getLoopbackAddress(), port));
              return true;
            });
    return line[0];
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    lines.forEach(Line::close);
  }
}
