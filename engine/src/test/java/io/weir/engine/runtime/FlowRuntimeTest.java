package io.weir.engine.runtime;

import static io.weir.engine.testing.FlowTester.eventually;
import static io.weir.engine.testing.FlowTester.tab;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.engine.event.FlowsDeployed;
import io.weir.engine.event.LogEntry;
import io.weir.engine.event.RuntimeStateChanged;
import io.weir.engine.flow.FlowReader;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import io.weir.engine.node.CompletionWatcher;
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
import io.weir.engine.store.StoreException;
import io.weir.engine.testing.FlowTester;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlowRuntimeTest {
  private static final CountDownLatch RELEASE_THE_STUCK = new CountDownLatch(1);

  private static final NodeType PASS =
      NodeType.named("pass")
          .inputs(1)
          .outputs(1)
          .properties(
              Property.text("note").label("Note"),
              Property.config("setting", "setting").label("Setting"))
          .create(
              (config, context) ->
                  new Node() {
                    @Override
                    public Future<Void> receive(Message message, Outputs out) {
                      out.send(
                          message.with("note", config.raw("note")).with("seenBy", context.id()));
                      return Node.done();
                    }
                  });

  private static final NodeType FAIL =
      NodeType.named("fail")
          .inputs(1)
          .create(
              (config, context) ->
                  new Node() {
                    @Override
                    public Future<Void> receive(Message message, Outputs out) {
                      throw new NodeException("broken", "it broke");
                    }
                  });

  private static final NodeType STUCK =
      NodeType.named("stuck")
          .inputs(1)
          .create(
              (config, context) ->
                  new Node() {
                    @Override
                    public Future<Void> receive(Message message, Outputs out) {
                      try {
                        RELEASE_THE_STUCK.await(20, TimeUnit.SECONDS);
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                      return Node.done();
                    }
                  });

  private static final NodeType UNMAKEABLE =
      NodeType.named("unmakeable")
          .create(
              (config, context) -> {
                throw new NodeException("no way");
              });

  private static final NodeType NEVER_CLOSES =
      NodeType.named("never-closes")
          .inputs(1)
          .create(
              (config, context) ->
                  new Node() {
                    @Override
                    public Future<Void> stop(boolean removed) {
                      return Promise.<Void>promise().future();
                    }
                  });

  private static final NodeType SPEAKER =
      NodeType.named("speaker")
          .inputs(1)
          .create(
              (config, context) ->
                  new Node() {
                    @Override
                    public Future<Void> receive(Message message, Outputs out) {
                      context.status(Status.of("green", "dot", String.valueOf(message.payload())));
                      return Node.done();
                    }
                  });

  private static final NodeType SETTING =
      NodeType.named("setting").config().create((config, context) -> new Node() {});

  private static final NodeType STARTER =
      NodeType.named("starter")
          .outputs(1)
          .create(
              (config, context) ->
                  new Node() {
                    @Override
                    public Future<Void> start() {
                      context.send(Message.ofPayload(context.env("GREETING")));
                      return Node.done();
                    }
                  });

  private record Watching(Scope scope, boolean wantsOnlyUncaught, NodeContext context)
      implements Node, ErrorCatcher {
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

  private record Finishing(Scope scope) implements Node, CompletionWatcher {
    @Override
    public Future<Void> receive(Message message, Outputs out) {
      out.send(message);
      return Node.done();
    }
  }

  private static final List<NodeType> TYPES =
      List.of(
          PASS,
          FAIL,
          STUCK,
          UNMAKEABLE,
          NEVER_CLOSES,
          SPEAKER,
          SETTING,
          STARTER,
          NodeType.named("catching")
              .outputs(1)
              .create(
                  (config, context) ->
                      new Watching(
                          Scope.of(config.raw("scope")),
                          Boolean.TRUE.equals(config.raw("uncaught")),
                          context)),
          NodeType.named("listening")
              .outputs(1)
              .create((config, context) -> new Listening(Scope.of(config.raw("scope")))),
          NodeType.named("finishing")
              .outputs(1)
              .create((config, context) -> new Finishing(Scope.of(config.raw("scope")))));

  private FlowTester flow;

  @AfterEach
  void close() {
    flow.close();
  }

  private static String node(String id, String type, String more, String... targets) {
    return "{\"id\":\""
        + id
        + "\",\"type\":\""
        + type
        + "\",\"z\":\"t\",\"x\":1,\"y\":1,"
        + more.replace('\'', '"')
        + "\"wires\":["
        + (targets.length == 0 ? "" : MessageJson.text(List.of(targets)))
        + "]}";
  }

  private static String collector(String id) {
    return node(id, "test-collector", "");
  }

  private void start(String... entries) {
    flow = FlowTester.start(TYPES, tab(entries));
  }

  @Test
  void a_message_reaches_every_wire_as_it_was_sent() {
    start(node("a", "pass", "'note':'n',", "one", "two"), collector("one"), collector("two"));

    flow.send("a", 5);

    Message one = flow.awaitMessages("one", 1).get(0);
    Message two = flow.awaitMessages("two", 1).get(0);
    assertThat(one.payload()).isEqualTo(5L);
    assertThat(one.id()).hasSize(16);
    assertThat(two).isSameAs(one);
  }

  @Test
  void a_whole_property_that_names_a_variable_gets_its_value() {
    flow =
        FlowTester.start(
            TYPES,
            "[{\"id\":\"t\",\"type\":\"tab\",\"env\":[{\"name\":\"LIMIT\",\"type\":\"num\",\"value\":\"30\"}]},"
                + node("a", "pass", "'note':'${LIMIT}',", "one")
                + ","
                + collector("one")
                + "]");

    flow.send("a", 1);

    assertThat(flow.awaitMessages("one", 1).get(0).get("note")).isEqualTo(30L);
  }

  @Test
  void variables_come_from_group_then_tab_then_global_settings() {
    flow =
        FlowTester.start(
            TYPES,
            """
            [{"id":"gc","type":"global-config","env":[{"name":"GREETING","type":"str","value":"global"}]},
             {"id":"t","type":"tab","env":[{"name":"WHO","type":"str","value":"tab"}]},
             {"id":"g","type":"group","z":"t","env":[{"name":"GREETING","type":"env","value":"hi ${WHO}"}]},
             {"id":"s","type":"starter","z":"t","g":"g","x":1,"y":1,"wires":[["in"]]},
             {"id":"s2","type":"starter","z":"t","x":1,"y":1,"wires":[["out"]]},
             {"id":"in","type":"test-collector","z":"t","x":1,"y":1,"wires":[]},
             {"id":"out","type":"test-collector","z":"t","x":1,"y":1,"wires":[]}]""");

    assertThat(flow.awaitMessages("in", 1).get(0).payload()).isEqualTo("hi tab");
    assertThat(flow.awaitMessages("out", 1).get(0).payload()).isEqualTo("global");
  }

  @Test
  void an_error_goes_to_a_catch_node_with_its_source() {
    start(node("f", "fail", "'name':'Fred',"), node("c", "catching", "", "one"), collector("one"));

    flow.send("f", "x");

    Message caught = flow.awaitMessages("one", 1).get(0);
    assertThat(caught.payload()).isEqualTo("x");
    assertThat(caught.get("error"))
        .isEqualTo(
            FlowTester.json(
                "{'message':'it broke','source':{'id':'f','type':'fail','name':'Fred','count':1},"
                    + "'code':'broken'}"));
    assertThat(flow.logged(LogEntry.Level.ERROR)).isEmpty();
  }

  @Test
  void an_error_that_nobody_catches_is_logged() {
    start(node("f", "fail", ""));

    flow.send("f", "x");

    eventually(() -> assertThat(flow.logged(LogEntry.Level.ERROR)).containsExactly("it broke"));
  }

  @Test
  void an_uncaught_catcher_gets_only_what_the_others_did_not_take() {
    start(
        node("f", "fail", ""),
        node("g", "fail", ""),
        node("c1", "catching", "'scope':['f'],", "one"),
        node("c2", "catching", "'uncaught':true,", "two"),
        collector("one"),
        collector("two"));

    flow.send("f", "for one");
    flow.send("g", "for two");

    assertThat(flow.awaitMessages("two", 1))
        .extracting(Message::payload)
        .containsExactly("for two");
    assertThat(flow.awaitMessages("one", 1))
        .extracting(Message::payload)
        .containsExactly("for one");
  }

  @Test
  void a_message_that_fails_in_a_circle_is_stopped_at_the_tenth_time() {
    start(node("f", "fail", ""), node("c", "catching", "", "f", "one"), collector("one"));

    flow.send("f", "x");

    eventually(
        () ->
            assertThat(flow.logged(LogEntry.Level.WARN))
                .contains("Message exceeded maximum number of catches"));
    assertThat(flow.received("one")).hasSize(9);
  }

  @Test
  void a_status_goes_to_the_outside_and_to_status_nodes() {
    start(node("s", "speaker", ""), node("l", "listening", "", "one"), collector("one"));

    flow.send("s", "on");

    assertThat(flow.awaitMessages("one", 1).get(0).get("status"))
        .isEqualTo(
            FlowTester.json(
                "{'fill':'green','shape':'dot','text':'on','source':{'id':'s','type':'speaker'}}"));
    eventually(
        () ->
            assertThat(flow.statuses("s"))
                .extracting(status -> status.status().text())
                .containsExactly("on"));
  }

  @Test
  void completion_goes_to_the_nodes_that_asked_for_it() {
    start(
        node("a", "pass", "'note':'n',", "sink"),
        node("b", "pass", ""),
        collector("sink"),
        node("d", "finishing", "'scope':['a'],", "one"),
        collector("one"));

    flow.send("a", 1);
    flow.send("b", 2);

    Message completed = flow.awaitMessages("one", 1).get(0);
    assertThat(completed.get("complete"))
        .isEqualTo(FlowTester.json("{'source':{'id':'a','type':'pass'}}"));
    assertThat(completed.get("note")).as("the message as the node left it").isEqualTo("n");
    flow.settle("a");
    assertThat(flow.received("one")).hasSize(1);
  }

  @Test
  void a_tab_that_hangs_harms_that_tab_alone() {
    flow =
        FlowTester.start(
            TYPES,
            """
            [{"id":"t","type":"tab"},{"id":"u","type":"tab"},
             {"id":"s","type":"stuck","z":"u","x":1,"y":1,"wires":[]},
             {"id":"a","type":"pass","z":"t","x":1,"y":1,"wires":[["one"]]},
             {"id":"one","type":"test-collector","z":"t","x":1,"y":1,"wires":[]}]""");

    flow.send("s", 1);
    flow.send("a", 2);

    assertThat(flow.awaitMessages("one", 1)).hasSize(1);
    RELEASE_THE_STUCK.countDown();
  }

  @Test
  void unknown_disabled_and_unmakeable_nodes_leave_the_rest_running() {
    start(
        node("u", "never heard of", "", "one"),
        node("d", "pass", "'d':true,", "one"),
        node("m", "unmakeable", "", "one"),
        node("a", "pass", "", "u", "d", "m", "nowhere", "one"),
        collector("one"));

    flow.send("a", 1);

    assertThat(flow.awaitMessages("one", 1)).hasSize(1);
    assertThat(FlowTester.get(flow.runtime().nodes().deliver("d", null))).isFalse();
    assertThat(FlowTester.get(flow.runtime().nodes().deliver("u", null))).isFalse();
    assertThat(flow.logged(LogEntry.Level.ERROR)).containsExactly("no way");
    assertThat(flow.logged(LogEntry.Level.WARN))
        .anyMatch(text -> text.contains("no node type is called never heard of"))
        .anyMatch(text -> text.contains("leads to nowhere"));
    assertThat(lastState()).containsEntry("error", "missing-types").containsEntry("state", "start");
  }

  private Map<String, Object> lastState() {
    return flow.events().stream()
        .filter(RuntimeStateChanged.class::isInstance)
        .map(event -> ((RuntimeStateChanged) event).notification())
        .reduce((a, b) -> b)
        .orElseThrow();
  }

  @Test
  void a_missing_config_node_is_named() {
    start(node("a", "pass", "'setting':'gone',", "one"), collector("one"));

    eventually(
        () ->
            assertThat(flow.logged(LogEntry.Level.WARN))
                .anyMatch(text -> text.contains("Setting refers to gone")));
  }

  @Test
  void a_deploy_replaces_what_runs_and_says_so() {
    start(node("a", "pass", "'note':'old',", "one"), collector("one"));
    String before = flow.runtime().document().revision();

    flow.deploy(tab(node("a", "pass", "'note':'new',", "one"), collector("one")));
    flow.send("a", 1);

    assertThat(flow.awaitMessages("one", 1).get(0).get("note")).isEqualTo("new");
    assertThat(flow.runtime().document().revision()).isNotEqualTo(before);
    assertThat(flow.store().saved().revision()).isEqualTo(flow.runtime().document().revision());
    eventually(
        () ->
            assertThat(flow.events())
                .contains(new FlowsDeployed(flow.runtime().document().revision())));
  }

  @Test
  void a_deploy_that_can_not_be_saved_leaves_what_runs_alone() {
    start(node("a", "pass", "'note':'old',", "one"), collector("one"));
    String before = flow.runtime().document().revision();
    flow.store().fail();

    assertThatThrownBy(() -> flow.deploy(tab(collector("one")))).isInstanceOf(StoreException.class);
    flow.send("a", 1);

    assertThat(flow.awaitMessages("one", 1).get(0).get("note")).isEqualTo("old");
    assertThat(flow.runtime().document().revision()).isEqualTo(before);
  }

  @Test
  void a_deploy_of_flows_with_one_id_twice_is_refused_and_named() {
    start(collector("one"));

    assertThatThrownBy(() -> flow.deploy(tab(collector("same"), collector("same"))))
        .isInstanceOfSatisfying(
            DeployException.class,
            e -> {
              assertThat(e.code()).isEqualTo("invalid_flows");
              assertThat(e).hasMessageContaining("two entries have the id same");
            });
    assertThat(flow.document().entry("one")).isPresent();
  }

  @Test
  void a_deploy_from_an_old_revision_is_refused() {
    start(collector("one"));

    assertThatThrownBy(
            () ->
                FlowTester.get(
                    flow.runtime().deploy(FlowReader.read("[]"), DeployType.FULL, "not this")))
        .isInstanceOfSatisfying(
            DeployException.class, e -> assertThat(e.code()).isEqualTo("version_mismatch"));
  }

  @Test
  void a_node_that_never_closes_holds_a_deploy_up_for_a_bounded_time() {
    RuntimeOptions impatient =
        RuntimeOptions.defaults().withTimeouts(Duration.ofMillis(50), Duration.ofSeconds(11));
    flow = FlowTester.start(TYPES, tab(node("n", "never-closes", "")), impatient);

    flow.deploy(tab(collector("one")));

    eventually(
        () ->
            assertThat(flow.logged(LogEntry.Level.ERROR))
                .containsExactly("Error stopping node: Close timed out"));
  }

  @Test
  void safe_mode_loads_and_does_not_start_until_a_deploy() {
    flow =
        FlowTester.start(
            TYPES,
            tab(node("a", "pass", "", "one"), collector("one")),
            RuntimeOptions.defaults().withSafeMode(true));

    assertThat(flow.runtime().state()).isEqualTo(RuntimeState.SAFE);
    assertThat(FlowTester.get(flow.runtime().nodes().deliver("a", null))).isFalse();
    assertThat(flow.document().entry("a")).isPresent();

    flow.deploy(tab(node("a", "pass", "", "one"), collector("one")));
    assertThat(FlowTester.get(flow.runtime().nodes().deliver("a", null))).isTrue();
    assertThat(flow.runtime().state()).isEqualTo(RuntimeState.START);
  }
}
