package io.weir.nodes.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.event.LogEntry;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.runtime.DeployType;
import io.weir.engine.testing.FlowTester;
import io.weir.engine.testing.NodeTester;
import io.weir.nodes.common.CompleteNode;
import io.weir.nodes.expression.JsonataExpressions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JoinNodeTest {
  private static final int MOST_BUFFERED = 8;

  private final NodeTester node =
      NodeTester.of(JoinNode.type(MOST_BUFFERED)).expressions(new JsonataExpressions());

  @AfterEach
  void stop() {
    node.close();
  }

  private static Message part(@Nullable Object payload, String parts) {
    return Message.ofPayload(payload).with("parts", FlowTester.json(parts));
  }

  private static Message topic(String topic, @Nullable Object payload) {
    return Message.ofPayload(payload).with("topic", topic);
  }

  private static Message message(String json) {
    @SuppressWarnings("unchecked")
    Map<String, Object> properties = (Map<String, Object>) FlowTester.json(json);
    return Message.of(properties);
  }

  private NodeTester custom(String config) {
    return node.with("mode", "custom").withJson(config);
  }

  private NodeTester receivesEach(String list) {
    ((List<?>) FlowTester.json(list)).forEach(node::receives);
    return node;
  }

  // ---- as msg.parts says ----

  @Test
  void joins_texts_with_what_they_were_split_at() {
    int index = 0;
    for (String letter : List.of("A", "B", "C", "D")) {
      node.receives(
          part(letter, "{'id':1,'type':'string','ch':',','count':4,'index':" + index++ + "}"));
    }

    node.assertSent("A,B,C,D");
    assertThat(node.sent(0).get(0).has("parts")).isFalse();
  }

  @Test
  void puts_each_value_at_its_place() {
    String parts = "{'id':1,'type':'string','ch':'','count':4,'index':%d}";
    node.receives(part("a", parts.formatted(0)));
    node.receives(part("d", parts.formatted(3)));
    node.receives(part("c", parts.formatted(2)));
    node.receives(part("b", parts.formatted(1)));

    node.assertSent("abcd");
  }

  @ParameterizedTest
  @CsvSource({"buffer,-,A-B-C", "buffer,,ABC", "string,0,A0B0C"})
  void joins_buffers(String type, @Nullable String separator, String expected) {
    for (int index = 0; index < 3; index++) {
      Map<String, @Nullable Object> parts = new LinkedHashMap<>();
      parts.put("id", 1);
      parts.put("type", type);
      parts.put("index", index);
      parts.put("count", 3);
      if (separator != null) {
        parts.put("ch", Buffer.buffer(separator));
      }
      node.receives(
          Message.ofPayload(Buffer.buffer("" + (char) ('A' + index))).with("parts", parts));
    }

    node.assertSent(type.equals("buffer") ? Buffer.buffer(expected) : expected);
  }

  @Test
  void sends_what_there_is_when_a_message_says_that_it_is_complete() {
    node.receives(part(3, "{'id':1,'type':'array','index':2,'count':4}"));
    node.receives(part(2, "{'id':1,'type':'array','index':1,'count':4}"));
    node.receives(part(4, "{'id':1,'type':'array','index':3,'count':4}").with("complete", true));

    node.assertSent(Arrays.asList(Undefined.VALUE, 2, 3, 4));
    assertThat(node.sent(0).get(0).has("complete")).isFalse();
  }

  @Test
  void does_not_count_a_place_twice_and_forgets_a_group_when_told_so() {
    String parts = "{'id':1,'type':'array','count':2,'index':%d}";
    node.receives(part("A", parts.formatted(0)));
    node.receives(part("B", parts.formatted(0)));
    node.receives(part("C", parts.formatted(0)));
    node.receives(part("D", parts.formatted(1)));
    node.receives(part("E", parts.formatted(0)));
    node.receives(part("x", "{'id':1}").with("reset", true));
    node.receives(part("F", parts.formatted(1)));
    node.receives(part("G", parts.formatted(0)));

    node.assertSent(List.of("C", "D"), List.of("G", "F"));
  }

  @Test
  void forgets_all_groups_when_a_message_without_parts_says_so() {
    node.receives(part("A", "{'id':1,'count':2,'index':0}"));
    node.receives(message("{'reset':true}"));
    node.receives(part("B", "{'id':1,'count':2,'index':1}"));
    node.assertSent();

    node.receives(part("C", "{'id':1,'count':2,'index':0}"));
    node.assertSent(List.of("C", "B"));
  }

  @Test
  void learns_the_number_of_messages_from_any_of_them() {
    node.receives(part(1, "{'id':1,'index':1}"));
    node.receives(part(2, "{'id':1,'index':2,'count':3}"));
    node.receives(part(0, "{'id':1,'index':0}"));

    node.assertSent(List.of(0, 1, 2));
  }

  @Test
  void rebuilds_the_property_that_was_split() {
    for (int i = 0; i < 2; i++) {
      node.receives(
          Message.of(
              Map.of(
                  "foo",
                  Map.of("bar", i),
                  "parts",
                  Map.of("id", 1, "property", "foo.bar", "index", i, "count", 2))));
    }

    assertThat(node.awaitSent(0, 1).get(0).get("foo")).isEqualTo(Map.of("bar", List.of(0L, 1L)));
  }

  @Test
  void rebuilds_objects_and_arrays_of_chunks() {
    node.receives(part(1, "{'id':'o','type':'object','key':'a','index':0,'count':2}"));
    node.receives(part(9, "{'id':'o','type':'object','key':'a','index':0,'count':2}"));
    node.receives(part(2, "{'id':'o','type':'object','key':'b','index':1,'count':2}"));
    node.receives(part(List.of(1, 2), "{'id':'a','type':'array','len':2,'index':0,'count':2}"));
    node.receives(part(List.of(3), "{'id':'a','type':'array','len':2,'index':1,'count':2}"));

    node.assertSent(Map.of("a", 9, "b", 2), List.of(1, 2, 3));
  }

  @Test
  void warns_of_what_can_not_be_joined() {
    node.receives("x");
    node.receives(part("x", "{'id':1,'type':'object','count':1}"));
    node.receives(part(1, "{'id':2,'type':'buffer','count':1}"));

    node.assertLogged(
        LogEntry.Level.WARN, "Message missing msg.parts property - cannot join in 'auto' mode");
    node.assertLogged(
        LogEntry.Level.WARN, "Message missing 'msg.parts.key' property - cannot add to object");
    node.assertFailedWith("Cannot join number to buffer");
    node.assertSent();
  }

  @Test
  void keeps_no_array_of_endless_places() {
    node.receives(part("x", "{'id':1,'type':'array','index':2000000000,'count':1}"));

    node.assertFailedWith("msg.parts.index is 2000000000; at most 200000 are joined");
  }

  @Test
  void puts_sequences_in_sequences_together_again() {
    try (FlowTester flow =
        FlowTester.start(
            List.of(SplitNode.TYPE, JoinNode.type(MOST_BUFFERED)),
            FlowTester.tab(
                FlowTester.node("s1", "split", "s2"),
                FlowTester.node("s2", "split", "j1"),
                FlowTester.node("j1", "join", "j2"),
                FlowTester.node("j2", "join", "out"),
                FlowTester.node("out", "test-collector")))) {
      Object nested = FlowTester.json("[[1,2,3],'a\\nb\\nc',[7,8,9],{'a':1,'b':[1]}]");
      flow.send("s1", nested);

      Message joined = flow.awaitMessages("out", 1).get(0);
      assertThat(MessageJson.text(joined.payload())).isEqualTo(MessageJson.text(nested));
      assertThat(joined.has("parts")).isFalse();
    }
  }

  // ---- as configured ----

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'build':'array','count':3} | [1,true,{'a':1}] | [1,true,{'a':1}]",
        "{'count':'2'} | [1,2] | [1,2]",
        "{'build':'string','joiner':',','count':4} | [1,{'a':2},'',null] | '1,[object Object],,'",
        "{'build':'string','joiner':'\\\\n','count':2} | ['a','b'] | 'a\\nb'",
        "{'build':'string','joiner':'[45]','joinerType':'bin','count':2} | ['a','b'] | 'a-b'",
        "{'build':'string','count':2} | ['a','b'] | 'ab'",
        "{'build':'merged','count':5} | [{'a':9},{'a':1},{'b':9},{'b':2},{'c':3},{'d':4},{'e':5}]"
            + " | {'a':1,'b':2,'c':3,'d':4,'e':5}",
      })
  void joins_as_configured(String config, String payloads, String expected) {
    custom(config);
    receivesEach(payloads);

    node.assertSent(FlowTester.json(expected));
  }

  @Test
  void joins_texts_and_byte_numbers_to_a_buffer() {
    custom("{'build':'buffer','joiner':'','count':3}");
    node.receives("Hello", Buffer.buffer("W"), List.of(111, 114));

    node.assertSent(Buffer.buffer("HelloWor"));
  }

  @Test
  void makes_an_object_with_a_key_for_each_message() {
    custom("{'build':'object','key':'topic','count':5}");
    node.receives(topic("a", 1)).receives(topic("b", 2)).receives(topic("c", 3));
    node.receives(topic("d", 4)).receives(topic("d", 5)).receives(topic("g", 6));

    node.assertSent(FlowTester.json("{'a':1,'b':2,'c':3,'d':5,'g':6}"));
    assertThat(node.sent(0).get(0).topic()).isEqualTo("g");
  }

  @Test
  void merges_whole_messages() {
    custom("{'build':'merged','property':'','propertyType':'full','count':3}");
    node.receives(message("{'_msgid':'1','payload':'p','foo':1}"));
    node.receives(message("{'_msgid':'2','foo':2,'bar':3}"));

    node.assertSent(FlowTester.json("{'payload':'p','foo':2,'bar':3}"));
    assertThat(node.sent(0).get(0).id()).isEqualTo("2");
  }

  @Test
  void sends_again_with_every_message_that_follows() {
    custom("{'build':'merged','accumulate':true,'count':3}");
    receivesEach("[{'a':1},{'b':2},{'c':3},{'a':4}]");
    node.receives(message("{'payload':{'d':5},'complete':true}"));
    receivesEach("[{'x':1},{'y':2},{'z':3}]");

    node.assertSent(
        FlowTester.json("{'a':1,'b':2,'c':3}"),
        FlowTester.json("{'a':4,'b':2,'c':3}"),
        FlowTester.json("{'a':4,'b':2,'c':3,'d':5}"),
        FlowTester.json("{'x':1,'y':2,'z':3}"));
  }

  @Test
  void only_the_flag_itself_lets_a_group_go_on() {
    custom("{'build':'merged','accumulate':'false','count':1}");
    receivesEach("[{'a':1},{'b':2}]");

    node.assertSent(Map.of("a", 1), Map.of("b", 2));
  }

  @Test
  void throws_away_what_there_is_when_told_so() {
    custom("{'build':'object','accumulate':true,'count':4}");
    node.receives(topic("b", 9)).receives(topic("c", 9));
    node.receives(message("{'reset':true}"));
    for (String key : List.of("a", "b", "c", "d")) {
      node.receives(topic(key, 1));
    }

    node.assertSent(FlowTester.json("{'a':1,'b':1,'c':1,'d':1}"));
  }

  @Test
  void sends_what_there_is_when_the_time_is_over() {
    custom("{'build':'string','joiner':',','timeout':'0.05','count':''}");
    node.receives("a", "b", "c");

    assertThat(node.awaitSent(0, 1).get(0).payload()).isEqualTo("a,b,c");
  }

  @Test
  void adds_the_value_of_the_message_that_says_complete() {
    custom("{'build':'string','joiner':'\\\\n','count':0}");
    node.receives("Hello", "NodeRED", "World");
    node.receives(message("{'payload':'','complete':true}"));

    node.assertSent("Hello\nNodeRED\nWorld\n");
  }

  @Test
  void adds_nothing_of_a_message_that_has_only_complete() {
    custom("{'build':'array'}");
    node.receives(1, 2, 3).receives(message("{'complete':true}"));

    node.assertSent(List.of(1, 2, 3));
  }

  @Test
  void sends_an_object_when_a_message_without_key_says_complete() {
    custom("{'build':'object'}");
    node.receives(topic("a", 1)).receives(message("{'payload':9,'complete':true}"));

    node.assertSent(Map.of("a", 1));
    assertThat(node.sent(0).get(0).has("complete")).isFalse();
  }

  @Test
  void goes_by_sequences_when_no_number_is_set() {
    custom("{'build':'array','count':'','useparts':true}");
    node.receives(part(1, "{'id':1,'index':1,'count':2}"));
    node.receives(part(2, "{'id':2,'index':0,'count':2}"));
    node.receives(part(3, "{'id':1,'index':0,'count':2}"));

    // In the order that they came in: the place counts only in automatic mode.
    node.assertSent(List.of(1, 3));
  }

  @Test
  void leaves_the_sequence_of_messages_out_but_not_the_one_around() {
    custom("{'build':'array','count':2,'useparts':false}");
    node.receives(part(1, "{'id':1,'count':9,'parts':{'id':'outer'}}"));
    node.receives(part(2, "{'id':2,'count':9,'parts':{'id':'outer'}}"));

    node.assertSent(List.of(1, 2));
    assertThat(node.sent(0).get(0).get("parts")).isEqualTo(Map.of("id", "outer"));
  }

  @Test
  void warns_of_messages_that_do_not_fit() {
    custom("{'build':'object','property':'payload.x','count':2}");
    node.receives(message("{'topic':'a'}"));
    node.receives(message("{'payload':{'x':1}}"));

    node.assertLogged(LogEntry.Level.WARN, "Message property payload.x not found");
    node.assertLogged(
        LogEntry.Level.WARN, "Message missing key property 'msg.topic' - cannot add to object");
  }

  @Test
  void warns_of_values_that_can_not_be_merged() {
    custom("{'build':'merged'}");
    node.receives(7).receives(message("{'payload':[1],'complete':true}"));

    node.assertSent(Map.of());
    assertThat(node.flow().logged(LogEntry.Level.WARN))
        .containsExactly("Cannot merge non-object types");
  }

  // ---- by an expression ----

  private NodeTester reduce(String config) {
    return node.with("mode", "reduce").withJson(config);
  }

  private void receivesSequence(Object... payloads) {
    for (int i = payloads.length - 1; i >= 0; i--) {
      // Only the last one to come says how many there are.
      String count = i == 0 ? ",'count':" + payloads.length : "";
      node.receives(part(payloads[i], "{'id':'s','index':" + i + count + "}"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'reduceExp':'$A+payload','reduceInit':'0','reduceInitType':'num'} | 10",
        "{'reduceExp':'`$A+$I`','reduceInit':0,'reduceInitType':'num'} | 6",
        "{'reduceExp':'$A','reduceInit':'{\\\"a\\\":[]}','reduceInitType':'json'} | {'a':[]}",
        "{'reduceExp':'$A','reduceInit':'NR_NODE_ID','reduceInitType':'env'} | 'node'",
        "{'reduceExp':'$A+payload','reduceInit':'1+1','reduceInitType':'jsonata'} | 12",
        "{'reduceExp':'$append($A,[payload])','reduceInit':'[]','reduceInitType':'json'} | [1,2,3,4]",
        "{'reduceExp':'$append($A,[payload])','reduceInit':'[]','reduceInitType':'json',"
            + "'reduceRight':true} | [4,3,2,1]",
        "{'reduceExp':'$A+payload','reduceFixup':'$A/$N','reduceInit':'0','reduceInitType':'num'}"
            + " | 2.5",
      })
  void goes_through_a_sequence_with_an_expression(String config, String expected) {
    reduce(config.replace("`", ""));
    receivesSequence(1, 2, 3, 4);

    node.assertSent(FlowTester.json(expected));
    assertThat(node.sent(0).get(0).get("parts")).isInstanceOf(Map.class);
  }

  @Test
  void gives_an_expression_the_messages_in_order() {
    reduce(
        "{'reduceExp':'\\\"(\\\" & $A & \\\"+\\\" & payload & \\\")\\\"','reduceInit':'0',"
            + "'reduceInitType':'str'}");
    receivesSequence(1, 2, 3, 4);

    node.assertSent("((((0+1)+2)+3)+4)");
  }

  @Test
  void lets_messages_that_are_no_part_of_a_sequence_pass_an_expression() {
    reduce("{'reduceExp':'$A'}").receives(message("{'payload':5,'reset':true}"));

    node.assertSent(5);
  }

  @Test
  void reports_an_expression_that_fails_and_goes_on_with_the_next_sequence() {
    reduce("{'reduceExp':'$A+payload','reduceInit':'0','reduceInitType':'num'}");
    receivesSequence("x", "y");
    assertThat(Values.toText(node.error().get("message")))
        .startsWith("Invalid JSONata expression: ");

    receivesSequence(1, 2);
    node.assertSent(3);
  }

  @Test
  void does_nothing_when_its_expression_is_none() {
    reduce("{'reduceExp':'$$$('}").receives("x");

    FlowTester.eventually(
        () ->
            assertThat(node.flow().logged(LogEntry.Level.ERROR))
                .anyMatch(text -> text.startsWith("Invalid JSONata expression: ")));
    node.assertSent();
  }

  @Test
  void gives_up_sequences_above_its_bound() {
    reduce("{'reduceExp':'$A'}");
    for (int i = 0; i <= MOST_BUFFERED; i++) {
      node.receives(part(i, "{'id':'s','index':" + i + "}"));
    }

    node.assertFailedWith("too many pending messages in join node");
    node.assertSent();
  }

  // ---- when messages are dealt with ----

  @Test
  void messages_are_complete_once_the_joined_one_was_sent() {
    try (FlowTester flow =
        FlowTester.start(
            List.of(JoinNode.type(MOST_BUFFERED), CompleteNode.TYPE),
            FlowTester.tab(
                """
                {"id":"join","type":"join","z":"t","x":1,"y":1,"wires":[["out"]],
                 "mode":"custom","build":"array","count":2}
                """,
                """
                {"id":"c","type":"complete","z":"t","x":1,"y":1,"wires":[["completed"]],
                 "scope":["join"]}
                """,
                FlowTester.node("out", "test-collector"),
                FlowTester.node("completed", "test-collector")))) {
      flow.send("join", 1);
      flow.settle("join");
      assertThat(flow.received("completed")).isEmpty();

      flow.send("join", 2);
      flow.awaitMessages("completed", 2);
      flow.send("join", 3);
      flow.send("join", message("{'reset':true}"));
      // What was thrown away, and the message that said so.
      flow.awaitMessages("completed", 4);
      assertThat(flow.received("out")).hasSize(1);
    }
  }

  @Test
  void messages_are_complete_when_the_node_stops_with_them() {
    String complete =
        """
        {"id":"c","type":"complete","z":"t","x":1,"y":1,"wires":[["completed"]],"scope":["join"]}
        """;
    String collector = FlowTester.node("completed", "test-collector");
    String join = "{\"id\":\"join\",\"type\":\"join\",\"z\":\"t\",\"x\":1,\"y\":1,%s\"wires\":[]}";
    try (FlowTester flow =
        FlowTester.start(
            List.of(JoinNode.type(MOST_BUFFERED), CompleteNode.TYPE),
            FlowTester.tab(join.formatted("\"mode\":\"custom\","), complete, collector))) {
      flow.send("join", "held");
      flow.settle("join");
      flow.deploy(
          FlowTester.tab(join.formatted("\"mode\":\"auto\","), complete, collector),
          DeployType.NODES);

      assertThat(flow.awaitMessages("completed", 1).get(0).payload()).isEqualTo("held");
    }
  }

  @Test
  void is_not_made_when_its_bytes_are_no_list() {
    custom("{'build':'string','joiner':'1','joinerType':'bin'}").starts();

    FlowTester.eventually(
        () ->
            assertThat(node.flow().logged(LogEntry.Level.ERROR))
                .anyMatch(text -> text.contains("not an array")));
  }

  @Test
  void starts_the_time_anew_when_told_so_and_goes_on_with_the_message() {
    custom("{'build':'array','timeout':'0.3','count':3}");
    node.receives(1).receives(message("{'payload':2,'restartTimeout':true}"));

    assertThat(node.awaitSent(0, 1).get(0).payload()).isEqualTo(List.of(1L, 2L));
  }

  @Test
  void puts_a_long_array_together_again() {
    try (FlowTester flow =
        FlowTester.start(
            List.of(SplitNode.TYPE, JoinNode.type(MOST_BUFFERED)),
            FlowTester.tab(
                FlowTester.node("split", "split", "join"),
                FlowTester.node("join", "join", "out"),
                FlowTester.node("out", "test-collector")))) {
      List<Object> numbers = new ArrayList<>(Collections.nCopies(60_000, 7L));
      flow.send("split", numbers);

      assertThat(flow.awaitMessages("out", 1).get(0).payload()).isEqualTo(numbers);
    }
  }
}
