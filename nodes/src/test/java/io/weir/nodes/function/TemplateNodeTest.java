package io.weir.nodes.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.Message;
import io.weir.engine.testing.FlowTester;
import io.weir.engine.testing.NodeTester;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateNodeTest {
  private final NodeTester node = NodeTester.of(TemplateNode.TYPE);

  @AfterEach
  void stop() {
    node.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "payload={{payload}} | 'foo' | payload=foo",
        "payload={{payload}} | '<b>&\\\"' | payload=&lt;b&gt;&amp;&quot;",
        "{{{payload}}} {{&payload}} | '</b>' | </b> </b>",
        "{{payload}} | 'a/b=`c' | a&#x2F;b&#x3D;&#x60;c",
        "A{{#payload.A}}{{payload.A}}{{.}}{{/payload.A}}B | {'A':'abc'} | AabcabcB",
        "{{#payload}}<{{name}}>{{/payload}} | [{'name':'a'},{'name':'b'}] | <a><b>",
        "{{#payload}}{{.}},{{/payload}} | [1,2.5,true] | 1,2.5,true,",
        "{{^payload.none}}no{{/payload.none}} | {} | no",
        "{{^payload}}falsy{{/payload}} | 0 | falsy",
        "{{! comment }}x | 1 | x",
        "{{=<% %>=}}<% payload %> | 1 | 1",
        "{{payload.a.b}};{{payload.none}};{{none}} | {'a':{'b':'deep'}} | deep;;",
        "{{payload}} | {'a':1} | [object Object]",
        "{{payload}} | null | ``",
        "{{payload.1}} | ['a','b'] | b",
        "{{payload.length}} | ['a','b'] | 2",
        "{{payload.length}} | 'abc' | 3",
        "{{payload.length}} | {'length':'mine'} | mine",
        "{{#payload}}{{.}} is set{{/payload}} | 0.5 | 0.5 is set",
        "{{#payload}}{{.}},{{/payload}} | [-0.25,0] | -0.25,0,",
        "{{>partial}}x | 1 | x",
        "{{topic}} | 1 | t",
      })
  void fills_a_template(String template, String payload, String expected) {
    node.with("template", template.strip())
        .receives(Message.ofPayload(FlowTester.json(payload)).with("topic", "t"));

    node.assertSent(expected == null ? "" : expected);
  }

  @Test
  void leaves_a_plain_template_alone() {
    node.with("syntax", "plain").with("template", "payload={{payload}}").receives("foo");

    node.assertSent("payload={{payload}}");
  }

  @Test
  void reads_variables_and_the_environment() {
    node.with("template", "{{flow.a.b}} {{global.g}} {{flow[memory].a.b}} {{env.NR_NODE_ID}}");
    node.starts();
    node.flow().send("node", Message.create().with("payload", 1));
    node.awaitSent(0, 1);

    assertThat(node.sent(0).get(0).payload()).isEqualTo("   node");
  }

  @Test
  void uses_the_template_of_the_message_when_it_has_none() {
    node.with("template", "").receives(Message.ofPayload("p").with("template", "<{{payload}}>"));

    node.assertSent("<p>");
    assertThat(node.sent(0).get(0).get("template")).isEqualTo("<{{payload}}>");
  }

  @Test
  void makes_the_objects_around_its_target() {
    node.with("template", "x").with("field", "topic.foo.bar").receives(1);

    assertThat(node.awaitSent(0, 1).get(0).get("topic"))
        .isEqualTo(Map.of("foo", Map.of("bar", "x")));
  }

  @Test
  void parses_json_with_texts_escaped() {
    node.with("template", "{\"data\":\"{{payload}}\"}").with("output", "json");
    node.receives("line\t1\nline\\2\r\nline\b3\f");

    node.assertSent(Map.of("data", "line\t1\nline\\2\r\nline\b3\f"));
  }

  @Test
  void parses_yaml() {
    node.with("template", "a:\n  - 1\n  - {{payload}}\n").with("output", "yaml").receives("x");

    node.assertSent(Map.of("a", List.of(1, "x")));
  }

  @Test
  void reads_yaml_as_the_yaml_node_does() {
    node.with("template", "{at: 2024-02-29, {{payload}}: 1, [a, b]: 2}").with("output", "yaml");
    node.receives("{c: d}");

    assertThat(node.awaitSent(0, 1).get(0).payload())
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("at", Instant.parse("2024-02-29T00:00:00Z"))
        .containsEntry("[object Object]", 1L)
        .containsEntry("a,b", 2L);
  }

  @Test
  void takes_the_target_away_where_yaml_has_no_document() {
    node.with("template", "{{none}}").with("output", "yaml").receives("x");

    assertThat(node.awaitSent(0, 1).get(0).has("payload")).isFalse();
  }

  @Test
  void looks_into_buffers() {
    node.with("template", "{{payload.length}} from {{payload.0}}")
        .receives(Buffer.buffer(new byte[] {(byte) 200, 1}));

    node.assertSent("2 from 200");
  }

  @Test
  void sets_a_variable_and_passes_the_message_on() {
    node.with("template", "t").with("field", "v").with("fieldType", "flow").receives("p");

    node.assertSent("p");
  }

  @Test
  void reports_an_unclosed_tag() {
    node.with("template", "payload={{payload").receives("x");

    node.assertFailedWith("Unclosed tag at 17");
  }

  @Test
  void reports_sections_that_do_not_match() {
    node.with("template", "{{#a}}x{{/b}}").receives("x");

    assertThat(node.error().get("message")).asString().isNotEmpty();
  }

  @Test
  void reports_text_that_is_no_json() {
    node.with("template", "{").with("output", "json").receives("x");

    assertThat(node.error()).containsOnlyKeys("message", "source");
  }

  @Test
  void reports_a_place_that_no_array_has_in_its_own_words() {
    node.with("field", "list[msg.at].text")
        .receives(Message.ofPayload("x").with("list", List.of()).with("at", 900_000_000L));

    node.assertFailed("RangeError")
        .assertFailedWith("index 900000000 is too far beyond the end of the array, which has 0");
  }
}
