package io.weir.nodes.parser;

import static io.weir.engine.testing.FlowTester.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.event.LogEntry;
import io.weir.engine.event.NodeStatus;
import io.weir.engine.message.Message;
import io.weir.engine.message.Values;
import io.weir.engine.node.Status;
import io.weir.engine.testing.NodeTester;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What both directions do with messages; what is in the text is {@link CsvTextTest}'s. */
class CsvNodeTest {
  private static final String MALFORMED = "Malformed columns template.";
  private static final String UNSUPPORTED = "This node only handles CSV strings or js objects.";

  private final NodeTester node = NodeTester.of(CsvNode.type(10_000)).with("spec", "rfc");

  @AfterEach
  void stop() {
    node.close();
  }

  private static Message line(int index, Integer count, String text) {
    Map<String, Object> parts =
        count == null
            ? Map.of("id", "s", "index", index)
            : Map.of("id", "s", "index", index, "count", count);
    return Message.ofPayload(text).with("parts", parts).with("topic", "t");
  }

  private void receivesLines(String... lines) {
    for (int i = 0; i < lines.length; i++) {
      node.receives(line(i, i == lines.length - 1 ? lines.length : null, lines[i]));
    }
  }

  private List<Object> sent(String property) {
    return node.sent(0).stream().map(message -> message.get(property)).toList();
  }

  private List<Status> statuses() {
    return node.flow().statuses("node").stream().map(NodeStatus::status).toList();
  }

  // ---- what arrives ----

  @Test
  void without_a_payload_a_message_passes_unless_it_resets() {
    node.receives(Message.create().with("topic", "x"));
    node.receives(Message.create().with("reset", false));

    assertThat(node.sent(0)).hasSize(1);
    assertThat(sent("topic")).containsExactly("x");
  }

  @Test
  void rfc_fails_with_what_is_neither_text_nor_an_object_and_says_so() {
    node.receives(5);
    node.assertFailedWith(UNSUPPORTED);
    node.receives(Buffer.buffer("a")).assertSent();
    assertThat(statuses()).contains(Status.of("red", "dot", UNSUPPORTED));

    node.receives("1").assertSent(Map.of("col1", 1));
    assertThat(statuses().get(statuses().size() - 1)).isEqualTo(Status.NONE);
  }

  @Test
  void legacy_warns_of_what_is_neither_text_nor_an_object() {
    node.with("spec", "").receives(5, true).assertSent();

    node.assertLogged(LogEntry.Level.WARN, UNSUPPORTED);
    assertThat(statuses()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\"b", "\"a\"b", "\"a"})
  void rfc_ignores_everything_if_its_template_is_malformed(String template) {
    node.with("temp", template).receives("1", Map.of("a", 1)).assertSent();

    node.assertLogged(LogEntry.Level.WARN, MALFORMED);
    assertThat(statuses()).containsExactly(Status.of("red", "dot", MALFORMED));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a\"b | UnquotedQuoteError: Quote found in the middle of an unquoted field",
        "\"a\"b | DataAfterCloseError: Data found after closing quote",
        "\"a | ParseError: Missing quote, unclosed cell",
      })
  void rfc_refuses_a_malformed_header(String header, String error) {
    node.with("hdrin", true).receives(header + "\n1");

    node.assertFailedWith(error).assertSent();
    assertThat(statuses()).contains(Status.of("red", "dot", MALFORMED));
  }

  // ---- text to objects ----

  @Test
  void sends_a_message_for_each_row() {
    node.with("hdrin", true)
        .receives(Message.ofPayload("w,x,y,z\n1,2,3,4\n\n5,6,7,8").with("topic", "t"));

    node.assertSent(json("{'w':1,'x':2,'y':3,'z':4}"), json("{'w':5,'x':6,'y':7,'z':8}"));
    Message second = node.sent(0).get(1);
    assertThat(second.get("parts"))
        .isEqualTo(Values.freeze(Map.of("id", second.id(), "index", 1, "count", 2)));
    assertThat(second.topic()).isEqualTo("t");
    assertThat(sent("columns")).containsExactly("w,x,y,z", "w,x,y,z");
  }

  @Test
  void sends_one_array_which_may_be_empty() {
    node.with("multi", "mult").receives("1\n2", "");

    node.assertSent(json("[{'col1':1},{'col1':2}]"), List.of());
    assertThat(node.sent(0)).noneMatch(message -> message.has("parts"));
  }

  @ParameterizedTest
  @CsvSource({"rfc,mult", "rfc,yes", "'',mult"})
  void collects_the_rows_of_lines_of_a_sequence(String parser, String output) {
    node.with("spec", parser).with("multi", output).with("hdrin", true);
    receivesLines("a,b,c", "1,2,3\n", "4,5,6\r\n", "7,8,9");

    node.assertSent(json("[{'a':1,'b':2,'c':3},{'a':4,'b':5,'c':6},{'a':7,'b':8,'c':9}]"));
    assertThat(node.sent(0).get(0).has("parts")).isFalse();
    assertThat(sent("columns")).containsExactly("a,b,c");
  }

  @Test
  void keeps_the_rows_of_sequences_apart() {
    node.with("multi", "mult").receives(line(0, null, "1"));
    node.receives(line(0, 2, "5").with("parts", Map.of("id", "u", "index", 0, "count", 2)));
    node.receives(line(1, 2, "2"))
        .receives(line(1, 2, "6").with("parts", Map.of("id", "u", "index", 1, "count", 2)));

    node.assertSent(json("[{'col1':1},{'col1':2}]"), json("[{'col1':5},{'col1':6}]"));
  }

  @ParameterizedTest
  @CsvSource({"mult,c", "yes,a"})
  void converts_parts_of_several_lines_by_themselves(String output, String secondName) {
    node.with("multi", output).with("hdrin", true);
    node.receives(line(0, 2, "a\n1\n2\n")).receives(line(1, 2, "c\n3\n4\n"));

    List<Message> sent = node.awaitSent(0, 2);
    assertThat(sent.get(0).payload()).isEqualTo(json("[{'a':1},{'a':2}]"));
    assertThat(sent.get(1).get("columns")).isEqualTo(secondName);
    assertThat(sent.get(1).get("parts")).isEqualTo(json("{'id':'s','index':1,'count':2}"));
  }

  @Test
  void lines_of_a_sequence_keep_their_places_without_those_that_have_no_rows() {
    node.with("hdrin", true).with("skip", "2");
    receivesLines("foo", "bar", "a,b", "1,2", "3,4");

    node.assertSent(json("{'a':1,'b':2}"), json("{'a':3,'b':4}"));
    assertThat(sent("parts"))
        .containsExactly(json("{'id':'s','index':0}"), json("{'id':'s','index':1,'count':2}"));
    assertThat(node.sent(0))
        .extracting(message -> message.get("complete"))
        .containsExactly(null, true);
  }

  @Test
  void the_end_of_a_sequence_without_a_row_is_told() {
    receivesLines("1", "");

    List<Message> sent = node.awaitSent(0, 2);
    assertThat(sent.get(1).properties()).containsOnlyKeys(Message.ID, "complete");
    assertThat(sent.get(1).get("complete")).isEqualTo(true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"foo\nbar\n1,2", "foo\r\nbar\r\n1,2", "foo\rbar\r1,2"})
  void skips_lines(String text) {
    node.with("skip", 2).receives(text, "foo", "foo\nbar\n");

    node.assertSent(json("{'col1':1,'col2':2}"));
  }

  @Test
  void completes_if_everything_is_skipped() {
    node.with("skip", 1).with("multi", "mult").receives("foo");

    node.assertSent(List.of());
  }

  @Test
  void names_of_a_message_stay_for_the_next_that_has_none() {
    node.with("multi", "mult").receives(Message.ofPayload(Map.of("b", 1)).with("columns", "a,b"));
    node.receives("1,2");

    node.assertSent(",1\r\n", json("[{'a':1,'b':2}]"));
  }

  @Test
  void names_that_were_made_up_are_made_up_anew() {
    node.with("multi", "mult").receives("1", "1,2");

    node.assertSent(json("[{'col1':1}]"), json("[{'col1':1,'col2':2}]"));
  }

  @Test
  void many_rows_are_handed_over_as_the_tab_takes_them_and_in_order() {
    int rows = 25_000;
    node.with("multi", "one").receives("1\n".repeat(rows), "2");

    List<Message> sent = node.awaitSent(0, rows + 1);
    assertThat(sent.get(rows - 1).get("parts"))
        .isEqualTo(Values.freeze(Map.of("id", sent.get(0).id(), "index", rows - 1, "count", rows)));
    assertThat(sent.get(rows).payload()).isEqualTo(json("{'col1':2}"));
  }

  @Test
  void text_with_too_many_cells_is_refused() {
    node.receives(",".repeat(5_000_001));

    assertThat(node.error().get("message")).asString().contains("more than 5000000 cells");
  }

  @Test
  void what_completes_is_the_whole_sequence() {
    node.with("multi", "mult").receives(line(0, null, "1")).assertSent();
    node.receives(line(1, 2, "2"));

    node.assertSent(json("[{'col1':1},{'col1':2}]"));
  }

  // ---- objects to text ----

  @Test
  void the_header_is_written_once_until_a_reset() {
    node.with("hdrout", "once");
    for (int i = 0; i < 3; i++) {
      node.receives(
          Message.ofPayload(json("{'a':%d,'b':%d}".formatted(4 - i, 3 - i)))
              .with("columns", "a,,b,a")
              .with("parts", Map.of("id", "s", "index", i)));
    }
    node.receives(Message.create().with("reset", true));
    node.receives(Map.of("c", 1));

    node.assertSent("a,,b,a\r\n4,,3,4\r\n", "3,,2,3\r\n", "2,,1,2\r\n", "c\r\n1\r\n");
    assertThat(sent("columns")).containsExactly("a,b,a", "a,b,a", "a,b,a", "c");
    assertThat(sent("parts").get(2)).isEqualTo(json("{'id':'s','index':2}"));
  }

  @Test
  void later_parts_of_a_sequence_have_the_columns_of_the_first() {
    node.receives(Message.ofPayload(json("{'b':1,'a':2}")).with("columns", "a,b"));
    node.receives(Message.ofPayload(Map.of("b", 3)).with("parts", Map.of("id", "s", "index", 1)));

    node.assertSent("2,1\r\n", ",3\r\n");
  }

  @Test
  void warns_once_that_there_are_no_columns() {
    node.receives(json("{'a':1,'b':{'c':1},'d':null,'e':[1]}"), json("[{'a':1,'z':2},{'z':3}]"));

    node.assertSent("1\r\n", "1,2\r\n,3\r\n");
    assertThat(sent("columns")).containsExactly("a,b,d,e", "a,z");
    assertThat(node.flow().logged(LogEntry.Level.WARN))
        .containsExactly("No columns template specified for object -> CSV.");
  }

  @Test
  void legacy_takes_the_keys_of_the_first_object_for_all_and_names_no_columns() {
    node.with("spec", null).receives(json("[{'a':1,'z':2},{'z':3}]"));

    node.assertSent("1,2\n3\n");
    assertThat(sent("columns")).containsExactly("");
  }

  @ParameterizedTest
  @CsvSource({"rfc,none", "rfc,all", "'',all"})
  void null_is_an_error(String parser, String header) {
    node.with("spec", parser).with("hdrout", header).receives(new Object[] {null});

    node.assertFailedWith("TypeError: Cannot convert undefined or null to object").assertSent();
  }

  @Test
  void legacy_makes_an_empty_line_of_null_and_an_error_of_null_in_an_array() {
    node.with("spec", "").receives(null, List.of());
    node.assertSent("\n", "\n");

    node.receives(json("[1,null]"));
    node.assertFailedWith("TypeError: Cannot read properties of null (reading 'toString')");
  }

  @Test
  void rfc_refuses_malformed_columns_of_a_message() {
    node.receives(Message.ofPayload(Map.of("a", 1)).with("columns", "a\"b"));

    node.assertFailedWith("UnquotedQuoteError: Quote found in the middle of an unquoted field");
  }

  @Test
  void what_contains_itself_can_not_be_written() {
    Object[] items = new Object[1];
    List<Object> circle = Values.arrayOf(items);
    items[0] = circle;
    node.with("temp", "a").receives(Map.of("a", circle));

    node.assertFailedWith("TypeError: Converting circular structure to JSON");
  }
}
