package io.weir.engine.runtime;

import static io.weir.engine.testing.FlowTester.eventually;
import static io.weir.engine.testing.FlowTester.tab;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.weir.engine.event.LogEntry;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Outputs;
import io.weir.engine.testing.FlowTester;
import io.weir.engine.testing.ReceivingNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What comes in faster than it can be dealt with waits at the source, not in the tab. */
class CongestionTest {
  private static final int MAILBOX = 100;
  // Ten for each that the slow node deals with in the same time.
  private static final int OFFERED_EACH_TURN = 10;
  private static final int OFFERED = 2_000;

  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger handled = new AtomicInteger();
  private final AtomicLong mostWaiting = new AtomicLong();

  /** Offers ten messages for each that is handled, as long as the tab isn't congested. */
  private final class Flood implements Node {
    private final NodeContext context;

    Flood(NodeContext context) {
      this.context = context;
    }

    @Override
    public Future<Void> start() {
      context.execute(this::offer);
      return Node.done();
    }

    private void offer() {
      for (int i = 0; i < OFFERED_EACH_TURN && sent.get() < OFFERED; i++) {
        if (context.isCongested()) {
          context.whenRelieved(this::offer);
          return;
        }
        context.send(Message.ofPayload(sent.incrementAndGet()));
        mostWaiting.accumulateAndGet(sent.get() - handled.get(), Math::max);
      }
      if (sent.get() < OFFERED) {
        context.execute(this::offer);
      }
    }
  }

  private static NodeType type(
      String name, java.util.function.BiConsumer<Message, Outputs> receive) {
    return NodeType.named(name)
        .inputs(1)
        .outputs(1)
        .create(
            (config, context) ->
                new Node() {
                  @Override
                  public Future<Void> receive(Message message, Outputs out) {
                    receive.accept(message, out);
                    return Node.done();
                  }
                });
  }

  private final List<NodeType> types =
      List.of(
          NodeType.named("flood").outputs(1).create((config, context) -> new Flood(context)),
          type("count", (message, out) -> handled.incrementAndGet()),
          type(
              "double",
              (message, out) -> {
                out.send(message);
                out.send(message);
              }),
          NodeType.named("from")
              .inputs(1)
              .linksTo("links")
              .create((config, context) -> ReceivingNode.passingOn()),
          NodeType.named("to")
              .outputs(1)
              .linkedFrom("links")
              .create((config, context) -> ReceivingNode.passingOn()),
          NodeType.named("late")
              .create(
                  (config, context) -> {
                    awaitAllThatSourcesSend();
                    return new Node() {};
                  }));

  /** Until nothing more comes: all has been sent, or the source holds back. */
  private void awaitAllThatSourcesSend() {
    AtomicInteger before = new AtomicInteger(-1);
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(30))
        .until(() -> sent.get() > MAILBOX && before.getAndSet(sent.get()) == sent.get());
  }

  private FlowTester flow;

  @AfterEach
  void close() {
    flow.close();
  }

  private void start(String file) {
    flow = FlowTester.start(types, file, RuntimeOptions.defaults().withMailbox(MAILBOX, 1 << 20));
  }

  private static String node(String id, String type, String target) {
    return "{\"id\":\"%s\",\"type\":\"%s\",\"z\":\"t\",\"x\":1,\"y\":1,\"wires\":[[\"%s\"]]}"
        .formatted(id, type, target);
  }

  @Test
  void ten_times_the_load_that_a_tab_can_bear_waits_at_the_source_and_none_is_lost() {
    start(tab(node("f", "flood", "c"), node("c", "count", "")));

    eventually(() -> assertThat(handled).hasValue(OFFERED));
    assertThat(mostWaiting.get()).isLessThanOrEqualTo(MAILBOX + OFFERED_EACH_TURN);
  }

  @Test
  void a_source_holds_back_for_a_tab_that_its_links_lead_to() {
    start(
        """
        [{"id":"t","type":"tab"},{"id":"u","type":"tab"},
         {"id":"f","type":"flood","z":"t","x":1,"y":1,"wires":[["l"]]},
         {"id":"l","type":"from","z":"t","x":1,"y":1,"links":["to"],"wires":[]},
         {"id":"to","type":"to","z":"u","x":1,"y":1,"links":[],"wires":[["c"]]},
         {"id":"c","type":"count","z":"u","x":1,"y":1,"wires":[]}]""");

    eventually(() -> assertThat(handled).hasValue(OFFERED));
    // What is on its way within the first tab comes on top of what waits in the second.
    assertThat(mostWaiting.get()).isLessThanOrEqualTo(3 * MAILBOX + OFFERED_EACH_TURN);
  }

  @Test
  void a_source_holds_back_for_a_tab_that_has_yet_to_start() {
    start(
        """
        [{"id":"t","type":"tab"},{"id":"u","type":"tab"},
         {"id":"f","type":"flood","z":"t","x":1,"y":1,"wires":[["l"]]},
         {"id":"l","type":"from","z":"t","x":1,"y":1,"links":["to"],"wires":[]},
         {"id":"x","type":"late","z":"u","x":1,"y":1,"wires":[]},
         {"id":"to","type":"to","z":"u","x":1,"y":1,"links":[],"wires":[["c"]]},
         {"id":"c","type":"count","z":"u","x":1,"y":1,"wires":[]}]""");

    eventually(() -> assertThat(handled).hasValue(OFFERED));
    assertThat(mostWaiting.get()).isLessThanOrEqualTo(3 * MAILBOX + OFFERED_EACH_TURN);
  }

  @Test
  void messages_that_multiply_in_a_circle_are_stopped_before_the_memory_is_full() {
    start(tab(node("d", "double", "d")));

    flow.send("d", "x");

    eventually(
        () ->
            assertThat(flow.logged(LogEntry.Level.ERROR))
                .anyMatch(text -> text.contains("a wire that leads back")));
    assertThat(FlowTester.get(flow.runtime().nodes().setActive("d", true)))
        .as("it still answers")
        .isFalse();
  }
}
