package io.weir.nodes.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.event.LogEntry;
import io.weir.engine.message.Message;
import io.weir.engine.testing.FlowTester;
import io.weir.engine.testing.NodeTester;
import io.weir.nodes.expression.JsonataExpressions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InjectNodeTest {
  private final NodeTester node =
      NodeTester.of(InjectNode.TYPE).expressions(new JsonataExpressions());

  @AfterEach
  void stop() {
    node.close();
  }

  /** As the button does. */
  private Message press() {
    node.flow().send("node", Message.create());
    return node.awaitSent(0, 1).get(0);
  }

  @Test
  void sends_the_time_and_an_empty_topic_as_old_files_say() {
    node.withJson("{'payload':'','payloadType':'date','topic':''}");

    Message sent = press();

    assertThat(sent.payload()).isInstanceOf(Long.class);
    assertThat(sent.get("topic")).isEqualTo("");
  }

  @Test
  void takes_payload_and_topic_from_the_keys_of_the_node() {
    node.withJson(
        "{'props':[{'p':'payload'},{'p':'topic','vt':'str'}],"
            + "'payload':'10','payloadType':'num','topic':'t'}");

    Message sent = press();

    assertThat(sent.payload()).isEqualTo(10L);
    assertThat(sent.topic()).isEqualTo("t");
  }

  @Test
  void sets_properties_in_order_so_that_later_ones_see_earlier_ones() {
    node.withJson(
        "{'props':[{'p':'x','v':'10','vt':'num'},{'p':'y','v':'x+2','vt':'jsonata'},"
            + "{'p':'a.b','v':'x','vt':'msg'}]}");

    Message sent = press();

    assertThat(sent.get("y")).isEqualTo(12L);
    assertThat(sent.get("a")).isEqualTo(Map.of("b", 10L));
  }

  @Test
  void makes_values_of_every_type() {
    node.withJson(
        "{'props':[{'p':'j','v':'[1]','vt':'json'},{'p':'b','v':'[1,2,3]','vt':'bin'},"
            + "{'p':'e','v':'NR_NODE_ID','vt':'env'},{'p':'t','v':'true','vt':'bool'},"
            + "{'p':'s','v':'x','vt':'string'},{'p':'none','v':'','vt':'jsonata'}]}");

    Message sent = press();

    assertThat(sent.get("j")).isEqualTo(List.of(1L));
    assertThat(sent.get("b")).isEqualTo(Buffer.buffer(new byte[] {1, 2, 3}));
    assertThat(sent.get("e")).isEqualTo("node");
    assertThat(sent.get("t")).isEqualTo(true);
    assertThat(sent.get("s")).isEqualTo("x");
    assertThat(sent.has("none")).isFalse();
  }

  @Test
  void an_empty_list_makes_a_message_with_an_id_only() {
    node.withJson("{'props':[]}");

    assertThat(press().properties()).containsOnlyKeys("_msgid");
  }

  @Test
  void sends_nothing_when_values_can_not_be_had_and_says_why() {
    node.withJson(
        "{'props':[{'p':'a','v':'{','vt':'json'},{'p':'b','v':'nothing.here','vt':'msg'}]}");
    node.flow().send("node", Message.create());

    assertThat(node.error().get("message")).asString().contains("; ");
    node.assertSent();
  }

  @Test
  void uses_other_properties_for_one_message_when_asked() {
    node.withJson("{'props':[{'p':'payload','v':'own','vt':'str'}]}");
    node.flow()
        .send(
            "node",
            Message.create()
                .with(
                    "__user_inject_props__",
                    List.of(Map.of("p", "payload", "v", "other", "vt", "str"))));

    Message sent = node.awaitSent(0, 1).get(0);
    assertThat(sent.payload()).isEqualTo("other");
    assertThat(sent.has("__user_inject_props__")).isFalse();
  }

  @Test
  void fires_once_after_the_start() {
    node.withJson("{'props':[{'p':'payload','v':'now','vt':'str'}],'once':true,'onceDelay':0.01}");
    node.starts();

    assertThat(node.awaitSent(0, 1).get(0).payload()).isEqualTo("now");
  }

  @Test
  void fires_at_intervals() {
    node.withJson("{'props':[{'p':'payload','v':'tick','vt':'str'}],'repeat':'0.01'}").starts();

    assertThat(node.awaitSent(0, 3)).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void fires_on_a_schedule() {
    node.withJson("{'props':[{'p':'payload','v':'tick','vt':'str'}],'crontab':'* * * * * *'}");
    node.starts();

    assertThat(node.awaitSent(0, 1).get(0).payload()).isEqualTo("tick");
  }

  @Test
  void refuses_an_interval_that_is_too_large() {
    node.withJson("{'props':[],'repeat':'2147484'}").starts();

    node.assertLogged(LogEntry.Level.ERROR, "Interval too large");
  }

  @Test
  void reports_an_expression_that_does_not_compile_at_deploy() {
    node.withJson("{'props':[{'p':'payload','v':'((','vt':'jsonata'}]}").starts();

    FlowTester.eventually(
        () ->
            assertThat(node.flow().logged(LogEntry.Level.ERROR))
                .anyMatch(text -> text.startsWith("Invalid JSONata expression: ")));
  }
}
