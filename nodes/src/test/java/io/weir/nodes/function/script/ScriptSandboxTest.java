package io.weir.nodes.function.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import io.weir.engine.message.Opaque;
import io.weir.engine.testing.FlowTester;
import io.weir.engine.testing.NodeTester;
import io.weir.nodes.expression.JsonataExpressions;
import io.weir.nodes.function.FunctionNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What scripts find in their sandbox, and that nothing leads out of it. */
class ScriptSandboxTest {
  private static final GraalScripts SCRIPTS = new GraalScripts();

  private final NodeTester function =
      NodeTester.of(FunctionNode.type(SCRIPTS)).expressions(new JsonataExpressions());

  @AfterEach
  void stop() {
    function.close();
  }

  @AfterAll
  static void closeEngine() {
    SCRIPTS.close();
  }

  private Object result(String expression) {
    function.with("func", "msg.payload = " + expression + "; return msg;").receives("in");
    return function.awaitSent(0, 1).get(0).payload();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "require",
        "process",
        "fetch",
        "TextEncoder",
        "setImmediate",
        "structuredClone",
        "queueMicrotask",
        "AbortController",
        "btoa",
        "module",
        "exports",
        "Java",
        "Polyglot",
        "Graal",
        "load",
        "loadWithNewGlobal",
        "print",
        "quit",
        "java",
        "Packages",
        "host",
        "api"
      })
  void leaves_out_what_does_not_belong(String name) {
    assertThat(result("typeof " + name)).isEqualTo("undefined");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Java.type('java.lang.Runtime').getRuntime().exec('id')",
        "this.constructor.constructor('return process')().exit()",
        "[].constructor.constructor('return Java')().type('java.lang.System').exit(1)",
        "eval('load(\"/etc/passwd\")')",
        "await import('fs')",
        "node.send.constructor('return Polyglot')().eval('js', '1')",
        "flow.get.constructor('return this')().Java.type('java.io.File')",
        "new Function('return require')()('child_process')",
        "Object.getPrototypeOf(msg.res).getClass().forName('java.lang.System')",
        "msg.res.getClass()",
        "msg.res.host.toString()",
      })
  void lets_nobody_out(String attempt) {
    Message message =
        Message.ofPayload("x").with("res", new Opaque("ServerResponse", Thread.currentThread()));
    function.with("func", "await null; msg.payload = " + attempt + "; return msg;");
    function.receives(message);

    assertThat(function.error().get("message")).asString().contains("Error");
  }

  @Test
  void carries_host_objects_through_unseen() {
    Opaque response = new Opaque("ServerResponse", Thread.currentThread());
    function.with("func", "return {payload: Object.keys(msg.res).length, res: msg.res};");
    function.receives(Message.ofPayload("x").with("res", response));

    Message sent = function.awaitSent(0, 1).get(0);
    assertThat(sent.payload()).isEqualTo(0L);
    assertThat(sent.get("res")).isSameAs(response);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Buffer.from('héllo').toString('hex') | '68c3a96c6c6f'",
        "Buffer.from('aGk=', 'base64').toString() | 'hi'",
        "Buffer.from('6869', 'hex').toString('base64') | 'aGk='",
        "Buffer.from([104, 361]).toString() | 'hi'",
        "Buffer.alloc(3, 'ab').toString() | 'aba'",
        "Buffer.concat([Buffer.from('a'), Buffer.from('bc')], 2).toString() | 'ab'",
        "Buffer.from('abc').equals(Buffer.from('abc')) | true",
        "Buffer.compare(Buffer.from('a'), Buffer.from('b')) | -1",
        "Buffer.isBuffer(Buffer.from('a')) && Buffer.from('a') instanceof Uint8Array | true",
        "Buffer.from('hello').slice(1, 3).toString() | 'el'",
        "Buffer.from([1, 2, 3, 4]).readUInt16BE(1) | 515",
        "Buffer.from([255, 255]).readInt16LE() | -1",
        "Buffer.from([0x40, 0x49, 0x0f, 0xdb]).readFloatBE(0).toFixed(4) | '3.1416'",
        "Buffer.from([1, 2, 3]).readUIntLE(0, 3) | 197121",
        "(b => { b.writeInt32BE(-2, 0); return b.toString('hex'); })(Buffer.alloc(4)) |"
            + " 'fffffffe'",
        "JSON.stringify(Buffer.from('a')) | '{`type`:`Buffer`,`data`:[97]}'",
        "Buffer.from('hello').indexOf('l') | 2",
        "Buffer.from('hello').includes('z') | false",
        "(b => { b[0] = 106; return b.toString(); })(Buffer.from('hello')) | 'jello'",
        "Buffer.byteLength('é') | 2",
        "Buffer.from('abc').map(x => x + 1).toString() | 'bcd'",
        "util.inspect({a: [1, 'x']}) | '{ a: [ 1, \\'x\\' ] }'",
        "util.format('%s is %d and %j', 'a', 1, {b: 2}) | 'a is 1 and {`b`:2}'",
        "util.types.isDate(new Date()) | true",
        "new URL('/b?x=1#h', 'http://User@Example.com:80/a').href |"
            + " 'http://User@example.com/b?x=1#h'",
        "new URL('https://a.b:8443/p/../q?x=a%20b').pathname | '/q'",
        "new URL('https://a.b/?x=a%20b').searchParams.get('x') | 'a b'",
        "new URLSearchParams({a: 'x y', b: 1}).toString() | 'a=x+y&b=1'",
        "RED.util.getMessageProperty({a: {b: [1, 2]}}, 'msg.a.b[1]') | 2",
        "(o => { RED.util.setMessageProperty(o, 'a.b', 1, true); return JSON.stringify(o); })({}) |"
            + " '{`a`:{`b`:1}}'",
        "RED.util.compareObjects({a: [1]}, {a: [1]}) | true",
        "RED.util.ensureString({a: 1}) | '{`a`:1}'",
        "RED.util.ensureBuffer('a').length | 1",
        "RED.util.generateId().length | 16",
        "RED.util.evaluateNodeProperty('0x10', 'num') | 16",
        "RED.util.parseContextStore('#:(file)::a.b').key | 'a.b'",
        "RED.util.normaliseNodeTypeName('mqtt in') | 'mqttIn'",
        "(m => { const c = RED.util.cloneMessage(m); c.a.b = 2; return m.a.b; })({a: {b: 1}}) | 1",
        "env.get('NR_NODE_ID') | 'node'",
        "typeof env.get('NO_SUCH_THING') | 'undefined'",
        "node.id + node.outputCount | 'node1'",
        "typeof setTimeout(() => 0, 1) | 'object'",
        "(() => { try { node.on('input', () => 0); } catch (e) { return e.message; } })() |"
            + " 'Cannot add listener to \\'input\\' event within Function'",
        "(() => { try { flow.get('a', 'memory', 1); } catch (e) { return e.message; } })() |"
            + " 'Callback must be a function'",
        "(() => { let r; flow.set('k', 5, () => flow.get('k', (e, v) => { r = v; })); return r; })()"
            + " | 5",
        "(() => { flow.set(['p', 'q'], [1]); return flow.get(['p', 'q']); })() | [1, null]",
        "(() => { flow.set('p', 1); return flow.keys().includes('p'); })() | true",
      })
  void offers_what_functions_use(String expression, String expected) {
    assertThat(result(expression.strip()))
        .isEqualTo(
            MessageJson.parse(
                expected
                    .strip()
                    .replace("\\'", "\u0000")
                    .replace("'", "\"")
                    .replace("`", "\\\"")
                    .replace("\u0000", "'")));
  }

  @Test
  void keeps_values_of_every_kind_on_the_way_through() {
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("text", "x");
    payload.put("whole", 7L);
    payload.put("large", 9_007_199_254_740_991L);
    payload.put("part", 0.1);
    payload.put("yes", true);
    payload.put("nothing", null);
    payload.put("when", Instant.ofEpochMilli(1_700_000_000_123L));
    payload.put("bytes", Buffer.buffer(new byte[] {0, (byte) 255}));
    payload.put("list", List.of(1L, List.of(), Map.of()));
    payload.put("__proto__", "own");

    function.with("func", "msg.payload = {...msg.payload}; return msg;").receives(payload);

    assertThat(function.awaitSent(0, 1).get(0).payload()).isEqualTo(payload);
  }

  @Test
  void keeps_maps_sets_errors_and_regular_expressions_between_functions() {
    function.with(
        "func",
        "if (msg.payload === 'make') { msg.payload = {m: new Map([[1, 'a']]), s: new Set([1]),"
            + " e: new TypeError('t'), r: /a+/gi, n: NaN, d: new Date(5)}; return msg; }"
            + " const p = msg.payload; msg.payload = [p.m.get(1), p.s.has(1), p.e instanceof"
            + " TypeError, p.r.flags, Number.isNaN(p.n), p.d instanceof Date]; return msg;");
    function.receives("make");
    Message made = function.awaitSent(0, 1).get(0);

    function.receives(made);

    assertThat(function.awaitSent(0, 2).get(1).payload())
        .isEqualTo(List.of("a", true, true, "gi", true, true));
  }

  @Test
  void survives_structures_that_contain_themselves() {
    function.with(
        "func",
        "if (msg.payload === 'make') { const a = {}; a.self = a; a.u = undefined;"
            + " msg.payload = a; return msg; }"
            + " msg.payload = msg.payload.self.self === msg.payload && msg.payload.u === undefined;"
            + " return msg;");
    function.receives("make");
    Message made = function.awaitSent(0, 1).get(0);

    function.receives(made);

    // Not by an assertion on the list: its text would never end.
    await().until(() -> function.flow().received("out0").size() == 2);
    assertThat(function.flow().received("out0").get(1).payload()).isEqualTo(true);
  }

  @Test
  void passes_large_parts_through_untouched() {
    List<Object> large = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      large.add(Map.of("i", (long) i));
    }
    Message message = Message.ofPayload(large);
    function.with("func", "msg.topic = 't'; return msg;").receives(message.with("topic", "old"));

    assertThat(function.awaitSent(0, 1).get(0).payload()).isSameAs(message.payload());
  }

  @Test
  void shows_large_parts_to_those_who_look() {
    List<Object> large = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      large.add((long) i);
    }
    function.with("func", "msg.payload = msg.payload.reduce((a, b) => a + b, 0); return msg;");
    function.receives(large);

    function.assertSent(499_500);
  }

  @Test
  void forgets_a_large_part_that_was_deleted_and_set_again() {
    String large = "x".repeat(10_000);
    function.with("func", "delete msg.payload; msg.payload = 'new'; return msg;").receives(large);

    function.assertSent("new");
  }

  @Test
  void one_node_does_not_see_the_globals_of_another() {
    assertThat(result("(leaked = 1, typeof leaked)")).isEqualTo("number");
    try (NodeTester other = NodeTester.of(FunctionNode.type(SCRIPTS))) {
      other.with("func", "msg.payload = typeof leaked; return msg;").receives("x");
      other.assertSent("undefined");
    }
  }

  @Test
  void on_start_runs_first_and_messages_wait_for_it() {
    function
        .with("initialize", "await promisify(setTimeout)(20); context.set('v', 'ready');")
        .with("func", "msg.payload = context.get('v'); return msg;")
        .receives("a", "b");

    function.assertSent("ready", "ready");
  }

  @Test
  void on_stop_runs_at_the_end() {
    function.with("finalize", "global.set('ended', true); node.warn('bye');").receives("x");
    function.assertSent("x");

    function.flow().deploy(FlowTester.tab());

    FlowTester.eventually(
        () ->
            assertThat(function.flow().logged(io.weir.engine.event.LogEntry.Level.WARN))
                .contains("bye"));
  }

  @Test
  void says_which_module_can_not_be_loaded() {
    function.withJson("{'libs':[{'var':'fs','module':'node:fs'}]}").starts();

    FlowTester.eventually(
        () ->
            assertThat(function.flow().logged(io.weir.engine.event.LogEntry.Level.ERROR))
                .anyMatch(text -> text.startsWith("Failed to load module node:fs"))
                .contains("Function node failed to load external modules"));
  }

  @Test
  void has_the_modules_that_are_part_of_it() {
    function
        .withJson("{'libs':[{'var':'u','module':'node:util'}]}")
        .with("func", "msg.payload = u.inspect([1]); return msg;")
        .receives("x");

    function.assertSent("[ 1 ]");
  }
}
