package io.weir.engine.runtime;

import static io.weir.engine.testing.FlowTester.eventually;
import static io.weir.engine.testing.FlowTester.node;
import static io.weir.engine.testing.FlowTester.tab;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.engine.message.Message;
import io.weir.engine.message.Values;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Outputs;
import io.weir.engine.testing.FlowTester;
import io.weir.engine.testing.ReceivingNode;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A source learns when everything that came of its message is dealt with. */
class LineageTest {
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();

  /** A source: whatever it is handed it sends, and counts the ends. */
  private final NodeType source =
      NodeType.named("source")
          .inputs(1)
          .outputs(1)
          .create(
              (config, context) ->
                  new Node() {
                    @Override
                    public Future<Void> receive(Message message, Outputs out) {
                      context.send(message, ended::incrementAndGet, lost::incrementAndGet);
                      return Node.done();
                    }
                  });

  /** Keeps messages until it is told to let go. */
  private static final class Holder implements Node {
    private final Queue<Runnable> held = new ArrayDeque<>();

    @Override
    public Future<Void> receive(Message message, Outputs out) {
      if ("let go".equals(message.payload())) {
        held.forEach(Runnable::run);
        held.clear();
        return Node.done();
      }
      Promise<Void> done = Promise.promise();
      held.add(
          () -> {
            out.send(message);
            done.complete();
          });
      return done.future();
    }
  }

  private final List<NodeType> types =
      List.of(
          source,
          ReceivingNode.type(
              "pass",
              (message, out) -> {
                out.send(message);
                return Node.done();
              }),
          ReceivingNode.type(
              "split",
              (message, out) -> {
                out.sendAll(List.of(List.of(message, message, message)));
                return Node.done();
              }),
          ReceivingNode.type(
              "fail",
              (message, out) -> {
                throw new NodeException("broken");
              }),
          ReceivingNode.type("drop", (message, out) -> Node.dropped()),
          ReceivingNode.type(
              "never the first",
              (message, out) ->
                  Values.strictEqual(message.payload(), 1L)
                      ? Promise.<Void>promise().future()
                      : Node.done()),
          NodeType.named("hold").inputs(1).outputs(1).create((config, context) -> new Holder()),
          NodeType.named("from")
              .inputs(1)
              .linksTo("links")
              .create((config, context) -> ReceivingNode.passingOn()),
          NodeType.named("to")
              .outputs(1)
              .linkedFrom("links")
              .create((config, context) -> ReceivingNode.passingOn()));

  private FlowTester flow;

  @AfterEach
  void close() {
    flow.close();
  }

  @Test
  void the_end_is_when_the_last_of_all_branches_has_ended() {
    flow =
        FlowTester.start(
            types,
            tab(
                node("s", "source", "split", "fail", "drop", "hold"),
                node("split", "split", "one"),
                node("fail", "fail"),
                node("drop", "drop", "one"),
                node("hold", "hold", "one"),
                node("one", "test-collector")));

    flow.send("s", 1);
    flow.awaitMessages("one", 3);
    flow.settle("s");
    assertThat(ended).as("one branch still holds on to it").hasValue(0);

    flow.send("hold", "let go");

    eventually(() -> assertThat(ended).hasValue(1));
    assertThat(flow.received("one")).hasSize(4);
  }

  @Test
  void what_is_not_dealt_with_is_lost_when_the_flow_stops() {
    String holding = node("hold", "hold", "one");
    String collector = node("one", "test-collector");
    flow = FlowTester.start(types, tab(node("s", "source", "hold"), holding, collector));
    flow.send("s", 1);
    flow.settle("s");
    flow.send("hold", "let go");
    eventually(() -> assertThat(ended).hasValue(1));
    flow.send("s", 2);
    flow.settle("s");

    flow.deploy(tab(node("s", "source", "hold", "one"), holding, collector), DeployType.NODES);
    assertThat(lost).as("the flow goes on, and the message with it").hasValue(0);
    flow.deploy(tab(node("s", "source", "hold"), holding, collector), DeployType.FULL);

    assertThat(lost).hasValue(1);
    assertThat(ended).hasValue(1);
  }

  @Test
  void what_is_dealt_with_is_not_lost_because_of_what_was_before_it() {
    String choosy = node("choosy", "never the first");
    flow = FlowTester.start(types, tab(node("s", "source", "choosy"), choosy));
    flow.send("s", 1);
    flow.send("s", 2);
    eventually(() -> assertThat(ended).hasValue(1));

    flow.deploy(tab(node("s", "source", "choosy"), choosy), DeployType.FULL);

    assertThat(lost).as("the first alone").hasValue(1);
    assertThat(ended).hasValue(1);
  }

  @Test
  void a_message_that_nobody_takes_has_ended() {
    flow = FlowTester.start(types, tab(node("s", "source")));

    flow.send("s", 1);

    eventually(() -> assertThat(ended).hasValue(1));
  }

  @Test
  void a_message_that_never_ends_counts_as_dealt_with_after_a_time_and_once() {
    flow = FlowTester.start(types, tab());
    OpenLineages open = new OpenLineages(1_000);
    Lineage first = open.begin(ended::incrementAndGet, () -> {}, null, 0);
    Lineage second = open.begin(ended::incrementAndGet, () -> {}, null, 500);

    assertThat(open.expire(999)).isZero();
    assertThat(open.expire(1_000)).isEqualTo(1);
    assertThat(ended).hasValue(1);
    first.leave();
    assertThat(ended).as("its end is no news any more").hasValue(1);
    second.leave();
    assertThat(ended).hasValue(2);
    assertThat(open.expire(5_000)).isZero();
    assertThat(open.size()).isZero();
  }

  @Test
  void error_handling_belongs_to_it() {
    flow =
        FlowTester.start(
            types,
            tab(node("s", "source", "fail"), node("fail", "fail"), node("c", "test-catcher")));

    flow.send("s", 1);

    flow.awaitMessages("c", 1);
    eventually(() -> assertThat(ended).hasValue(1));
  }

  @Test
  void links_to_other_tabs_belong_to_it() {
    flow =
        FlowTester.start(
            types,
            """
            [{"id":"t","type":"tab"},{"id":"u","type":"tab"},
             {"id":"s","type":"source","z":"t","x":1,"y":1,"wires":[["f"]]},
             {"id":"f","type":"from","z":"t","x":1,"y":1,"links":["to"],"wires":[]},
             {"id":"to","type":"to","z":"u","x":1,"y":1,"links":[],"wires":[["hold"]]},
             {"id":"hold","type":"hold","z":"u","x":1,"y":1,"wires":[["one"]]},
             {"id":"one","type":"test-collector","z":"u","x":1,"y":1,"wires":[]}]""");

    flow.send("s", 1);
    flow.settle("s");
    flow.settle("hold");
    assertThat(ended).hasValue(0);
    flow.send("hold", "let go");

    flow.awaitMessages("one", 1);
    eventually(() -> assertThat(ended).hasValue(1));
  }
}
