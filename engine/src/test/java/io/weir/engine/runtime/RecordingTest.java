package io.weir.engine.runtime;

import static io.weir.engine.testing.FlowTester.eventually;
import static io.weir.engine.testing.FlowTester.node;
import static io.weir.engine.testing.FlowTester.tab;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.weir.engine.live.Hop;
import io.weir.engine.live.KeptMessage;
import io.weir.engine.live.Recorders;
import io.weir.engine.live.Trace;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.NodeType;
import io.weir.engine.testing.FlowTester;
import io.weir.engine.testing.ReceivingNode;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is remembered of messages: the latest of each output, and the way that each took. */
class RecordingTest {
  private final Promise<Void> release = Promise.promise();

  private final List<NodeType> types =
      List.of(
          ReceivingNode.type(
              "pass",
              (message, out) -> {
                out.send(message);
                return Node.done();
              }),
          ReceivingNode.type(
              "twice",
              (message, out) -> {
                out.sendAll(List.of(List.of(message, message)));
                return Node.done();
              }),
          ReceivingNode.type(
              "fail",
              (message, out) -> {
                throw new NodeException("broken by " + message.payload());
              }),
          ReceivingNode.type("drop", (message, out) -> Node.dropped()),
          ReceivingNode.type("hold", (message, out) -> release.future()),
          ReceivingNode.type(
              "burst",
              (message, out) -> {
                for (int i = 0; i < 1_000; i++) {
                  out.send(Message.create());
                }
                return Node.done();
              }),
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
  void stop() {
    release.tryComplete();
    flow.close();
  }

  private void start(String flows) {
    flow = FlowTester.start(types, flows);
  }

  private Recorders recorders() {
    return Objects.requireNonNull(flow.runtime().recorders());
  }

  private List<KeptMessage> kept(String nodeId) {
    return recorders().messages().of(nodeId).get(0).kept();
  }

  private Trace trace(String messageId) {
    return Objects.requireNonNull(recorders().traces().of(messageId));
  }

  private Trace awaitTrace(String messageId) {
    eventually(() -> assertThat(trace(messageId).isOver()).isTrue());
    return trace(messageId);
  }

  @Test
  void an_output_keeps_what_it_sent_be_it_wired_or_not() {
    start(tab(node("a", "pass", "b"), node("b", "pass")));

    flow.send("a", "one");
    flow.send("a", "two");

    eventually(() -> assertThat(kept("b")).hasSize(2));
    assertThat(kept("a")).extracting(KeptMessage::preview).containsExactly("one", "two");
    assertThat(kept("a").get(0).message()).isEqualTo(kept("b").get(0).message());
  }

  @Test
  void nothing_is_kept_if_nothing_is_to_be() {
    flow =
        FlowTester.start(
            types,
            tab(node("a", "pass", "end"), node("end", "test-collector")),
            RuntimeOptions.defaults().withRecording(false));

    flow.send("a", 1);

    flow.awaitMessages("end", 1);
    assertThat(flow.runtime().recorders()).isNull();
  }

  @Test
  void what_is_kept_survives_a_deploy_as_long_as_the_node_does() {
    start(tab(node("a", "pass"), node("b", "pass")));
    flow.send("a", 1);
    flow.send("b", 1);
    eventually(() -> assertThat(kept("b")).hasSize(1));

    flow.deploy(tab(node("a", "pass")));

    assertThat(kept("a")).hasSize(1);
    assertThat(recorders().messages().of("b")).isEmpty();
  }

  @Test
  void the_way_of_a_message_has_its_steps_and_how_they_ended() {
    start(
        tab(
            node("src", "pass", "a", "d"),
            node("a", "pass", "f"),
            node("f", "fail", "never"),
            node("never", "pass"),
            node("c", "test-catcher"),
            node("d", "drop")));

    flow.send("src", Message.ofPayload(7).with(Message.ID, "m1"));

    Trace trace = awaitTrace("m1");
    assertThat(trace.sourceId()).isEqualTo("src");
    List<Hop.View> hops = trace.hops();
    assertThat(hops).extracting(Hop.View::nodeId).containsExactly("a", "d", "f", "c");
    assertThat(hops)
        .extracting(Hop.View::end)
        .containsExactly(Hop.End.PASSED, Hop.End.DROPPED, Hop.End.ERROR, Hop.End.ENDED);
    assertThat(hops.get(0).fromStep()).isEqualTo(-1);
    assertThat(hops.get(0).outputs()).containsExactly(0);
    assertThat(hops.get(2).fromStep()).isZero();
    assertThat(hops.get(2).error()).isEqualTo("broken by 7");
    assertThat(hops.get(3).fromStep()).isEqualTo(2);
    assertThat(hops.get(3).fromOutput()).isEqualTo(Trace.NO_OUTPUT);
  }

  @Test
  void each_of_several_copies_is_a_step() {
    start(tab(node("src", "pass", "both"), node("both", "twice", "a"), node("a", "pass")));

    flow.send("src", Message.ofPayload(1).with(Message.ID, "m"));

    List<Hop.View> hops = awaitTrace("m").hops();
    assertThat(hops).extracting(Hop.View::nodeId).containsExactly("both", "a", "a");
    assertThat(hops).extracting(Hop.View::fromStep).containsExactly(-1, 0, 0);
    assertThat(hops.get(0).outputs()).containsExactly(0);
  }

  @Test
  void a_way_leads_across_tabs() {
    start(
        """
        [{"id":"t","type":"tab"},{"id":"u","type":"tab"},
         {"id":"src","type":"pass","z":"t","x":1,"y":1,"wires":[["f"]]},
         {"id":"f","type":"from","z":"t","x":1,"y":1,"links":["to"],"wires":[]},
         {"id":"to","type":"to","z":"u","x":1,"y":1,"links":[],"wires":[["end"]]},
         {"id":"end","type":"pass","z":"u","x":1,"y":1,"wires":[[]]}]
        """);

    flow.send("src", Message.ofPayload(1).with(Message.ID, "m"));

    List<Hop.View> hops = awaitTrace("m").hops();
    assertThat(hops).extracting(Hop.View::nodeId).containsExactly("f", "to", "end");
    assertThat(hops).extracting(Hop.View::fromStep).containsExactly(-1, 0, 1);
  }

  @Test
  void a_message_that_is_held_is_still_under_way() {
    start(tab(node("src", "pass", "h"), node("h", "hold")));

    flow.send("src", Message.ofPayload(1).with(Message.ID, "m"));

    eventually(() -> assertThat(trace("m").hops()).hasSize(1));
    assertThat(trace("m").isOver()).isFalse();
    assertThat(trace("m").hops().get(0).end()).isNull();
    assertThat(trace("m").hops().get(0).tookMicros()).isEqualTo(-1);
    release.complete();
    assertThat(awaitTrace("m").hops().get(0).end()).isEqualTo(Hop.End.ENDED);
  }

  @Test
  void a_wire_that_leads_back_makes_no_endless_way() {
    start(tab(node("src", "pass", "a"), node("a", "pass", "a")));

    flow.send("src", Message.ofPayload(1).with(Message.ID, "m"));

    eventually(() -> assertThat(trace("m").isCut()).isTrue());
    assertThat(trace("m").hops()).hasSize(Trace.MOST_STEPS);
  }

  @Test
  void of_a_flood_only_some_are_traced_and_it_is_known() {
    start(tab(node("b", "burst", "end"), node("end", "test-collector")));

    flow.send("b", 1);

    List<Message> all = flow.awaitMessages("end", 1_000);
    long traced = all.stream().filter(m -> recorders().traces().of(m.id()) != null).count();
    assertThat(traced).isBetween(20L, 500L);
    assertThat(recorders().traces().leftOutMillis()).isPositive();
  }
}
