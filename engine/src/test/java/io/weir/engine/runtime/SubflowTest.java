package io.weir.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.weir.engine.event.LogEntry;
import io.weir.engine.message.Message;
import io.weir.engine.message.Values;
import io.weir.engine.node.ErrorCatcher;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Scope;
import io.weir.engine.node.Status;
import io.weir.engine.node.StatusWatcher;
import io.weir.engine.store.ContextScope;
import io.weir.engine.testing.FlowTester;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubflowTest {
  private static final List<String> NAMES =
      List.of(
          "NR_NODE_ID",
          "NR_NODE_NAME",
          "NR_NODE_PATH",
          "NR_SUBFLOW_ID",
          "NR_SUBFLOW_NAME",
          "NR_SUBFLOW_PATH",
          "NR_GROUP_ID",
          "NR_GROUP_NAME",
          "NR_FLOW_ID",
          "NR_FLOW_NAME",
          "A",
          "P",
          "$parent.P");

  /** Tells what it sees: who it is, its variables, what its config node is called. */
  private record Teller(NodeContext context, Object setting) implements Node {
    @Override
    public Future<Void> receive(Message message, Outputs out) {
      Map<String, Object> seen = new LinkedHashMap<>();
      for (String name : NAMES) {
        seen.put(name, Values.toText(context.env(name)));
      }
      seen.put("z", context.flowId());
      seen.put("alias", context.alias());
      seen.put("setting", setting);
      seen.put("running", context.configNode(String.valueOf(setting), Node.class).isPresent());
      Object count = context.flowVariables().get("count", null);
      long next = count instanceof Long number ? number + 1 : 1;
      context.flowVariables().set("count", next, null);
      context.flowVariables().set("$parent.count", next * 100, null);
      seen.put("count", next);
      out.send(message.with("seen", seen));
      return Node.done();
    }
  }

  private record Catching(Scope scope) implements Node, ErrorCatcher {
    @Override
    public boolean wantsOnlyUncaught() {
      return false;
    }

    @Override
    public Future<Void> receive(Message message, Outputs out) {
      out.send(message);
      return Node.done();
    }
  }

  private record Listening(Scope scope) implements Node, StatusWatcher {
    @Override
    public Future<Void> receive(Message message, Outputs out) {
      out.send(message);
      return Node.done();
    }
  }

  private static final List<NodeType> TYPES =
      List.of(
          NodeType.named("tell")
              .inputs(1)
              .outputs(1)
              .create((config, context) -> new Teller(context, config.raw("setting"))),
          NodeType.named("setting").config().create((config, context) -> new Node() {}),
          NodeType.named("fail")
              .inputs(1)
              .create(
                  (config, context) ->
                      new Node() {
                        @Override
                        public Future<Void> receive(Message message, Outputs out) {
                          context.status(Status.text("failing"));
                          throw new NodeException("it broke");
                        }
                      }),
          NodeType.named("catching")
              .outputs(1)
              .create((config, context) -> new Catching(Scope.of(config.raw("scope")))),
          NodeType.named("listening")
              .outputs(1)
              .create((config, context) -> new Listening(Scope.of(config.raw("scope")))));

  /** The nested subflow that the specification of Node-RED's variables shows, and a collector. */
  private static final String NESTED =
      """
      {"id":"sf1","type":"subflow","name":"Inner","in":[{"wires":[{"id":"sfn"}]}],
       "out":[{"wires":[{"id":"sfn","port":0}]}],"env":[{"name":"P","type":"str","value":"p1"}]},
      {"id":"cfg","type":"setting","z":"sf1"},
      {"id":"sfn","type":"tell","z":"sf1","name":"infn","x":1,"y":1,"setting":"cfg","wires":[[]]},
      {"id":"sf2","type":"subflow","name":"Outer","in":[{"wires":[{"id":"inner"}]}],
       "out":[{"wires":[{"id":"inner","port":0}]}],"env":[{"name":"P","type":"str","value":"outerP"}]},
      {"id":"inner","type":"subflow:sf1","z":"sf2","name":"innerInst","x":1,"y":1,"wires":[[]],
       "env":[{"name":"P","type":"env","value":"P"}]},
      {"id":"g1","type":"group","z":"t1","name":"grp","env":[{"name":"A","type":"str","value":"grpA"}]},
      {"id":"oi","type":"subflow:sf2","z":"t1","g":"g1","x":1,"y":1,"wires":[["one"]]},
      {"id":"oj","type":"subflow:sf2","z":"t1","x":1,"y":1,"wires":[["one"]]},
      {"id":"one","type":"test-collector","z":"t1","x":1,"y":1,"wires":[]}""";

  private static final String TAB =
      """
      {"id":"t1","type":"tab","label":"Flow 1","env":[{"name":"A","type":"num","value":"1"}]}""";

  private FlowTester flow;

  @AfterEach
  void close() {
    flow.close();
  }

  private static String file(String... entries) {
    return "[" + String.join(",", entries) + "]";
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> seen(int index) {
    return (Map<String, Object>) flow.awaitMessages("one", index + 1).get(index).get("seen");
  }

  @Test
  void nodes_inside_have_the_ids_paths_and_variables_of_their_instance() {
    flow = FlowTester.start(TYPES, file(TAB, NESTED));

    flow.send("oi", 1);

    assertThat(seen(0))
        .containsEntry("NR_NODE_ID", "oi-inner-sfn")
        .containsEntry("NR_NODE_PATH", "t1/oi/inner/sfn")
        .containsEntry("NR_NODE_NAME", "infn")
        .containsEntry("NR_SUBFLOW_ID", "oi-inner")
        .containsEntry("NR_SUBFLOW_NAME", "innerInst")
        .containsEntry("NR_SUBFLOW_PATH", "t1/oi/inner")
        .containsEntry("NR_GROUP_ID", "g1")
        .containsEntry("NR_GROUP_NAME", "grp")
        .containsEntry("NR_FLOW_ID", "t1")
        .containsEntry("NR_FLOW_NAME", "Flow 1")
        .containsEntry("A", "grpA")
        .containsEntry("P", "outerP")
        .containsEntry("z", "oi-inner")
        .containsEntry("alias", "sfn");
  }

  @Test
  void instances_are_apart_in_config_nodes_and_variables() {
    flow = FlowTester.start(TYPES, file(TAB, NESTED));

    flow.send("oi", 1);
    flow.send("oi", 2);
    flow.send("oj", 3);

    assertThat(seen(0)).containsEntry("setting", "oi-inner-cfg").containsEntry("running", true);
    assertThat(seen(1)).containsEntry("count", 2L);
    assertThat(seen(2))
        .containsEntry("setting", "oj-inner-cfg")
        .containsEntry("count", 1L)
        .containsEntry("A", "1");
    assertThat(flow.runtime().variables().of(ContextScope.flow("oi")).get("count", null))
        .as("$parent leads to the flow around the inner instance")
        .isEqualTo(200L);
  }

  @Test
  void an_input_may_be_wired_straight_to_an_output() {
    flow =
        FlowTester.start(
            TYPES,
            file(
                TAB,
                """
                {"id":"s","type":"subflow","in":[{"wires":[{"id":"j"}]}],
                 "out":[{"wires":[{"id":"s","port":0},{"id":"j","port":0}]}]},
                {"id":"j","type":"junction","z":"s","x":1,"y":1,"wires":[[]]},
                {"id":"i","type":"subflow:s","z":"t1","x":1,"y":1,"wires":[["one"]]},
                {"id":"one","type":"test-collector","z":"t1","x":1,"y":1,"wires":[]}"""));

    flow.send("i", "x");

    assertThat(flow.awaitMessages("one", 2)).extracting(Message::payload).containsOnly("x");
  }

  private static final String FAILING =
      """
      {"id":"s","type":"subflow","in":[{"wires":[{"id":"f"}]}],"out":[]%s},
      {"id":"f","type":"fail","z":"s","name":"Fred","x":1,"y":1,"wires":[]},
      {"id":"i","type":"subflow:s","z":"t1","x":1,"y":1,"wires":[]},
      {"id":"c","type":"catching","z":"t1","scope":["i"],"x":1,"y":1,"wires":[["one"]]},
      {"id":"l","type":"listening","z":"t1","scope":["i"],"x":1,"y":1,"wires":[["two"]]},
      {"id":"one","type":"test-collector","z":"t1","x":1,"y":1,"wires":[]},
      {"id":"two","type":"test-collector","z":"t1","x":1,"y":1,"wires":[]}""";

  @Test
  void an_error_that_nobody_inside_takes_goes_to_those_who_watch_the_instance() {
    flow = FlowTester.start(TYPES, file(TAB, FAILING.formatted("")));

    flow.send("i", "x");

    assertThat(flow.awaitMessages("one", 1).get(0).get("error"))
        .isEqualTo(
            FlowTester.json(
                "{'message':'it broke','source':{'id':'i-f','type':'fail','name':'Fred','count':1}}"));
    assertThat(flow.awaitMessages("two", 1).get(0).get("status"))
        .isEqualTo(
            FlowTester.json(
                "{'text':'failing','source':{'id':'i-f','type':'fail','name':'Fred'}}"));
  }

  @Test
  void an_error_that_is_caught_inside_stays_inside() {
    flow =
        FlowTester.start(
            TYPES,
            file(
                TAB,
                FAILING.formatted(""),
                """
                {"id":"ic","type":"catching","z":"s","scope":["f"],"x":1,"y":1,"wires":[["in"]]},
                {"id":"in","type":"test-collector","z":"s","x":1,"y":1,"wires":[]}"""));

    flow.send("i", "x");

    assertThat(flow.awaitMessages("i-in", 1)).hasSize(1);
    flow.settle("i");
    assertThat(flow.received("one")).isEmpty();
  }

  @Test
  void a_status_output_speaks_for_the_instance_and_nothing_else_leaks_out() {
    flow =
        FlowTester.start(
            TYPES,
            file(
                TAB,
                FAILING.formatted(",\"status\":{\"wires\":[{\"id\":\"j\",\"port\":0}]}"),
                "{\"id\":\"j\",\"type\":\"junction\",\"z\":\"s\",\"x\":1,\"y\":1,\"wires\":[[]]}"));

    flow.send("i", "x");
    flow.send("i-j", "ready");

    assertThat(flow.awaitMessages("two", 1).get(0).get("status"))
        .isEqualTo(FlowTester.json("{'text':'ready','source':{'id':'i','type':'subflow:s'}}"));
    FlowTester.eventually(
        () ->
            assertThat(flow.statuses("i"))
                .extracting(status -> status.status().text())
                .containsExactly("ready"));
    assertThat(flow.received("two")).hasSize(1);
  }

  @Test
  void a_subflow_inside_itself_is_refused_and_does_not_run() {
    String recursive =
        """
        {"id":"s","type":"subflow","name":"Ouroboros","in":[{"wires":[{"id":"x"}]}],"out":[]},
        {"id":"x","type":"subflow:s","z":"s","x":1,"y":1,"wires":[]},
        {"id":"i","type":"subflow:s","z":"t1","x":1,"y":1,"wires":[]}""";
    flow = FlowTester.start(TYPES, file(TAB, recursive));

    flow.send("i", 1);

    assertThat(flow.logged(LogEntry.Level.ERROR))
        .anyMatch(text -> text.contains("the subflow Ouroboros contains itself"));
    assertThatThrownBy(() -> flow.deploy(file(TAB, recursive)))
        .isInstanceOf(DeployException.class)
        .hasMessageContaining("contains itself");
  }
}
