package io.weir.nodes;

import static io.weir.engine.testing.FlowTester.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.weir.engine.event.LogEntry;
import io.weir.engine.flow.FlowReader;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import io.weir.engine.message.Undefined;
import io.weir.engine.messagetest.Difference;
import io.weir.engine.messagetest.MessageTest;
import io.weir.engine.messagetest.MessageTestReader;
import io.weir.engine.messagetest.MessageTestResult;
import io.weir.engine.messagetest.OutputResult;
import io.weir.engine.messagetest.Recording;
import io.weir.engine.messagetest.RecordingControl;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Outputs;
import io.weir.engine.runtime.DeployException;
import io.weir.engine.testing.FlowTester;
import io.weir.nodes.common.LinkCallNode;
import io.weir.nodes.common.LinkInNode;
import io.weir.nodes.common.LinkOutNode;
import io.weir.nodes.function.ChangeNode;
import io.weir.nodes.function.FunctionNode;
import io.weir.nodes.function.SwitchNode;
import io.weir.nodes.function.script.GraalScripts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests made of messages, recorded from flows of standard nodes and run on them. */
class MessageTestingTest {
  private static final GraalScripts SCRIPTS = new GraalScripts();

  private final AtomicInteger asked = new AtomicInteger();
  private final List<NodeType> types =
      List.of(
          LinkInNode.TYPE,
          LinkOutNode.TYPE,
          LinkCallNode.TYPE,
          FunctionNode.type(SCRIPTS),
          ChangeNode.TYPE,
          SwitchNode.type(0),
          NodeType.named("sensor").outputs(1).create((config, context) -> new Node() {}),
          NodeType.named("ask the world")
              .inputs(1)
              .outputs(1)
              .create(
                  (config, context) ->
                      new Node() {
                        @Override
                        public Future<Void> receive(Message message, Outputs out) {
                          out.send(message.with("payload", "answer " + asked.incrementAndGet()));
                          return Node.done();
                        }
                      }));

  private FlowTester flow;

  @AfterEach
  void stop() {
    flow.close();
  }

  @AfterAll
  static void closeEngine() {
    SCRIPTS.close();
  }

  private static String flows(String... entries) {
    return ("[{'id':'t','type':'tab','label':'Kitchen','env':[{'name':'ROOM','value':'kitchen'}]},"
            + "{'id':'u','type':'tab'},"
            + String.join(",", entries)
            + "]")
        .replace('\'', '"');
  }

  private static String node(String id, String type, String tab, String more, String... targets) {
    String wires = targets.length == 0 ? "" : "'" + String.join("','", targets) + "'";
    return "{'id':'%s','type':'%s','z':'%s','x':1,'y':1,%s'wires':[[%s]]}"
        .formatted(id, type, tab, more, wires);
  }

  private static String function(String id, String tab, String code, String... targets) {
    return node(id, "function", tab, "'func':'" + code + "','outputs':1,", targets);
  }

  private static String collector(String id, String tab) {
    return "{'id':'%s','type':'test-collector','z':'%s','x':1,'y':1,'wires':[]}".formatted(id, tab);
  }

  private static String change(String id, String to, String... targets) {
    return node(
        id,
        "change",
        "t",
        "'rules':[{'t':'set','p':'topic','pt':'msg','to':'" + to + "','tot':'str'}],",
        targets);
  }

  private static final String[] CHAIN = {
    node("s", "sensor", "t", "", "f"),
    function("f", "t", "msg.payload = msg.payload * 2; return msg;", "c"),
    change("c", "hot", "end"),
    collector("end", "t"),
  };

  private void start(String... entries) {
    flow = FlowTester.start(types, flows(entries));
  }

  private Future<Recording> recording(List<String> nodes, int inputs) {
    return flow.runtime()
        .tests()
        .record(
            "t",
            nodes,
            Duration.ofSeconds(10),
            inputs,
            new RecordingControl(),
            Promise.promise().future());
  }

  private void sense(Object payload) {
    assertThat(get(flow.runtime().nodes().sendFrom("s", 0, Message.ofPayload(payload)))).isTrue();
  }

  private MessageTest recorded(Object... payloads) {
    Future<Recording> recording = recording(null, payloads.length);
    for (Object payload : payloads) {
      sense(payload);
    }
    Recording done = get(recording);
    assertThat(done.incomplete()).isEmpty();
    return done.test();
  }

  private MessageTestResult run(MessageTest test) {
    return get(flow.runtime().tests().run(List.of(test), null, Promise.promise().future())).get(0);
  }

  private static MessageTest test(String fields) {
    String text = "{'tests':[{'id':'1','name':'One','flow':'t'," + fields + "}]}";
    return MessageTestReader.read(MessageJson.parse(text.replace('\'', '"'))).get(0);
  }

  private static List<Difference> differences(MessageTestResult result) {
    assertThat(result.problem()).isNull();
    return result.outputs().stream().map(OutputResult::differences).flatMap(List::stream).toList();
  }

  // ---- recording and running ----

  @Test
  void what_was_recorded_passes_until_the_flow_does_something_else() {
    start(CHAIN);
    MessageTest test = recorded(3, 4);

    assertThat(test.name()).isEqualTo("Kitchen");
    assertThat(test.inputs())
        .extracting(input -> input.nodeId() + input.message().payload())
        .containsExactly("s3", "s4");
    assertThat(test.outputs()).extracting(MessageTest.OutputMessages::nodeId).containsExactly("c");
    MessageTestResult result = run(test);
    assertThat(result.isOk()).as("%s", result).isTrue();
    assertThat(flow.received("end")).as("only what was recorded").hasSize(2);

    String edited = flows(CHAIN).replace("* 2", "* 3");
    MessageTestResult onEdited =
        get(flow.runtime()
                .tests()
                .run(List.of(test), FlowReader.read(edited), Promise.promise().future()))
            .get(0);
    assertThat(onEdited.isOk()).isFalse();
    assertThat(differences(onEdited))
        .containsExactly(
            new Difference(1, "payload", 6L, 9L), new Difference(2, "payload", 8L, 12L));
    assertThat(run(test).isOk()).as("what is deployed is as before").isTrue();
  }

  @Test
  void of_some_nodes_the_test_is_what_goes_in_and_out_of_them() {
    start(CHAIN);
    Future<Recording> recording = recording(List.of("f"), 1);
    sense(5);

    MessageTest test = get(recording).test();

    assertThat(test.inputs()).extracting(MessageTest.Input::nodeId).containsExactly("f");
    assertThat(test.inputs().get(0).output()).isNull();
    assertThat(test.outputs()).extracting(MessageTest.OutputMessages::nodeId).containsExactly("f");
    MessageTestResult result = run(test);
    assertThat(result.isOk()).as("%s", result).isTrue();
  }

  @Test
  void an_outside_node_in_the_middle_is_not_asked_again() {
    start(
        node("s", "sensor", "t", "", "f"),
        function("f", "t", "return msg;", "w"),
        node("w", "ask the world", "t", "", "g"),
        function("g", "t", "msg.room = env.get(`ROOM`); return msg;", "end"),
        collector("end", "t"));
    MessageTest test = recorded("q", "q");
    assertThat(asked).hasValue(2);

    MessageTestResult result = run(test);

    assertThat(result.isOk()).as("%s", result).isTrue();
    assertThat(asked).hasValue(2);
    assertThat(test.stubs()).hasSize(1);
    assertThat(test.outputs())
        .extracting(MessageTest.OutputMessages::nodeId)
        .as("what goes to the world, and what comes in the end")
        .containsExactly("f", "g");
    assertThat(test.outputs().get(1).messages().get(1).properties())
        .containsEntry("payload", "answer 2")
        .containsEntry("room", "kitchen");
  }

  @Test
  void a_subroutine_on_another_tab_runs_too() {
    start(
        node("s", "sensor", "t", "", "call"),
        node("call", "link call", "t", "'linkType':'static','links':['in'],", "end"),
        collector("end", "t"),
        node("in", "link in", "u", "'name':'Double',", "d"),
        function("d", "u", "msg.payload = msg.payload * 2; return msg;", "w"),
        node("w", "ask the world", "u", "", "back"),
        node("back", "link out", "u", "'mode':'return',"));
    MessageTest test = recorded(21);
    int before = asked.get();

    MessageTestResult result = run(test);

    assertThat(result.isOk()).as("%s", result).isTrue();
    assertThat(test.outputs().get(0).messages().get(0).payload()).isEqualTo("answer 1");
    assertThat(asked).hasValue(before);
  }

  @Test
  void a_subroutine_can_be_tested_by_itself() {
    start(
        node("s", "sensor", "u", "", "call"),
        node("call", "link call", "u", "'linkType':'dynamic',", "end"),
        collector("end", "u"),
        node("in", "link in", "t", "'name':'Double',", "d"),
        function("d", "t", "msg.payload = msg.payload * 2; return msg;", "back"),
        node("back", "link out", "t", "'mode':'return',"));
    Future<Recording> recording = recording(null, 1);
    flow.send("call", Message.ofPayload(4).with("target", "Double"));

    MessageTest test = get(recording).test();

    assertThat(test.inputs()).extracting(MessageTest.Input::nodeId).containsExactly("in");
    assertThat(test.outputs()).extracting(MessageTest.OutputMessages::nodeId).containsExactly("d");
    assertThat(run(test).isOk()).isTrue();
  }

  @Test
  void nodes_inside_a_subflow_are_run_for_real() {
    start(
        "{'id':'sub','type':'subflow','name':'Sub','in':[{'wires':[{'id':'i'}]}],"
            + "'out':[{'wires':[{'id':'i','port':0}]}]}",
        function("i", "sub", "msg.payload += 1; return msg;"),
        node("s", "sensor", "t", "", "x"),
        node("x", "subflow:sub", "t", "", "end"),
        collector("end", "t"));
    MessageTest test = recorded(1);

    assertThat(test.outputs())
        .extracting(MessageTest.OutputMessages::nodeId)
        .containsExactly("x/i");
    assertThat(test.outputs().get(0).messages().get(0).payload()).isEqualTo(2L);
    assertThat(run(test).isOk()).isTrue();
    flow.deploy(
        flows(
            "{'id':'sub','type':'subflow','name':'Sub','in':[{'wires':[{'id':'i'}]}],"
                + "'out':[{'wires':[{'id':'i','port':0}]}]}",
            function("i", "sub", "msg.payload += 2; return msg;"),
            node("s", "sensor", "t", "", "x"),
            node("x", "subflow:sub", "t", "", "end"),
            collector("end", "t")));
    assertThat(differences(run(test))).containsExactly(new Difference(1, "payload", 2L, 3L));
  }

  @Test
  void bytes_stay_bytes() {
    start(
        node("s", "sensor", "t", "", "f"),
        function(
            "f", "t", "msg.payload = Buffer.concat([msg.payload, Buffer.from([9])]); return msg;"),
        collector("end", "t"));
    MessageTest test = recorded(Buffer.buffer(new byte[] {1, -1}));

    MessageTest read =
        MessageTestReader.read(
                MessageJson.parse(MessageJson.text(Map.of("tests", List.of(test.asJson())))))
            .get(0);

    assertThat(read).isEqualTo(test);
    assertThat(read.outputs().get(0).messages().get(0).payload())
        .isEqualTo(Buffer.buffer(new byte[] {1, -1, 9}));
    assertThat(run(read).isOk()).isTrue();
  }

  @Test
  void variables_begin_empty_each_time_and_those_of_the_flow_stay_as_they_are() {
    start(
        node("s", "sensor", "t", "", "f"),
        function(
            "f",
            "t",
            "let n = (flow.get(`n`) || 0) + 1; flow.set(`n`, n); msg.payload = n; return msg;",
            "end"),
        collector("end", "t"));
    MessageTest test = recorded("a", "b");

    assertThat(run(test).isOk()).isTrue();
    assertThat(run(test).isOk()).isTrue();
    sense("c");
    assertThat(flow.awaitMessages("end", 3).get(2).payload()).isEqualTo(3L);
  }

  @Test
  void what_a_function_sends_later_is_waited_for() {
    start(
        node("s", "sensor", "t", "", "f"),
        function("f", "t", "setTimeout(() => node.send(msg), 200); return null;", "end"),
        collector("end", "t"));
    MessageTest test =
        test(
            "'inputs':[{'from':'s','port':0,'message':{'payload':1}}],"
                + "'outputs':{'f':{'0':[{'payload':1}]}}");

    assertThat(run(test).isOk()).isTrue();
  }

  // ---- what can be wrong ----

  @Test
  void missing_and_additional_messages_and_properties_are_differences() {
    start(CHAIN);
    String input = "'inputs':[{'to':'f','message':{'payload':1}}],";

    assertThat(
            differences(
                run(
                    test(
                        input
                            + "'outputs':{'c':{'0':[{'payload':{'x':[1]},'other':null},"
                            + "{'payload':4}]}}"))))
        .containsExactly(
            new Difference(1, "payload", Map.of("x", List.of(1L)), 2L),
            new Difference(1, "other", null, Undefined.VALUE),
            new Difference(1, "topic", Undefined.VALUE, "hot"),
            new Difference(2, "", Map.of("payload", 4L), Undefined.VALUE));
    assertThat(differences(run(test(input + "'outputs':{'c':{'0':[]}}"))))
        .singleElement()
        .satisfies(
            additional -> {
              assertThat(additional.expected()).isEqualTo(Undefined.VALUE);
              assertThat(additional.actual()).isEqualTo(Map.of("payload", 2L, "topic", "hot"));
            });
  }

  @Test
  void what_is_ignored_may_differ() {
    start(
        node("s", "sensor", "t", "", "f"),
        function("f", "t", "msg.payload = [{t: Date.now(), v: 1}]; msg.at = 5; return msg;"));
    String fields =
        "'inputs':[{'to':'f','message':{}}],"
            + "'outputs':{'f':{'0':[{'payload':[{'t':0,'v':1}],'at':0}]}},'ignore':";

    assertThat(differences(run(test(fields + "['payload[0].t']"))))
        .containsExactly(new Difference(1, "at", 0L, 5L));
    assertThat(run(test(fields + "['payload[0].t','at']")).isOk()).isTrue();
  }

  @Test
  void an_endless_loop_fails_the_test_and_is_named() {
    start(function("f", "t", "while (true) {}"), collector("end", "t"));

    MessageTestResult result =
        run(test("'inputs':[{'to':'f','message':{}}],'outputs':{'f':{'0':[{}]}}"));

    assertThat(result.isOk()).isFalse();
    assertThat(result.hasRun()).isTrue();
    assertThat(result.problem()).endsWith(": function f did not come back within 5 s");
    assertThat(run(test("'inputs':[],'outputs':{'f':{'0':[]}}")).isOk())
        .as("the next one runs")
        .isTrue();
  }

  @Test
  void an_error_is_told_and_fails_nothing_by_itself() {
    start(
        function("f", "t", "throw new Error(`broken`);"),
        function("g", "t", "return msg;"),
        collector("end", "t"));

    MessageTestResult result =
        run(
            test(
                "'inputs':[{'to':'f','message':{}},{'to':'g','message':{}}],"
                    + "'outputs':{'f':{'0':[]},'g':{'0':[{}]}}"));

    assertThat(result.isOk()).isTrue();
    assertThat(result.log()).singleElement().asString().contains("broken");
    assertThat(flow.logged(LogEntry.Level.ERROR)).as("nobody else hears of it").isEmpty();
  }

  @Test
  void a_test_of_what_is_not_there_can_not_run() {
    start(CHAIN);

    assertThat(run(test("'inputs':[],'outputs':{'gone':{'0':[]}}")).problem())
        .isEqualTo("node gone is not there, or is switched off");
    assertThat(run(test("'inputs':[],'outputs':{'c':{'1':[]}}")).problem())
        .isEqualTo("node c has 1 outputs, so none of number 1");
    assertThat(run(test("'nodes':['gone'],'inputs':[],'outputs':{}")).problem())
        .isEqualTo("node gone is not there");
    MessageTestResult other =
        get(flow.runtime()
                .tests()
                .run(
                    List.of(test("'inputs':[],'outputs':{}")),
                    FlowReader.read("[]"),
                    Promise.promise().future()))
            .get(0);
    assertThat(other.problem()).isEqualTo("flow t is not there");
    assertThat(other.hasRun()).isFalse();
  }

  @Test
  void flows_that_can_not_be_deployed_are_not_tested() {
    start(CHAIN);

    assertThatThrownBy(
            () ->
                get(
                    flow.runtime()
                        .tests()
                        .run(
                            List.of(),
                            FlowReader.read(flows(CHAIN[1], CHAIN[1])),
                            Promise.promise().future())))
        .isInstanceOf(DeployException.class);
  }

  @Test
  void tests_run_one_at_a_time() {
    start(CHAIN);
    MessageTest test = test("'inputs':[],'outputs':{}");
    Future<List<MessageTestResult>> first =
        flow.runtime().tests().run(List.of(test), null, Promise.promise().future());

    assertThatThrownBy(() -> run(test))
        .isInstanceOf(NodeException.class)
        .hasMessage("tests are run already");
    assertThat(get(first)).hasSize(1);
  }

  @Test
  void what_is_missing_in_a_recording_is_said() {
    start(CHAIN);
    Future<Recording> recording = recording(null, 40);
    for (int i = 0; i < 40; i++) {
      sense(i);
    }

    Recording done = get(recording);

    assertThat(done.test().inputs()).hasSize(20);
    assertThat(done.incomplete())
        .contains(
            "Output 1 of sensor s sent 40 messages, of which 20 came too fast, or were too many,"
                + " to be kept.");
  }

  @Test
  void a_recording_that_nobody_waits_for_ends() {
    start(CHAIN);
    Promise<Void> gone = Promise.promise();
    Future<Recording> recording =
        flow.runtime()
            .tests()
            .record("t", null, Duration.ofMinutes(1), 1, new RecordingControl(), gone.future());

    gone.complete();

    assertThatThrownBy(() -> get(recording)).isInstanceOf(NodeException.class);
    assertThatThrownBy(() -> get(recording(List.of("nobody"), 1)))
        .hasMessage("node nobody is not there");
  }
}
