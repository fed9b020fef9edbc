package io.weir.nodes.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.engine.event.LogEntry;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import io.weir.engine.node.NodeType;
import io.weir.engine.testing.FlowTester;
import io.weir.nodes.common.LinkInNode;
import io.weir.nodes.common.LinkOutNode;
import io.weir.nodes.function.script.GraalScripts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionLinkCallTest {
  private static final GraalScripts SCRIPTS = new GraalScripts();
  private static final List<NodeType> TYPES =
      List.of(LinkInNode.TYPE, LinkOutNode.TYPE, FunctionNode.type(SCRIPTS));

  private FlowTester flow;

  @AfterEach
  void close() {
    flow.close();
  }

  @AfterAll
  static void closeEngine() {
    SCRIPTS.close();
  }

  /** A caller on tab t; on tab u subroutines that double, never answer, and answer twice. */
  private void start(String code, String... more) {
    flow =
        FlowTester.start(
            TYPES,
            "[{\"id\":\"t\",\"type\":\"tab\"},{\"id\":\"u\",\"type\":\"tab\"},"
                + function("f", "t", code, "seen")
                + ","
                + node("seen", "test-collector", "t", "")
                + ","
                + subroutine("double", "u", "msg.payload *= 2; return msg;")
                + ","
                + subroutine("twice", "u", "node.send({...msg, payload: 'first'}); return msg;")
                + ","
                + node("silent", "link in", "u", "'name':'Silent',")
                + (more.length == 0 ? "" : "," + String.join(",", more))
                + "]");
  }

  private static String subroutine(String id, String tab, String code) {
    return node(id, "link in", tab, "'name':'" + id + "',", id + "-code")
        + ","
        + function(id + "-code", tab, code, id + "-back")
        + ","
        + node(id + "-back", "link out", tab, "'mode':'return',");
  }

  private static String function(String id, String tab, String code, String target) {
    return node(id, "function", tab, "'func':CODE,", target)
        .replace("CODE", MessageJson.text(code));
  }

  private static String node(String id, String type, String tab, String more, String... targets) {
    return "{\"id\":\"%s\",\"type\":\"%s\",\"z\":\"%s\",\"x\":1,\"y\":1,%s\"wires\":[[%s]]}"
        .formatted(
            id,
            type,
            tab,
            more.replace('\'', '"'),
            targets.length == 0 ? "" : "\"" + String.join("\",\"", targets) + "\"");
  }

  private Message answer() {
    return flow.awaitMessages("seen", 1).get(0);
  }

  @ParameterizedTest
  @CsvSource({"double", "double-in"})
  @SuppressWarnings("unchecked")
  void calls_a_link_in_by_id_and_by_name(String target) {
    start(
        "const reply = await node.linkcall('%s', {payload: 21, mine: true});".formatted(target)
            + "return {payload: reply};",
        node("named", "link in", "t", "'name':'double-in',", "named-code"),
        function("named-code", "t", "msg.payload *= 2; return msg;", "named-back"),
        node("named-back", "link out", "t", "'mode':'return',"));

    flow.send("f", "go");

    Message reply = Message.of((Map<String, Object>) answer().payload());
    assertThat(reply.payload()).isEqualTo(42L);
    assertThat(reply.get("mine")).isEqualTo(true);
    assertThat(reply.get("_linkSource")).isNull();
  }

  @Test
  void leaves_the_callers_object_alone() {
    start(
        "const sent = {payload: 4}; const reply = await node.linkcall('double', sent);"
            + "return {payload: [sent, reply.payload, reply === sent]};");

    flow.send("f", "go");

    assertThat(answer().payload()).isEqualTo(List.of(Map.of("payload", 4L), 8L, false));
  }

  @Test
  void hands_the_callers_own_object_back_without_clone() {
    start(
        "const sent = {payload: 4};"
            + "const reply = await node.linkcall('double', sent, {clone: false});"
            + "return {payload: [sent.payload, reply === sent]};");

    flow.send("f", "go");

    assertThat(answer().payload()).isEqualTo(List.of(8L, true));
  }

  @Test
  void calls_nest_between_functions() {
    start(
        "return await node.linkcall('outer', msg);",
        subroutine(
            "outer", "t", "const r = await node.linkcall('double', msg); r.payload++; return r;"));

    flow.send("f", 5);

    Message answer = answer();
    assertThat(answer.payload()).isEqualTo(11L);
    assertThat(answer.get("_linkSource")).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'nowhere', {} | Error: target link-in node 'nowhere' not found",
        "7, {} | Error: link call target parameter is not valid, expected a string",
        "'double', 'text' | Error: link call msg parameter is not valid, expected an object",
        "'silent', {}, {timeout: 20} | Error: timeout",
        "'pair', {} | Error: Multiple link-in nodes named 'pair' found",
      })
  void a_call_that_fails_can_be_caught(String arguments, String expected) {
    start(
        "try { await node.linkcall(%s); } catch (e) { return {payload: String(e)}; }"
            .formatted(arguments),
        node("pair1", "link in", "t", "'name':'pair',"),
        node("pair2", "link in", "t", "'name':'pair',"));

    flow.send("f", "go");

    assertThat(answer().payload()).isEqualTo(expected);
  }

  @Test
  void a_failure_that_nobody_catches_is_the_functions_error() {
    start("return await node.linkcall('silent', msg, {timeout: 20});");

    flow.send("f", "go");

    FlowTester.eventually(
        () -> assertThat(flow.logged(LogEntry.Level.ERROR)).containsExactly("Error: timeout"));
    assertThat(flow.received("seen")).isEmpty();
  }

  @Test
  void a_second_answer_is_dropped() {
    start("const reply = await node.linkcall('twice', msg); return reply;");

    flow.send("f", "last");
    assertThat(answer().payload()).isEqualTo("first");
    flow.settle("twice-back");
    flow.settle("f");

    assertThat(flow.received("seen")).hasSize(1);
  }
}
