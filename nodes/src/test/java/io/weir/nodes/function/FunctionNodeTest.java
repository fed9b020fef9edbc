package io.weir.nodes.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.event.LogEntry;
import io.weir.engine.message.Message;
import io.weir.engine.testing.FlowTester;
import io.weir.engine.testing.NodeTester;
import io.weir.nodes.common.CompleteNode;
import io.weir.nodes.function.script.GraalScripts;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "flow.set('o', {n: 1}); flow.get('o').n = 5; r = flow.get('o.n') | 5",
        "let o = {n: 1}; flow.set('o', o); o.n = 5; r = flow.get('o').n | 5",
        "flow.set('o', {l: []}); flow.get('o.l').push(1); r = flow.get('o').l.length | 1",
        "flow.set('o', {l: []}); let o = flow.get('o'), l = flow.get('o.l'); l.push(1); o.n = 1;"
            + " r = o.l.length | 1",
        "flow.set('o', {}); let o = flow.get('o'); flow.set('o.m', 1); r = o.m | 1",
        "flow.set('o', {l: [1]}); r = flow.get('o.l.length') + flow.get('o')['l'].length | 2",
        "flow.set('o', {n: 1}); flow.get('o').n = 5; r = String(flow.get('o.x.y')) | undefined",
        "global.set('o', {n: 1}); flow.set('o', {n: 2}); global.get('o').n = 3; r = flow.get('o.n')"
            + " | 2"
      })
  void sees_what_it_has_changed_in_place_by_whatever_name(String code, String expected) {
    code("let r; " + code + "; msg.payload = String(r); return msg;").receives("x");

    function.assertSent(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "let o = flow.get('o'); o.n = 5; flow.set('o.m', 1) | {n=5, l=[0], m=1}",
        "let o = flow.get('o'); flow.set('o.m', 1); o.n = 5 | {n=5, l=[0], m=1}",
        "let o = flow.get('o'); flow.set('o.l[1]', 1); o.n = 5 | {n=5, l=[0, 1]}",
        "let o = flow.get('o'); flow.set('o.a.b', 1); flow.get('o').n = 5 | {n=5, l=[0], a={b=1}}",
        "let o = flow.get('o'); flow.set('o.l', undefined); o.n = 5 | {n=5}",
        "flow.get('o.l').push(1); flow.set('o', {n: 7}) | {n=7}",
        "let l = flow.get('o.l'); l.push(1); flow.get('o').n = 5 | {n=5, l=[0, 1]}"
      })
  void changes_in_place_and_by_name_go_together(String code, String stored) {
    code("if (msg.payload === 'start') flow.set('o', {n: 1, l: [0]});"
            + " else if (msg.payload === 'change') {"
            + code
            + "} else return {payload: flow.get('o')}")
        .receives("start", "change", "read");

    assertThat(function.awaitSent(0, 1).get(0).payload()).hasToString(stored);
  }

  @Test
  void refuses_an_empty_list_of_variables() {
    code("try { flow.get([]) } catch (e) { msg.payload = e.message; }"
            + " try { flow.set([], []) } catch (e) { msg.payload += e.message; } return msg;")
        .receives("x");

    function.assertSent("Invalid context keyInvalid context key");
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

  @Test
  void a_bigint_comes_back_as_one_from_message_and_context() {
    code("""
        const known = global.get('n');
        if (known === undefined) {
          global.set('n', 5n);
          return { payload: BigInt(msg.payload) ** 2n };
        }
        msg.payload = [typeof known, typeof msg.payload, msg.payload];
        return msg;
        """)
        .receives(3, BigInteger.valueOf(9));

    function.assertSent(BigInteger.valueOf(9), List.of("bigint", "bigint", BigInteger.valueOf(9)));
  }

  @Test
  void a_bigint_that_code_only_passes_on_stays_one() {
    code("return { payload: { same: msg.payload } };").receives(BigInteger.TEN);

    function.assertSent(Map.of("same", BigInteger.TEN));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "path | m.join('a', '..', 'b', 'c.txt') + m.extname('x.tar.gz') | b/c.txt.gz",
        "path | m.basename('/a/b.txt', '.txt') + m.dirname('/a/b.txt') | b/a",
        "path | m.relative('/a/b/c', '/a/d') + ' ' + m.normalize('/a//b/../c/') | ../../d /a/c/",
        "path | m.resolve('/a', 'b', '../c') + m.parse('/x/y.z').name | /a/cy",
        "node:querystring | m.stringify({a: [1, 2], b: 'ö x'}) | a=1&a=2&b=%C3%B6%20x",
        "querystring | JSON.stringify(m.parse('a=1&a=2&b=x+y&c')) |"
            + " {\"a\":[\"1\",\"2\"],\"b\":\"x y\",\"c\":\"\"}",
        "crypto | m.createHash('sha256').update('a').update(Buffer.from('bc')).digest('hex') |"
            + " ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "crypto | m.createHash('md5').update('abc').digest('base64') | kAFQmDzST7DWlj99KOF/cg==",
        "crypto | m.createHmac('sha1', 'key').update('abc').digest('hex') |"
            + " 4fd0b215276ef12f2b3e4c8ecac2811498b656fc",
        "crypto | m.createHmac('sha512', '').update('').digest('hex').slice(0, 16) |"
            + " b936cee86c9f87aa",
        "crypto | /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]/.test(m.randomUUID()) | true",
        "crypto | m.randomBytes(16).length + m.randomInt(1) | 16",
        "crypto | m.timingSafeEqual(Buffer.from('a'), Buffer.from('a')) | true",
        "os | typeof m.hostname() + m.EOL.length + (m.endianness() === 'LE' ? 'LE' : 'BE') |"
            + " string1LE",
        "events | (() => { const e = new m(); let n = 0; e.once('x', (v) => { n += v; });"
            + " e.emit('x', 2); return n + ' ' + e.emit('x', 2); })() | 2 false",
        "string_decoder | (() => { const d = new m.StringDecoder();"
            + " return d.write(Buffer.from([0xe2, 0x82])) + d.write(Buffer.from([0xac])) + d.end();"
            + " })() | \u20ac",
      })
  void imports_modules_that_lead_nowhere(String module, String expression, String expected) {
    code("msg.payload = String(" + expression + "); return msg;")
        .with("libs", List.of(Map.of("var", "m", "module", module)))
        .receives("x");

    function.assertSent(expected);
  }

  @Test
  void an_unknown_hash_is_an_error_of_the_script() {
    code("try { m.createHash('rot13'); } catch (e) { msg.payload = e.message; } return msg;")
        .with("libs", List.of(Map.of("var", "m", "module", "crypto")))
        .receives("x");

    function.assertSent("Digest method not supported: rot13");
  }

  @Test
  void modules_can_be_forbidden() {
    try (GraalScripts strict = new GraalScripts(Duration.ofSeconds(10), false);
        NodeTester forbidden = NodeTester.of(FunctionNode.type(strict))) {
      forbidden.with("libs", List.of(Map.of("var", "m", "module", "path"))).starts();

      FlowTester.eventually(
          () ->
              assertThat(forbidden.flow().logged(LogEntry.Level.ERROR))
                  .anyMatch(
                      text -> text.contains("Function node not allowed to load external modules")));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "func | (body:line 1)",
        "initialize | (setup:line 1)",
        "finalize | (cleanup:line 1)",
      })
  void a_syntax_error_is_reported_before_any_message(String part, String place) {
    function.with(part, "var = ;").starts();

    FlowTester.eventually(
        () ->
            assertThat(function.flow().logged(LogEntry.Level.ERROR))
                .hasSize(1)
                .allMatch(text -> text.startsWith("SyntaxError: ") && text.endsWith(place)));
  }

  @Test
  void on_start_and_on_stop_run_without_a_message() {
    function.with("initialize", "node.warn('up')").with("finalize", "node.warn('down')").starts();
    FlowTester.eventually(
        () -> assertThat(function.flow().logged(LogEntry.Level.WARN)).contains("up"));

    function.flow().deploy(FlowTester.tab());

    FlowTester.eventually(
        () -> assertThat(function.flow().logged(LogEntry.Level.WARN)).contains("down"));
  }

  @Test
  void a_variable_can_be_a_regular_expression() {
    try (FlowTester flow =
        FlowTester.start(
            List.of(FunctionNode.type(SCRIPTS)),
            """
            [{"id":"t","type":"tab","env":[{"name":"RE","value":"^a+$","type":"re"}]},
             {"id":"f","type":"function","z":"t","x":1,"y":1,"wires":[["out"]],
              "func":"const re = env.get('RE'); msg.payload = [re instanceof RegExp, re.test('aa'), re.test('ab')]; return msg;"},
             {"id":"out","type":"test-collector","z":"t","x":1,"y":1,"wires":[]}]""")) {
      flow.send("f", "");

      assertThat(flow.awaitMessages("out", 1).get(0).payload())
          .isEqualTo(List.of(true, true, false));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "node.send(msg); msg.late = 1; node.done(); msg.never = 1; | true",
        "msg.late = 1; node.done(); | false",
        "msg.late = 1; return null; | false",
        "msg.late = 1; return { payload: 'other' }; | false",
        "await 0; node.send(msg); msg.late = 1; node.done(); | true",
        "setTimeout(() => { node.send(msg); msg.late = 1; node.done(); }, 1); | true",
        "setTimeout(() => { msg.late = 1; node.done(); }, 1); | false"
      })
  void complete_nodes_see_the_message_as_it_is_when_the_function_is_done(
      String code, boolean isSent) {
    try (FlowTester flow =
        FlowTester.start(
            List.of(FunctionNode.type(SCRIPTS), CompleteNode.TYPE),
            """
            [{"id":"t","type":"tab"},
             {"id":"f","type":"function","z":"t","x":1,"y":1,"func":"%s","wires":[["out"]]},
             {"id":"c","type":"complete","z":"t","scope":["f"],"x":1,"y":1,"wires":[["done"]]},
             {"id":"done","type":"test-collector","z":"t","x":1,"y":1,"wires":[]},
             {"id":"out","type":"test-collector","z":"t","x":1,"y":1,"wires":[]}]"""
                .formatted(code))) {
      flow.send("f", Message.of(Map.of("payload", "p", "list", List.of(1L, 2L))));

      Message completed = flow.awaitMessages("done", 1).get(0);
      assertThat(completed.get("late")).isEqualTo(1L);
      assertThat(completed.has("never")).isFalse();
      assertThat(completed.payload()).isEqualTo("p");
      assertThat(completed.get("list")).isEqualTo(List.of(1L, 2L));
      if (isSent) {
        assertThat(flow.awaitMessages("out", 1).get(0).has("late")).isFalse();
      }
    }
  }
}
