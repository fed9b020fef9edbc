package io.weir.nodes.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.engine.event.DebugOutput;
import io.weir.engine.event.LogEntry;
import io.weir.engine.message.Message;
import io.weir.engine.message.Undefined;
import io.weir.engine.node.Status;
import io.weir.engine.testing.FlowTester;
import io.weir.engine.testing.NodeTester;
import io.weir.nodes.expression.JsonataExpressions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DebugNodeTest {
  private final NodeTester node =
      NodeTester.of(DebugNode.type(32)).expressions(new JsonataExpressions());

  @AfterEach
  void stop() {
    node.close();
  }

  private DebugOutput shown() {
    FlowTester.eventually(() -> assertThat(node.flow().shown()).isNotEmpty());
    return node.flow().shown().get(0);
  }

  private Status lastStatus() {
    var statuses = node.flow().statuses("node");
    return statuses.get(statuses.size() - 1).status();
  }

  private void assertStatus(Status expected) {
    FlowTester.eventually(() -> assertThat(lastStatus()).isEqualTo(expected));
  }

  @Test
  void shows_the_payload_by_default() {
    node.receives(Message.ofPayload("x").with("topic", "t"));

    assertThat(shown().value()).isEqualTo("x");
    assertThat(shown().property()).isEqualTo("payload");
    assertThat(shown().topic()).isEqualTo("t");
  }

  @Test
  void shows_a_property_inside_the_message() {
    node.with("complete", "payload.a.b").receives(Map.of("a", Map.of("b", 1)));

    assertThat(shown().value()).isEqualTo(1L);
  }

  @Test
  void shows_undefined_for_what_is_missing() {
    node.with("complete", "none.at.all").receives("x");

    assertThat(shown().value()).isEqualTo(Undefined.VALUE);
  }

  @Test
  void shows_the_whole_message() {
    node.with("complete", "true").receives(Message.ofPayload("x").with("_msgid", "1"));

    assertThat(shown().value()).isEqualTo(Map.of("_msgid", "1", "payload", "x"));
    assertThat(shown().property()).isNull();
  }

  @Test
  void shows_the_result_of_an_expression() {
    node.with("complete", "payload & '!'").with("targetType", "jsonata").receives("x");

    assertThat(shown().value()).isEqualTo("x!");
  }

  @Test
  void shows_nothing_while_switched_off() {
    node.with("active", false).receives("x");
    node.flow().settle("node");
    assertThat(node.flow().shown()).isEmpty();

    FlowTester.get(node.flow().runtime().nodes().setActive("node", true));
    node.receives("y");

    assertThat(shown().value()).isEqualTo("y");
  }

  @Test
  void writes_to_the_log() {
    node.with("console", "true").receives("text", Map.of("a", 1));

    node.assertLogged(LogEntry.Level.INFO, "text");
    node.assertLogged(LogEntry.Level.INFO, "\n{ a: 1 }");
  }

  @Test
  void shows_the_value_as_its_status() {
    node.with("tostatus", true).receives(Map.of("a", 1));

    assertStatus(Status.of("grey", "dot", "{ a: 1 }"));
  }

  @Test
  void shortens_its_status() {
    node.with("tostatus", true).receives("0123456789012345678901234567890123456789");

    assertStatus(Status.of("grey", "dot", "01234567890123456789012345678901..."));
  }

  @Test
  void shows_a_status_that_it_gets() {
    node.with("tostatus", true)
        .receives(Map.of("fill", "blue", "shape", "ring", "text", "running"));

    assertStatus(Status.of("blue", "ring", "running"));
  }

  @Test
  void shows_an_error_in_red() {
    node.with("tostatus", true)
        .receives(Message.ofPayload("x").with("error", Map.of("message", "oops")));

    assertStatus(Status.of("red", "dot", "oops"));
  }

  @Test
  void counts_messages() {
    node.with("tostatus", true).with("statusType", "counter").receives("a", "b", "c");

    assertStatus(Status.of("blue", "ring", "3"));
  }

  @Test
  void ignores_its_own_status() {
    node.receives(Message.ofPayload("x").with("status", Map.of("source", Map.of("id", "node"))));
    node.flow().settle("node");

    assertThat(node.flow().shown()).isEmpty();
  }

  @Test
  void reports_an_expression_that_does_not_compile() {
    node.with("complete", "((").with("targetType", "jsonata").receives("x");

    FlowTester.eventually(
        () ->
            assertThat(node.flow().logged(LogEntry.Level.ERROR))
                .anyMatch(text -> text.startsWith("Invalid JSONata expression: ")));
    assertThat(node.flow().shown()).isEmpty();
  }

  @Test
  void inspects_values_as_node_does() {
    assertThat(Inspector.text(Map.of("a", List.of(1L, "x", true)), 2))
        .isEqualTo("{ a: [ 1, 'x', true ] }");
    assertThat(Inspector.text(List.of(), 2)).isEqualTo("[]");
    assertThat(Inspector.text(Map.of("a", Map.of("b", Map.of("c", Map.of("d", 1L)))), 2))
        .isEqualTo("{ a: { b: { c: [Object] } } }");
    assertThat(Inspector.text("it's", 2)).isEqualTo("\"it's\"");
    assertThat(Inspector.text(io.vertx.core.buffer.Buffer.buffer("hi"), 2))
        .isEqualTo("<Buffer 68 69>");
  }
}
