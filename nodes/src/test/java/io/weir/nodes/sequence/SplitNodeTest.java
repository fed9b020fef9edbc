package io.weir.nodes.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.event.LogEntry;
import io.weir.engine.message.Message;
import io.weir.engine.testing.FlowTester;
import io.weir.engine.testing.NodeTester;
import io.weir.nodes.common.CompleteNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitNodeTest {
  private final NodeTester node = NodeTester.of(SplitNode.TYPE);

  @AfterEach
  void stop() {
    node.close();
  }

  private Map<?, ?> parts(int message) {
    return (Map<?, ?>) node.sent(0).get(message).get("parts");
  }

  private List<Object> eachPart(String key) {
    return node.sent(0).stream()
        .map(message -> (Object) ((Map<?, ?>) message.get("parts")).get(key))
        .toList();
  }

  private static Buffer bytes(String text) {
    return Buffer.buffer(text);
  }

  @Test
  void sends_each_item_of_an_array() {
    node.receives(List.of(1, 2, 3, 4));

    node.assertSent(1, 2, 3, 4);
    assertThat(eachPart("index")).containsExactly(0L, 1L, 2L, 3L);
    assertThat(eachPart("count")).containsOnly(4L);
    assertThat(parts(0).get("type")).isEqualTo("array");
    assertThat(parts(0).get("len")).isEqualTo(1L);
    assertThat(eachPart("id").stream().distinct()).hasSize(1);
    assertThat(node.sent(0).stream().map(Message::id).distinct()).hasSize(4);
  }

  @Test
  void sends_items_of_an_array_by_the_few() {
    node.with("arraySplt", "3").receives(List.of(1, 2, 3, 4));

    node.assertSent(List.of(1, 2, 3), List.of(4));
    assertThat(eachPart("count")).containsOnly(2L);
    assertThat(parts(0).get("len")).isEqualTo(3L);
  }

  @Test
  void sends_nothing_of_what_has_no_parts() {
    node.receives(List.of(), Map.of(), 7, true);

    node.assertSent();
  }

  @Test
  void splits_another_property() {
    node.with("property", "foo.bar")
        .receives(Message.ofPayload("p").with("foo", Map.of("bar", List.of("a", "b"), "baz", 1)));

    List<Message> sent = node.awaitSent(0, 2);
    assertThat(sent.get(1).get("foo")).isEqualTo(Map.of("bar", "b", "baz", 1L));
    assertThat(sent.get(1).payload()).isEqualTo("p");
    assertThat(parts(1).get("property")).isEqualTo("foo.bar");
  }

  @Test
  void sends_each_member_of_an_object() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("a", 1);
    object.put("b", "2");
    object.put("c", true);
    node.with("addname", "topic").receives(object);

    node.assertSent(1, "2", true);
    assertThat(eachPart("key")).containsExactly("a", "b", "c");
    assertThat(eachPart("count")).containsOnly(3L);
    assertThat(node.sent(0).stream().map(Message::topic)).containsExactly("a", "b", "c");
    assertThat(parts(0).get("type")).isEqualTo("object");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | 'Da\\nve\\n \\nCJ' | ['Da','ve',' ','CJ'] | 4",
        "{'splt':''} | 'a\\nb\\n' | ['a','b',''] | 3",
        "{'splt':', ','spltType':'str'} | 'a, b' | ['a','b'] | 2",
        "{'splt':'\\\\t','spltType':'str'} | 'a\\tb' | ['a','b'] | 2",
        "{'splt':'\\\\e','spltType':'str'} | 'aeb' | ['a','b'] | 2",
        "{'splt':'2','spltType':'len'} | '12345678' | ['12','34','56','78'] | 4",
        "{'splt':2,'spltType':'len'} | '123' | ['12','3'] | 2",
        "{'splt':'2','spltType':'len'} | '' | [''] | 0",
        "{'splt':'[52]','spltType':'bin'} | '123' | ['123'] | 1",
        "{'splt':'[50]','spltType':'bin'} | '123' | ['1','3'] | 2",
        "{'splt':'[]','spltType':'bin'} | '123' | ['1','2','3'] | 3",
      })
  void cuts_texts(String config, String text, String pieces, long count) {
    node.withJson(config).receives(FlowTester.json(text));

    node.assertSent(((List<?>) FlowTester.json(pieces)).toArray());
    assertThat(eachPart("count")).containsOnly(count);
    assertThat(eachPart("type")).containsOnly("string");
  }

  @Test
  void says_what_texts_are_joined_with_again() {
    node.receives("a\nb");
    assertThat(node.awaitSent(0, 2)).hasSize(2);
    assertThat(parts(0).get("ch")).isEqualTo("\n");
    assertThat(parts(0).containsKey("len")).isFalse();
  }

  @Test
  void says_what_texts_cut_by_length_are_joined_with_again() {
    node.with("spltType", "len").with("splt", "2").receives("abc");

    node.awaitSent(0, 2);
    assertThat(parts(0).get("ch")).isEqualTo("");
    assertThat(parts(0).get("len")).isEqualTo(2L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'splt':'2','spltType':'str'} | 1234 | 1,34 | 2",
        "{'splt':'[50, 51]','spltType':'bin'} | 12342342 | 1,4,42 | 3",
        "{'splt':'2','spltType':'len'} | 123 | 12,3 | 2",
        // The empty part behind the last separator is counted but not sent.
        "{'splt':';'} | a;b; | a,b | 3",
      })
  void cuts_buffers(String config, String text, String pieces, long count) {
    node.withJson(config).receives(bytes(text));

    node.assertSent(Arrays.stream(pieces.split(",", -1)).map(SplitNodeTest::bytes).toArray());
    assertThat(eachPart("count")).containsOnly(count);
    assertThat(eachPart("type")).containsOnly("buffer");
  }

  @Test
  void says_what_buffers_are_joined_with_again() {
    node.with("spltType", "bin").with("splt", "[52]").receives(bytes("141"));

    node.awaitSent(0, 2);
    assertThat(parts(0).get("ch")).isEqualTo(List.of(52L));
  }

  @Test
  void takes_texts_for_one_stream_when_told_so() {
    node.with("stream", true).receives("1\n2\n3\n", "4\n5\n6\n", "7");

    node.assertSent("1", "2", "3", "4", "5", "6");
    assertThat(eachPart("index")).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    assertThat(parts(0).containsKey("count")).isFalse();
  }

  @Test
  void takes_buffers_for_one_stream_when_told_so() {
    node.withJson("{'stream':true,'spltType':'bin','splt':'[52]'}");
    node.receives(bytes("123412"), bytes("34123"), bytes("4"));

    node.assertSent(bytes("123"), bytes("123"), bytes("123"));
  }

  @Test
  void sends_a_piece_of_a_stream_as_soon_as_it_is_long_enough() {
    node.withJson("{'stream':true,'spltType':'len','splt':'3'}");
    node.receives("1234", "56", "7");

    node.assertSent("123", "456");
  }

  @Test
  void keeps_the_sequence_that_a_message_came_in() {
    node.receives(Message.ofPayload(List.of(1)).with("parts", Map.of("id", "outer")));

    node.assertSent(1);
    assertThat(parts(0).get("parts")).isEqualTo(Map.of("id", "outer"));
  }

  @Test
  void reports_null_to_catch_nodes() {
    node.receives((Object) null);

    node.assertFailedWith("TypeError: Cannot convert undefined or null to object");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'spltType':'bin','splt':'1'} | not an array",
        "{'spltType':'len','splt':'0'} | invalid split length: 0",
        "{'spltType':'len','splt':'x'} | invalid split length: x",
        "{'arraySplt':0} | invalid array split length: 0",
      })
  void does_nothing_when_it_is_told_nonsense(String config, String error) {
    node.withJson(config).receives("a\nb");

    node.assertLogged(LogEntry.Level.ERROR, "Invalid split property: " + error).assertSent();
  }

  private static FlowTester watched(String config) {
    return FlowTester.start(
        List.of(SplitNode.TYPE, CompleteNode.TYPE),
        FlowTester.tab(
            "{\"id\":\"split\",\"type\":\"split\",\"z\":\"t\",\"x\":1,\"y\":1,\"wires\":[[\"parts\"]]"
                + config.replace('\'', '"')
                + "}",
            "{\"id\":\"c\",\"type\":\"complete\",\"z\":\"t\",\"x\":1,\"y\":1,\"scope\":[\"split\"],"
                + "\"wires\":[[\"completed\"]]}",
            FlowTester.node("parts", "test-collector"),
            FlowTester.node("completed", "test-collector")));
  }

  @Test
  void completes_a_message_whose_end_waits_once_that_was_sent() {
    try (FlowTester flow = watched(",'stream':true,'spltType':'len','splt':'3'")) {
      flow.send("split", "12345");
      flow.settle("split");
      assertThat(flow.received("parts")).hasSize(1);
      assertThat(flow.received("completed")).isEmpty();

      flow.send("split", "67");
      assertThat(flow.awaitMessages("parts", 2).get(1).payload()).isEqualTo("456");
      assertThat(flow.awaitMessages("completed", 1).get(0).payload()).isEqualTo("12345");
      flow.settle("split");
      assertThat(flow.received("completed")).hasSize(1);
    }
  }

  @Test
  void completes_what_has_no_parts_but_not_a_message_without_the_property() {
    try (FlowTester flow = watched("")) {
      flow.send("split", Message.create());
      flow.send("split", 3);

      assertThat(flow.awaitMessages("completed", 1).get(0).payload()).isEqualTo(3L);
      flow.settle("split");
      assertThat(flow.received("completed")).hasSize(1);
    }
  }

  @Test
  void holds_no_endless_piece_of_a_stream() {
    node.withJson("{'stream':true}");
    String much = "x".repeat(9_000_000);
    node.receives(much, much);

    node.assertFailedWith(
        "more than 16777216 characters or bytes without a separator; they are dropped");
    node.receives("a\nb");
    node.assertSent("a");
  }
}
