package io.weir.engine.runtime;

import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.weir.engine.event.EventHub;
import io.weir.engine.event.FlowsDeployed;
import io.weir.engine.event.FlowsUnreadable;
import io.weir.engine.event.LocalCodec;
import io.weir.engine.event.LogEntry;
import io.weir.engine.event.RuntimeStateChanged;
import io.weir.engine.flow.EnvironmentEntry;
import io.weir.engine.flow.FlowDocument;
import io.weir.engine.flow.FlowEntry;
import io.weir.engine.flow.NodeDefinition;
import io.weir.engine.flow.Problem;
import io.weir.engine.flow.Tab;
import io.weir.engine.message.Message;
import io.weir.engine.node.Expressions;
import io.weir.engine.node.NodeCatalog;
import io.weir.engine.node.Switchable;
import io.weir.engine.store.ContextStore;
import io.weir.engine.store.Credentials;
import io.weir.engine.store.FlowStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Loads, checks, saves and runs flows.
 *
 * <p>Deploys happen one after the other, each either whole or not at all.
 *
 * @threads any
 */
public final class FlowRuntime {
  private final RuntimeServices services;
  private final FlowStore store;
  // Every step of a deploy runs here. Were a tab deployed from another tab's context, Vert.x would
  // take it for that tab's child and undeploy both together.
  private final Context control;

  // A deploy waits for the one before it: the chain's last link. Guarded by this.
  private Future<?> lastChange = Future.succeededFuture();

  private volatile FlowDocument document = FlowDocument.EMPTY;
  private volatile List<Problem> problems = List.of();
  private volatile @Nullable String loadFault;
  private volatile Map<String, RunningFlow> running = Map.of();
  private volatile Map<String, String> flowOfNode = Map.of();
  private volatile boolean safeMode;
  private int generation;

  /** A runtime; {@link #start} makes it load and run. */
  public FlowRuntime(
      Vertx vertx,
      NodeCatalog catalog,
      FlowStore store,
      ContextStore variables,
      Credentials credentials,
      Expressions expressions,
      RuntimeOptions options) {
    this.services =
        new RuntimeServices(
            vertx, catalog, new EventHub(vertx), variables, credentials, expressions, options);
    this.store = store;
    this.control = vertx.getOrCreateContext();
    this.safeMode = options.safeMode();
    LocalCodec.register(vertx.eventBus(), Envelope.class);
  }

  /** Where the runtime tells what happens. */
  public EventHub events() {
    return services.events();
  }

  /** The node types. */
  public NodeCatalog catalog() {
    return services.catalog();
  }

  /** The nodes' credentials. */
  public Credentials credentials() {
    return services.credentials();
  }

  /** The flows as deployed, be they running or not. */
  public FlowDocument document() {
    return document;
  }

  /** What is wrong with the flows as deployed. */
  public List<Problem> problems() {
    return problems;
  }

  /** Why the flows could not be loaded; null if they could. */
  public @Nullable String loadFault() {
    return loadFault;
  }

  /** {@code start}, {@code stop} or {@code safe}. */
  public String state() {
    return safeMode ? "safe" : "start";
  }

  // ---- start and stop ----

  /**
   * Loads the flows and runs them. Flows that can't be loaded are reported, not thrown: the program
   * goes on with none, so that they can be repaired in the editor.
   */
  public Future<Void> start() {
    return inTurn(this::load);
  }

  private Future<Void> load() {
    return blocking(
            () -> {
              String credentialFault = services.credentials().load();
              if (credentialFault != null) {
                log(LogEntry.Level.ERROR, credentialFault);
              }
              return store.load();
            })
        .compose(
            loaded -> {
              loadFault = loaded.fault();
              if (loaded.fault() != null) {
                log(LogEntry.Level.ERROR, loaded.fault());
                services.events().publish(new FlowsUnreadable(loaded.fault()));
              }
              return safeMode ? keep(loaded.document()) : run(loaded.document(), false);
            });
  }

  private Future<Void> keep(FlowDocument loaded) {
    document = loaded;
    problems = DocumentCheck.problems(loaded, services.catalog());
    log(LogEntry.Level.INFO, "safe mode: the flows are loaded but not started");
    notifyState(
        "state", "safe",
        "error", "safe-mode",
        "type", "warning",
        "text", "notification.warnings.safe-mode");
    return Future.succeededFuture();
  }

  /** Stops everything in order. */
  public Future<Void> stop() {
    return inTurn(() -> stopAll(Set.of()));
  }

  // ---- deploy ----

  /**
   * Deploys flows: checks, saves, stops what ran, starts anew.
   *
   * @param next the flows, which may carry credentials in their entries
   * @param expectedRevision the revision that the edit started from; null to deploy whatever was
   *     there before
   * @return the new revision, once the flows run; fails with {@link DeployException} or {@link
   *     io.weir.engine.store.StoreException} and then changes nothing
   */
  public Future<String> deploy(FlowDocument next, @Nullable String expectedRevision) {
    return inTurn(
        () -> {
          if (expectedRevision != null && !expectedRevision.equals(document.revision())) {
            return Future.failedFuture(DeployException.versionMismatch());
          }
          List<Problem> found = DocumentCheck.problems(next, services.catalog());
          if (found.stream().anyMatch(Problem::isFatal)) {
            return Future.failedFuture(DeployException.ofProblems(found));
          }
          Credentials.Split split = services.credentials().split(next, services.catalog());
          return blocking(
                  () -> {
                    services.credentials().commit(split);
                    store.save(split.document());
                    return split.document();
                  })
              .compose(this::restartWith);
        });
  }

  /** Reads the flows from the store again and restarts them; leaves safe mode. */
  public Future<String> reload() {
    return inTurn(
        () -> {
          safeMode = false;
          Set<String> before = ids(document);
          return stopAll(before).compose(stopped -> load()).map(done -> document.revision());
        });
  }

  private Future<String> restartWith(FlowDocument saved) {
    safeMode = false;
    if (loadFault != null) {
      loadFault = null;
      services.events().publish(new FlowsUnreadable(null));
    }
    notifyState("state", "stop", "deploy", true);
    Set<String> removed = new HashSet<>(ids(document));
    removed.removeAll(ids(saved));
    return stopAll(removed)
        .compose(stopped -> run(saved, true))
        .map(
            started -> {
              services.events().publish(new FlowsDeployed(saved.revision()));
              return saved.revision();
            });
  }

  private static Set<String> ids(FlowDocument document) {
    return document.entries().stream().map(FlowEntry::id).collect(Collectors.toSet());
  }

  private Future<Void> run(FlowDocument next, boolean byDeploy) {
    document = next;
    problems = DocumentCheck.problems(next, services.catalog());
    report(problems);
    services.variables().retain(ids(next));
    Map<String, List<NodeDefinition>> byFlow = byFlow(next);
    RunningFlow global =
        new RunningFlow(
            RunningFlow.GLOBAL,
            services,
            next,
            byFlow.getOrDefault(RunningFlow.GLOBAL, List.of()),
            globalEnvironment(next),
            null);
    Map<String, RunningFlow> flows = new LinkedHashMap<>();
    flows.put(global.id(), global);
    for (String flowId : flowIds(next, byFlow)) {
      flows.put(
          flowId,
          new RunningFlow(
              flowId,
              services,
              next,
              byFlow.getOrDefault(flowId, List.of()),
              globalEnvironment(next),
              global));
    }
    generation++;
    running = flows;
    flowOfNode =
        byFlow.entrySet().stream()
            .flatMap(
                flow -> flow.getValue().stream().map(node -> Map.entry(node.id(), flow.getKey())))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    Future<Void> started = deployVerticle(global);
    for (RunningFlow flow : flows.values()) {
      if (flow != global) {
        started = started.compose(before -> deployVerticle(flow));
      }
    }
    return started.map(
        done -> {
          announce(byDeploy);
          return null;
        });
  }

  private void announce(boolean byDeploy) {
    List<String> missing =
        problems.stream()
            .filter(Problem.UnknownType.class::isInstance)
            .map(problem -> ((Problem.UnknownType) problem).nodeType())
            .distinct()
            .toList();
    if (missing.isEmpty()) {
      if (byDeploy) {
        notifyState("state", "start", "deploy", true);
      } else {
        notifyState("state", "start");
      }
      return;
    }
    notifyState(
        "state", "start",
        "error", "missing-types",
        "type", "warning",
        "text", "notification.warnings.missing-types",
        "types", missing);
  }

  private void report(List<Problem> found) {
    for (Problem problem : found) {
      FlowEntry entry = document.entry(problem.nodeId()).orElse(null);
      String where =
          entry instanceof NodeDefinition node
              ? node.type() + " " + (node.name().isEmpty() ? node.id() : node.name())
              : problem.nodeId();
      log(
          problem.isFatal() ? LogEntry.Level.ERROR : LogEntry.Level.WARN,
          where + ": " + problem.text());
    }
  }

  /** The flows to run in file order: enabled tabs, then ids that only nodes mention. */
  private static Set<String> flowIds(FlowDocument next, Map<String, List<NodeDefinition>> byFlow) {
    Set<String> ids = new LinkedHashSet<>();
    next.tabs().stream().filter(tab -> !tab.disabled()).map(Tab::id).forEach(ids::add);
    byFlow.keySet().stream()
        .filter(id -> !id.equals(RunningFlow.GLOBAL) && next.entry(id).isEmpty())
        .forEach(ids::add);
    return ids;
  }

  /** The nodes that can run, by the flow that they run in. */
  private Map<String, List<NodeDefinition>> byFlow(FlowDocument next) {
    Map<String, List<NodeDefinition>> byFlow = new LinkedHashMap<>();
    for (NodeDefinition node : next.nodes()) {
      if (node.disabled() || services.catalog().type(node.type()).isEmpty()) {
        continue;
      }
      boolean outside =
          node.isConfig() && (node.flowId().isEmpty() || next.entry(node.flowId()).isEmpty());
      String flowId = outside ? RunningFlow.GLOBAL : node.flowId();
      boolean inSubflow =
          next.entry(flowId).filter(entry -> entry.type().equals("subflow")).isPresent();
      // A node that stands nowhere is never started; what is inside a definition is a template.
      if (!flowId.isEmpty() && !inSubflow) {
        byFlow.computeIfAbsent(flowId, id -> new ArrayList<>()).add(node);
      }
    }
    return byFlow;
  }

  private Environment globalEnvironment(FlowDocument next) {
    Environment process = Environment.ofProcess(services.options().hiddenVariables());
    List<EnvironmentEntry> entries = new ArrayList<>();
    String id = "";
    for (NodeDefinition node : next.nodes()) {
      if (node.type().equals("global-config")) {
        id = node.id();
        entries.addAll(EnvironmentEntry.list(node.raw().get("env")));
      }
    }
    Map<String, Object> secrets = new HashMap<>();
    if (services.credentials().of(id).get("map") instanceof Map<?, ?> map) {
      map.forEach((key, value) -> secrets.put(String.valueOf(key), Objects.requireNonNull(value)));
    }
    return new EnvironmentReader(
            secrets,
            (name, why) ->
                log(
                    LogEntry.Level.ERROR,
                    "the global variable " + name + " can't be evaluated: " + why.getMessage()))
        .read(entries, process);
  }

  private Future<Void> deployVerticle(RunningFlow flow) {
    DeploymentOptions options =
        new DeploymentOptions()
            .setThreadingModel(ThreadingModel.WORKER)
            // A pool of one thread for each flow: a flow that hangs holds nobody else up, and a
            // thread dump names it.
            .setWorkerPoolName("flow-" + flow.id() + "-" + generation)
            .setWorkerPoolSize(1);
    return onControl(services.vertx().deployVerticle(flow, options))
        .<Void>mapEmpty()
        .recover(
            why -> {
              log(
                  LogEntry.Level.ERROR,
                  "flow " + flow.id() + " could not be started: " + why.getMessage());
              return Future.succeededFuture();
            });
  }

  private Future<Void> stopAll(Set<String> removedIds) {
    Map<String, RunningFlow> flows = running;
    RunningFlow global = flows.get(RunningFlow.GLOBAL);
    if (global == null) {
      return Future.succeededFuture();
    }
    List<Future<Void>> stopping = new ArrayList<>();
    for (RunningFlow flow : flows.values()) {
      if (flow != global) {
        stopping.add(stop(flow, removedIds));
      }
    }
    // The shared config nodes last: the others say goodbye through them.
    return Future.all(stopping)
        .compose(stopped -> stop(global, removedIds))
        .onSuccess(stopped -> running = Map.of());
  }

  private Future<Void> stop(RunningFlow flow, Set<String> removedIds) {
    if (flow.deploymentID() == null) {
      return Future.succeededFuture();
    }
    return onControl(flow.stopNodes(removedIds))
        .compose(stopped -> onControl(services.vertx().undeploy(flow.deploymentID())));
  }

  // ---- reaching nodes ----

  /**
   * Hands a message to a running node, as if a wire led to it.
   *
   * @param message the message; null for a fresh one
   * @return whether there is such a node
   */
  public Future<Boolean> deliver(String nodeId, @Nullable Message message) {
    RunningFlow flow = flowOf(nodeId);
    if (flow == null) {
      return Future.succeededFuture(false);
    }
    return services
        .vertx()
        .eventBus()
        .<Boolean>request(RunningFlow.address(flow.id()), new Envelope(nodeId, message))
        .map(reply -> Boolean.TRUE.equals(reply.body()))
        .otherwise(false);
  }

  /**
   * Switches a running node on or off.
   *
   * @return whether there is such a node, and it can be switched
   */
  public Future<Boolean> setActive(String nodeId, boolean active) {
    RunningFlow flow = flowOf(nodeId);
    if (flow == null) {
      return Future.succeededFuture(false);
    }
    return flow.withNode(
            nodeId,
            node -> {
              if (node instanceof Switchable switchable) {
                switchable.setActive(active);
                return true;
              }
              return false;
            })
        .map(switched -> switched.orElse(false));
  }

  private @Nullable RunningFlow flowOf(String nodeId) {
    String flowId = flowOfNode.get(nodeId);
    return flowId == null ? null : running.get(flowId);
  }

  // ---- helpers ----

  private <T> Future<T> inTurn(Supplier<Future<T>> change) {
    Promise<T> result = Promise.promise();
    Future<?> before;
    synchronized (this) {
      before = lastChange;
      lastChange = result.future();
    }
    before.onComplete(
        ignored ->
            control.runOnContext(
                turn -> {
                  try {
                    change.get().onComplete(result);
                  } catch (RuntimeException e) {
                    result.fail(e);
                  }
                }));
    return result.future();
  }

  /** The same future, completing on the control context. */
  private <T> Future<T> onControl(Future<T> future) {
    Promise<T> promise = Promise.promise();
    future.onComplete(result -> control.runOnContext(turn -> promise.handle(result)));
    return promise.future();
  }

  private <T> Future<T> blocking(Callable<T> action) {
    return onControl(services.vertx().executeBlocking(action));
  }

  private void log(LogEntry.Level level, String text) {
    services.events().publish(LogEntry.ofRuntime(level, text));
  }

  private void notifyState(Object... pairs) {
    Map<String, @Nullable Object> notification = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      notification.put((String) pairs[i], pairs[i + 1]);
    }
    services.events().publish(new RuntimeStateChanged(notification));
  }
}
