package io.weir.nodes.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.engine.event.LogEntry;
import io.weir.engine.message.Message;
import io.weir.engine.testing.FlowTester;
import io.weir.engine.testing.NodeTester;
import io.weir.nodes.common.CompleteNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchNodeTest {
  private static final int MOST_BUFFERED = 8;

  private final NodeTester node = NodeTester.of(BatchNode.type(MOST_BUFFERED));

  @AfterEach
  void stop() {
    node.close();
  }

  private static Message part(@Nullable Object payload, String parts) {
    return Message.ofPayload(payload).with("parts", FlowTester.json(parts));
  }

  private static Map<?, ?> parts(Message message) {
    return (Map<?, ?>) message.get("parts");
  }

  private static final Message RESET = Message.create().with("reset", true);

  // ---- by number ----

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'mode':'count','count':2} | 7 | 0,1,2,3,4,5",
        "{'count':'3','overlap':'2'} | 6 | 0,1,2,1,2,3,2,3,4,3,4,5",
        "{'mode':'count'} | 2 | 0,1",
      })
  void sends_so_many_messages_together(String config, int messages, String expected) {
    node.withJson(config);
    for (int i = 0; i < messages; i++) {
      node.receives(i);
    }

    node.assertSent(Arrays.stream(expected.split(",", -1)).map(Long::valueOf).toArray());
  }

  @Test
  void says_the_place_of_each_message_in_its_batch() {
    node.with("count", 2);
    Message first = part("a", "{'id':'s','index':7,'type':'array'}");
    node.receives(first).receives("b");

    List<Message> sent = node.awaitSent(0, 2);
    assertThat(sent.get(0).get("parts"))
        .isEqualTo(Map.of("id", first.id(), "index", 0L, "type", "array", "count", 2L));
    assertThat(sent.get(1).get("parts"))
        .isEqualTo(Map.of("id", first.id(), "index", 1L, "count", 2L));
    assertThat(sent.get(1).id()).isNotEqualTo(first.id());
  }

  @Test
  void the_end_of_a_sequence_ends_a_batch_when_told_so() {
    node.with("count", 4).with("honourParts", true);
    for (int i = 0; i < 6; i++) {
      node.receives(part(i, "{'id':'s','index':" + i + ",'count':6}"));
    }

    node.assertSent(0, 1, 2, 3, 4, 5);
    assertThat(node.sent(0).stream().map(message -> parts(message).get("count")).toList())
        .isEqualTo(List.of(4L, 4L, 4L, 4L, 2L, 2L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'count':2,'overlap':2} | Invalid count and overlap",
        "{'count':'0'} | Invalid count and overlap",
        "{'mode':'other'} | unexpected mode",
      })
  void does_nothing_when_it_is_told_nonsense(String config, String error) {
    node.withJson(config).receives(1, 2, 3);

    node.assertLogged(LogEntry.Level.ERROR, error).assertSent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"{'count':3}", "{'mode':'interval','interval':'0.5'}"})
  void throws_away_what_is_held_when_told_so(String config) {
    node.withJson(config).receives("a").receives(RESET).receives("b", "c", "d");

    assertThat(node.awaitSent(0, 3).get(0).payload()).isEqualTo("b");
    assertThat(node.sent(0)).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'count':100}",
        "{'mode':'interval','interval':0}",
        "{'mode':'concat','topics':[{'topic':'T'}]}",
      })
  void gives_up_what_it_holds_above_its_bound(String config) {
    node.withJson(config);
    for (int i = 0; i <= MOST_BUFFERED; i++) {
      node.receives(part(i, "{'id':'s','index':" + i + ",'count':99}").with("topic", "T"));
    }

    node.assertFailedWith("too many pending messages in batch node");
    assertThat(node.flow().received("errors").get(0).payload()).isEqualTo((long) MOST_BUFFERED);
    node.assertSent();
  }

  // ---- by time ----

  @Test
  void sends_what_came_since_the_last_time() {
    node.withJson("{'mode':'interval','interval':0.3}").receives("a", "b");
    List<Message> first = node.awaitSent(0, 2);
    assertThat(parts(first.get(1)).get("index")).isEqualTo(1L);

    node.receives("c");
    Message next = node.awaitSent(0, 3).get(2);
    assertThat(parts(next)).isEqualTo(Map.of("id", next.id(), "index", 0L, "count", 1L));
  }

  @Test
  void sends_an_empty_message_when_nothing_came_if_told_so() {
    node.withJson("{'mode':'interval','interval':'0.02','allowEmptySequence':true}").starts();

    Message empty = node.awaitSent(0, 2).get(1);
    assertThat(empty.has("payload")).isTrue();
    assertThat(empty.payload()).isNull();
    assertThat(parts(empty)).isEqualTo(Map.of("id", empty.id(), "index", 0L, "count", 1L));
  }

  // ---- of sequences ----

  private void concat(String... topics) {
    node.with("mode", "concat")
        .with("topics", Arrays.stream(topics).map(topic -> Map.of("topic", topic)).toList());
  }

  private void receives(String topic, int payload, int index, int count) {
    node.receives(
        part(payload, "{'id':'%s','index':%d,'count':%d}".formatted(topic, index, count))
            .with("topic", topic));
  }

  @Test
  void puts_sequences_one_behind_the_other_in_the_order_of_topics() {
    concat("TA", "TB");
    receives("TB", 0, 0, 2);
    receives("TA", 2, 0, 2);
    receives("TB", 1, 1, 2);
    receives("TA", 3, 1, 2);

    node.assertSent(2, 3, 0, 1);
    List<Message> sent = node.sent(0);
    for (int i = 0; i < 4; i++) {
      assertThat(parts(sent.get(i)))
          .isEqualTo(Map.of("id", sent.get(0).id(), "index", (long) i, "count", 4L));
    }
  }

  @Test
  void a_topic_may_stand_in_the_list_twice() {
    concat("TA", "TA");
    receives("TA", 9, 0, 2);
    receives("TA", 8, 1, 2);

    node.assertSent(9, 8, 9, 8);
  }

  @Test
  void takes_the_sequences_of_a_topic_in_turn() {
    concat("TA", "TB");
    for (String id : List.of("1", "2")) {
      node.receives(part("A" + id, "{'id':'" + id + "','index':0,'count':1}").with("topic", "TA"));
    }
    node.assertSent();
    receives("TB", 0, 0, 1);

    node.assertSent("A1", 0);
  }

  @Test
  void drops_other_topics_and_reports_messages_without_a_place() {
    concat("TA");
    receives("TB", 0, 0, 1);
    node.receives(part("x", "{'id':1,'index':0}").with("topic", "TA"));

    node.assertFailedWith("no parts property in message");
    node.assertSent();
  }

  // ---- when messages are dealt with ----

  @Test
  void messages_are_complete_once_no_batch_needs_them() {
    try (FlowTester flow =
        FlowTester.start(
            List.of(BatchNode.type(MOST_BUFFERED), CompleteNode.TYPE),
            FlowTester.tab(
                """
                {"id":"batch","type":"batch","z":"t","x":1,"y":1,"wires":[["out"]],
                 "mode":"count","count":2,"overlap":1}
                """,
                """
                {"id":"c","type":"complete","z":"t","x":1,"y":1,"wires":[["completed"]],
                 "scope":["batch"]}
                """,
                FlowTester.node("out", "test-collector"),
                FlowTester.node("completed", "test-collector")))) {
      flow.send("batch", "a");
      flow.settle("batch");
      assertThat(flow.received("completed")).isEmpty();

      flow.send("batch", "b");
      assertThat(flow.awaitMessages("completed", 1).get(0).payload()).isEqualTo("a");
      flow.settle("batch");
      assertThat(flow.received("completed")).hasSize(1);
      assertThat(flow.received("out")).hasSize(2);

      flow.send("batch", RESET);
      assertThat(flow.awaitMessages("completed", 3).get(1).payload()).isEqualTo("b");
    }
  }
}
