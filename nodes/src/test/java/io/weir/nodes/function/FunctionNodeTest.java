package io.weir.nodes.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.event.LogEntry;
import io.weir.engine.message.Message;
import io.weir.engine.testing.FlowTester;
import io.weir.engine.testing.NodeTester;
import io.weir.nodes.function.script.GraalScripts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionNodeTest {

  private static final GraalScripts SCRIPTS = new GraalScripts();

  private final NodeTester function = NodeTester.of(FunctionNode.type(SCRIPTS));

  @AfterEach
  void stop() {
    function.close();
  }

  @AfterAll
  static void closeEngine() {
    SCRIPTS.close();
  }

  private NodeTester code(String code) {
    return function.with("func", code);
  }

  @Test
  void passes_the_message_on_by_default() {
    function.receives("hello");

    function.assertSent("hello");
  }

  @Test
  void changes_the_payload() {
    code("msg.payload = msg.payload * 2; return msg;").receives(21, 1.25);

    function.assertSent(42, 2.5);
  }

  @Test
  void keeps_the_other_properties_and_the_id() {
    Message message =
        Message.of(Map.of("_msgid", "1234", "topic", "a/b", "payload", 1)).with("list", List.of(1));

    code("msg.payload++; return msg;").receives(message);

    assertThat(function.awaitSent(0, 1).get(0)).isEqualTo(message.with("payload", 2));
  }

  @Test
  void sends_nothing_for_null() {
    code("return msg.payload > 1 ? msg : null;").receives(1, 2);

    function.assertSent(2);
  }

  @Test
  void sends_on_several_outputs() {
    code("return [{payload: 'one'}, [{payload: 'two'}, {payload: 'three'}], null];")
        .with("outputs", 3)
        .receives(Message.ofPayload("x").with("_msgid", "1234"));

    function.assertSent("one").assertSentOn(1, "two", "three");
    assertThat(function.sent(1)).extracting(Message::id).containsOnly("1234");
  }

  @Test
  void keeps_undeclared_variables_between_messages() {
    code("count = (typeof count === 'undefined' ? 0 : count) + 1; msg.payload = count; return msg;")
        .receives("a", "b", "c");

    function.assertSent(1, 2, 3);
  }

  @Test
  void node_send_takes_a_snapshot() {
    code("node.send(msg); msg.payload = 'changed'; return null;").receives("old");

    function.assertSent("old");
  }

  @Test
  void waits_for_a_promise() {
    code("await promisify(setTimeout)(5); msg.payload = await Promise.resolve('late'); return msg;")
        .receives("x");

    function.assertSent("late");
  }

  @Test
  void sends_from_a_timer() {
    code("setTimeout((m) => node.send({payload: m}), 5, 'ding');").receives("x");

    function.assertSent("ding");
  }

  @Test
  void keeps_values_in_context() {
    code("context.set('n', (context.get('n') || 0) + 1); flow.set('f.g', msg.payload);"
            + " global.set(['a','b'],[1,2]);"
            + " msg.payload = [context.get('n'), flow.get('f').g, global.get(['a','b'])];"
            + " return msg;")
        .receives("x", "y");

    function.assertSent(List.of(1, "x", List.of(1, 2)), List.of(2, "y", List.of(1, 2)));
  }

  @Test
  void stores_what_was_changed_in_place() {
    code("if (msg.payload === 'start') { flow.set('list', []); return null; }"
            + " flow.get('list').push(msg.payload);"
            + " if (msg.payload === 'end') { msg.payload = flow.get('list'); return msg; }")
        .receives("start", "a", "end");

    function.assertSent(List.of("a", "end"));
  }

  @Test
  void reads_and_makes_buffers() {
    code("msg.payload = Buffer.concat([msg.payload, Buffer.from('!')]); return msg;")
        .receives(Buffer.buffer("hi"));

    function.assertSent(Buffer.buffer("hi!"));
  }

  @Test
  void reports_an_unknown_name_with_its_place() {
    code("var a = 1;\nretunr").receives("x");

    function.assertFailedWith(
        "ReferenceError: ReferenceError: retunr is not defined (line 2, col 1)");
  }

  @Test
  void reports_what_is_thrown() {
    code("throw new Error('oops')").receives("x");

    function.assertFailedWith("Error: oops");
  }

  @ParameterizedTest
  @ValueSource(strings = {"throw 'text'", "throw {a:1}", "throw 99", "await 1; throw 'late'"})
  void reports_thrown_values_as_text(String code) {
    code(code).receives("x");

    String expected =
        Map.of(
                "throw 'text'", "text",
                "throw {a:1}", "{\"a\":1}",
                "throw 99", "99",
                "await 1; throw 'late'", "late")
            .get(code);
    function.assertFailedWith(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while (true) {}",
        "for (;;) { try { while (true) {} } finally { while (true) {} } }",
        "return Promise.resolve().then(function f() { return Promise.resolve().then(f); })",
        "await null; while (true) {}"
      })
  void ends_code_that_never_returns_and_goes_on(String loop) {
    code("if (msg.payload === 'loop') { " + loop + " } return msg;").with("timeout", 0.1);

    function.receives("loop", "next");

    function.assertFailedWith("Script execution timed out after 100ms");
    function.assertSent("next");
  }

  @Test
  void ends_a_runaway_recursion() {
    code("(function f() { f(); })(); return msg;").receives("x");

    function.assertFailedWith("RangeError: Maximum call stack size exceeded");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'foo'", "true", "123"})
  void refuses_to_send_what_is_no_message(String value) {
    code("return " + value).receives("x");

    FlowTester.eventually(
        () ->
            assertThat(function.flow().logged(LogEntry.Level.ERROR))
                .anyMatch(text -> text.startsWith("Function tried to send a message of type ")));
    function.assertSent();
  }

  @Test
  void reports_a_syntax_error_at_deploy() {
    code("var a = 1;\nvar b = ;").receives("x");

    FlowTester.eventually(
        () ->
            assertThat(function.flow().logged(LogEntry.Level.ERROR))
                .anyMatch(
                    text -> text.startsWith("SyntaxError: ") && text.endsWith(" (body:line 2)")));
    function.assertSent();
  }
}
