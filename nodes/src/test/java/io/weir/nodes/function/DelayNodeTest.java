package io.weir.nodes.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.engine.message.Message;
import io.weir.engine.node.Status;
import io.weir.engine.runtime.DeployType;
import io.weir.engine.testing.FlowTester;
import io.weir.engine.testing.NodeTester;
import io.weir.nodes.common.CompleteNode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DelayNodeTest {
  private static final int MOST_PENDING = 8;
  // Where complete nodes of these tests lead.
  private static final int COMPLETED = 7;
  private final NodeTester node = NodeTester.of(DelayNode.type(MOST_PENDING));

  @AfterEach
  void stop() {
    node.close();
  }

  /** Delays for so long that only an order ends it. */
  private NodeTester forADay() {
    return node.withJson("{'pauseType':'delay','timeout':'1','timeoutUnits':'days'}");
  }

  private NodeTester oncePerDay() {
    return node.withJson("{'pauseType':'rate','rate':'1','nbRateUnits':'1','rateUnits':'day'}");
  }

  private NodeTester withCompleteNode() {
    return Completions.at(node, COMPLETED);
  }

  private static Message order(String key, Object value) {
    return Message.create().with(key, value);
  }

  private static Message with(Object payload, String key, Object value) {
    return Message.ofPayload(payload).with(key, value);
  }

  private static Message onTopic(String topic, Object payload) {
    return with(payload, "topic", topic);
  }

  private void assertStatus(String fill, String shape, String text) {
    FlowTester.eventually(
        () ->
            assertThat(node.flow().statuses("node"))
                .last()
                .extracting(change -> change.status())
                .isEqualTo(Status.of(fill, shape, text)));
  }

  // ---- each message by itself ----

  @Test
  void delays_each_message_and_keeps_their_order() {
    node.withJson("{'pauseType':'delay','timeout':'20','timeoutUnits':'milliseconds'}");
    node.receives(1, 2, 3);

    assertThat(node.flow().received("out0")).isEmpty();
    node.assertSent(1, 2, 3);
  }

  @Test
  void takes_a_message_for_dealt_with_when_it_is_sent() {
    withCompleteNode();
    forADay().receives(1, 2);
    node.assertSentOn(COMPLETED);

    node.receives(order("flush", 1));

    node.assertSent(1);
    // The order itself, and what it let go.
    assertThat(node.awaitSent(COMPLETED, 2)).hasSize(2);
  }

  @Test
  void sends_all_or_so_many_when_told_to() {
    forADay().receives(1, 2, 3, 4);

    node.receives(order("flush", 2.5)).assertSent(1, 2);
    node.receives(order("flush", "now")).assertSent(1, 2, 3, 4);
  }

  @Test
  void sends_the_order_too_if_there_is_more_to_it() {
    forADay().receives(1).receives(with(2, "flush", true));

    node.assertSent(1, 2);
  }

  @Test
  void gives_up_all_when_told_to() {
    forADay().receives(1, 2).receives(with(3, "reset", true));
    assertStatus("blue", "ring", "0");

    node.receives(order("flush", true)).assertSent();
  }

  @Test
  void shows_how_many_wait_if_they_wait_long() {
    forADay().receives(1, 2);
    assertStatus("blue", "dot", "2");

    node.receives(order("flush", 1));
    assertStatus("blue", "dot", "1");
  }

  @Test
  void shows_nothing_if_the_wait_is_short() {
    node.withJson("{'pauseType':'delay','timeout':'1','timeoutUnits':'seconds'}");
    node.receives(1);

    node.flow().settle("node");
    assertThat(node.flow().statuses("node")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "'10'", "-3", "0"})
  void takes_the_time_from_the_message(String delay) {
    node.withJson("{'pauseType':'delayv','timeout':'1','timeoutUnits':'days'}");
    node.receives("held").receives(with("sent", "delay", FlowTester.json(delay)));

    node.assertSent("sent");
    assertStatus("blue", "dot", "1");
  }

  @Test
  void clears_the_status_when_the_last_one_leaves() {
    node.withJson("{'pauseType':'delayv','timeout':'5'}");
    node.receives(with(1, "delay", 1)).assertSent(1);

    assertStatus("blue", "dot", "0");
    assertThat(node.flow().statuses("node"))
        .extracting(change -> change.status())
        .containsExactly(Status.of("blue", "dot", "1"), Status.NONE, Status.of("blue", "dot", "0"));
  }

  @Test
  void delays_at_random_between_two_times() {
    node.withJson("{'pauseType':'random','randomFirst':'1','randomLast':'5'}");
    node.withJson("{'randomUnits':'milliseconds','timeout':'5'}");
    node.receives(1, 2, 3);

    assertThat(node.awaitSent(0, 3)).extracting(Message::payload).containsOnly(1L, 2L, 3L);
  }

  @Test
  void refuses_more_than_it_may_hold() {
    forADay();
    for (int i = 0; i <= MOST_PENDING; i++) {
      node.receives(i);
    }

    node.assertFailedWith("too many pending messages in delay node");
    node.receives(order("flush", true));
    assertThat(node.awaitSent(0, MOST_PENDING)).hasSize(MOST_PENDING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"delay", "rate", "timed"})
  void messages_are_complete_when_the_node_stops_with_them(String kind) {
    String delay =
        """
        {"id":"d","type":"delay","z":"t","x":1,"y":1,"wires":[["out"]],"pauseType":"%s",
         "timeout":"1","timeoutUnits":"%s","rate":"1","rateUnits":"day"}
        """;
    String complete =
        """
        {"id":"c","type":"complete","z":"t","x":1,"y":1,"wires":[["completed"]],"scope":["d"]}
        """;
    String collector = FlowTester.node("completed", "test-collector");
    String out = FlowTester.node("out", "test-collector");
    try (FlowTester flow =
        FlowTester.start(
            List.of(DelayNode.type(MOST_PENDING), CompleteNode.TYPE),
            FlowTester.tab(delay.formatted(kind, "days"), complete, collector, out))) {
      flow.send("d", Message.ofPayload("first").with("topic", "a"));
      flow.send("d", Message.ofPayload("second").with("topic", "b"));
      flow.settle("d");
      flow.deploy(
          FlowTester.tab(delay.formatted(kind, "hours"), complete, collector, out),
          DeployType.NODES);

      assertThat(flow.awaitMessages("completed", 2))
          .extracting(Message::payload)
          .containsExactly("first", "second");
      // The pace lets the first pass at once; nothing else is sent.
      assertThat(flow.received("out")).hasSize(kind.equals("rate") ? 1 : 0);
    }
  }

  // ---- a pace, with a queue ----

  @Test
  void lets_the_first_pass_and_the_others_at_the_pace() {
    node.withJson("{'pauseType':'rate','rate':'100','nbRateUnits':'1','rateUnits':'second'}");
    node.receives(1, 2, 3, 4);

    node.assertSent(1, 2, 3, 4);
  }

  @Test
  void lets_a_message_pass_at_once_after_an_idle_period() {
    node.withJson("{'pauseType':'rate','rate':'100'}").receives(1).assertSent(1);

    node.receives(2).assertSent(1, 2);
  }

  @Test
  void puts_messages_at_the_head_of_the_queue() {
    oncePerDay().receives("a", "b").receives(with("c", "toFront", true)).assertSent("a");

    node.receives(with("d", "toFront", true).with("flush", 1)).assertSent("a", "d");
    node.receives(with("e", "toFront", true)).receives(order("flush", 1));
    node.assertSent("a", "d", "e");
    node.receives(order("flush", 1)).assertSent("a", "d", "e", "c");
    node.receives(order("flush", 1)).assertSent("a", "d", "e", "c", "b");
  }

  @Test
  void sends_some_and_gives_up_the_rest() {
    oncePerDay().receives(1, 2, 3).receives(with(4, "flush", 2).with("reset", true));
    node.assertSent(1, 2, 3);

    // The pace goes on, so what comes next has to wait.
    node.receives(5).assertSent(1, 2, 3);
    node.receives(order("flush", true)).assertSent(1, 2, 3, 5);
  }

  @Test
  void sends_all_and_the_order_without_its_keys() {
    oncePerDay().receives(1, 2).receives(with(5, "flush", true).with("reset", true));

    node.assertSent(1, 2, 5);
    assertThat(node.sent(0).get(2).properties()).containsOnlyKeys("_msgid", "payload");
  }

  @Test
  void gives_up_the_queue_and_starts_afresh() {
    oncePerDay().receives(1, 2, 3).receives(with("not sent", "reset", true));
    assertStatus("blue", "ring", "0");

    node.receives(4).assertSent(1, 4);
  }

  @Test
  void is_ready_again_after_an_order_to_send_when_nothing_waits() {
    oncePerDay().receives(1).receives(order("flush", true)).receives(2);

    node.assertSent(1, 2);
  }

  @Test
  void follows_the_pace_of_the_message_where_allowed() {
    oncePerDay().with("allowrate", true);
    node.receives(1, 2).receives(with(3, "rate", "5"));

    node.assertSent(1, 2, 3);
    assertThat(node.sent(0).get(2).get("rate")).isEqualTo("5");
  }

  @Test
  void ignores_the_pace_of_the_message_elsewhere() {
    oncePerDay().receives(1).receives(with(2, "rate", 1));

    node.assertSent(1);
  }

  @Test
  void shows_how_many_are_in_the_queue() {
    oncePerDay().receives(1, 2, 3);

    assertStatus("blue", "dot", "2");
  }

  @Test
  void empties_a_queue_that_grows_too_long() {
    oncePerDay();
    for (int i = 0; i <= MOST_PENDING + 1; i++) {
      node.receives(i);
    }

    node.assertFailedWith("too many pending messages in delay node");
    node.receives(order("flush", true)).assertSent(0);
  }

  @Test
  void takes_a_queued_message_for_dealt_with_when_it_leaves() {
    withCompleteNode();
    oncePerDay().receives(1, 2, 3);
    assertThat(node.awaitSent(COMPLETED, 1)).extracting(Message::payload).containsExactly(1L);

    node.receives(with(4, "flush", 1));

    assertThat(node.awaitSent(COMPLETED, 2)).extracting(Message::payload).containsExactly(1L, 2L);
  }

  // ---- a pace, without a queue ----

  @Test
  void sends_what_comes_too_soon_to_the_second_output() {
    oncePerDay().with("drop", true).with("outputs", 2).receives(1, 2, 3);

    node.assertSentOn(0, 1).assertSentOn(1, 2, 3);
  }

  @Test
  void lets_one_pass_again_after_the_time() {
    node.withJson("{'pauseType':'rate','drop':true,'rate':'200'}").receives(0);

    FlowTester.eventually(
        () -> {
          node.receives(1);
          assertThat(node.flow().received("out0").size()).isGreaterThan(1);
        });
  }

  @Test
  void forgets_the_last_one_when_told_to() {
    oncePerDay().with("drop", true);
    node.receives(1, 2).receives(with(3, "reset", true)).receives(4);

    node.assertSent(1, 4);
    assertStatus("blue", "ring", "0");
  }

  // ---- by topic ----

  @Test
  void keeps_the_latest_of_each_topic() {
    node.withJson("{'pauseType':'timed','rateUnits':'day','outputs':2}");
    node.receives(onTopic("a", 1)).receives(onTopic("b", 2)).receives(onTopic("a", 3));
    node.assertSentOn(0).assertSentOn(1, 1);

    node.receives(order("flush", true)).assertSentOn(0, 3, 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"queue", "timed"})
  void sends_by_topic_at_the_pace(String kind) {
    node.with("pauseType", kind).withJson("{'rate':'50','rateUnits':'second'}");
    node.receives(onTopic("a", 1)).receives(onTopic("b", 2)).receives(onTopic("c", 3));

    node.assertSent(1, 2, 3);
  }

  @Test
  void gives_messages_without_a_topic_one() {
    node.withJson("{'pauseType':'queue','rate':'100'}").receives(1);

    assertThat(node.awaitSent(0, 1).get(0).get("topic")).isEqualTo("_none_");
  }

  @Test
  void does_not_send_an_order_that_has_but_a_topic() {
    node.withJson("{'pauseType':'queue','rateUnits':'day'}").receives(onTopic("a", 1));

    node.receives(order("flush", true).with("topic", "b")).assertSent(1);
  }

  @Test
  void gives_up_all_topics_when_told_to() {
    node.withJson("{'pauseType':'queue','rateUnits':'day'}").receives(onTopic("a", 1));
    node.receives(order("reset", true));
    assertStatus(null, null, "reset");

    node.receives(order("flush", true)).assertSent();
  }

  // ---- bursts ----

  @Test
  void lets_so_many_pass_within_the_time() {
    node.withJson("{'pauseType':'burst','rate':'3','nbRateUnits':'1','rateUnits':'day'}");
    node.with("outputs", 2).receives(1, 2, 3, 4, 5);

    node.assertSentOn(0, 1, 2, 3).assertSentOn(1, 4, 5);
    assertStatus("red", "dot", "");
  }

  @Test
  void opens_when_told_to() {
    node.withJson("{'pauseType':'burst','rate':'1','rateUnits':'day'}").receives(1, 2);
    node.receives(order("reset", true)).receives(3);

    node.assertSent(1, 3);
    assertStatus("green", "ring", "");
  }

  @Test
  void opens_again_when_the_time_is_over() {
    node.withJson("{'pauseType':'burst','rate':'1','nbRateUnits':'0.05','rateUnits':'second'}");
    node.receives(1, 2);

    FlowTester.eventually(
        () ->
            assertThat(node.flow().statuses("node"))
                .extracting(change -> change.status())
                .endsWith(Status.of("red", "dot", ""), Status.of("green", "ring", "")));
    node.receives(3).assertSent(1, 3);
  }
}
