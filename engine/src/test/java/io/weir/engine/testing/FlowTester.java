package io.weir.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.weir.engine.event.DebugOutput;
import io.weir.engine.event.LogEntry;
import io.weir.engine.event.NodeStatus;
import io.weir.engine.event.RuntimeEvent;
import io.weir.engine.flow.FlowDocument;
import io.weir.engine.flow.FlowReader;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import io.weir.engine.message.Values;
import io.weir.engine.node.Expressions;
import io.weir.engine.node.NodeCatalog;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.NodePack;
import io.weir.engine.node.NodeType;
import io.weir.engine.runtime.DeployType;
import io.weir.engine.runtime.FlowRuntime;
import io.weir.engine.runtime.RuntimeOptions;
import io.weir.engine.store.CredentialSecret;
import io.weir.engine.store.Credentials;
import io.weir.engine.store.NamedContextStore;
import io.weir.engine.store.NodeSetSettings;
import io.weir.engine.store.RuntimeSettings;
import io.weir.engine.store.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs a whole flow file in a runtime of its own, and looks at what it does.
 *
 * <p>Two node types are added to those given: {@code test-collector} keeps what it receives, {@code
 * test-catcher} does the same with the errors of its flow. Close it after the test.
 */
public final class FlowTester implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Vertx vertx = Vertx.vertx();
  // Where events arrive, so that it can be asked for having taken all that were published before.
  private final Context listening = vertx.getOrCreateContext();
  private final CollectorNode.Collections collections = new CollectorNode.Collections();
  private final List<RuntimeEvent> events = new CopyOnWriteArrayList<>();
  private final MemoryFlowStore store;
  private final FlowRuntime runtime;
  private volatile boolean isClosed;

  private FlowTester(
      Function<List<NodeType>, NodeCatalog> catalog,
      String flows,
      Expressions expressions,
      RuntimeOptions options) {
    store = new MemoryFlowStore(FlowReader.read(flows));
    Path folder = temporaryFolder();
    RuntimeSettings settings = new RuntimeSettings(folder.resolve(".config.json"));
    runtime =
        new FlowRuntime(
            vertx,
            catalog.apply(collections.types()),
            new Stores(
                store,
                new Credentials(
                    folder.resolve("flows_cred.json"), settings, CredentialSecret.of("secret")),
                NamedContextStore.inMemory(),
                settings,
                new NodeSetSettings(folder.resolve(".config.nodes.json"))),
            expressions,
            options);
    get(onListening(() -> runtime.events().listen(events::add)));
    get(runtime.start());
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory(Files.createDirectories(Path.of("target")), "flow-tester");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Function<List<NodeType>, NodeCatalog> withOwn(List<NodeType> types) {
    return own -> {
      List<NodeType> all = new ArrayList<>(types);
      all.addAll(own);
      return NodeCatalog.of(List.of(new TestPack(all)));
    };
  }

  /** Starts without flows, with the node types of a catalog and no others. */
  public static FlowTester start(NodeCatalog catalog) {
    return new FlowTester(own -> catalog, "[]", new NoExpressions(), RuntimeOptions.defaults());
  }

  /** Starts a flow file. */
  public static FlowTester start(List<NodeType> types, String flows) {
    return start(types, flows, new NoExpressions());
  }

  /** Starts a flow file, with an expression language. */
  public static FlowTester start(List<NodeType> types, String flows, Expressions expressions) {
    return new FlowTester(withOwn(types), flows, expressions, RuntimeOptions.defaults());
  }

  /** Starts a flow file, with options. */
  public static FlowTester start(List<NodeType> types, String flows, RuntimeOptions options) {
    return new FlowTester(withOwn(types), flows, new NoExpressions(), options);
  }

  /** The runtime. */
  public FlowRuntime runtime() {
    return runtime;
  }

  /** The store that deploys go to. */
  public MemoryFlowStore store() {
    return store;
  }

  /** The runtime's Vert.x. */
  public Vertx vertx() {
    return vertx;
  }

  /** Deploys other flows. */
  public void deploy(String flows) {
    deploy(flows, DeployType.FULL);
  }

  /** Deploys other flows and starts as much anew as the type says. */
  public void deploy(String flows, DeployType type) {
    get(runtime.deploy(FlowReader.read(flows), type, null));
  }

  /** Sends a payload to a node. */
  public void send(String nodeId, @Nullable Object payload) {
    send(nodeId, Message.ofPayload(payload));
  }

  /** Sends a message to a node. */
  public void send(String nodeId, Message message) {
    assertThat(get(runtime.nodes().deliver(nodeId, message))).as("node %s runs", nodeId).isTrue();
  }

  /** What a collector has received so far. */
  public List<Message> received(String collectorId) {
    return collections.of(collectorId);
  }

  /** Waits until a collector has received so many messages, and gives them. */
  public List<Message> awaitMessages(String collectorId, int count) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(2))
        .untilAsserted(() -> assertThat(received(collectorId)).hasSizeGreaterThanOrEqualTo(count));
    return received(collectorId);
  }

  /** Waits until the flow of a node has nothing in hand, as far as nodes answer at once. */
  public void settle(String nodeId) {
    // A message takes one turn for each hop; barriers queue behind it, one for each hop of any
    // test.
    for (int hop = 0; hop < 8; hop++) {
      get(runtime.nodes().setActive(nodeId, true));
    }
  }

  /** The events so far, with all that were published before this call. */
  public List<RuntimeEvent> events() {
    if (!isClosed) {
      // They come by way of an event loop; without the wait they may be later than the messages
      // that were sent after them.
      get(onListening(() -> {}));
    }
    return events;
  }

  private Future<Void> onListening(Runnable step) {
    Promise<Void> done = Promise.promise();
    listening.runOnContext(
        turn -> {
          step.run();
          done.complete();
        });
    return done.future();
  }

  /** The statuses of a node so far, cleared ones as null. */
  public List<NodeStatus> statuses(String nodeId) {
    return events().stream()
        .filter(NodeStatus.class::isInstance)
        .map(NodeStatus.class::cast)
        .filter(status -> status.nodeId().equals(nodeId))
        .toList();
  }

  /** What was shown in the debug view so far. */
  public List<DebugOutput> shown() {
    return events().stream()
        .filter(DebugOutput.class::isInstance)
        .map(DebugOutput.class::cast)
        .toList();
  }

  /** The texts logged at a level so far. */
  public List<String> logged(LogEntry.Level level) {
    return events().stream()
        .filter(LogEntry.class::isInstance)
        .map(LogEntry.class::cast)
        .filter(entry -> entry.level() == level)
        .map(entry -> Values.toText(entry.value()))
        .toList();
  }

  /** Waits until an assertion holds. */
  public static void eventually(Runnable assertion) {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).untilAsserted(assertion::run);
  }

  /** A document with the current flows. */
  public FlowDocument document() {
    return runtime.document();
  }

  /** Waits for a future. */
  public static <T> T get(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(e.getCause());
    } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    get(runtime.stop());
    events();
    isClosed = true;
    get(vertx.close());
  }

  private record TestPack(List<NodeType> types) implements NodePack {
    @Override
    public String module() {
      return "test";
    }

    @Override
    public String version() {
      return "1.0.0";
    }
  }

  private static final class NoExpressions implements Expressions {
    @Override
    public Expression compile(String text) {
      throw new NodeException("this test has no expression language for " + text);
    }
  }

  /** A flow file of one tab called {@code t} with the entries given, each a JSON object. */
  public static String tab(String... entries) {
    return "[{\"id\":\"t\",\"type\":\"tab\",\"label\":\"Test\"}"
        + (entries.length == 0 ? "" : "," + String.join(",", entries))
        + "]";
  }

  /** A node with one output on the tab that {@link #tab} makes, as JSON. */
  public static String node(String id, String type, String... targets) {
    return "{\"id\":\"%s\",\"type\":\"%s\",\"z\":\"t\",\"x\":1,\"y\":1,\"wires\":[[%s]]}"
        .formatted(
            id, type, targets.length == 0 ? "" : "\"" + String.join("\",\"", targets) + "\"");
  }

  /** The JSON of a value, single quotes standing for double ones. */
  public static @Nullable Object json(String text) {
    return MessageJson.parse(text.replace('\'', '"'));
  }
}
