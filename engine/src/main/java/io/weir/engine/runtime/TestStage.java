package io.weir.engine.runtime;

import io.vertx.core.Future;
import io.weir.engine.blueprint.Blueprint;
import io.weir.engine.blueprint.Container;
import io.weir.engine.blueprint.FlowBlueprint;
import io.weir.engine.blueprint.NodeSpec;
import io.weir.engine.flow.NodeDefinition;
import io.weir.engine.message.Message;
import io.weir.engine.messagetest.MessageTest;
import io.weir.engine.messagetest.MessageTest.OutputMessages;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Outputs;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The flows as a message test runs them: outside nodes replaced by what was recorded of them, the
 * rest of the tab left out, and a probe behind each output that the test is about.
 */
final class TestStage {
  private static final int MOST_KEPT = 1_000;

  private final Blueprint whole;
  private final TestScope scope;
  private final MessageTest test;
  private final Map<String, NodeType> stubs = new LinkedHashMap<>();
  private final List<Probe> probes = new ArrayList<>();
  private final Blueprint blueprint;

  /**
   * A stage.
   *
   * @throws NodeException if the test is about something that isn't there
   */
  TestStage(Blueprint whole, MessageTest test) {
    this.whole = whole;
    this.test = test;
    scope = TestScope.of(whole, test.flowId(), test.nodeIds());
    for (MessageTest.Input input : test.inputs()) {
      NodeSpec spec = node(input.nodeId());
      if (!scope.contains(spec)) {
        throw missing("node " + input.nodeId() + ", which gets a message, is not part of the test");
      }
      if (input.output() != null) {
        requireOutput(spec, input.nodeId(), input.output());
      }
    }
    stub();
    Map<String, List<NodeSpec>> probesByNode = probe();
    Map<String, FlowBlueprint> flows = new LinkedHashMap<>();
    whole.flows().forEach((id, flow) -> flows.put(id, staged(flow, probesByNode)));
    blueprint = new Blueprint(whole.document(), flows, whole.linkTargets(), List.of());
  }

  /** What is to run. */
  Blueprint blueprint() {
    return blueprint;
  }

  /** What listens to the outputs that the test is about, in its order. */
  List<Probe> probes() {
    return probes;
  }

  private static NodeException missing(String text) {
    return new NodeException("not_found", text);
  }

  private NodeSpec node(String name) {
    NodeSpec spec = whole.node(whole.idOf(name));
    if (spec == null) {
      throw missing("node " + name + " is not there, or is switched off");
    }
    return spec;
  }

  private static void requireOutput(NodeSpec spec, String name, int port) {
    int outputs = spec.definition().wires().size();
    if (port >= outputs) {
      throw missing("node " + name + " has " + outputs + " outputs, so none of number " + port);
    }
  }

  private void stub() {
    Map<String, Map<Integer, List<Message>>> answers = new LinkedHashMap<>();
    for (OutputMessages stub : test.stubs()) {
      answers
          .computeIfAbsent(node(stub.nodeId()).id(), id -> new TreeMap<>())
          .put(stub.output(), stub.messages());
    }
    answers.forEach((id, byPort) -> stubs.put(id, Stub.type(node(id).type(), byPort)));
  }

  private Map<String, List<NodeSpec>> probe() {
    Map<String, List<NodeSpec>> byNode = new LinkedHashMap<>();
    for (OutputMessages expected : test.outputs()) {
      NodeSpec spec = node(expected.nodeId());
      requireOutput(spec, expected.nodeId(), expected.output());
      if (!scope.contains(spec)) {
        throw missing(
            "node " + expected.nodeId() + ", which is looked at, is not part of the test");
      }
      Probe probe = new Probe(expected, spec.id());
      probes.add(probe);
      byNode.computeIfAbsent(spec.id(), id -> new ArrayList<>()).add(probe.spec(spec.container()));
    }
    return byNode;
  }

  private FlowBlueprint staged(FlowBlueprint flow, Map<String, List<NodeSpec>> probesByNode) {
    Map<String, NodeSpec> nodes = new LinkedHashMap<>();
    for (NodeSpec spec : flow.nodes().values()) {
      boolean isConfig = spec.definition().isConfig();
      boolean runs =
          isConfig
              ? !TestScope.isOutside(spec)
              : !flow.id().equals(scope.flow().id()) || scope.contains(spec);
      if (runs) {
        List<NodeSpec> behind = probesByNode.getOrDefault(spec.id(), List.of());
        nodes.put(spec.id(), withProbes(spec, behind).withType(typeOf(spec)));
        behind.forEach(probe -> nodes.put(probe.id(), probe));
      }
    }
    return new FlowBlueprint(flow.root(), flow.containers(), flow.groups(), nodes);
  }

  private NodeType typeOf(NodeSpec spec) {
    NodeType stub = stubs.get(spec.id());
    if (stub != null) {
      return stub;
    }
    return TestScope.isOutside(spec) ? Stub.type(spec.type(), Map.of()) : spec.type();
  }

  private NodeSpec withProbes(NodeSpec spec, List<NodeSpec> behind) {
    if (behind.isEmpty()) {
      return spec;
    }
    List<List<String>> wires = new ArrayList<>();
    for (int port = 0; port < spec.definition().wires().size(); port++) {
      List<String> targets = new ArrayList<>(spec.definition().wires().get(port));
      String probeId = Probe.idOf(spec.id(), port);
      behind.stream().map(NodeSpec::id).filter(probeId::equals).forEach(targets::add);
      wires.add(targets);
    }
    return spec.withWires(wires);
  }

  /** Answers in the place of an outside node, each message with the next of each output. */
  private static final class Stub implements Node {
    private final NodeContext context;
    private final Map<Integer, Deque<Message>> answers = new TreeMap<>();
    private final boolean hasAnswers;

    private Stub(NodeContext context, Map<Integer, List<Message>> recorded) {
      this.context = context;
      recorded.forEach((port, messages) -> answers.put(port, new ArrayDeque<>(messages)));
      hasAnswers = !recorded.isEmpty();
    }

    static NodeType type(NodeType original, Map<Integer, List<Message>> recorded) {
      NodeType.Builder type = NodeType.named(original.name()).inputs(1);
      return (original.signalsCompletion() ? type : type.withoutCompletion())
          .create((config, context) -> new Stub(context, recorded));
    }

    @Override
    public Future<Void> receive(Message message, Outputs out) {
      if (hasAnswers && answers.values().stream().allMatch(Deque::isEmpty)) {
        context.warn("it gets more messages than the test has answers of it");
      }
      answers.forEach(
          (port, messages) -> {
            Message answer = messages.poll();
            if (answer != null) {
              out.send(port, answer.with(Message.ID, message.id()));
            }
          });
      return Node.done();
    }
  }

  /**
   * Keeps what an output sends.
   *
   * @threads any; filled by its flow's
   */
  static final class Probe {
    private final OutputMessages expected;
    private final String nodeId;
    // Guarded by this.
    private final List<Message> received = new ArrayList<>();

    private Probe(OutputMessages expected, String nodeId) {
      this.expected = expected;
      this.nodeId = nodeId;
    }

    private static String idOf(String nodeId, int port) {
      return nodeId + ":probe:" + port;
    }

    private NodeSpec spec(Container container) {
      String id = idOf(nodeId, expected.output());
      return new NodeSpec(
          new NodeDefinition(
              id, "probe", container.id(), null, "", false, false, List.of(), Map.of()),
          NodeType.named("probe")
              .inputs(1)
              .withoutCompletion()
              .create(
                  (config, context) ->
                      new Node() {
                        @Override
                        public Future<Void> receive(Message message, Outputs out) {
                          keep(message);
                          return Node.done();
                        }
                      }),
          null,
          id,
          container,
          List.of());
    }

    private synchronized void keep(Message message) {
      if (received.size() < MOST_KEPT) {
        received.add(message);
      }
    }

    /** What should come. */
    OutputMessages expected() {
      return expected;
    }

    /** What has come so far. */
    synchronized List<Message> received() {
      return List.copyOf(received);
    }

    synchronized int count() {
      return received.size();
    }
  }
}
