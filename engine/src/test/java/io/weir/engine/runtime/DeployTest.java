package io.weir.engine.runtime;

import static io.weir.engine.testing.FlowTester.tab;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.engine.event.LogEntry;
import io.weir.engine.flow.FlowReader;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Property;
import io.weir.engine.store.StoreException;
import io.weir.engine.testing.FlowTester;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes on, and what doesn't, while others are deployed. */
class DeployTest {
  private final List<String> log = new CopyOnWriteArrayList<>();

  /** Counts what it receives since it started, and keeps its life in the log. */
  private final NodeType counter =
      NodeType.named("counter")
          .inputs(1)
          .outputs(1)
          .properties(Property.config("setting", "setting").label("Setting"))
          .create(
              (config, context) -> {
                AtomicInteger count = new AtomicInteger();
                return new Node() {
                  @Override
                  public Future<Void> start() {
                    log.add("start " + context.id());
                    return Node.done();
                  }

                  @Override
                  public Future<Void> receive(Message message, Outputs out) {
                    out.send(
                        message
                            .with("count", count.incrementAndGet())
                            .with("env", context.env("WHO")));
                    return Node.done();
                  }

                  @Override
                  public Future<Void> stop(boolean removed) {
                    log.add((removed ? "remove " : "stop ") + context.id());
                    return Node.done();
                  }
                };
              });

  /** Sends once, some time after it started. */
  private final NodeType late =
      NodeType.named("late")
          .outputs(1)
          .create(
              (config, context) ->
                  new Node() {
                    @Override
                    public Future<Void> start() {
                      context.after(300, () -> context.send(Message.ofPayload("late")));
                      return Node.done();
                    }
                  });

  private final NodeType setting =
      NodeType.named("setting")
          .config()
          .create(
              (config, context) ->
                  new Node() {
                    @Override
                    public Future<Void> start() {
                      log.add("start " + context.id());
                      return Node.done();
                    }

                    @Override
                    public Future<Void> stop(boolean removed) {
                      log.add((removed ? "remove " : "stop ") + context.id());
                      return Node.done();
                    }
                  });

  private FlowTester flow;

  @AfterEach
  void close() {
    flow.close();
  }

  private void start(String file) {
    flow = FlowTester.start(List.of(counter, late, setting), file);
    log.clear();
  }

  private static String node(String id, String type, String more, String target) {
    return "{\"id\":\"%s\",\"type\":\"%s\",\"z\":\"t\",\"x\":1,\"y\":1,%s\"wires\":[[%s]]}"
        .formatted(id, type, more.replace('\'', '"'), target.isEmpty() ? "" : "\"" + target + "\"");
  }

  private static final String ONE = node("one", "test-collector", "", "");
  private static final String TWO = node("two", "test-collector", "", "");

  @Test
  void nodes_that_did_not_change_go_on_with_all_that_they_have_in_hand() {
    start(tab(node("a", "counter", "", "one"), node("l", "late", "", "one"), ONE));
    flow.send("a", 1);

    flow.deploy(
        tab(
            node("a", "counter", "", "one"),
            node("l", "late", "", "one"),
            node("new", "counter", "", "one"),
            ONE),
        DeployType.NODES);
    flow.send("a", 2);

    assertThat(flow.awaitMessages("one", 3))
        .as("the count goes on and the timer runs out")
        .extracting(message -> message.has("count") ? message.get("count") : message.payload())
        .containsExactly(1L, 2L, "late");
    assertThat(log).containsExactly("start new");
  }

  @Test
  void other_wires_need_no_restart() {
    start(tab(node("a", "counter", "", "one"), ONE, TWO));
    flow.send("a", 1);

    flow.deploy(tab(node("a", "counter", "", "two"), ONE, TWO), DeployType.NODES);
    flow.send("a", 2);

    assertThat(flow.awaitMessages("two", 1).get(0).get("count")).isEqualTo(2L);
    assertThat(flow.received("one")).hasSize(1);
    assertThat(log).isEmpty();
  }

  @Test
  void what_a_deploy_would_do_can_be_asked_before() {
    String config = "{\"id\":\"c\",\"type\":\"setting\",\"v\":%d}";
    String user = node("u", "counter", "'setting':'c',", "one");
    String other = node("a", "counter", "", "one");
    String before = tab(user, other, node("l", "late", "", ""), ONE, config.formatted(1));
    start(before);

    assertThat(forecast(before))
        .as("nothing is different")
        .isEqualTo(new DeployForecast(0, 0, 0, 5));
    assertThat(forecast(tab(user, node("a", "counter", "", "two"), ONE, TWO, config.formatted(2))))
        .as("c and with it u anew, two is new, l gone, a has another wire, one goes on")
        .isEqualTo(new DeployForecast(2, 1, 1, 2));
    assertThat(log).isEmpty();
    assertThat(forecast(before, "a"))
        .as("another password")
        .isEqualTo(new DeployForecast(1, 0, 0, 4));
  }

  private DeployForecast forecast(String flows, String... withCredentials) {
    return flow.runtime().forecast(FlowReader.read(flows), Set.of(withCredentials));
  }

  @Test
  void a_config_node_restarts_with_those_who_use_it_and_in_order() {
    String before = "{\"id\":\"c\",\"type\":\"setting\",\"v\":1}";
    start(
        tab(
            before,
            node("a", "counter", "'setting':'c',", "one"),
            node("b", "counter", "", "one"),
            ONE));

    flow.deploy(
        tab(
            before.replace("1", "2"),
            node("a", "counter", "'setting':'c',", "one"),
            node("b", "counter", "", "one"),
            ONE),
        DeployType.NODES);

    assertThat(log).containsExactly("stop a", "stop c", "start c", "start a");
  }

  @Test
  void a_node_that_is_disabled_is_removed() {
    start(tab(node("a", "counter", "", "one"), ONE));

    flow.deploy(tab(node("a", "counter", "'d':true,", "one"), ONE), DeployType.NODES);

    assertThat(log).containsExactly("remove a");
    assertThat(FlowTester.get(flow.runtime().nodes().deliver("a", null))).isFalse();
  }

  @Test
  void a_flows_deploy_restarts_the_chain_alone() {
    start(
        tab(
            node("a", "counter", "", "b"),
            node("b", "counter", "", "one"),
            node("y", "counter", "", "two"),
            ONE,
            TWO));

    flow.deploy(
        tab(
            node("a", "counter", "'name':'A',", "b"),
            node("b", "counter", "", "one"),
            node("y", "counter", "", "two"),
            ONE,
            TWO),
        DeployType.FLOWS);

    assertThat(log).containsExactlyInAnyOrder("stop a", "stop b", "start a", "start b");
  }

  @Test
  void variables_of_a_group_reach_its_members_and_nobody_else() {
    String group =
        """
        {"id":"g","type":"group","z":"t","env":[{"name":"WHO","type":"str","value":"%s"}]}""";
    String member = node("a", "counter", "'g':'g',", "one");
    start(tab(group.formatted("old"), member, node("b", "counter", "", "one"), ONE));

    flow.deploy(
        tab(group.formatted("new"), member, node("b", "counter", "", "one"), ONE),
        DeployType.NODES);
    flow.send("a", 1);

    assertThat(flow.awaitMessages("one", 1).get(0).get("env")).isEqualTo("new");
    assertThat(log).containsExactly("stop a", "start a");
  }

  @Test
  void variables_of_all_flows_restart_everything() {
    String settings =
        """
        {"id":"gc","type":"global-config","env":[{"name":"WHO","type":"str","value":"%s"}]}""";
    start(tab(settings.formatted("old"), node("a", "counter", "", "one"), ONE));

    flow.deploy(
        tab(settings.formatted("new"), node("a", "counter", "", "one"), ONE), DeployType.NODES);
    flow.send("a", 1);

    assertThat(flow.awaitMessages("one", 1).get(0).get("env")).isEqualTo("new");
    assertThat(log).containsExactly("stop a", "start a");
  }

  @Test
  void a_deploy_without_a_difference_stops_nothing() {
    String file = tab(node("a", "counter", "", "one"), ONE);
    start(file);

    flow.deploy(file, DeployType.NODES);
    flow.deploy(file, DeployType.FLOWS);
    assertThat(log).isEmpty();

    flow.deploy(file, DeployType.FULL);
    assertThat(log).containsExactly("stop a", "start a");
  }

  @Test
  void stopped_flows_are_saved_and_start_when_asked_to() {
    start(tab(node("a", "counter", "", "one"), ONE));

    FlowTester.get(flow.runtime().setRunning(false));
    flow.deploy(tab(node("b", "counter", "", "one"), ONE), DeployType.NODES);
    assertThat(flow.runtime().state()).isEqualTo(RuntimeState.STOP);
    assertThat(log).containsExactly("stop a");
    assertThat(FlowTester.get(flow.runtime().nodes().deliver("b", null))).isFalse();

    FlowTester.get(flow.runtime().setRunning(true));
    flow.send("b", 1);
    assertThat(flow.awaitMessages("one", 1)).hasSize(1);
    assertThat(log).containsExactly("stop a", "start b");
  }

  @Test
  void stopped_flows_that_are_read_again_stay_stopped() {
    start(tab(node("a", "counter", "", "one"), ONE));
    FlowTester.get(flow.runtime().setRunning(false));

    FlowTester.get(flow.runtime().reload());

    assertThat(flow.runtime().state()).isEqualTo(RuntimeState.STOP);
    assertThat(FlowTester.get(flow.runtime().nodes().deliver("a", null))).isFalse();
  }

  @Test
  void secrets_are_put_back_when_the_flows_can_not_be_saved() {
    String file = tab("{\"id\":\"c\",\"type\":\"setting\"}", ONE);
    start(file);
    flow.store().fail();

    assertThatThrownBy(
            () ->
                flow.deploy("[{\"id\":\"t\",\"type\":\"tab\",\"credentials\":{\"S\":\"secret\"}}]"))
        .isInstanceOf(StoreException.class);

    assertThat(flow.runtime().credentials().of("t")).isEmpty();
  }

  @Test
  void with_strict_types_one_unknown_node_keeps_all_from_starting() {
    flow =
        FlowTester.start(
            List.of(counter),
            tab(node("a", "counter", "", "one"), node("u", "unheard of", "'d':true,", ""), ONE),
            RuntimeOptions.defaults().withStrictTypes(true));
    assertThat(FlowTester.get(flow.runtime().nodes().deliver("a", null))).isFalse();
    FlowTester.eventually(
        () ->
            assertThat(flow.logged(LogEntry.Level.WARN))
                .anyMatch(text -> text.endsWith(": unheard of")));

    flow.deploy(tab(node("a", "counter", "", "one"), ONE));

    assertThat(FlowTester.get(flow.runtime().nodes().deliver("a", null))).isTrue();
  }

  /** A node that is slow to stop: until it is let go. */
  private static NodeType slow(Promise<Void> letGo, List<String> log) {
    return NodeType.named("slow")
        .inputs(1)
        .outputs(1)
        .create(
            (config, context) ->
                new Node() {
                  @Override
                  public Future<Void> receive(Message message, Outputs out) {
                    out.send(message.with("by", config.raw("label")));
                    return Node.done();
                  }

                  @Override
                  public Future<Void> stop(boolean removed) {
                    log.add("stop " + context.id());
                    return letGo.future();
                  }
                });
  }

  /** Sends on, and notes when all that came of a message is dealt with. */
  private static NodeType asking(List<String> log) {
    return NodeType.named("asking")
        .inputs(1)
        .outputs(1)
        .create(
            (config, context) ->
                new Node() {
                  @Override
                  public Future<Void> receive(Message message, Outputs out) {
                    context.send(message, () -> log.add("done " + message.payload()));
                    return Node.done();
                  }
                });
  }

  private Future<String> startRestart(RuntimeOptions options, Promise<Void> letGo, String type) {
    List<NodeType> types = List.of(slow(letGo, log), asking(log), counter);
    String file =
        tab(node("a", "asking", "", "s"), node("s", "slow", "'label':'old',", "one"), ONE);
    flow = FlowTester.start(types, file, options);
    flow.send("a", 1L);
    flow.awaitMessages("one", 1);
    Future<String> deploying =
        flow.runtime()
            .deploy(
                FlowReader.read(
                    file.replace("\"old\"", "\"new\"").replace("\"slow\"", "\"" + type + "\"")),
                DeployType.NODES,
                null);
    FlowTester.eventually(() -> assertThat(log).contains("stop s"));
    return deploying;
  }

  @Test
  void what_comes_for_a_node_while_it_is_started_anew_is_held_for_it() {
    Promise<Void> letGo = Promise.promise();
    Future<String> deploying = startRestart(RuntimeOptions.defaults(), letGo, "slow");
    for (long i = 2; i <= 4; i++) {
      flow.send("a", i);
    }
    flow.send("s", 5L);
    flow.settle("a");
    assertThat(log).containsExactly("done 1", "stop s");

    letGo.complete();
    FlowTester.get(deploying);
    flow.send("a", 6L);

    assertThat(flow.awaitMessages("one", 6))
        .extracting(message -> message.payload() + " by " + message.get("by"))
        .containsExactly("1 by old", "2 by new", "3 by new", "4 by new", "5 by new", "6 by new");
    FlowTester.eventually(() -> assertThat(log).contains("done 2", "done 3", "done 4", "done 6"));
  }

  @Test
  void what_comes_for_a_node_that_goes_for_good_is_dropped() {
    Promise<Void> letGo = Promise.promise();
    Future<String> deploying = startRestart(RuntimeOptions.defaults(), letGo, "no-such-type");
    flow.send("a", 2L);

    FlowTester.eventually(() -> assertThat(log).contains("done 2"));

    letGo.complete();
    FlowTester.get(deploying);
    assertThat(flow.received("one")).hasSize(1);
  }

  @Test
  void no_more_is_held_than_a_mailbox_may_have_waiting() {
    Promise<Void> letGo = Promise.promise();
    Future<String> deploying =
        startRestart(RuntimeOptions.defaults().withMailbox(3, 1 << 20), letGo, "slow");
    for (long i = 2; i <= 9; i++) {
      flow.send("a", i);
    }
    flow.settle("a");

    letGo.complete();
    FlowTester.get(deploying);

    assertThat(flow.awaitMessages("one", 4))
        .extracting(Message::payload)
        .containsExactly(1L, 2L, 3L, 4L);
    FlowTester.eventually(
        () ->
            assertThat(flow.logged(LogEntry.Level.WARN))
                .anySatisfy(text -> assertThat(text).startsWith("5 messages for nodes of flow t")));
    FlowTester.eventually(() -> assertThat(log).contains("done 9"));
  }
}
