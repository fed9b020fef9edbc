package io.weir.nodes.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Status;
import io.weir.engine.testing.FlowTester;
import io.weir.nodes.function.ChangeNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WatchingNodesTest {

  /** Does what its payload says. */
  private record Worker(NodeContext context) implements Node {
    static final NodeType TYPE =
        NodeType.named("worker").inputs(1).create((config, context) -> new Worker(context));

    @Override
    public Future<Void> receive(Message message, Outputs out) {
      if ("fail".equals(message.payload())) {
        throw new NodeException("broken", "it broke");
      }
      context.status(Status.of("green", "dot", "working"));
      return Node.done();
    }
  }

  private static FlowTester flow(String watcher) {
    return FlowTester.start(
        List.of(Worker.TYPE, CatchNode.TYPE, StatusNode.TYPE, CompleteNode.TYPE, CommentNode.TYPE),
        FlowTester.tab(
                "{'id':'w','type':'worker','z':'t','x':0,'y':0,'wires':[]}",
                "{'id':'n','z':'t','x':0,'y':0,'wires':[['out']]," + watcher + "}",
                "{'id':'note','type':'comment','z':'t','x':0,'y':0,'wires':[]}",
                "{'id':'out','type':'test-collector','z':'t','x':0,'y':0,'wires':[]}")
            .replace('\'', '"'));
  }

  @Test
  void catch_sends_the_message_with_the_error() {
    try (FlowTester flow = flow("'type':'catch','scope':['w']")) {
      flow.send("w", "fail");

      Message caught = flow.awaitMessages("out", 1).get(0);
      assertThat(caught.payload()).isEqualTo("fail");
      assertThat(caught.get("error"))
          .isEqualTo(
              Map.of(
                  "message",
                  "it broke",
                  "code",
                  "broken",
                  "source",
                  Map.of("id", "w", "type", "worker", "count", 1L)));
    }
  }

  @Test
  void status_sends_the_statuses_of_others() {
    try (FlowTester flow = flow("'type':'status','scope':null")) {
      flow.send("w", "go");

      assertThat(flow.awaitMessages("out", 1).get(0).get("status"))
          .isEqualTo(
              Map.of(
                  "fill",
                  "green",
                  "shape",
                  "dot",
                  "text",
                  "working",
                  "source",
                  Map.of("id", "w", "type", "worker")));
    }
  }

  @Test
  void complete_sends_the_message_that_another_has_finished_with() {
    try (FlowTester flow = flow("'type':'complete','scope':['w']")) {
      flow.send("w", "go");

      Message completed = flow.awaitMessages("out", 1).get(0);
      assertThat(completed.payload()).isEqualTo("go");
      assertThat(completed.get("complete"))
          .isEqualTo(Map.of("source", Map.of("id", "w", "type", "worker")));
    }
  }

  @Test
  void complete_sends_the_message_as_a_node_without_wires_has_changed_it() {
    String flows =
        FlowTester.tab(
                "{'id':'c','type':'change','z':'t','x':0,'y':0,'wires':[[]],"
                    + "'rules':[{'t':'set','p':'payload','to':'changed','tot':'str'}]}",
                "{'id':'n','type':'complete','z':'t','x':0,'y':0,'wires':[['out']],'scope':['c']}",
                "{'id':'out','type':'test-collector','z':'t','x':0,'y':0,'wires':[]}")
            .replace('\'', '"');
    try (FlowTester flow = FlowTester.start(List.of(ChangeNode.TYPE, CompleteNode.TYPE), flows)) {
      flow.send("c", "go");

      assertThat(flow.awaitMessages("out", 1).get(0).payload()).isEqualTo("changed");
    }
  }

  @Test
  void complete_hears_nothing_of_a_message_that_failed() {
    try (FlowTester flow = flow("'type':'complete','scope':['w']")) {
      flow.send("w", "fail");
      flow.settle("w");

      assertThat(flow.received("out")).isEmpty();
    }
  }
}
