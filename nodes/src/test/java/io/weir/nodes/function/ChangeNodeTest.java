package io.weir.nodes.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.event.LogEntry;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import io.weir.engine.testing.FlowTester;
import io.weir.engine.testing.NodeTester;
import io.weir.nodes.expression.JsonataExpressions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeNodeTest {
  private final NodeTester node =
      NodeTester.of(ChangeNode.TYPE).expressions(new JsonataExpressions());

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
        "{'t':'change','from':'Hello','to':'Goodbye'} | 'Hello World!' | 'Goodbye World!'",
        "{'t':'change','from':'123','fromt':'str','to':'456','tot':'num'} | 'Change123Me' |"
            + " 'Change456Me'",
        "{'t':'change','from':'123','fromt':'str','to':'456','tot':'num'} | '123' | 456",
        "{'t':'change','from':'{{magic}}','to':'true','tot':'bool'} | '{{magic}}' | true",
        "{'t':'change','from':'\\\\d+','fromt':'re','to':'NUMBER'} | 'numbers 12 and 14' |"
            + " 'numbers NUMBER and NUMBER'",
        "{'t':'change','from':'(Hello)','fromt':'re','to':'$1-$1-$1'} | 'Hello World' |"
            + " 'Hello-Hello-Hello World'",
        "{'t':'change','from':'123','fromt':'num','to':'321','tot':'num'} | 123 | 321",
        "{'t':'change','from':'true','fromt':'bool','to':'x'} | 'true' | 'x'",
        "{'t':'change','from':'true','fromt':'bool','to':'x'} | true | 'x'",
        "{'t':'change','from':'a.c','to':'x'} | 'abc a.c' | 'abc x'",
        "{'t':'change','from':'a','to':'x'} | {'a':1} | {'a':1}",
        "{'t':'set','to':'42','tot':'num'} | 1 | 42",
        "{'t':'set','to':'true','tot':'bool'} | 1 | true",
        "{'t':'set','to':'{\\\"a\\\":[1]}','tot':'json'} | 1 | {'a':[1]}",
        "{'t':'set','to':'msg.topic'} | 1 | 'b'",
        "{'t':'set','to':'payload + 1','tot':'jsonata'} | 1 | 2",
        "{'t':'set','to':'NR_NODE_ID','tot':'env'} | 1 | 'node'",
        "{'t':'set','to':'1${NR_NODE_ID}2','tot':'env'} | 1 | '1node2'",
        "{'t':'set','to':'${NR_NODE_ID','tot':'env'} | 1 | ''",
        "{'t':'set','to':'test.payload=value','tot':'str'} | 1 | 'test.payload=value'",
        "{'t':'set','to':'a.b','tot':'msg'} | 1 | 1",
      })
  void applies_a_rule_to_the_payload(String rule, String payload, String expected) {
    String complete = rule.replaceFirst("\\{", "{'p':'payload','pt':'msg',");
    rules("[" + complete + "]")
        .receives(Message.ofPayload(FlowTester.json(payload)).with("topic", "b"));

    node.assertSent(FlowTester.json(expected));
  }

  private void assertResult(String rules, String before, String after) {
    rules(rules).receives(message(before));

    Message sent = node.awaitSent(0, 1).get(0).without(Message.ID);
    assertThat(MessageJson.text(sent.properties()))
        .isEqualTo(MessageJson.text(FlowTester.json(after)));
  }

  @SuppressWarnings("unchecked")
  private static Message message(String json) {
    return Message.of((Map<String, Object>) FlowTester.json(json));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{'t':'set','p':'lookup[msg.topic]','pt':'msg','to':'x','tot':'str'}] | {'topic':'b'} |"
            + " {'topic':'b','lookup':{'b':'x'}}",
        "[{'t':'set','p':'foo.bar','to':'x','tot':'str'}] | {} | {'foo':{'bar':'x'}}",
        "[{'t':'set','p':'a','to':'1','tot':'num'},{'t':'set','p':'b','to':'a','tot':'msg'}] | {} |"
            + " {'a':1,'b':1}",
        "[{'t':'set','p':'payload','to':'obj','tot':'msg','dc':true},{'t':'delete','p':'obj.x'}] |"
            + " {'obj':{'x':1}} | {'obj':{},'payload':{'x':1}}",
        "[{'t':'set','p':'payload','to':'nothing','tot':'msg'}] | {'payload':1} | {}",
        "[{'t':'delete','p':'payload[1]'}] | {'payload':[1,2,3]} | {'payload':[1,3]}",
        "[{'t':'set','p':'payload.1','to':'x','tot':'str'}] | {'payload':[1,2]} | {'payload':[1,'x']}",
        "[{'t':'delete','p':'nothing.here'}] | {'payload':1} | {'payload':1}",
        "[{'t':'move','p':'payload','to':'payload.foo','tot':'msg'}] | {'payload':'bar'} |"
            + " {'payload':{'foo':'bar'}}",
        "[{'t':'move','p':'payload.foo','to':'payload','tot':'msg'}] | {'payload':{'foo':'bar'}} |"
            + " {'payload':'bar'}",
        "[{'t':'move','p':'payload','to':'payload','tot':'msg'}] | {'payload':1} | {'payload':1}",
        "[{'t':'move','p':'topic','to':'payload','tot':'msg'}] | {'payload':1} | {}",
        "[{'t':'move','p':'topic','to':'payload'}] | {'topic':1} | {'payload':1}",
        "[{'t':'change','p':'payload','from':'none.here','fromt':'msg','to':'x'}] |"
            + " {'payload':'a'} | {'payload':'a'}",
        "[{'t':'change','p':'payload','from':'a','to':'none.here','tot':'msg'}] |"
            + " {'payload':'a'} | {'payload':'a'}",
        "[{'t':'move','p':'payload.none.here','to':'payload','tot':'msg'}] | {'payload':1} |"
            + " {'payload':1}",
        "[] | {'payload':1} | {'payload':1}",
      })
  void changes_the_message(String rules, String before, String after) {
    assertResult(rules, before, after);
  }

  @Test
  void upgrades_a_node_from_before_there_were_rules() {
    node.withJson("{'action':'replace','property':'payload','to':'msg.topic'}")
        .receives(Message.ofPayload(1).with("topic", "t"));

    node.assertSent("t");
  }

  @Test
  void sets_a_buffer_and_the_time() {
    rules(
        "[{'t':'set','p':'payload','to':'[1,2,3]','tot':'bin'},"
            + "{'t':'set','p':'at','to':'','tot':'date'}]");
    node.receives(1);

    node.assertSent(Buffer.buffer(new byte[] {1, 2, 3}));
    assertThat(node.sent(0).get(0).get("at")).isInstanceOf(Long.class);
  }

  @Test
  void moves_between_message_and_flow() {
    rules(
        "[{'t':'move','p':'payload','pt':'msg','to':'kept','tot':'flow'},"
            + "{'t':'set','p':'copy','pt':'msg','to':'kept','tot':'flow'}]");
    node.receives("v");

    Message sent = node.awaitSent(0, 1).get(0);
    assertThat(sent.has("payload")).isFalse();
    assertThat(sent.get("copy")).isEqualTo("v");
  }

  @Test
  void searches_for_what_stands_in_the_message() {
    rules(
        "[{'t':'change','p':'payload','pt':'msg','from':'topic','fromt':'msg','to':'x',"
            + "'tot':'str'}]");
    node.receives(Message.ofPayload("a b").with("topic", "b"));

    node.assertSent("a x");
  }

  @Test
  void refuses_to_search_for_an_object() {
    rules("[{'t':'change','p':'payload','from':'topic','fromt':'msg','to':'x','tot':'str'}]");
    node.receives(Message.ofPayload("a b").with("topic", Map.of()));

    node.assertFailedWith("Invalid 'from' property: unsupported type: object");
  }

  @Test
  void warns_of_a_move_that_has_nowhere_to_go() {
    rules("[{'t':'move','p':'topic','to':'none.here','tot':'msg'}]").receives("text");

    node.assertLogged(LogEntry.Level.WARN, "Cannot set property of non-object type: none.here");
    node.assertSent("text");
  }

  @Test
  void warns_of_a_property_on_a_text() {
    rules("[{'t':'set','p':'payload.a','to':'x','tot':'str'}]").receives("text");

    node.assertLogged(LogEntry.Level.WARN, "Cannot set property of non-object type: payload.a");
    node.assertSent("text");
  }

  @Test
  void ignores_messages_when_a_rule_is_malformed() {
    rules("[{'t':'set','p':'payload','to':'{','tot':'json'}]").receives("x");

    node.assertLogged(LogEntry.Level.ERROR, "Invalid 'to' JSON property");
    node.assertSent();
  }
}
