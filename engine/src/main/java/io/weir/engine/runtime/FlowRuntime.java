package io.weir.engine.runtime;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.engine.event.EventHub;
import io.weir.engine.event.FlowsDeployed;
import io.weir.engine.event.FlowsUnreadable;
import io.weir.engine.event.LocalCodec;
import io.weir.engine.event.LogEntry;
import io.weir.engine.event.NodeSetSwitched;
import io.weir.engine.flow.FlowDiff;
import io.weir.engine.flow.FlowDocument;
import io.weir.engine.flow.FlowEntry;
import io.weir.engine.flow.FlowReader;
import io.weir.engine.flow.NodeDefinition;
import io.weir.engine.flow.Problem;
import io.weir.engine.live.Recorders;
import io.weir.engine.live.SecretMask;
import io.weir.engine.message.Message;
import io.weir.engine.node.Expressions;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeCatalog;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.NodeSet;
import io.weir.engine.store.ContextStore;
import io.weir.engine.store.Credentials;
import io.weir.engine.store.StoreException;
import io.weir.engine.store.Stores;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
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
  private final RuntimeFiles files;
  private final ControlContext control;
  private final RunningFlows running;
  private final StuckFlowWatch watch;
  private final StateNotices notices;
  private final PreviewRunner previews;
  private final RunningNodes nodes;
  private final DeployedSecrets secrets;

  private volatile FlowDocument document = FlowDocument.EMPTY;
  private volatile List<Problem> problems = List.of();
  private volatile @Nullable String loadFault;
  private volatile RuntimeState state = RuntimeState.START;
  private boolean credentialsAreLost;
  private boolean wasStopped;

  /** A runtime; {@link #start} makes it load and run. */
  public FlowRuntime(
      Vertx vertx,
      NodeCatalog catalog,
      Stores stores,
      Expressions expressions,
      RuntimeOptions options) {
    this.services =
        new RuntimeServices(
            vertx,
            catalog,
            new EventHub(vertx),
            stores.variables(),
            stores.credentials(),
            expressions,
            new FlowDirectory(options.mailboxDeliveries()),
            options.recordsMessages() ? new Recorders() : null,
            options,
            null);
    this.files = new RuntimeFiles(stores, services);
    this.control = new ControlContext(vertx);
    this.running = new RunningFlows(services, control);
    this.watch = new StuckFlowWatch(services, this::restart);
    this.notices = new StateNotices(services.events());
    this.previews = new PreviewRunner(services);
    this.nodes = new RunningNodes(services);
    this.secrets = new DeployedSecrets(stores.credentials(), catalog);
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

  /** The variables of nodes and flows. */
  public ContextStore variables() {
    return services.variables();
  }

  /** What is remembered of the messages that pass; null if nothing is to be. */
  public @Nullable Recorders recorders() {
    return services.recorders();
  }

  /** What hides the secrets of the flows as deployed, for those who show what has passed. */
  public SecretMask secrets() {
    return secrets.of(document);
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

  /** Whether flows run. */
  public RuntimeState state() {
    return state;
  }

  // ---- start and stop ----

  /**
   * Loads the flows and runs them. Flows that can't be loaded are reported, not thrown: the program
   * goes on with none, so that they can be repaired in the editor.
   */
  public Future<Void> start() {
    return control.inTurn(
        () -> {
          watch.start();
          return load().compose(loaded -> startAs(loaded, remembered()));
        });
  }

  private RuntimeState remembered() {
    if (services.options().safeMode()) {
      return RuntimeState.SAFE;
    }
    return wasStopped ? RuntimeState.STOP : RuntimeState.START;
  }

  private Future<FlowDocument> load() {
    return control
        .blocking(files::load)
        .map(
            loaded -> {
              credentialsAreLost = loaded.credentialsAreLost();
              wasStopped = loaded.wasStopped();
              loadFault = loaded.fault();
              if (loaded.fault() != null) {
                log(LogEntry.Level.ERROR, loaded.fault());
                services.events().publish(new FlowsUnreadable(loaded.fault()));
              }
              return loaded.document();
            });
  }

  private Future<Void> startAs(FlowDocument loaded, RuntimeState wanted) {
    state = wanted;
    keep(loaded);
    switch (wanted) {
      case SAFE -> {
        log(LogEntry.Level.INFO, "safe mode: the flows are loaded but not started");
        notices.safe();
      }
      case STOP -> {
        log(LogEntry.Level.INFO, "the flows are stopped, as they were left");
        notices.stopped(false);
      }
      case START -> {
        return run(false);
      }
    }
    return Node.done();
  }

  private void keep(FlowDocument next) {
    document = next;
    problems = DocumentCheck.problems(next, services.catalog());
  }

  /** Runs the document, of which nothing runs yet. */
  private Future<Void> run(boolean byDeploy) {
    report(problems);
    if (isBlocked()) {
      announce(byDeploy);
      return Node.done();
    }
    Blueprint next = SubflowExpander.expand(document, services.catalog());
    next.complaints().forEach(text -> log(LogEntry.Level.ERROR, text));
    return running
        .apply(next, DeployPlan.full(running.blueprint(), next))
        .onSuccess(done -> announce(byDeploy));
  }

  /** Whether nothing may run because a type is missing. */
  private boolean isBlocked() {
    return services.options().strictTypes() && !missingTypes().isEmpty();
  }

  private List<String> missingTypes() {
    if (services.options().strictTypes()) {
      return DocumentCheck.missingTypes(document, services.catalog());
    }
    return problems.stream()
        .filter(Problem.UnknownType.class::isInstance)
        .map(problem -> ((Problem.UnknownType) problem).nodeType())
        .distinct()
        .toList();
  }

  private void announce(boolean byDeploy) {
    List<String> missing = missingTypes();
    if (!missing.isEmpty()) {
      notices.missing(missing, isBlocked() ? RuntimeState.STOP : RuntimeState.START);
    } else if (credentialsAreLost) {
      // What is told last is what clients see who come later.
      notices.credentialsLost();
    } else {
      notices.started(byDeploy);
    }
  }

  /** Stops everything in order, for good. */
  public Future<Void> stop() {
    return control.inTurn(
        () ->
            running
                .stopAll(running.blueprint())
                .compose(stopped -> control.<Void>blocking(files::close))
                .onComplete(stopped -> watch.stop()));
  }

  /**
   * Starts or stops the flows, and remembers it beyond the program's end. Starting ends safe mode.
   *
   * @return fails with a {@link StoreException} if it can't be remembered
   */
  public Future<Void> setRunning(boolean run) {
    return control.inTurn(
        () -> {
          RuntimeState wanted = run ? RuntimeState.START : RuntimeState.STOP;
          if (state == wanted) {
            return Node.done();
          }
          return control
              .blocking(() -> files.remember(wanted))
              .compose(
                  remembered -> {
                    state = wanted;
                    if (run) {
                      return run(false);
                    }
                    return running
                        .stopAll(running.blueprint())
                        .onSuccess(stopped -> notices.stopped(false));
                  });
        });
  }

  // ---- deploy ----

  /**
   * Deploys flows: checks, saves, stops what is to be different, starts it anew.
   *
   * @param next the flows, which may carry credentials in their entries
   * @param type how much is started anew
   * @param expectedRevision the revision that the edit started from; null to deploy whatever was
   *     there before
   * @return the new revision, once the flows run; fails with {@link DeployException} or {@link
   *     StoreException} and then changes nothing
   */
  public Future<String> deploy(
      FlowDocument next, DeployType type, @Nullable String expectedRevision) {
    return control.inTurn(
        () -> {
          if (expectedRevision != null && !expectedRevision.equals(document.revision())) {
            return Future.failedFuture(DeployException.versionMismatch());
          }
          return deployNow(next, type);
        });
  }

  /**
   * Deploys an edited copy of the flows that are there when it is this deploy's turn.
   *
   * @param edit makes the new flows; what it throws fails the deploy, and nothing changes
   * @return as {@link #deploy}
   */
  public Future<String> edit(UnaryOperator<FlowDocument> edit) {
    return control.inTurn(() -> deployNow(edit.apply(document), DeployType.FLOWS));
  }

  private Future<String> deployNow(FlowDocument next, DeployType type) {
    List<Problem> found = DocumentCheck.problems(next, services.catalog());
    if (found.stream().anyMatch(Problem::isFatal)) {
      return Future.failedFuture(DeployException.ofProblems(found));
    }
    Credentials.Split split = services.credentials().split(next, services.catalog());
    return control.blocking(() -> files.save(split)).compose(saved -> makeRun(split, type));
  }

  private Future<String> makeRun(Credentials.Split split, DeployType type) {
    FlowDocument saved = split.document();
    if (loadFault != null) {
      loadFault = null;
      services.events().publish(new FlowsUnreadable(null));
    }
    credentialsAreLost = false;
    watch.forgive();
    keep(saved);
    Future<Void> done;
    if (state == RuntimeState.STOP) {
      done = Node.done();
    } else {
      state = RuntimeState.START;
      notices.stopped(true);
      done = replace(split, type);
    }
    return done.map(
        started -> {
          services.events().publish(new FlowsDeployed(saved.revision()));
          return saved.revision();
        });
  }

  private Future<Void> replace(Credentials.Split split, DeployType type) {
    Blueprint before = running.blueprint();
    if (isBlocked()) {
      return running.stopAll(before).compose(stopped -> run(true));
    }
    report(problems);
    FlowDiff diff = FlowDiff.between(before.document(), document, split.given());
    return runChanged(diff, type).onSuccess(done -> announce(true));
  }

  /** Runs the document in the place of what runs, as far as the two are different. */
  private Future<Void> runChanged(FlowDiff diff, DeployType type) {
    Blueprint before = running.blueprint();
    Blueprint next = SubflowExpander.expand(document, services.catalog());
    next.complaints().forEach(text -> log(LogEntry.Level.ERROR, text));
    return running.apply(next, DeployPlan.of(diff, type, before, next));
  }

  /** Reads the flows from the store again and restarts them; leaves safe mode. */
  public Future<String> reload() {
    return control.inTurn(
        () -> {
          notices.stopped(true);
          return running
              .stopAll(running.blueprint())
              .compose(stopped -> load())
              .compose(loaded -> startAs(loaded, RuntimeState.START))
              .map(
                  started -> {
                    services.events().publish(new FlowsDeployed(document.revision()));
                    return document.revision();
                  });
        });
  }

  // ---- node types ----

  /**
   * Switches sets of node types on or off, and remembers it beyond the program's end. If the flows
   * have nodes of types that come back, they are started anew.
   *
   * @return fails with a {@link NodeException} ({@code type_in_use}) if the flows have nodes of
   *     types that are to go, or a {@link StoreException} if it can't be remembered; then changes
   *     nothing
   */
  public Future<Void> setEnabled(List<NodeSet> sets, boolean enabled) {
    return control.inTurn(
        () -> {
          NodeCatalog catalog = services.catalog();
          List<NodeSet> changed =
              sets.stream().filter(set -> catalog.isEnabled(set) != enabled).toList();
          List<String> inUse = typesInUse(changed);
          if (!enabled && !inUse.isEmpty()) {
            return Future.failedFuture(
                new NodeException("type_in_use", "Type in use: " + String.join(", ", inUse)));
          }
          if (changed.isEmpty()) {
            return Node.done();
          }
          return control
              .blocking(() -> files.remember(changed, enabled))
              .compose(saved -> switchSets(saved, enabled, !inUse.isEmpty()));
        });
  }

  private List<String> typesInUse(List<NodeSet> sets) {
    Set<String> used =
        document.nodes().stream().map(NodeDefinition::type).collect(Collectors.toSet());
    return sets.stream().flatMap(set -> set.typeNames().stream()).filter(used::contains).toList();
  }

  private Future<Void> switchSets(List<NodeSet> sets, boolean enabled, boolean areUsed) {
    Set<String> off = new HashSet<>(services.catalog().disabled());
    for (NodeSet set : sets) {
      if (enabled) {
        off.remove(set.id());
      } else {
        off.add(set.id());
      }
    }
    services.catalog().disable(off);
    sets.forEach(set -> services.events().publish(new NodeSetSwitched(set, enabled)));
    if (!areUsed) {
      return Node.done();
    }
    keep(document);
    if (state != RuntimeState.START) {
      return Node.done();
    }
    if (isBlocked() || running.blueprint().flows().isEmpty()) {
      return run(false);
    }
    // To what runs their nodes are new; whatever else runs, and doesn't use them, goes on.
    FlowDiff diff = FlowDiff.between(without(sets), document, Set.of());
    report(problems);
    return runChanged(diff, DeployType.NODES).onSuccess(done -> announce(false));
  }

  /** The flows as they are without the nodes of some sets. */
  private FlowDocument without(List<NodeSet> sets) {
    Set<String> types =
        sets.stream().flatMap(set -> set.typeNames().stream()).collect(Collectors.toSet());
    return FlowReader.ofValue(
        document.entries().stream()
            .map(
                entry -> {
                  Map<String, @Nullable Object> raw = new LinkedHashMap<>(entry.raw());
                  if (types.contains(entry.type())) {
                    raw.put("d", true);
                  }
                  return raw;
                })
            .toList());
  }

  /** Starts a flow afresh that was given up, if it still is to run. */
  private void restart(RunningFlow stuck, boolean mayRestart) {
    if (!mayRestart) {
      return;
    }
    control
        .inTurn(
            () -> {
              Blueprint now = running.blueprint();
              FlowBlueprint flow = now.flow(stuck.id());
              boolean isBack = services.directory().flow(stuck.id()) != null;
              if (flow == null || isBack || state != RuntimeState.START) {
                return Node.done();
              }
              return stuck.id().equals(RunningFlow.GLOBAL)
                  // Whoever used the shared nodes has hold of the old ones.
                  ? running.apply(now, DeployPlan.full(now, now))
                  : running.restart(flow);
            })
        .onFailure(
            why ->
                log(
                    LogEntry.Level.ERROR,
                    "flow " + stuck.id() + " could not be started afresh: " + why.getMessage()));
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

  private void log(LogEntry.Level level, String text) {
    services.events().publish(LogEntry.ofRuntime(level, text));
  }

  // ---- reaching nodes ----

  /** The nodes that run. */
  public RunningNodes nodes() {
    return nodes;
  }

  /**
   * What a node would do with a message: runs it apart from everything, for a moment.
   *
   * @param node the node as it would stand in the flow file
   * @return fails with a {@link NodeException} if there can be no preview of it: {@code
   *     no_preview}, {@code busy}
   */
  public Future<PreviewResult> preview(Map<String, ?> node, Message message) {
    return previews.run(document, node, message);
  }

  /**
   * What is wrong with flows, as a deploy would find it.
   *
   * @threads any; looks at the whole document
   */
  public List<Problem> check(FlowDocument candidate) {
    return DocumentCheck.problems(candidate, services.catalog());
  }

  RuntimeServices services() {
    return services;
  }
}
