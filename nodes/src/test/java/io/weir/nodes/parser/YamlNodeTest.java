package io.weir.nodes.parser;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.event.LogEntry;
import io.weir.engine.message.Message;
import io.weir.engine.message.Opaque;
import io.weir.engine.message.Undefined;
import io.weir.engine.testing.FlowTester;
import io.weir.engine.testing.NodeTester;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlNodeTest {
  private final NodeTester node = NodeTester.of(YamlNode.TYPE);

  @AfterEach
  void stop() {
    node.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "yes | 'yes'",
        "true | true",
        "False | false",
        "~ | null",
        "a: | {'a':null}",
        "0x1F | 31",
        "0o17 | 15",
        "0b11 | 3",
        "017 | 17",
        "-12 | -12",
        "1e3 | 1000",
        "2.50 | 2.5",
        "1:30 | '1:30'",
        "'1' | '1'",
        "!!str 1 | '1'",
        "!!float 1 | 1",
        "[1, {a: b}] | [1,{'a':'b'}]",
        "{1: x, true: y} | {'1':'x','true':'y'}",
        "`- &a {x: 1}\\n- *a` | [{'x':1},{'x':1}]",
        "`b: &b {x: 1, y: 2}\\nc:\\n  <<: *b\\n  y: 3` | {'b':{'x':1,'y':2},'c':{'x':1,'y':3}}",
        "`<<: [{a: 1}, {a: 2, b: 3}]` | {'a':1,'b':3}",
        "`a: |\\n  one\\n  two\\n` | {'a':'one\\ntwo\\n'}",
        "`a: >-\\n  one\\n  two` | {'a':'one two'}",
      })
  void reads(String text, String expected) {
    node.receives(text.replace("\\n", "\n"));

    node.assertSent(FlowTester.json(expected));
  }

  @Test
  void reads_what_json_has_no_form_for() {
    node.receives("[.inf, -.INF, 2020-01-02, 2001-12-14t21:59:43.10-05:00, !!binary aGk=]");

    node.assertSent(
        Arrays.asList(
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Instant.parse("2020-01-02T00:00:00Z"),
            Instant.parse("2001-12-15T02:59:43.100Z"),
            Buffer.buffer("hi")));
  }

  @Test
  void reads_what_is_no_number() {
    node.receives(".nan");

    assertThat(node.awaitSent(0, 1).get(0).payload()).isEqualTo(Double.NaN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing but this"})
  void takes_the_property_away_if_there_is_no_document(String text) {
    node.receives(text);

    assertThat(node.awaitSent(0, 1).get(0).has("payload")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`a: 1\\na: 2` | `duplicated mapping key (2:1)\\n\\n 1 | a: 1\\n 2 | a: 2\\n-----^`",
        "`a\\n---\\nb` | `expected a single document in the stream, but found more`",
        "`!foo x` | `unknown tag !<!foo> (1:1)\\n\\n 1 | !foo x\\n-----^`",
        "`!!int x` | `cannot resolve a node with !<tag:yaml.org,2002:int> explicit tag (1:1)`",
        "`a: 1\\nb: 2\\n]` | `(3:1)`",
        "`a: [1` | `(1:`",
        "`&a [*a]` | `can not contain itself`",
        "`2020-13-01` | `explicit tag (1:1)`",
      })
  void says_what_can_not_be_read_and_where(String text, String expected) {
    node.receives(text.replace("\\n", "\n"));

    assertThat(node.error().get("message")).asString().contains(expected.replace("\\n", "\n"));
    node.assertSent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'employees':[{'firstName':'John','lastName':'Smith'}]} |"
            + " `employees:\\n  - firstName: John\\n    lastName: Smith\\n`",
        "[1,2,3] | `- 1\\n- 2\\n- 3\\n`",
        "[[1,[2]],{'a':{'b':null}}] | `- - 1\\n  - - 2\\n- a:\\n    b: null\\n`",
        "{'a':{},'b':[],'c':[[],{}]} | `a: {}\\nb: []\\nc:\\n  - []\\n  - {}\\n`",
        "{'a':'yes','y':'1','c':'true','d':'','e':'1:30'} |"
            + " `a: 'yes'\\n'y': '1'\\nc: 'true'\\nd: ''\\ne: '1:30'\\n`",
        "['a: b','a #b','- a','# a','-a','a:b',' a','it\\u0027s','@a','2020-01-02','~'] |"
            + " `- 'a: b'\\n- 'a #b'\\n- '- a'\\n- '# a'\\n- -a\\n- a:b\\n- ' a'\\n- it's\\n"
            + "- '@a'\\n- '2020-01-02'\\n- '~'\\n`",
        "['a\\nb','a\\nb\\n','a\\n\\n','\\u0007'] |"
            + " `- |-\\n  a\\n  b\\n- |\\n  a\\n  b\\n- |+\\n  a\\n\\n- \"\\\\x07\"\\n`",
        "null | `null\\n`",
        "{} | `{}\\n`",
        "[1.5,1e21,1e-7,-1] | `- 1.5\\n- 1.e+21\\n- 1.e-7\\n- -1\\n`",
      })
  void writes(String value, String expected) {
    node.receives(FlowTester.json(value));

    node.assertSent(expected.replace("\\n", "\n").replace("\\\\", "\\"));
  }

  @Test
  void writes_long_text_in_lines() {
    String words = "word ".repeat(20).strip();
    node.receives(Map.of("a", words));

    String text = (String) node.awaitSent(0, 1).get(0).payload();
    assertThat(text).startsWith("a: >-\n  word ").hasLineCount(3);
    node.receives(text);
    assertThat(node.awaitSent(0, 2).get(1).payload()).isEqualTo(Map.of("a", words));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WORDS\nWORDS\n",
        "WORDS\n\nWORDS\n\n",
        "WORDS\n indented WORDS\nWORDS",
        " first\nWORDS",
        "\nWORDS\n \nx",
        "a\n  b\nc",
        "tab\there: yes",
        "\n",
        "a\rb",
        "? x",
        "=",
        "%a",
        "null ",
      })
  void reads_back_what_it_has_written(String pattern) {
    String text = pattern.replace("WORDS", "some words ".repeat(12).strip());
    Map<String, Object> value = Map.of("a", List.of(text, Map.of("b", text)));
    node.receives(value);

    node.receives(node.awaitSent(0, 1).get(0).payload());

    assertThat(node.awaitSent(0, 2).get(1).payload()).isEqualTo(value);
  }

  @Test
  void writes_what_is_met_again_as_a_reference() {
    Message shared = Message.ofPayload(Map.of("x", 1));
    Message both =
        Message.ofPayload(Arrays.asList(shared.payload(), shared.payload(), Undefined.VALUE));
    node.receives(both);

    node.assertSent("- &ref_0\n  x: 1\n- *ref_0\n- null\n");
  }

  @Test
  void writes_what_json_has_no_form_for() {
    node.receives(
        Arrays.asList(Double.NaN, Instant.parse("2020-01-02T00:00:00Z"), Buffer.buffer("hi")));

    node.assertSent("- .nan\n- 2020-01-02T00:00:00.000Z\n- !!binary aGk=\n");
  }

  @Test
  void reports_what_can_not_be_written() {
    node.receives(Map.of("f", new Opaque("function", new Object())));

    node.assertFailedWith("Failed to convert payload").assertSent();
  }

  @Test
  void drops_what_is_neither_text_nor_an_object() {
    node.receives(1, true, Buffer.buffer("a: 1")).assertSent();

    node.assertLogged(LogEntry.Level.WARN, "Ignored unsupported payload type");
    node.assertLogged(LogEntry.Level.WARN, "Ignored non-object payload");
  }

  @Test
  void passes_a_message_without_the_property_and_converts_others() {
    node.with("property", "a.b").receives(Message.ofPayload(1).with("a", Map.of("c", "x: 1")));
    node.receives(Message.ofPayload(2).with("a", Map.of("b", "x: 1")));

    node.assertSent(1, 2);
    assertThat(node.sent(0).get(1).get("a")).isEqualTo(Map.of("b", Map.of("x", 1L)));
  }

  @Test
  void reports_a_parent_that_is_missing() {
    node.with("property", "a.b").receives(1);

    node.assertFailed("TypeError");
  }
}
