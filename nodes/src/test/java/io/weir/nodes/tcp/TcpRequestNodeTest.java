package io.weir.nodes.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.weir.broker.testing.Programs;
import io.weir.engine.event.LogEntry;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Outputs;
import io.weir.engine.testing.FlowTester;
import io.weir.engine.testing.NodeTester;
import io.weir.nodes.common.CompleteNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TcpRequestNodeTest {
  private final TcpPeer peer = new TcpPeer();
  private NodeTester node = tester(new TcpSettings(Duration.ofMillis(50), null, 10));

  private static NodeTester tester(TcpSettings settings) {
    return NodeTester.of(TcpRequestNode.type(settings));
  }

  @AfterEach
  void close() {
    node.close();
    peer.close();
  }

  private NodeTester asks(String out, Object splitc, String ret) {
    return node.with("server", "127.0.0.1")
        .with("port", String.valueOf(peer.port()))
        .with("out", out)
        .with("splitc", splitc)
        .with("ret", ret);
  }

  private void awaitStatus(String fill, String shape, String text) {
    FlowTester.eventually(
        () ->
            assertThat(node.flow().statuses("node"))
                .extracting(s -> s.status().fill() + s.status().shape() + s.status().text())
                .contains(fill + shape + text));
  }

  private void awaitCleared() {
    FlowTester.eventually(
        () ->
            assertThat(node.flow().statuses("node"))
                .last()
                .satisfies(s -> assertThat(s.status().isNone()).isTrue()));
  }

  @ParameterizedTest
  @CsvSource({
    "time,  0,   foo,      ACK:foo,      ACK:foo",
    "char,  0,   foo0bar0, ACK:foo0bar0, ACK:foo0",
    "char,  0x30, foo0bar0, ACK:foo0bar0, ACK:foo0",
    "count, 7,   foo bar,  ACK:foo bar,  ACK:foo",
  })
  void a_reply_ends_as_configured_and_so_does_the_connection(
      String out, String splitc, String sent, String answer, String expected) {
    asks(out, splitc, "buffer");
    node.receives(Message.ofPayload(sent).with("topic", "bar"));

    TcpPeer.Line line = peer.answers(0, sent.length(), answer);

    Message reply = node.awaitSent(0, 1).get(0);
    assertThat(reply.payload()).isEqualTo(Buffer.buffer(expected));
    assertThat(reply.topic()).isEqualTo("bar");
    assertThat(line.text()).isEqualTo(sent);
    line.awaitEnd();
    awaitStatus("green", "dot", "1 connection");
    awaitCleared();
    // The next message is the beginning of another connection.
    node.receives(sent);
    peer.answers(1, sent.length(), answer);
    node.awaitSent(0, 2);
  }

  @Test
  void a_time_counts_from_the_first_byte_on() {
    asks("time", "300", "string").receives("ask");

    peer.answers(0, 3, "one").send(" two");

    node.assertSent("one two");
  }

  @Test
  void what_arrived_before_the_peer_has_ended_is_sent_when_the_time_is_up() {
    asks("time", "100", "string").receives("ask");

    peer.answers(0, 3, "all").close();

    node.assertSent("all");
    awaitStatus("grey", "ring", "common.status.disconnected");
  }

  @Test
  void a_connection_may_be_kept() {
    asks("sit", "", "buffer").receives("foo");

    TcpPeer.Line line = peer.answers(0, 3, "ACK:foo");
    node.assertSent(Buffer.buffer("ACK:foo"));
    node.receives(Message.ofPayload("bar").with("topic", "second"));
    peer.answers(0, 6, "ACK:bar");

    assertThat(node.awaitSent(0, 2).get(1).topic()).isEqualTo("second");
    assertThat(line.text()).isEqualTo("foobar");
    assertThat(peer.count()).isEqualTo(1);
    line.close();
    awaitStatus("grey", "ring", "common.status.disconnected");
    node.receives("again");
    peer.answers(1, 5, "ok");
    node.awaitSent(0, 3);
  }

  @Test
  void host_and_port_may_stand_in_the_message() {
    node.with("out", "time").with("splitc", 0).with("ret", "string");
    node.receives(
        Message.ofPayload("foo").with("host", "127.0.0.1").with("port", (long) peer.port()));

    peer.answers(0, 3, "ACK:foo");

    assertThat(node.awaitSent(0, 1).get(0).properties())
        .containsEntry("payload", "ACK:foo")
        .containsEntry("host", "127.0.0.1")
        .containsEntry("port", (long) peer.port());
  }

  @Test
  void what_the_node_says_counts_more_than_what_the_message_says() {
    asks("time", 0, "string")
        .receives(Message.ofPayload("foo").with("host", "no.such.host.invalid").with("port", 1L));

    peer.answers(0, 3, "ACK:foo");

    node.assertSent("ACK:foo");
  }

  @Test
  void without_host_or_port_nothing_is_sent() {
    node.receives(Message.ofPayload("foo").with("host", "127.0.0.1"));
    node.receives(Message.ofPayload("foo").with("port", 1L));

    FlowTester.eventually(
        () ->
            assertThat(node.flow().logged(LogEntry.Level.WARN))
                .containsExactly("Host and/or port not set", "Host and/or port not set"));
  }

  @Test
  void messages_that_come_at_once_go_by_one_connection_and_the_last_has_the_answer() {
    asks("time", 0, "string");
    for (String[] each : new String[][] {{"f", "bar"}, {"o", "baz"}, {"o", "quux"}}) {
      node.receives(Message.ofPayload(each[0]).with("topic", each[1]));
    }

    peer.answers(0, 3, "ACK:foo");

    node.assertSent("ACK:foo");
    assertThat(node.awaitSent(0, 1).get(0).topic()).isEqualTo("quux");
    assertThat(peer.count()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "'',       false, ACK:foobar<A>_foo, ACK:foobar<A>_foo",
    "<A>\\n,   false, ACK:foobar<A>_foo, ACK:foobar",
    "<A>\\n,   true,  ACK:foobar<A>_foo, ACK:foobar<A>_",
  })
  void texts_of_a_kept_connection_may_be_cut(
      String delimiter, boolean trim, String answer, String expected) {
    asks("sit", "", "string").with("newline", delimiter).with("trim", trim);
    node.receives("foo", "bar<A>\nfoo");

    peer.answers(0, 13, answer.replace('_', '\n'));

    node.assertSent(expected.replace('_', '\n'));
  }

  @Test
  void other_values_are_sent_as_texts_and_null_is_an_error() {
    asks("count", 2, "string").receives(List.of(1L, 2L), Map.of("a", 1L));
    peer.answers(0, "1,2[object Object]".length(), "ok");
    node.assertSent("ok");

    node.receives((Object) null);

    node.assertFailedWith("msg.payload is null");
  }

  @Test
  void a_message_without_payload_only_connects() {
    asks("sit", "", "string").receives(Message.create().with("topic", "t"));

    peer.line(0).send("welcome");

    node.assertSent("welcome");
    assertThat(peer.line(0).text()).isEmpty();
  }

  @Test
  void the_oldest_of_too_many_are_dropped() {
    // All in one turn of the tab, so that the connection can't be there before the last.
    NodeType burst =
        NodeType.named("burst")
            .inputs(1)
            .outputs(1)
            .create(
                (config, context) ->
                    new Node() {
                      @Override
                      public Future<Void> receive(Message message, Outputs out) {
                        for (int number = 0; number < 11; number++) {
                          out.send(Message.ofPayload(number == 0 ? "first" : "x"));
                        }
                        return Node.done();
                      }
                    });
    try (FlowTester flow =
        FlowTester.start(
            List.of(
                burst,
                TcpRequestNode.type(new TcpSettings(Duration.ofMillis(50), null, 10)),
                CompleteNode.TYPE),
            FlowTester.tab(
                FlowTester.node("burst", "burst", "ask"),
                FlowTester.node("ask", "tcp request", "out")
                    .replace(
                        "\"id\"",
                        "\"server\":\"127.0.0.1\",\"port\":\"" + peer.port() + "\",\"id\""),
                "{\"id\":\"c\",\"type\":\"complete\",\"z\":\"t\",\"x\":0,\"y\":0,"
                    + "\"scope\":[\"ask\"],\"wires\":[[\"completed\"]]}",
                FlowTester.node("completed", "test-collector"),
                FlowTester.node("out", "test-collector")))) {
      flow.send("burst", "go");

      peer.answers(0, 10, "ACK");

      flow.awaitMessages("out", 1);
      assertThat(peer.line(0).text()).isEqualTo("x".repeat(10));
      // The one that was dropped isn't dealt with.
      assertThat(flow.awaitMessages("completed", 10)).hasSize(10);
    }
  }

  @Test
  void nobody_waits_for_a_reply_if_there_is_to_be_none() {
    asks("immed", "", "string").receives("foo");

    TcpPeer.Line line = peer.line(0);
    line.awaits("foo");
    line.awaitEnd();
    line.send("not wanted").close();

    awaitCleared();
    node.receives("bar");
    peer.line(1).awaits("bar");
    assertThat(node.flow().received("out0")).isEmpty();
  }

  @Test
  void a_connection_that_cannot_be_made_fails_all_messages_that_wait_for_it() {
    int port = Programs.freePort();
    asks("time", 0, "string").with("port", String.valueOf(port)).receives("a", "b");

    List<Message> errors = node.flow().awaitMessages("errors", 2);
    assertThat(errors).extracting(Message::payload).containsExactly("a", "b");
    node.assertFailedWith("connect failed 127.0.0.1:" + port);
    awaitStatus("red", "ring", "common.status.error");

    try (TcpPeer late = new TcpPeer(port)) {
      node.receives("c");
      late.answers(0, 1, "there");
      node.assertSent("there");
    }
  }

  @Test
  void kept_connections_can_be_closed_by_a_message() {
    asks("sit", "", "string").with("server", "").with("port", "");
    try (TcpPeer other = new TcpPeer()) {
      Message here = Message.ofPayload("x").with("host", "127.0.0.1");
      node.receives(here.with("port", peer.port()));
      node.receives(here.with("port", other.port()));
      peer.line(0).awaits("x");
      other.line(0).awaits("x");

      node.receives(Message.create().with("reset", "127.0.0.1:" + other.port()));
      other.line(0).awaitEnd();
      awaitStatus("green", "dot", "1 connection");
      assertThat(peer.line(0).hasEnded()).isFalse();

      node.receives(Message.create().with("reset", true));
      peer.line(0).awaitEnd();
      awaitStatus("green", "ring", "0 connections");

      // With a payload it goes on.
      node.receives(here.with("port", peer.port()).with("reset", true));
      peer.line(1).awaits("x");
    }
  }

  @Test
  void a_connection_on_which_nothing_passes_is_made_anew() {
    node = tester(new TcpSettings(Duration.ofMillis(50), Duration.ofMillis(50), 10));
    asks("sit", "", "string").receives("foo");

    peer.line(0).awaitEnd();
    awaitStatus("grey", "dot", "tcpin.errors.connect-timeout");
    peer.line(1);
    awaitStatus("green", "dot", "1 connection");
  }

  @Test
  void nothing_is_left_open_when_the_node_stops() {
    asks("sit", "", "string").receives("foo");
    peer.line(0).awaits("foo");

    node.flow().deploy("[]");

    peer.line(0).awaitEnd();
  }

  @ParameterizedTest
  @CsvSource({
    "\\n, 10",
    "\\r, 13",
    "\\t, 9",
    "\\e, 27",
    "\\f, 12",
    "\\0, 0",
    "0x1b, 27",
    "0, 48",
    "A, 65",
  })
  void characters_may_be_written_in_many_ways(String written, int expected) {
    assertThat(ReplyEnd.of("char", written).amount()).isEqualTo(expected);
  }
}
