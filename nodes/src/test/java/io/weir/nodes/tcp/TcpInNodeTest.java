package io.weir.nodes.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.weir.broker.testing.Programs;
import io.weir.engine.event.LogEntry;
import io.weir.engine.event.NodeStatus;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Status;
import io.weir.engine.runtime.RuntimeOptions;
import io.weir.engine.testing.FlowTester;
import io.weir.engine.testing.NodeTester;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TcpInNodeTest {
  private static final TcpSettings SETTINGS = new TcpSettings(Duration.ofMillis(50), null, 10);

  private final TcpConnections pool = new TcpConnections();
  private final TcpPeer peer = new TcpPeer();
  private NodeTester node = NodeTester.of(TcpInNode.type(pool, SETTINGS));

  @AfterEach
  void close() {
    node.close();
    peer.close();
  }

  private int listens() {
    int port = Programs.freePort();
    node.with("server", "server").with("port", String.valueOf(port)).starts();
    return port;
  }

  private void connects(int port) {
    node.with("server", "client").with("host", "127.0.0.1").with("port", port).starts();
  }

  private Status lastStatus() {
    List<NodeStatus> all = node.flow().statuses("node");
    assertThat(all).isNotEmpty();
    return all.get(all.size() - 1).status();
  }

  private void awaitStatus(String text) {
    FlowTester.eventually(() -> assertThat(lastStatus().text()).isEqualTo(text));
  }

  private static String unescaped(String text) {
    return text.replace("\\n", "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stream | buffer | ''   | false | foo          | foo",
        "stream | utf8   | \\n  | false | foo\\nbar    | foo,bar",
        "stream | utf8   | o\\n | false | foo\\nbar    | fo,bar",
        "stream | utf8   | o\\n | true  | foo\\nbar    | foo\\n,bar",
        "stream | utf8   | ''   | false | foo\\nbar    | foo\\nbar",
        "stream | base64 | ''   | false | foo          | Zm9v",
        "stream | base64 | \\n  | false | foo          | Zm9v",
        "single | buffer | ''   | false | foo          | foo",
        "single | utf8   | \\n  | false | foo\\nbar\\nbaz | foo\\nbar\\nbaz",
        "single | base64 | ''   | false | foo          | Zm9v",
      })
  void takes_what_arrives_as_a_server_and_as_a_client(
      String mode, String type, String delimiter, boolean trim, String data, String expected) {
    Object[] payloads =
        List.of(unescaped(expected).split(",")).stream()
            .map(text -> type.equals("buffer") ? Buffer.buffer(text) : text)
            .toArray();
    node.with("datamode", mode)
        .with("datatype", type)
        .with("newline", delimiter)
        .with("trim", trim)
        .with("topic", "t");

    try (TcpPeer.Line line = TcpPeer.connect(listens())) {
      line.send(unescaped(data)).end();
      node.assertSent(payloads);
    }
    node.close();

    connects(peer.port());
    peer.line(0).send(unescaped(data)).close();
    node.assertSent(payloads);
  }

  @Test
  void says_where_a_message_came_from() {
    node.with("datatype", "utf8").with("topic", "door");
    int port = listens();
    TcpPeer.Line line = TcpPeer.connect(port).send("hello");

    Message message = node.awaitSent(0, 1).get(0);
    Map<?, ?> session = (Map<?, ?>) message.get("_session");
    assertThat(message.properties())
        .containsEntry("topic", "door")
        .containsEntry("payload", "hello")
        .containsEntry("ip", "127.0.0.1")
        .containsEntry("port", (long) line.port());
    assertThat(session.get("type")).isEqualTo("tcp");
    assertThat((String) session.get("id")).matches("[0-9a-f]{16}");
    awaitStatus("1 connection");
    assertThat(lastStatus().fill()).isNull();
    assertThat(lastStatus().more())
        .containsEntry("event", "connect")
        .containsEntry("ip", "127.0.0.1")
        .containsEntry("port", (long) line.port())
        .containsEntry("_session", session);
    assertThat(pool.all()).hasSize(1);

    line.close();

    awaitStatus("0 connections");
    assertThat(lastStatus().more()).containsEntry("event", "disconnect");
    FlowTester.eventually(() -> assertThat(pool.all()).isEmpty());
  }

  @Test
  void what_is_left_at_the_end_says_where_it_came_from_too() {
    node.with("datatype", "utf8").with("newline", "\\n");
    try (TcpPeer.Line line = TcpPeer.connect(listens())) {
      line.send("rest").end();

      assertThat(node.awaitSent(0, 1).get(0).properties())
          .containsEntry("payload", "rest")
          .containsEntry("ip", "127.0.0.1")
          .containsEntry("port", (long) line.port());
    }
  }

  @Test
  void connections_do_not_mix_what_arrives() {
    node.with("datatype", "utf8").with("newline", "\\n");
    int port = listens();

    TcpPeer.connect(port).send("foo").close();
    node.awaitSent(0, 1);
    TcpPeer.connect(port).send("bar\nbaz").close();

    node.assertSent("foo", "bar", "baz");
  }

  @Test
  void a_client_connects_again_and_again() {
    node.with("datatype", "utf8").with("newline", "\\n");
    connects(peer.port());
    peer.line(0).send("foo").close();
    peer.line(1).send("bar\nbaz").close();
    peer.line(2);

    node.assertSent("foo", "bar", "baz");
    FlowTester.eventually(
        () ->
            assertThat(node.flow().statuses("node"))
                .extracting(s -> s.status().fill() + " " + s.status().shape())
                .startsWith("grey dot", "green dot", "red ring", "grey dot", "green dot"));
    assertThat(node.flow().statuses("node"))
        .extracting(s -> s.status().text())
        .startsWith(
            "common.status.connecting", "common.status.connected", "common.status.disconnected");
    assertThat(node.flow().statuses("node").get(1).status().more())
        .isEqualTo(node.flow().statuses("node").get(2).status().more())
        .containsKey("_session");
    node.assertLogged(LogEntry.Level.INFO, "connecting to 127.0.0.1:" + peer.port());
    node.assertLogged(LogEntry.Level.INFO, "connected to 127.0.0.1:" + peer.port());
    assertThat(node.flow().logged(LogEntry.Level.INFO)).noneMatch(t -> t.contains("lost"));
  }

  @Test
  void a_client_that_is_refused_tries_again() {
    int port = Programs.freePort();
    node.with("datatype", "utf8");
    connects(port);
    awaitStatus("common.status.disconnected");
    node.assertLogged(LogEntry.Level.INFO, "connection lost to 127.0.0.1:" + port);
    assertThat(node.flow().logged(LogEntry.Level.INFO)).anyMatch(t -> t.contains("ECONNREFUSED"));
    assertThat(node.flow().received("errors")).isEmpty();

    try (TcpPeer late = new TcpPeer(port)) {
      late.line(0).send("hello");
      node.assertSent("hello");
    }
  }

  @Test
  void a_host_that_nobody_knows_is_logged() {
    node.with("server", "client").with("host", "no.such.host.invalid").with("port", 80).starts();

    FlowTester.eventually(
        () ->
            assertThat(node.flow().logged(LogEntry.Level.INFO))
                .anyMatch(t -> t.contains("ENOTFOUND")));
  }

  @Test
  void a_port_in_use_is_an_error_in_the_log() {
    node.with("port", peer.port()).starts();

    FlowTester.eventually(
        () ->
            assertThat(node.flow().logged(LogEntry.Level.ERROR))
                .anyMatch(
                    text ->
                        text.startsWith(
                            "unable to listen on port " + peer.port() + ", error: EADDRINUSE")));
    assertThat(node.flow().received("errors")).isEmpty();
  }

  @Test
  void a_port_is_shared_with_nobody() {
    int port = listens();
    try (NodeTester other = NodeTester.of(TcpOutNode.type(pool, SETTINGS))) {
      other.with("beserver", "server").with("port", port).starts();
      FlowTester.eventually(
          () ->
              assertThat(other.flow().logged(LogEntry.Level.ERROR))
                  .anyMatch(text -> text.contains("EADDRINUSE")));
    }
    // Another server of the same Vert.x, as the editor's is.
    int taken =
        FlowTester.get(
                node.flow()
                    .vertx()
                    .createNetServer()
                    .connectHandler(socket -> {})
                    .listen(0, "0.0.0.0"))
            .actualPort();
    String flows = FlowTester.tab(FlowTester.node("in", "tcp in"));
    node.flow().deploy(flows.replace("\"id\":\"in\"", "\"id\":\"in\",\"port\":" + taken));
    node.assertLogged(
        LogEntry.Level.ERROR,
        "unable to listen on port " + taken + ", error: EADDRINUSE: Address already in use");
    // What is given back can be had again.
    node.flow().deploy(flows.replace("\"id\":\"in\"", "\"id\":\"in\",\"port\":" + port));
    TcpPeer.connect(port).close();
  }

  @Test
  void a_port_that_is_none_is_an_error_in_the_log() {
    node.with("port", "x").starts();

    FlowTester.eventually(
        () ->
            assertThat(node.flow().logged(LogEntry.Level.ERROR))
                .anyMatch(text -> text.startsWith("unable to listen on port x, error: ")));
  }

  @Test
  void nothing_is_left_open_when_the_node_stops() {
    int port = listens();
    TcpPeer.Line line = TcpPeer.connect(port);
    awaitStatus("1 connection");

    node.flow().deploy("[]");

    line.awaitEnd();
    FlowTester.eventually(() -> assertThat(pool.all()).isEmpty());
    new TcpPeer(port).close();
    line.close();
  }

  @Test
  void a_client_that_stops_stays_away() {
    connects(peer.port());
    TcpPeer.Line line = peer.line(0);

    node.flow().deploy("[]");

    line.awaitEnd();
    assertThat(peer.count()).isEqualTo(1);
  }

  @Test
  void a_connection_on_which_nothing_passes_is_ended() {
    node =
        NodeTester.of(
            TcpInNode.type(
                pool, new TcpSettings(Duration.ofMillis(50), Duration.ofMillis(50), 10)));
    int port = listens();

    TcpPeer.Line line = TcpPeer.connect(port);

    line.awaitEnd();
    node.assertLogged(LogEntry.Level.INFO, "timeout closed socket port " + port);
    // Only one side is closed.
    line.send("bye").close();
    node.assertSent(Buffer.buffer("bye"));
  }

  @Test
  void too_much_without_an_end_is_an_error() {
    node.with("datamode", "single");
    TcpPeer.Line line = TcpPeer.connect(listens());

    Thread writer =
        new Thread(
            () -> {
              try {
                line.send(new byte[Framing.MOST_HELD + 1]);
              } catch (java.io.UncheckedIOException e) {
                // It is closed on us.
              }
            });
    writer.start();

    line.awaitEnd();
    FlowTester.eventually(
        () ->
            assertThat(node.flow().logged(LogEntry.Level.ERROR))
                .anyMatch(text -> text.contains("without an end")));
    assertThat(node.flow().received("out0")).isEmpty();
    line.close();
  }

  @Test
  void a_fast_sender_waits_for_the_flow() throws InterruptedException {
    int total = 64 << 20;
    CountDownLatch gate = new CountDownLatch(1);
    AtomicLong taken = new AtomicLong();
    NodeType slow =
        NodeType.named("slow")
            .inputs(1)
            .create(
                (config, context) ->
                    new Node() {
                      @Override
                      public Future<Void> receive(Message message, Outputs out) {
                        try {
                          gate.await();
                        } catch (InterruptedException e) {
                          Thread.currentThread().interrupt();
                        }
                        taken.addAndGet(((Buffer) message.payload()).length());
                        return Node.done();
                      }
                    });
    int port = Programs.freePort();
    AtomicLong written = new AtomicLong();
    try (FlowTester flow =
            FlowTester.start(
                List.of(TcpInNode.type(pool, SETTINGS), slow),
                FlowTester.tab(
                    "{\"id\":\"in\",\"type\":\"tcp in\",\"z\":\"t\",\"x\":0,\"y\":0,\"port\":\""
                        + port
                        + "\",\"wires\":[[\"slow\"]]}",
                    FlowTester.node("slow", "slow")),
                RuntimeOptions.defaults());
        TcpPeer.Line line = TcpPeer.connect(port)) {
      Thread writer =
          new Thread(
              () -> {
                byte[] some = new byte[1 << 20];
                for (int sent = 0; sent < total; sent += some.length) {
                  line.send(some);
                  written.addAndGet(some.length);
                }
              });
      writer.start();
      AtomicLong before = new AtomicLong(-1);
      await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(100))
          .until(() -> written.get() > 0 && before.getAndSet(written.get()) == written.get());
      assertThat(written.get()).isLessThan(total);

      gate.countDown();

      await().atMost(Duration.ofSeconds(30)).until(() -> taken.get() == total);
      writer.join(30_000);
      assertThat(flow.logged(LogEntry.Level.ERROR)).isEmpty();
    }
  }
}
