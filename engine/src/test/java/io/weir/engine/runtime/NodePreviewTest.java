package io.weir.engine.runtime;

import static io.weir.engine.testing.FlowTester.eventually;
import static io.weir.engine.testing.FlowTester.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.engine.event.LogEntry;
import io.weir.engine.live.KeptMessage;
import io.weir.engine.message.Message;
import io.weir.engine.message.Undefined;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Outputs;
import io.weir.engine.store.ScratchContextStore;
import io.weir.engine.testing.FlowTester;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node is tried on a message, and nothing that runs takes notice. */
class NodePreviewTest {
  private interface Work {
    Future<Void> on(Message message, Outputs out, NodeContext context);
  }

  private static NodeType type(String name, Work work) {
    return NodeType.named(name)
        .inputs(1)
        .outputs(2)
        .preview()
        .create(
            (config, context) ->
                new Node() {
                  @Override
                  public Future<Void> receive(Message message, Outputs out) {
                    return work.on(message, out, context);
                  }
                });
  }

  private final CountDownLatch stuck = new CountDownLatch(1);
  private final List<NodeType> types =
      List.of(
          type(
              "sort",
              (message, out, context) -> {
                out.send(message.payload() instanceof Long ? 0 : 1, message);
                return Node.done();
              }),
          type(
              "count",
              (message, out, context) -> {
                Object before = context.flowVariables().get("n", null);
                long next = before instanceof Long number ? number + 1 : 1;
                context.flowVariables().set("n", next, null);
                context.warn("now " + context.flowVariables().get("n", null));
                out.send(message.with("payload", next).with("room", context.env("ROOM")));
                return Node.done();
              }),
          type(
              "fail",
              (message, out, context) -> {
                throw new NodeException("line 3: x is not defined");
              }),
          type("never", (message, out, context) -> Promise.<Void>promise().future()),
          type(
              "endless",
              (message, out, context) -> {
                while (stuck.getCount() > 0) {
                  Thread.onSpinWait();
                }
                return Node.done();
              }),
          NodeType.named("acts").inputs(1).create((config, context) -> new Node() {}));

  private FlowTester flow;

  @BeforeEach
  void start() {
    flow =
        FlowTester.start(
            types,
            """
            [{"id":"t","type":"tab","env":[{"name":"ROOM","value":"kitchen","type":"str"}]},
             {"id":"c","type":"count","z":"t","x":1,"y":1,"wires":[["end"],[]]},
             {"id":"end","type":"test-collector","z":"t","x":1,"y":1,"wires":[]},
             {"id":"catch","type":"test-catcher","z":"t","x":1,"y":1,"wires":[]}]
            """);
  }

  @AfterEach
  void stop() {
    stuck.countDown();
    flow.close();
  }

  private PreviewResult preview(String type, @Nullable Object payload) {
    Map<String, Object> node =
        Map.of("id", "c", "type", type, "z", "t", "wires", List.of(List.of("end"), List.of()));
    return get(flow.runtime().preview(node, Message.ofPayload(payload)));
  }

  private static List<String> sent(PreviewResult result, int output) {
    return result.outputs().get(output).stream().map(KeptMessage::preview).toList();
  }

  @Test
  void what_it_would_send_is_told_by_output() {
    PreviewResult result = preview("sort", "text");

    assertThat(result.isOver()).isTrue();
    assertThat(sent(result, 0)).isEmpty();
    assertThat(sent(result, 1)).containsExactly("text");
  }

  @Test
  void it_sees_variables_and_environment_and_changes_none() {
    flow.send("c", 0);
    flow.awaitMessages("end", 1);
    int events = flow.events().size();

    PreviewResult result = preview("count", 0);

    assertThat(sent(result, 0)).containsExactly("2");
    Message sent = result.outputs().get(0).get(0).message();
    assertThat(sent).isNotNull();
    assertThat(sent.get("room")).isEqualTo("kitchen");
    assertThat(result.log()).extracting(LogEntry::value).containsExactly("now 2");
    assertThat(flow.received("end")).hasSize(1);
    assertThat(flow.events()).as("nobody else hears of it").hasSize(events);
    flow.send("c", 0);
    assertThat(flow.awaitMessages("end", 2).get(1).payload()).isEqualTo(2L);
  }

  @Test
  void an_error_is_told_and_caught_by_nobody() {
    PreviewResult result = preview("fail", 1);

    assertThat(result.isOver()).isTrue();
    assertThat(result.log()).extracting(LogEntry::level).containsExactly(LogEntry.Level.ERROR);
    assertThat(String.valueOf(result.log().get(0).value())).contains("x is not defined");
    assertThat(flow.received("catch")).isEmpty();
  }

  @Test
  void one_that_takes_too_long_is_left() {
    assertThat(preview("never", 1).isOver()).isFalse();
  }

  @Test
  void one_that_never_comes_back_keeps_its_place_until_its_thread_is_given_up() {
    List<Future<PreviewResult>> running = new ArrayList<>();
    Map<String, Object> node = Map.of("id", "e", "type", "endless", "z", "t");
    running.add(flow.runtime().preview(node, Message.create()));
    running.add(flow.runtime().preview(node, Message.create()));

    assertThatThrownBy(() -> get(flow.runtime().preview(node, Message.create())))
        .hasMessage("2 previews are running already");
    running.forEach(result -> assertThat(get(result).isOver()).isFalse());
    eventually(
        () ->
            assertThatCode(() -> assertThat(preview("sort", 1).isOver()).isTrue())
                .doesNotThrowAnyException());
  }

  @Test
  void a_node_that_acts_on_the_world_has_no_preview() {
    assertThatThrownBy(() -> preview("acts", 1))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("type acts can't be run");
    assertThatThrownBy(() -> preview("no such type", 1)).isInstanceOf(NodeException.class);
  }

  @Test
  void a_variable_that_it_deletes_is_gone_for_it_alone() {
    flow.runtime().variables().global().set("house", Map.of("room", 1), null);
    ScratchContextStore scratch =
        new ScratchContextStore(flow.runtime().variables(), scope -> scope);

    scratch.global().set("house.room", 2L, null);
    assertThat(scratch.global().get("house.room", null)).isEqualTo(2L);
    scratch.global().set("house", Undefined.VALUE, null);
    scratch.global().set("#:(default)::garden", 1L, null);

    assertThat(scratch.global().get("house", null)).isEqualTo(Undefined.VALUE);
    assertThat(scratch.global().keys(null)).containsExactly("garden");
    assertThat(flow.runtime().variables().global().get("house.room", null)).isNotNull();
    assertThat(flow.runtime().variables().global().keys(null)).containsExactly("house");
  }

  @Test
  void a_message_can_be_sent_out_of_an_output() {
    assertThat(get(flow.runtime().nodes().sendFrom("c", 0, Message.ofPayload("by hand")))).isTrue();

    assertThat(flow.awaitMessages("end", 1).get(0).payload()).isEqualTo("by hand");
    assertThat(get(flow.runtime().nodes().sendFrom("c", 2, Message.create()))).isFalse();
    assertThat(get(flow.runtime().nodes().sendFrom("nobody", 0, Message.create()))).isFalse();
  }
}
