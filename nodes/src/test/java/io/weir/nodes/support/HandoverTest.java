package io.weir.nodes.support;

import static io.weir.engine.testing.FlowTester.node;
import static io.weir.engine.testing.FlowTester.tab;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.weir.engine.event.LogEntry;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Outputs;
import io.weir.engine.runtime.RuntimeOptions;
import io.weir.engine.testing.FlowTester;
import io.weir.engine.testing.ReceivingNode;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HandoverTest {
  private static final int MAILBOX = 50;
  private static final int MANY = 5_000;

  private final AtomicInteger unhandled = new AtomicInteger();
  private final AtomicInteger mostUnhandled = new AtomicInteger();

  private record Sender(NodeContext context, int failsAt, AtomicInteger unhandled) implements Node {
    @Override
    public Future<Void> receive(Message message, Outputs out) {
      AtomicInteger next = new AtomicInteger();
      return Handover.run(
          context,
          () -> {
            if (next.get() == failsAt) {
              throw new NodeException("enough");
            }
            if (next.get() == MANY) {
              return false;
            }
            unhandled.incrementAndGet();
            out.send(Message.ofPayload(next.getAndIncrement()));
            return true;
          });
    }
  }

  private FlowTester start(int failsAt) {
    NodeType sender =
        NodeType.named("sender")
            .inputs(1)
            .outputs(1)
            .create((config, context) -> new Sender(context, failsAt, unhandled));
    NodeType count =
        ReceivingNode.type(
            "count",
            (message, out) -> {
              mostUnhandled.accumulateAndGet(unhandled.getAndDecrement(), Math::max);
              out.send(message);
              return Node.done();
            });
    return FlowTester.start(
        List.of(sender, count),
        tab(
            node("s", "sender", "c"),
            node("c", "count", "out"),
            node("out", "test-collector"),
            node("errors", "test-catcher")),
        RuntimeOptions.defaults().withMailbox(MAILBOX, 1L << 20));
  }

  @Test
  void everything_arrives_in_order_and_little_of_it_waits() {
    try (FlowTester flow = start(-1)) {
      flow.send("s", "go");

      List<Message> arrived = flow.awaitMessages("out", MANY);
      assertThat(arrived)
          .extracting(Message::payload)
          .containsExactlyElementsOf(LongStream.range(0, MANY).boxed().toList());
      assertThat(mostUnhandled.get()).isBetween(2, 4 * MAILBOX);
      assertThat(flow.logged(LogEntry.Level.ERROR)).isEmpty();
    }
  }

  @Test
  void a_step_that_fails_is_the_last() {
    try (FlowTester flow = start(MANY / 2)) {
      flow.send("s", "go");

      Message error = flow.awaitMessages("errors", 1).get(0);
      assertThat(error.get("error")).asString().contains("enough");
      flow.settle("s");
      assertThat(flow.awaitMessages("out", MANY / 2)).hasSize(MANY / 2);
    }
  }
}
