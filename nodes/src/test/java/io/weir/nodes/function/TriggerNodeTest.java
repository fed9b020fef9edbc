package io.weir.nodes.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.weir.engine.event.LogEntry;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Status;
import io.weir.engine.testing.FlowTester;
import io.weir.engine.testing.NodeTester;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriggerNodeTest {
  private static final int MOST_STREAMS = 4;
  private final NodeTester node = NodeTester.of(TriggerNode.type(MOST_STREAMS));

  @AfterEach
  void stop() {
    node.close();
  }

  private NodeTester brief() {
    return node.with("duration", "20");
  }

  private NodeTester untilReset() {
    return node.with("duration", "0");
  }

  private static Message with(Object payload, String key, Object value) {
    return Message.ofPayload(payload).with(key, value);
  }

  private void assertStatus(Status status) {
    FlowTester.eventually(
        () ->
            assertThat(node.flow().statuses("node"))
                .last()
                .extracting(change -> change.status())
                .isEqualTo(status));
  }

  @Test
  void sends_one_and_then_nought() {
    brief().receives("x");

    node.assertSent("1", "0");
  }

  @Test
  void keeps_what_else_is_in_the_message() {
    brief().receives(with("x", "topic", "t"));

    assertThat(node.awaitSent(0, 2)).extracting(Message::topic).containsExactly("t", "t");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "5 | num | 5",
        "true | bool | true",
        "[1,{\"a\":2}] | json | [1,{'a':2}]",
        "NR_NODE_ID | env | 'node'",
        "text | str | 'text'",
        "{{topic}}&{{payload}} | str | 'a &amp; b&7'",
        "{{flow.x}} | str | ''",
        "true | val | true",
        "null | val | null",
        "{{payload}} | val | '7'",
        "`` | str | '1'",
        "`` | pay | 7",
      })
  void sends_a_value_of_each_type(String value, String type, String expected) {
    untilReset().with("op1", value).with("op1type", type);
    node.receives(with(7, "topic", "a & b"));

    node.assertSent(FlowTester.json(expected));
  }

  @Test
  void sends_a_buffer_and_the_time() {
    brief().withJson("{'op1':'[104,105]','op1type':'bin','op2':'0','op2type':'date'}");
    node.receives("x");

    List<Message> sent = node.awaitSent(0, 2);
    assertThat(sent.get(0).payload()).isEqualTo(Buffer.buffer("hi"));
    assertThat(sent.get(1).payload()).isInstanceOf(Long.class);
  }

  @Test
  void fills_both_templates_from_the_message_that_came() {
    brief().withJson("{'op1':'{{payload}}','op1type':'val','op2':'{{topic}}','op2type':'val'}");
    node.receives(with("Hello", "topic", "World"));

    node.assertSent("Hello", "World");
  }

  @Test
  void sends_the_payload_that_came_after_another() {
    brief().withJson("{'op1':'null','op1type':'val','op2type':'pay'}").receives("mine");

    node.assertSent(null, "mine");
  }

  @Test
  void sends_the_second_to_the_second_output() {
    brief().with("outputs", 2).receives("x");

    node.assertSentOn(1, "0").assertSentOn(0, "1");
  }

  @Test
  void sends_nothing_where_told_so() {
    brief().withJson("{'op1type':'nul','op2type':'nul'}").receives("x");
    assertStatus(Status.NONE);

    node.assertSent();
  }

  @Test
  void looks_up_a_variable_when_it_is_sent() {
    brief().withJson("{'op1type':'pay','op2':'v','op2type':'global'}").starts();
    node.receives("x").awaitSent(0, 1);

    node.assertSent("x", null);
    assertThat(node.sent(0).get(1).has("payload")).isFalse();
  }

  @Test
  void ignores_further_messages_until_the_time_is_over() {
    node.with("duration", "1").with("units", "hr").receives("a", "b", "c");

    node.assertSent("1");
  }

  @Test
  void waits_anew_with_each_message_and_sends_the_latest() {
    node.withJson("{'duration':'40','extend':true,'op1type':'nul','op2type':'payl'}");
    node.receives("Hello", "Goodbye").receives(with("World", "topic", "t"));

    node.assertSent("World");
    assertThat(node.sent(0).get(0).topic()).isEqualTo("t");
  }

  @Test
  void puts_the_second_value_into_the_latest_message_if_it_waited_anew() {
    node.withJson("{'duration':'40','extend':'true','op2':'over'}");
    node.receives(with(1, "n", 1)).receives(with(2, "n", 2));

    node.assertSent("1", "over");
    assertThat(node.sent(0)).extracting(m -> m.get("n")).containsExactly(1L, 2L);
  }

  @Test
  void sends_the_latest_message_as_it_came_without_waiting_anew() {
    node.withJson("{'duration':'40','op2type':'payl'}");
    node.receives(with("first", "n", 1)).receives(with("latest", "n", 2));

    node.assertSent("1", "latest");
    assertThat(node.sent(0).get(1).get("n")).isEqualTo(2L);
  }

  @Test
  void blocks_until_a_message_resets_it() {
    untilReset().withJson("{'op1type':'pay'}");
    node.receives(1, 2, 3).receives(with("not sent", "reset", 0)).receives(4, 5);

    node.assertSent(1, 4);
  }

  @Test
  void is_reset_by_a_payload() {
    untilReset().withJson("{'op1type':'pay','reset':'false'}");
    node.receives(1, "foo", null, false, 2);

    node.assertSent(1, 2);
  }

  @Test
  void sends_nothing_more_after_a_reset() {
    node.with("duration", "1").with("units", "min").receives("x");
    assertStatus(Status.of("blue", "dot", null));

    node.receives(with("x", "reset", true));
    assertStatus(Status.NONE);
    node.assertSent("1");
  }

  @Test
  void repeats_until_it_is_reset() {
    node.withJson("{'duration':-5,'op1type':'pay'}").receives("foo");
    assertThat(node.awaitSent(0, 3)).extracting(Message::payload).containsOnly("foo");

    node.receives(with("x", "reset", true)).flow().settle("node");
    int sent = node.sent(0).size();
    node.receives("bar");
    assertThat(node.awaitSent(0, sent + 1).get(sent).payload()).isEqualTo("bar");
  }

  @Test
  void has_a_time_of_its_own_for_each_value_of_a_property() {
    untilReset().withJson("{'bytopic':'topic','topic':'foo','op1type':'pay'}");
    node.receives(with(1, "foo", "a"))
        .receives(with(2, "foo", "b"))
        .receives(with(3, "foo", "a"))
        .receives(4, 5);
    assertStatus(Status.of("blue", "dot", "3"));

    node.receives(with("x", "foo", "a").with("reset", true)).receives(with(6, "foo", "a"));

    node.assertSent(1, 2, 4, 6);
  }

  @Test
  void refuses_more_values_than_it_can_keep_apart() {
    untilReset().with("bytopic", "topic");
    for (int i = 0; i <= MOST_STREAMS; i++) {
      node.receives(with(i, "topic", "t" + i));
    }

    node.assertFailedWith("too many topics in trigger node");
  }

  @Test
  void takes_the_time_from_the_message_where_allowed() {
    node.withJson("{'duration':'1','units':'hr','overrideDelay':true}");
    node.receives(with("x", "delay", "10"));

    node.assertSent("1", "0");
  }

  @Test
  void takes_the_text_false_for_allowing_it_as_flows_have_it() {
    node.withJson("{'duration':'1','units':'hr','overrideDelay':'false'}");
    node.receives(with("x", "delay", "10"));

    node.assertSent("1", "0");
  }

  @Test
  void ignores_the_time_in_the_message_elsewhere() {
    node.withJson("{'duration':'1','units':'hr'}").receives(with("x", "delay", 1));
    node.receives(with("y", "delay", 1));

    node.assertSent("1");
  }

  @Test
  void reports_a_value_that_can_not_be_had() {
    untilReset().withJson("{'op1':'{','op1type':'json'}").receives("x");

    assertThat(node.error().get("message")).isNotNull();
    node.assertSent();
    assertThat(node.flow().logged(LogEntry.Level.ERROR)).isEmpty();
  }

  @Test
  void is_done_with_each_message_at_once_for_those_who_listen() {
    Completions.at(node, 7);
    node.with("duration", "1").with("units", "hr").receives("a", "b");

    assertThat(node.awaitSent(7, 2)).hasSize(2);
  }

  @Test
  void a_source_waits_for_what_is_still_to_be_sent() {
    AtomicInteger ended = new AtomicInteger();
    NodeType source =
        NodeType.named("source")
            .inputs(1)
            .outputs(1)
            .create(
                (config, context) ->
                    new Node() {
                      @Override
                      public Future<Void> receive(Message message, Outputs out) {
                        context.send(message, ended::incrementAndGet);
                        return Node.done();
                      }
                    });
    try (FlowTester flow =
        FlowTester.start(
            List.of(source, TriggerNode.type(MOST_STREAMS)),
            """
            [{"id":"t","type":"tab"},
             {"id":"s","type":"source","z":"t","x":0,"y":0,"wires":[["n"]]},
             {"id":"n","type":"trigger","z":"t","op1type":"nul","op2type":"payl","extend":true,
              "duration":"1","units":"hr","overrideDelay":true,"x":0,"y":0,"wires":[["out"]]},
             {"id":"out","type":"test-collector","z":"t","x":0,"y":0,"wires":[]}]
            """)) {
      flow.send("s", "a");
      flow.send("s", "b");
      FlowTester.eventually(() -> assertThat(ended).as("a, which b replaces").hasValue(1));
      flow.settle("s");
      assertThat(ended).hasValue(1);

      flow.send("s", with("c", "delay", 1));

      flow.awaitMessages("out", 1);
      FlowTester.eventually(() -> assertThat(ended).hasValue(3));
    }
  }
}
