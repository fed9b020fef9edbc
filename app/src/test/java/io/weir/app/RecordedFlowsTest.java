package io.weir.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.weir.app.embedded.EmbeddedBrokerClients;
import io.weir.broker.Broker;
import io.weir.broker.BrokerConfig;
import io.weir.engine.event.DebugOutput;
import io.weir.engine.event.LogEntry;
import io.weir.engine.event.NodeStatus;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Status;
import io.weir.engine.testing.FlowTester;
import io.weir.nodes.StandardNodes;
import io.weir.nodes.expression.JsonataExpressions;
import io.weir.nodes.function.script.GraalScripts;
import io.weir.nodes.mqtt.RemoteBrokerClients;
import io.weir.nodes.support.OutboundProxies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replays every file in flows/recorded; its README says what is in them. */
class RecordedFlowsTest {
  private static final Path FOLDER = Path.of("../flows/recorded");
  private static final String ANYTHING = "<anything>";
  private static final Set<String> PARTS =
      Set.of("about", "flow", "connected", "in", "out", "log", "statuses", "debug");

  private static Vertx vertx;
  private static Broker broker;
  private static GraalScripts scripts;
  private static List<NodeType> types;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    broker = FlowTester.get(new Broker(vertx, BrokerConfig.listeningOn("127.0.0.1", 0)).start());
    scripts = new GraalScripts();
    types =
        new StandardNodes(
                new EmbeddedBrokerClients(
                    broker,
                    new RemoteBrokerClients(
                        vertx, Duration.ofSeconds(5), OutboundProxies.of(Map.of()))),
                scripts)
            .types();
  }

  @AfterAll
  static void stop() {
    FlowTester.get(broker.stop());
    scripts.close();
    FlowTester.get(vertx.close());
  }

  static Stream<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
    }
  }

  private static Map<?, ?> read(Path file) throws IOException {
    String text = Files.readString(file);
    // The broker of the test is on a free port, which the files leave open.
    String port = "" + broker.addresses().get(0).port();
    return (Map<?, ?>) MessageJson.parse(text.replace("<broker port>", port));
  }

  private static List<?> list(Map<?, ?> file, String key) {
    return file.get(key) instanceof List<?> list ? list : List.of();
  }

  private static Map<?, ?> map(Map<?, ?> file, String key) {
    return file.get(key) instanceof Map<?, ?> map ? map : Map.of();
  }

  @ParameterizedTest
  @MethodSource("files")
  void gives_what_was_recorded(Path file) throws IOException {
    Map<?, ?> recorded = read(file);
    assertThat(PARTS).as("the parts of a file").containsAll(names(recorded));
    Map<?, ?> out = map(recorded, "out");

    try (FlowTester flow = FlowTester.start(types, flows(recorded), new JsonataExpressions())) {
      list(recorded, "connected").forEach(id -> awaitConnected(flow, (String) id));
      for (Object step : list(recorded, "in")) {
        Map<?, ?> message = (Map<?, ?>) step;
        flow.send((String) message.get("to"), message(message.get("msg")));
      }
      out.forEach((id, messages) -> flow.awaitMessages((String) id, ((List<?>) messages).size()));
      list(recorded, "log").forEach(entry -> assertLogged(flow, (Map<?, ?>) entry));
      map(recorded, "statuses").forEach((id, all) -> assertStatuses(flow, (String) id, all));
      if (recorded.containsKey("debug")) {
        FlowTester.eventually(
            () ->
                assertSame(
                    "debug",
                    flow.shown().stream().map(RecordedFlowsTest::json).toList(),
                    recorded.get("debug")));
      }
      // Nothing may come after, or where nothing is to come.
      for (Object step : list(recorded, "in")) {
        flow.settle((String) ((Map<?, ?>) step).get("to"));
      }
      out.forEach(
          (id, messages) ->
              assertSame(
                  "messages at " + id,
                  flow.received((String) id).stream().map(RecordedFlowsTest::json).toList(),
                  messages));
    }
  }

  @Test
  void there_is_a_file_for_every_node_type() throws IOException {
    Set<String> used = new TreeSet<>();
    for (Path file : files().toList()) {
      for (Object entry : list(read(file), "flow")) {
        used.add(String.valueOf(((Map<?, ?>) entry).get("type")));
      }
    }
    assertThat(used).containsAll(types.stream().map(NodeType::name).toList());
  }

  private static Set<String> names(Map<?, ?> map) {
    Set<String> names = new LinkedHashSet<>();
    map.keySet().forEach(key -> names.add((String) key));
    return names;
  }

  /** The flow file, with something that keeps messages for each id that is looked at. */
  private static String flows(Map<?, ?> recorded) {
    List<Object> entries = new ArrayList<>(list(recorded, "flow"));
    for (Object id : map(recorded, "out").keySet()) {
      Map<String, Object> collector = new LinkedHashMap<>();
      collector.put("id", id);
      collector.put("type", "test-collector");
      collector.put("z", tabOfWhatLeadsTo(id, entries));
      collector.put("x", 0);
      collector.put("y", 0);
      collector.put("wires", List.of());
      entries.add(collector);
    }
    return MessageJson.text(entries);
  }

  private static Object tabOfWhatLeadsTo(Object id, List<Object> entries) {
    for (Object entry : entries) {
      Map<?, ?> node = (Map<?, ?>) entry;
      for (Object wires : list(node, "wires")) {
        if (((List<?>) wires).contains(id)) {
          return node.get("z");
        }
      }
    }
    throw new AssertionError("no wire leads to " + id);
  }

  private static Message message(Object properties) {
    Map<String, Object> all = new LinkedHashMap<>();
    if (properties instanceof Map<?, ?> map) {
      map.forEach((key, value) -> all.put((String) key, value));
    }
    return Message.of(all);
  }

  private static void awaitConnected(FlowTester flow, String nodeId) {
    FlowTester.eventually(
        () ->
            assertThat(flow.statuses(nodeId).stream().map(RecordedFlowsTest::json).toList())
                .as("statuses of " + nodeId)
                .anyMatch(status -> String.valueOf(status).contains("status.connected")));
  }

  private static void assertLogged(FlowTester flow, Map<?, ?> entry) {
    LogEntry.Level level =
        LogEntry.Level.valueOf(((String) entry.get("level")).toUpperCase(Locale.ROOT));
    FlowTester.eventually(
        () -> assertThat(flow.logged(level)).contains((String) entry.get("text")));
  }

  private static void assertStatuses(FlowTester flow, String nodeId, Object expected) {
    FlowTester.eventually(
        () ->
            assertSame(
                "statuses of " + nodeId,
                flow.statuses(nodeId).stream().map(RecordedFlowsTest::json).toList(),
                expected));
  }

  // ---- comparing as JSON ----

  private static Object json(Message message) {
    return MessageJson.parse(MessageJson.text(message.properties()));
  }

  private static Object json(NodeStatus change) {
    Status status = change.status();
    return status == null ? Map.of() : MessageJson.parse(MessageJson.text(status.asMap()));
  }

  private static Object json(DebugOutput output) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("id", output.nodeId());
    shown.put("path", output.path());
    shown.put("value", MessageJson.parse(MessageJson.text(output.value())));
    return shown;
  }

  private static void assertSame(String what, Object actual, Object expected) {
    assertThat(MessageJson.text(like(actual, expected), 2))
        .as(what)
        .isEqualTo(MessageJson.text(expected, 2));
  }

  /** What came, with what the file leaves open as the file has it, and keys in its order. */
  private static Object like(Object actual, Object expected) {
    if (ANYTHING.equals(expected) && actual != null) {
      return expected;
    }
    if (actual instanceof List<?> items && expected instanceof List<?> wanted) {
      List<Object> alike = new ArrayList<>();
      for (int i = 0; i < items.size(); i++) {
        alike.add(like(items.get(i), i < wanted.size() ? wanted.get(i) : null));
      }
      return alike;
    }
    if (actual instanceof Map<?, ?> map && expected instanceof Map<?, ?> wanted) {
      Map<Object, Object> alike = new LinkedHashMap<>();
      wanted.forEach(
          (key, value) -> {
            if (map.containsKey(key)) {
              alike.put(key, like(map.get(key), value));
            }
          });
      map.forEach(
          (key, value) -> {
            if (!wanted.containsKey(key) && !key.equals(Message.ID)) {
              alike.put(key, value);
            }
          });
      return alike;
    }
    return actual;
  }
}
