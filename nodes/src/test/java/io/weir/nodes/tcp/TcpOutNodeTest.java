package io.weir.nodes.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.weir.broker.testing.Programs;
import io.weir.engine.event.LogEntry;
import io.weir.engine.message.Message;
import io.weir.engine.testing.FlowTester;
import io.weir.engine.testing.NodeTester;
import io.weir.nodes.common.CompleteNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpOutNodeTest {
  private static final TcpSettings SETTINGS = new TcpSettings(Duration.ofMillis(50), null, 10);

  private final TcpConnections pool = new TcpConnections();
  private final TcpPeer peer = new TcpPeer();
  private final NodeTester node = NodeTester.of(TcpOutNode.type(pool, SETTINGS));

  @AfterEach
  void close() {
    node.close();
    peer.close();
  }

  private void awaitStatus(String text) {
    FlowTester.eventually(
        () ->
            assertThat(node.flow().statuses("node"))
                .last()
                .extracting(s -> s.status().text())
                .isEqualTo(text));
  }

  private void connects() {
    node.with("beserver", "client").with("host", "127.0.0.1").with("port", peer.port()).starts();
    awaitStatus("common.status.connected");
  }

  // ---- client ----

  @Test
  void sends_bytes_and_texts_to_a_server_and_nothing_of_nothing() {
    connects();

    node.receives("a", Buffer.buffer("b"), 12L, null, List.of(1L, 2L), Map.of("c", 1L), true);
    node.receives(Message.create());

    peer.line(0).awaits("ab121,2[object Object]true");
    assertThat(peer.count()).isEqualTo(1);
  }

  @Test
  void texts_may_be_base64() {
    node.with("base64", true);
    connects();

    node.receives("Zm9v", Buffer.buffer("Zm9v"), "_-\n8=ignored");

    byte[] expected = Buffer.buffer("fooZm9v").appendBytes(new byte[] {-1, -17}).getBytes();
    FlowTester.eventually(
        () -> assertThat(peer.line(0).bytes()).startsWith(expected[0], expected[1]));
    FlowTester.eventually(() -> assertThat(peer.line(0).text()).startsWith("fooZm9v"));
  }

  @Test
  void a_connection_may_be_closed_after_each_message_and_loses_nothing_of_it() {
    node.with("end", true);
    connects();
    byte[] much = new byte[4 << 20];

    node.receives(Buffer.buffer(much));
    TcpPeer.Line first = peer.line(0);
    first.awaitEnd();
    assertThat(first.bytes()).hasSize(much.length);
    peer.line(1);
    awaitStatus("common.status.connected");
    node.receives("next");

    peer.line(1).awaits("next");
    peer.line(1).awaitEnd();
    assertThat(node.flow().logged(LogEntry.Level.INFO)).noneMatch(t -> t.contains("lost"));
  }

  @Test
  void a_server_that_ends_the_connection_is_connected_to_again() {
    connects();

    peer.line(0).close();
    peer.line(1);
    awaitStatus("common.status.connected");

    assertThat(node.flow().statuses("node"))
        .extracting(s -> s.status().fill() + "/" + s.status().text())
        .containsExactly(
            "grey/common.status.connecting",
            "green/common.status.connected",
            "null/null",
            "red/common.status.disconnected",
            "grey/common.status.connecting",
            "green/common.status.connected");
    node.assertLogged(LogEntry.Level.INFO, "connection lost to 127.0.0.1:" + peer.port());
  }

  @Test
  void what_comes_without_a_connection_is_dropped_and_dealt_with() {
    int port = Programs.freePort();
    try (FlowTester flow =
        FlowTester.start(
            List.of(TcpOutNode.type(pool, SETTINGS), CompleteNode.TYPE),
            FlowTester.tab(
                "{\"id\":\"o\",\"type\":\"tcp out\",\"z\":\"t\",\"x\":0,\"y\":0,\"wires\":[],"
                    + "\"host\":\"127.0.0.1\",\"port\":\""
                    + port
                    + "\"}",
                "{\"id\":\"c\",\"type\":\"complete\",\"z\":\"t\",\"x\":0,\"y\":0,"
                    + "\"scope\":[\"o\"],\"wires\":[[\"out\"]]}",
                FlowTester.node("out", "test-collector")))) {
      flow.send("o", "lost");
      flow.awaitMessages("out", 1);

      try (TcpPeer late = new TcpPeer(port)) {
        TcpPeer.Line line = late.line(0);
        FlowTester.eventually(
            () ->
                assertThat(flow.statuses("o"))
                    .last()
                    .extracting(s -> s.status().text())
                    .isEqualTo("common.status.connected"));
        flow.send("o", "kept");
        line.awaits("kept");
      }
    }
  }

  // ---- server ----

  @Test
  void sends_to_all_who_have_connected() {
    int port = Programs.freePort();
    node.with("beserver", "server").with("port", port).starts();
    awaitStatus("0 connections");
    TcpPeer.Line first = TcpPeer.connect(port);
    awaitStatus("1 connection");
    TcpPeer.Line second = TcpPeer.connect(port);
    awaitStatus("2 connections");
    first.send("nobody is interested");

    node.receives("news");

    first.awaits("news");
    second.awaits("news");
    first.close();
    awaitStatus("1 connection");
    node.flow().deploy("[]");
    second.awaitEnd();
    new TcpPeer(port).close();
  }

  @Test
  void a_server_may_end_its_side_after_each_message() {
    int port = Programs.freePort();
    node.with("beserver", "server").with("port", port).with("end", true).starts();
    TcpPeer.Line line = TcpPeer.connect(port);
    awaitStatus("1 connection");

    node.receives("bye");

    line.awaits("bye");
    line.awaitEnd();
    // The other side is open as long as the peer likes.
    line.send("still here");
    assertThat(node.flow().statuses("node"))
        .last()
        .extracting(s -> s.status().text())
        .isEqualTo("1 connection");
    line.close();
    awaitStatus("0 connections");
  }

  @Test
  void a_port_in_use_is_an_error_in_the_log() {
    node.with("beserver", "server").with("port", peer.port()).starts();

    FlowTester.eventually(
        () ->
            assertThat(node.flow().logged(LogEntry.Level.ERROR))
                .anyMatch(
                    text ->
                        text.startsWith(
                            "unable to listen on port " + peer.port() + ", error: EADDRINUSE")));
  }

  // ---- reply ----

  private static final class Conversation implements AutoCloseable {
    final int port = Programs.freePort();
    final NodeTester in;

    Conversation(TcpConnections pool) {
      in =
          NodeTester.of(TcpInNode.type(pool, SETTINGS))
              .with("datatype", "utf8")
              .with("port", port)
              .starts();
    }

    /** A connection that nobody reads. */
    Socket connect() throws IOException {
      TcpPeer.connect(port).close();
      return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    Message hears(TcpPeer.Line line, String text) {
      int before = in.flow().received("out0").size();
      line.send(text);
      return in.awaitSent(0, before + 1).get(before);
    }

    @Override
    public void close() {
      in.close();
    }
  }

  @Test
  void answers_by_the_connection_that_a_message_came_by() {
    node.with("beserver", "reply").starts();
    try (Conversation talk = new Conversation(pool);
        TcpPeer.Line first = TcpPeer.connect(talk.port);
        TcpPeer.Line second = TcpPeer.connect(talk.port)) {
      Message question = talk.hears(first, "question");
      talk.hears(second, "hello");

      node.receives(question.with("payload", "answer"));
      first.awaits("answer");
      // Nothing is sent of nothing.
      node.receives(question.without("payload"));
      node.receives(Message.ofPayload("to all"));
      node.receives(Message.ofPayload(" of you").with("_session", Map.of("type", "websocket")));

      first.awaits("answerto all of you");
      second.awaits("to all of you");
      node.receives(question.with("reset", true));
      first.awaitEnd();
      FlowTester.eventually(() -> assertThat(pool.all()).hasSize(1));
      // It is gone, and that is no error.
      node.receives(question.with("payload", "too late"));
      node.receives(Message.ofPayload("!"));
      second.awaits("to all of you!");
      assertThat(node.flow().received("errors")).isEmpty();
    }
  }

  @Test
  void a_peer_that_does_not_read_is_given_up() {
    node.with("beserver", "reply").starts();
    try (Conversation talk = new Conversation(pool);
        Socket lazy = talk.connect()) {
      lazy.getOutputStream().write('x');
      Message question = talk.in.awaitSent(0, 1).get(0);
      Buffer some = Buffer.buffer(new byte[1 << 20]);

      for (int i = 0; i < 64; i++) {
        node.receives(question.with("payload", some));
      }

      FlowTester.eventually(() -> assertThat(pool.all()).isEmpty());
      FlowTester.eventually(
          () ->
              assertThat(node.flow().logged(LogEntry.Level.INFO))
                  .anyMatch(text -> text.contains("the connection is closed")));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
