package io.weir.nodes.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.engine.event.LogEntry;
import io.weir.engine.message.Message;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.testing.FlowTester;
import io.weir.engine.testing.NodeTester;
import io.weir.nodes.common.CompleteNode;
import io.weir.nodes.expression.JsonataExpressions;
import io.weir.nodes.function.ChangeNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SortNodeTest {
  private static final int MOST_BUFFERED = 4;

  private final NodeTester node =
      NodeTester.of(SortNode.type(MOST_BUFFERED))
          .with("targetType", "msg")
          .expressions(new JsonataExpressions());

  @AfterEach
  void stop() {
    node.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | ['200','4','30','1000'] | ['1000','200','30','4']",
        "{'order':'descending'} | ['200','4','30','1000'] | ['4','30','200','1000']",
        "{'as_num':true} | ['200','4','30','1000'] | ['4','30','200','1000']",
        "{'order':'descending','as_num':true} | ['200','4','30'] | ['200','30','4']",
        "{} | [3,1,2] | [1,2,3]",
        "{} | ['b','B','a'] | ['B','a','b']",
        "{'msgKey':'$substring($,1)','msgKeyType':'jsonata'} | ['C200','A4','B30','D1000']"
            + " | ['D1000','C200','B30','A4']",
        "{'msgKey':'val','msgKeyType':'jsonata','as_num':true}"
            + " | [{'val':'200'},{'val':'4'},{'val':'30'}] | [{'val':'4'},{'val':'30'},{'val':'200'}]",
        "{'msgKey':'k','msgKeyType':'jsonata'} | [{'k':1,'n':1},{'k':0,'n':2},{'k':1,'n':3}]"
            + " | [{'k':0,'n':2},{'k':1,'n':1},{'k':1,'n':3}]",
      })
  void sorts_arrays(String config, String array, String expected) {
    node.withJson(config).receives(FlowTester.json(array));

    node.assertSent(FlowTester.json(expected));
  }

  @Test
  void sorts_an_array_elsewhere_and_drops_messages_without() {
    node.with("target", "data.list");
    node.receives(Message.ofPayload("p").with("data", Map.of("list", List.of(2, 1))));
    node.receives(Message.ofPayload("q").with("data", Map.of("list", "no")));

    assertThat(node.awaitSent(0, 1).get(0).get("data")).isEqualTo(Map.of("list", List.of(1L, 2L)));
    assertThat(node.sent(0)).hasSize(1);
  }

  @Test
  void puts_what_is_undefined_at_the_end() {
    node.with("order", "descending").receives(Arrays.asList(1, Undefined.VALUE, 2));

    node.assertSent(Arrays.asList(2, 1, Undefined.VALUE));
  }

  @Test
  void sorts_what_can_not_be_compared_without_losing_any_of_it() {
    Random random = new Random(7);
    List<@Nullable Object> mixed = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      int number = random.nextInt(100);
      mixed.add(number % 3 == 0 ? "text " + number : number % 7 == 0 ? null : (Object) number);
    }
    node.receives(mixed);

    List<?> sorted = (List<?>) node.awaitSent(0, 1).get(0).payload();
    List<?> sent = (List<?>) Values.freeze(mixed);
    assertThat(new ArrayList<Object>(sorted))
        .containsExactlyInAnyOrderElementsOf(new ArrayList<Object>(sent));
  }

  @Test
  void sorts_by_variables() {
    try (FlowTester flow =
        FlowTester.start(
            List.of(ChangeNode.TYPE, SortNode.type(MOST_BUFFERED)),
            FlowTester.tab(
                """
                {"id":"keep","type":"change","z":"t","x":1,"y":1,"wires":[["sort"]],"rules":[
                  {"t":"set","p":"first","pt":"flow","to":"3","tot":"num"},
                  {"t":"set","p":"second","pt":"flow","to":"1","tot":"num"},
                  {"t":"set","p":"third","pt":"flow","to":"2","tot":"num"}]}
                """,
                """
                {"id":"sort","type":"sort","z":"t","x":1,"y":1,"wires":[["out"]],
                 "targetType":"msg","msgKey":"$flowContext($)","msgKeyType":"jsonata"}
                """,
                FlowTester.node("out", "test-collector")),
            new JsonataExpressions())) {
      flow.send("keep", List.of("first", "second", "third"));

      assertThat(flow.awaitMessages("out", 1).get(0).payload())
          .isEqualTo(List.of("second", "third", "first"));
    }
  }

  // ---- sequences ----

  private static Message part(@Nullable Object payload, String parts) {
    return Message.ofPayload(payload).with("parts", FlowTester.json(parts));
  }

  private List<Object> places() {
    return node.sent(0).stream()
        .map(message -> (Object) ((Map<?, ?>) message.get("parts")).get("index"))
        .toList();
  }

  @Test
  void sorts_the_messages_of_a_sequence_once_all_are_there() {
    node.with("targetType", "seq");
    node.receives(part("c", "{'id':1,'index':0,'count':3}"));
    node.receives(part("a", "{'id':1,'index':1,'count':3}"));
    node.receives(part("x", "{'id':2,'index':0,'count':2}"));
    node.assertSent();
    node.receives(part("b", "{'id':1,'index':2,'count':3}"));

    node.assertSent("a", "b", "c");
    assertThat(places()).containsExactly(0L, 1L, 2L);
    assertThat(node.sent(0).get(0).get("parts"))
        .isEqualTo(FlowTester.json("{'id':1,'index':0,'count':3}"));
  }

  @Test
  void sorts_a_sequence_by_an_expression_or_another_property() {
    node.with("targetType", "seq").with("seqKey", "$number(payload)").with("seqKeyType", "jsonata");
    node.receives(part("30", "{'id':1,'index':0}"));
    node.receives(part("200", "{'id':1,'index':1}"));
    node.receives(part("4", "{'id':1,'index':2,'count':3}"));

    node.assertSent("4", "30", "200");
  }

  @Test
  void drops_messages_that_are_no_part_of_a_sequence() {
    node.with("targetType", "seq").receives("x").receives(part("y", "{'id':1,'count':1}"));

    node.assertSent();
  }

  @Test
  void gives_up_the_oldest_sequence_above_its_bound() {
    node.with("targetType", "seq");
    node.receives(part("old", "{'id':1,'index':0,'count':2}"));
    for (int i = 0; i < MOST_BUFFERED; i++) {
      node.receives(part(i, "{'id':2,'index':" + i + ",'count':5}"));
    }

    node.assertFailedWith("Too many pending messages in sort node");
    assertThat(node.flow().received("errors").get(0).payload()).isEqualTo("old");
    node.receives(part(9, "{'id':2,'index':4,'count':5}"));
    node.assertSent(0, 1, 2, 3, 9);
  }

  @Test
  void reports_an_expression_that_fails() {
    node.with("msgKey", "$number($)").with("msgKeyType", "jsonata").receives(List.of("a", "b"));

    assertThat(Values.toText(node.error().get("message")))
        .startsWith("Invalid JSONata expression in sort node: the expression can't be evaluated");
    node.assertSent();
  }

  @Test
  void does_nothing_when_its_expression_is_none() {
    node.with("msgKey", "$$$(").with("msgKeyType", "jsonata").receives(List.of(2, 1));

    FlowTester.eventually(
        () ->
            assertThat(node.flow().logged(LogEntry.Level.ERROR))
                .anyMatch(text -> text.startsWith("Invalid JSONata expression in sort node: ")));
    node.assertSent();
  }

  @Test
  void says_that_it_drops_a_sequence_when_it_stops_and_counts_its_messages_as_dealt_with() {
    try (FlowTester flow =
        FlowTester.start(
            List.of(SortNode.type(MOST_BUFFERED), CompleteNode.TYPE),
            FlowTester.tab(
                """
                {"id":"sort","type":"sort","z":"t","x":1,"y":1,"wires":[["out"]],"targetType":"seq"}
                """,
                """
                {"id":"c","type":"complete","z":"t","x":1,"y":1,"wires":[["completed"]],
                 "scope":["sort"]}
                """,
                FlowTester.node("out", "test-collector"),
                FlowTester.node("completed", "test-collector")))) {
      flow.send("sort", part("b", "{'id':1,'index':0,'count':2}"));
      flow.settle("sort");
      assertThat(flow.received("completed")).isEmpty();
      flow.send("sort", part("a", "{'id':1,'index':1,'count':2}"));
      flow.awaitMessages("completed", 2);
      assertThat(flow.received("completed").get(0).get("parts"))
          .isEqualTo(FlowTester.json("{'id':1,'index':1,'count':2}"));

      flow.send("sort", part("c", "{'id':2,'index':0,'count':2}"));
      flow.deploy("[]");
      FlowTester.eventually(
          () ->
              assertThat(flow.logged(LogEntry.Level.INFO))
                  .contains("clear pending message in sort node"));
    }
  }
}
