package io.weir.nodes.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.engine.event.LogEntry;
import io.weir.engine.message.Message;
import io.weir.engine.message.Values;
import io.weir.engine.testing.FlowTester;
import io.weir.engine.testing.NodeTester;
import io.weir.nodes.expression.JsonataExpressions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SwitchNodeTest {
  private static final int MOST_BUFFERED = 8;
  private final NodeTester node =
      NodeTester.of(SwitchNode.type(MOST_BUFFERED)).expressions(new JsonataExpressions());

  @AfterEach
  void stop() {
    node.close();
  }

  private NodeTester rules(String rules) {
    return node.withJson("{'rules': " + rules + "}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'t':'eq','v':'Hello','vt':'str'} | 'Hello!' | false",
        "{'t':'eq','v':'Hello','vt':'str'} | 'Hello' | true",
        "{'t':'eq','v':'3'} | 3 | true",
        "{'t':'eq','v':'true','vt':'str'} | true | false",
        "{'t':'eq','v':'1','vt':'str'} | true | true",
        "{'t':'neq','v':'1','vt':'num'} | 2 | true",
        "{'t':'btwn','v':'3','vt':'num','v2':'5','v2t':'num'} | 4 | true",
        "{'t':'btwn','v':'5','vt':'num','v2':'3','v2t':'num'} | 4 | true",
        "{'t':'btwn','v':'c','vt':'str','v2':'e','v2t':'str'} | 'd' | true",
        "{'t':'btwn','v':'3','vt':'num','v2':'5','v2t':'num'} | 6 | false",
        "{'t':'hask','v':'a','vt':'str'} | {'a':1} | true",
        "{'t':'hask','v':'a','vt':'str'} | {'b':1} | false",
        "{'t':'hask','v':'a','vt':'str'} | null | false",
        "{'t':'hask','v':'1','vt':'num'} | {'a':1} | false",
        "{'t':'cont','v':'ell','vt':'str'} | 'Hello' | true",
        "{'t':'regex','v':'onetwothree','vt':'str','case':true} | 'oneTWOthree' | true",
        "{'t':'regex','v':'onetwothree','vt':'str','case':false} | 'oneTWOthree' | false",
        "{'t':'lt','v':'3','vt':'num'} | 2.5 | true",
        "{'t':'lte','v':'b','vt':'str'} | 'b' | true",
        "{'t':'gt','v':'3','vt':'num'} | 'x' | false",
        "{'t':'gte','v':'3','vt':'num'} | '10' | true",
        "{'t':'true'} | true | true",
        "{'t':'true'} | 'true' | false",
        "{'t':'false'} | false | true",
        "{'t':'false'} | 0 | false",
        "{'t':'null'} | null | true",
        "{'t':'nnull'} | 0 | true",
        "{'t':'empty'} | '' | true",
        "{'t':'empty'} | [] | true",
        "{'t':'empty'} | {} | true",
        "{'t':'empty'} | 0 | false",
        "{'t':'nempty'} | 0 | false",
        "{'t':'nempty'} | [0] | true",
        "{'t':'istype','v':'number','vt':'number'} | 0 | true",
        "{'t':'istype','v':'object','vt':'object'} | null | false",
        "{'t':'istype','v':'object','vt':'object'} | [] | false",
        "{'t':'istype','v':'array','vt':'array'} | [1] | true",
        "{'t':'istype','v':'json','vt':'json'} | '{\\\"a\\\":1}' | true",
        "{'t':'istype','v':'json','vt':'json'} | '{a:1}' | false",
        "{'t':'istype','v':'null','vt':'null'} | null | true",
        "{'t':'istype','v':'boolean','vt':'boolean'} | false | true",
        "{'t':'jsonata_exp','v':'payload > 2','vt':'jsonata'} | 3 | true",
        "{'t':'jsonata_exp','v':'payload','vt':'jsonata'} | 3 | false",
        "{'t':'else'} | 1 | true",
      })
  void decides_by_rule(String rule, String payload, boolean isMet) {
    rules("[" + rule + "]").receives(FlowTester.json(payload));

    assertThat(node.sent(0)).hasSize(isMet ? 1 : 0);
  }

  @Test
  void tries_every_rule_unless_told_to_stop() {
    rules("[{'t':'gt','v':'1','vt':'num'},{'t':'gt','v':'2','vt':'num'},{'t':'else'}]");
    node.receives(3);

    node.assertSentOn(0, 3).assertSentOn(1, 3).assertSentOn(2);
  }

  @Test
  void stops_at_the_first_match_when_told_so() {
    rules("[{'t':'gt','v':'1','vt':'num'},{'t':'gt','v':'2','vt':'num'},{'t':'else'}]");
    node.with("checkall", "false").receives(3, 0);

    node.assertSentOn(0, 3).assertSentOn(1).assertSentOn(2, 0);
  }

  @Test
  void takes_a_missing_property_for_null() {
    rules("[{'t':'null'}]").with("property", "payload.a.b").receives("x");

    node.assertSent("x");
  }

  @Test
  void compares_with_the_value_before() {
    rules("[{'t':'gt','v':'','vt':'prev'}]").receives(1, 0, -2, 2);

    node.assertSent(1, 2);
  }

  @Test
  void compares_between_a_number_and_the_value_before() {
    rules("[{'t':'btwn','v':'10','vt':'num','v2':'','v2t':'prev'}]");
    node.receives(0, 20, 30, 20, 30, 25);

    node.assertSent(0, 20, 25);
  }

  @Test
  void reads_environment_variables() {
    node.withJson(
        "{'property':'NR_NODE_ID','propertyType':'env','rules':[{'t':'eq','v':'node','vt':'str'}]}");
    node.receives(1);

    node.assertSent(1);
  }

  private static Message part(Object payload, int index, Integer count) {
    Map<String, Object> parts =
        count == null
            ? Map.of("id", "s", "index", index)
            : Map.of("id", "s", "index", index, "count", count);
    return Message.ofPayload(payload).with("parts", parts);
  }

  private void receivesSequence(Object... payloads) {
    for (int i = 0; i < payloads.length; i++) {
      // Only the last one says how many there are.
      node.receives(part(payloads[i], i, i == payloads.length - 1 ? payloads.length : null));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'t':'head','v':'3','vt':'num'} | 0,1,2",
        "{'t':'tail','v':'3','vt':'num'} | 2,3,4",
        "{'t':'tail','v':'1+4/2','vt':'jsonata'} | 2,3,4",
        "{'t':'index','v':'1','vt':'num','v2':'3','v2t':'num'} | 1,2,3",
        "{'t':'jsonata_exp','v':'$I % 2 = 1','vt':'jsonata'} | 1,3",
      })
  void decides_by_the_place_in_a_sequence(String rule, String expected) {
    rules("[" + rule + "]");
    receivesSequence(0, 1, 2, 3, 4);

    node.assertSent(Arrays.stream(expected.split(",", -1)).map(Long::valueOf).toArray());
  }

  @Test
  void makes_new_sequences_of_what_leaves_an_output() {
    rules("[{'t':'gte','v':'0','vt':'num'},{'t':'lte','v':'0','vt':'num'},{'t':'else'}]");
    node.with("repair", true);
    receivesSequence(1, -2, 2, 0, -1);

    node.assertSentOn(0, 1, 2, 0).assertSentOn(1, -2, 0, -1).assertSentOn(2);
    List<Object> places = new ArrayList<>();
    node.sent(0).forEach(m -> places.add(((Map<?, ?>) m.get("parts")).get("index")));
    assertThat(places).containsExactly(0L, 1L, 2L);
    assertThat(((Map<?, ?>) node.sent(1).get(0).get("parts")).get("count")).isEqualTo(3L);
  }

  @Test
  void gives_up_sequences_above_its_bound() {
    rules("[{'t':'tail','v':'3','vt':'num'}]");
    for (int i = 0; i <= MOST_BUFFERED; i++) {
      node.receives(part(i, i, null));
    }

    assertThat(node.error().get("message")).isEqualTo("too many pending messages in switch node");
    node.assertSent();
  }

  @Test
  void reports_a_bad_regular_expression() {
    rules("[{'t':'regex','v':'(','vt':'str'}]").receives("x");

    assertThat(Values.toText(node.error().get("message"))).contains("Invalid regular expression");
  }

  @ParameterizedTest
  @CsvSource({
    "(x?)(a+)+\\\\1b, the regular expression takes too long on this text",
    "(?:a|c)*b, the regular expression goes too deep into this text"
  })
  void reports_a_regular_expression_that_does_not_come_to_an_end(String regex, String problem) {
    rules("[{'t':'regex','v':'" + regex + "','vt':'str'}]").receives("a".repeat(200_000));

    assertThat(node.error().get("message")).isEqualTo(problem);
    node.assertSent();
  }

  @Test
  void reports_an_expression_that_does_not_compile() {
    rules("[{'t':'jsonata_exp','v':'$$$(','vt':'jsonata'}]").receives("x");

    FlowTester.eventually(
        () ->
            assertThat(node.flow().logged(LogEntry.Level.ERROR))
                .anyMatch(text -> text.startsWith("Invalid JSONata expression: ")));
    node.assertSent();
  }
}
