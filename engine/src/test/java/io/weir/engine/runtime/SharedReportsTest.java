package io.weir.engine.runtime;

import static io.weir.engine.testing.FlowTester.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.weir.engine.event.LogEntry;
import io.weir.engine.message.Message;
import io.weir.engine.node.ErrorCatcher;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Property;
import io.weir.engine.node.Scope;
import io.weir.engine.node.Status;
import io.weir.engine.node.StatusWatcher;
import io.weir.engine.testing.FlowTester;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Errors and statuses of config nodes that stand in no tab. */
class SharedReportsTest {

  private static class PassingOn implements Node {
    @Override
    public Future<Void> receive(Message message, Outputs out) {
      out.send(message);
      return Node.done();
    }
  }

  private static final class Catching extends PassingOn implements ErrorCatcher {
    private final Scope scope;

    Catching(@Nullable Object scope) {
      this.scope = Scope.of(scope);
    }

    @Override
    public Scope scope() {
      return scope;
    }

    @Override
    public boolean wantsOnlyUncaught() {
      return false;
    }
  }

  private static final class Listening extends PassingOn implements StatusWatcher {
    @Override
    public Scope scope() {
      return Scope.of(null);
    }
  }

  /** A config node that fails with what it gets, and says so by its status. */
  private record Failing(NodeContext context) implements Node {
    @Override
    public Future<Void> receive(Message message, Outputs out) {
      context.status(Status.of("red", "dot", "away"));
      throw new NodeException("gone", "the line is dead");
    }
  }

  private static final List<NodeType> TYPES =
      List.of(
          NodeType.named("line").config().create((config, context) -> new Failing(context)),
          NodeType.named("phone")
              .inputs(1)
              .properties(Property.config("line", "line"))
              .create((config, context) -> new PassingOn()),
          NodeType.named("catching")
              .outputs(1)
              .create((config, context) -> new Catching(config.raw("scope"))),
          NodeType.named("listening").outputs(1).create((config, context) -> new Listening()));

  private static final String LINES =
      """
      [{"id":"l","type":"line","name":"Red line"},{"id":"m","type":"line"},
       {"id":"t","type":"tab","env":[{"name":"LINE","type":"line","value":"l"}]},
       {"id":"u","type":"tab"},{"id":"v","type":"tab"},
       {"id":"p","type":"phone","z":"t","line":"${LINE}","x":1,"y":1,"wires":[]},
       {"id":"q","type":"phone","z":"u","line":"l","x":1,"y":1,"wires":[]},
       {"id":"r","type":"phone","z":"v","line":"m","x":1,"y":1,"wires":[]},
       {"id":"lt","type":"listening","z":"t","x":1,"y":1,"wires":[["statuses"]]},
       {"id":"lu","type":"listening","z":"u","x":1,"y":1,"wires":[["ofu"]]},
       {"id":"lv","type":"listening","z":"v","x":1,"y":1,"wires":[["others"]]},
       {"id":"ct","type":"catching","z":"t","scope":["p"],"x":1,"y":1,"wires":[["errors"]]},
       {"id":"cu","type":"catching","z":"u","scope":["nobody"],"x":1,"y":1,"wires":[["others"]]},
       {"id":"statuses","type":"test-collector","z":"t","x":1,"y":1,"wires":[]},
       {"id":"ofu","type":"test-collector","z":"u","x":1,"y":1,"wires":[]},
       {"id":"errors","type":"test-collector","z":"t","x":1,"y":1,"wires":[]},
       {"id":"others","type":"test-collector","z":"v","x":1,"y":1,"wires":[]}]""";

  private FlowTester flow;

  @AfterEach
  void close() {
    flow.close();
  }

  @Test
  void an_error_goes_to_the_catch_nodes_of_the_nodes_that_use_the_config_node() {
    flow = FlowTester.start(TYPES, LINES);

    flow.send("l", "hello");

    Message caught = flow.awaitMessages("errors", 1).get(0);
    assertThat(caught.payload()).isEqualTo("hello");
    assertThat(caught.get("error"))
        .isEqualTo(
            FlowTester.json(
                "{'message':'the line is dead','source':{'id':'l','type':'line',"
                    + "'name':'Red line','count':1},'code':'gone'}"));
    flow.settle("l");
    flow.settle("others");
    assertThat(flow.received("others")).isEmpty();
    assertThat(flow.received("errors")).hasSize(1);
    assertThat(flow.logged(LogEntry.Level.ERROR)).isEmpty();
  }

  @Test
  void an_error_that_no_user_catches_is_logged() {
    flow = FlowTester.start(TYPES, LINES);

    flow.send("m", "hello");

    eventually(
        () -> assertThat(flow.logged(LogEntry.Level.ERROR)).containsExactly("the line is dead"));
    assertThat(flow.received("errors")).isEmpty();
  }

  @Test
  void a_status_goes_to_the_status_nodes_of_the_tabs_that_use_it_and_once_to_the_editor() {
    flow = FlowTester.start(TYPES, LINES);

    flow.send("l", "hello");

    assertThat(flow.awaitMessages("statuses", 1).get(0).get("status"))
        .isEqualTo(
            Map.of(
                "fill",
                "red",
                "shape",
                "dot",
                "text",
                "away",
                "source",
                Map.of("id", "l", "type", "line", "name", "Red line")));
    flow.awaitMessages("ofu", 1);
    flow.settle("others");
    assertThat(flow.received("others")).isEmpty();
    assertThat(flow.statuses("l")).hasSize(1);
  }

  @Test
  void a_config_node_that_fails_with_the_same_message_again_and_again_is_given_up() {
    flow = FlowTester.start(TYPES, LINES);
    Message failedBefore =
        Message.create()
            .with("error", FlowTester.json("{'source':{'id':'l','type':'line','count':9}}"));

    flow.send("l", failedBefore);

    eventually(
        () -> assertThat(flow.logged(LogEntry.Level.ERROR)).containsExactly("the line is dead"));
    assertThat(flow.logged(LogEntry.Level.WARN))
        .contains("Message exceeded maximum number of catches");
    assertThat(flow.received("errors")).isEmpty();
  }
}
