package io.weir.nodes.parser;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.Message;
import io.weir.engine.testing.FlowTester;
import io.weir.engine.testing.NodeTester;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JsonNodeTest {
  private final NodeTester node = NodeTester.of(JsonNode.TYPE);

  @AfterEach
  void stop() {
    node.close();
  }

  private static final Object SCHEMA =
      FlowTester.json(
          "{'type':'object','properties':{'number':{'type':'number'},'string':{'type':'string'}}}");

  @Test
  void converts_to_the_other_form() {
    node.receives("{\"a\":[1]}", Map.of("a", 1), Buffer.buffer("true"), "1962", null, 4);

    node.assertSent(Map.of("a", List.of(1)), "{\"a\":1}", true, 1962, "null", "4");
  }

  @Test
  void always_makes_text_when_told_so() {
    node.with("action", "str").receives("{\"a\":1}", Map.of("a", 1));

    node.assertSent("{\"a\":1}", "{\"a\":1}");
  }

  @Test
  void always_makes_an_object_when_told_so() {
    node.with("action", "obj").receives("{\"a\":1}", Map.of("a", 1));

    node.assertSent(Map.of("a", 1), Map.of("a", 1));
  }

  @Test
  void indents_by_four_when_told_so() {
    node.with("pretty", true).receives(Map.of("a", 1));

    node.assertSent("{\n    \"a\": 1\n}");
  }

  @Test
  void converts_another_property() {
    node.with("property", "topic.x")
        .receives(Message.ofPayload("p").with("topic", Map.of("x", "[1]")));

    assertThat(node.awaitSent(0, 1).get(0).get("topic")).isEqualTo(Map.of("x", List.of(1L)));
  }

  @Test
  void reports_text_that_is_no_json() {
    node.receives("{foo}");

    node.assertFailed("SyntaxError");
  }

  @Test
  void passes_what_fits_the_schema() {
    node.receives(Message.ofPayload("{\"number\":1,\"string\":\"s\"}").with("schema", SCHEMA));

    node.assertSent(Map.of("number", 1, "string", "s"));
    assertThat(node.sent(0).get(0).has("schema")).isFalse();
  }

  @Test
  void says_everything_that_does_not_fit_the_schema() {
    node.receives(
        Message.ofPayload(FlowTester.json("{'number':'x','string':3}")).with("schema", SCHEMA));

    node.assertFailedWith(
        "JSON Schema error: data/number must be number, data/string must be string");
    node.assertSent();
  }
}
