package io.weir.nodes.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.engine.event.LogEntry;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import io.weir.engine.testing.FlowTester;
import io.weir.nodes.function.ChangeNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions as flows meet them: in a change node. */
class JsonataExpressionsTest {

  private static FlowTester start(String expression) {
    return FlowTester.start(
        List.of(ChangeNode.TYPE),
        """
        [{"id":"t","type":"tab","env":[{"name":"PLACE","value":"greenhouse","type":"str"}]},
         {"id":"keep","type":"change","z":"t","rules":[
            {"t":"set","p":"limit","pt":"flow","to":"30","tot":"num"},
            {"t":"set","p":"house","pt":"global","to":"{\\"rooms\\":[1,2]}","tot":"json"}],
          "wires":[["kept"]]},
         {"id":"kept","type":"test-collector","z":"t","wires":[]},
         {"id":"c","type":"change","z":"t","rules":[
            {"t":"set","p":"payload","pt":"msg","to":%s,"tot":"jsonata"}],"wires":[["seen"]]},
         {"id":"seen","type":"test-collector","z":"t","wires":[]}]
        """
            .formatted(MessageJson.text(expression)),
        new JsonataExpressions());
  }

  private static @Nullable Object evaluate(String expression) {
    try (FlowTester flow = start(expression)) {
      flow.send("keep", "");
      flow.awaitMessages("kept", 1);
      flow.send(
          "c",
          Message.of(
              Map.of(
                  "payload",
                  Map.of("temp", 21.5, "names", List.of("b", "a")),
                  "topic",
                  "greenhouse/temp",
                  "parts",
                  Map.of("index", 3L, "count", 9L))));
      return flow.awaitMessages("seen", 1).get(0).payload();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "payload.temp > 20 | true",
        "$round(payload.temp * 9 / 5 + 32, 1) | 70.7",
        "msg.topic | greenhouse/temp",
        "$split(topic, '/')[1] | temp",
        "$join($sort(payload.names), '-') | a-b",
        "$flowContext('limit') + 1 | 31",
        "$globalContext('house.rooms[1]') | 2",
        "$env('PLACE') | greenhouse",
        "$env('NOWHERE') = '' | true",
        "$clone(payload).temp | 21.5",
        "$I & '/' & $N | 3/9",
        "payload.names[-1] | a",
        "( $f := function($n) { $n < 2 ? 1 : $n * $f($n - 1) }; $f(5) ) | 120",
        "$moment('2013-11-18 11:55Z').tz('Asia/Taipei').format() | 2013-11-18T19:55:00+08:00",
        "$moment('2023-03-05T06:07:08Z').utc().format() | 2023-03-05T06:07:08Z",
        "$moment('2023-03-05T06:07:08Z').utc().format('dddd Do MMM, HH:mm') | Sunday 5th Mar, 06:07",
        "$moment('2023-03-05T06:07:08.009Z').toISOString() | 2023-03-05T06:07:08.009Z",
        "$moment(1677996429045).valueOf() | 1677996429045",
        "$moment(1677996429045).unix() | 1677996429",
        "$moment('2024-01-31').add(1, 'month').format('YYYY-MM-DD') | 2024-02-29",
        "$moment('2024-03-01').subtract(1, 'days').format('MM/DD') | 02/29",
        "$moment('2024-03-13 15:16').startOf('week').format('ddd DD HH:mm') | Sun 10 00:00",
        "$moment('2024-03-13 15:16').startOf('isoWeek').format('ddd DD') | Mon 11",
        "$moment('2024-02-13').endOf('month').format('DD HH:mm:ss.SSS') | 29 23:59:59.999",
        "$moment('2024-03-13 15:16').hour() | 15",
        "$moment('2024-03-13').month() | 2",
        "$moment('2024-03-13').day() | 3",
        "$moment('2024-03-13').diff($moment('2024-03-01'), 'days') | 12",
        "$moment('2024-03-13 12:00').diff('2024-03-12', 'days', true) | 1.5",
        "$moment('2024-03-13').isAfter('2024-03-12') | true",
        "$moment('2024-03-13 12:00').isSame('2024-03-13', 'day') | true",
        "$moment('13.3.2024', 'D.M.YYYY').format('YYYY-MM-DD') | 2024-03-13",
      })
  void gives(String expression, String expected) {
    Object value = evaluate(expression);

    assertThat(value instanceof Double d && d == Math.rint(d) ? d.longValue() : value)
        .hasToString(expected);
  }

  @Test
  void a_result_can_be_an_object_or_an_array() {
    assertThat(evaluate("{'t': payload.temp, 'n': [payload.names], 'none': null}"))
        .isEqualTo(MessageJson.parse("{\"t\":21.5,\"n\":[\"b\",\"a\"],\"none\":null}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$moment('next week')",
        "$moment('2024-13-45')",
        "$moment('2024-03-13').tz('Mars/Olympus')",
        "$moment('x', 'YYYY')",
        "$uppercase(payload)",
        "( $f := function($n) { $f($n + 1) + 1 }; $f(1) )",
      })
  void a_failure_is_an_error_of_the_node(String expression) {
    try (FlowTester flow = start(expression)) {
      flow.send("c", Message.of(Map.of("payload", Map.of("a", 1L))));

      FlowTester.eventually(
          () -> assertThat(flow.logged(LogEntry.Level.ERROR)).hasSize(1).doesNotContain(""));
      assertThat(flow.received("seen")).isEmpty();
    }
  }

  @Test
  void an_expression_keeps_nothing_from_message_to_message() {
    try (FlowTester flow = start("$exists(old) ? 'seen before' : ($old := payload; $old)")) {
      flow.send("c", 1);
      flow.send("c", 2);

      assertThat(flow.awaitMessages("seen", 2).stream().map(Message::payload).toList())
          .isEqualTo(Arrays.asList(1L, 2L));
    }
  }

  @Test
  void a_variable_of_a_scope_can_be_an_expression_about_what_is_around() {
    try (FlowTester flow =
        FlowTester.start(
            List.of(ChangeNode.TYPE),
            """
            [{"id":"gc","type":"global-config","env":[{"name":"ROOMS","value":"3","type":"num"}]},
             {"id":"t","type":"tab","env":[
               {"name":"BEDS","value":"$env('ROOMS') * 2","type":"jsonata"},
               {"name":"LIST","value":"{'beds': $env('ROOMS'), 'none': $flowContext('none')}",
                "type":"jsonata"}]},
             {"id":"c","type":"change","z":"t","rules":[
                {"t":"set","p":"payload","pt":"msg","to":"BEDS","tot":"env"},
                {"t":"set","p":"list","pt":"msg","to":"LIST","tot":"env"}],"wires":[["seen"]]},
             {"id":"seen","type":"test-collector","z":"t","wires":[]}]
            """,
            new JsonataExpressions())) {
      flow.send("c", "");

      Message seen = flow.awaitMessages("seen", 1).get(0);
      assertThat(seen.payload()).hasToString("6");
      assertThat(seen.get("list")).isEqualTo(Map.of("beds", 3L));
    }
  }
}
