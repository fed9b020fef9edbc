package io.weir.engine.runtime;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.engine.blueprint.Blueprint;
import io.weir.engine.blueprint.FlowBlueprint;
import io.weir.engine.blueprint.SubflowExpander;
import io.weir.engine.event.EventHub;
import io.weir.engine.event.FlowsDeployed;
import io.weir.engine.event.FlowsUnreadable;
import io.weir.engine.event.LocalCodec;
import io.weir.engine.event.LogEntry;
import io.weir.engine.event.NodeSetSwitched;
import io.weir.engine.flow.FlowDiff;
import io.weir.engine.flow.FlowDocument;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
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
  private final MessageTesting tests;
  private final RunningNodes nodes;
  private final DeployedSecrets secrets;

  private volatile CheckedFlows flows = CheckedFlows.NONE;
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
    this.tests = new MessageTesting(services, this::document, this::secrets);
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
    return secrets.of(document());
  }

  /** The flows as deployed, be they running or not. */
  public FlowDocument document() {
    return flows.document();
  }

  /** What is wrong with the flows as deployed. */
  public List<Problem> problems() {
    return flows.problems();
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

  private Future<CheckedFlows> load() {
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
            })
        .compose(loaded -> control.blocking(() -> CheckedFlows.of(loaded, services.catalog())));
  }

  private Future<Void> startAs(CheckedFlows loaded, RuntimeState wanted) {
    state = wanted;
    flows = loaded;
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

  /** Runs the document, of which nothing runs yet. */
  private Future<Void> run(boolean byDeploy) {
    flows.report(services.events());
    // Flows that can't be read are not gone: what belongs to them, such as variables, is kept.
    if (isBlocked() || loadFault != null) {
      if (isBlocked()) {
        log(
            LogEntry.Level.WARN,
            "no flow is started until there are these node types, as strictTypes says: "
                + String.join(", ", missingTypes()));
      }
      announce(byDeploy);
      return Node.done();
    }
    return running
        .become(document(), next -> DeployPlan.full(running.blueprint(), next))
        .onSuccess(done -> announce(byDeploy));
  }

  /** Whether nothing may run because a type is missing. */
  private boolean isBlocked() {
    return services.options().strictTypes() && !missingTypes().isEmpty();
  }

  private List<String> missingTypes() {
    if (services.options().strictTypes()) {
      return DocumentCheck.missingTypes(document(), services.catalog());
    }
    return flows.unknownTypes();
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
                .compose(stopped -> control.here(previews.ended()))
                .compose(ended -> control.<Void>blocking(files::close))
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
    return deploy(next, type, expectedRevision, null);
  }

  /**
   * As {@link #deploy(FlowDocument, DeployType, String)}, with credentials that take the place of
   * all that there are.
   *
   * @param credentials the credentials encrypted, as the file has them; null to keep those that
   *     there are
   */
  public Future<String> deploy(
      FlowDocument next,
      DeployType type,
      @Nullable String expectedRevision,
      @Nullable String credentials) {
    return control.inTurn(
        () -> {
          if (expectedRevision != null && !expectedRevision.equals(document().revision())) {
            return Future.failedFuture(DeployException.versionMismatch());
          }
          return deployNow(() -> next, type, credentials);
        });
  }

  /**
   * Deploys an edited copy of the flows that are there when it is this deploy's turn.
   *
   * @param edit makes the new flows; what it throws fails the deploy, and nothing changes
   * @return as {@link #deploy}
   */
  public Future<String> edit(UnaryOperator<FlowDocument> edit) {
    return control.inTurn(() -> deployNow(() -> edit.apply(document()), DeployType.FLOWS, null));
  }

  private Future<String> deployNow(
      Supplier<FlowDocument> edited, DeployType type, @Nullable String credentials) {
    return control
        .blocking(
            () -> {
              CheckedFlows next = CheckedFlows.sound(edited.get(), services.catalog());
              return new Saved(files.save(split(next.document(), credentials)), next.problems());
            })
        .compose(saved -> makeRun(saved, type));
  }

  /** A document in its file, and what is wrong with it. */
  private record Saved(Credentials.Split split, List<Problem> problems) {
    CheckedFlows flows() {
      return new CheckedFlows(split.document(), problems);
    }
  }

  private Credentials.Split split(FlowDocument next, @Nullable String credentials) {
    Credentials kept = services.credentials();
    if (credentials == null) {
      return kept.split(next, services.catalog());
    }
    Credentials.Split split = kept.splitReplacing(next, services.catalog(), credentials);
    if (split == null) {
      throw DeployException.ofCredentials();
    }
    return split;
  }

  private Future<String> makeRun(Saved saved, DeployType type) {
    if (loadFault != null) {
      loadFault = null;
      services.events().publish(new FlowsUnreadable(null));
    }
    credentialsAreLost = false;
    watch.forgive();
    flows = saved.flows();
    Future<Void> done;
    if (state == RuntimeState.STOP) {
      done = Node.done();
    } else {
      state = RuntimeState.START;
      notices.stopped(true);
      done = replace(saved.split(), type);
    }
    return done.map(
        started -> {
          String revision = saved.flows().document().revision();
          services.events().publish(new FlowsDeployed(revision));
          return revision;
        });
  }

  private Future<Void> replace(Credentials.Split split, DeployType type) {
    Blueprint before = running.blueprint();
    if (isBlocked()) {
      return running.stopAll(before).compose(stopped -> run(true));
    }
    flows.report(services.events());
    return runChanged(before.document(), split.given(), type).onSuccess(done -> announce(true));
  }

  /**
   * Runs the document in the place of what runs, as far as the two are different.
   *
   * @param before what the document is compared with
   */
  private Future<Void> runChanged(
      FlowDocument before, Set<String> withCredentials, DeployType type) {
    FlowDocument after = document();
    return running.become(
        after,
        next ->
            DeployPlan.of(
                FlowDiff.between(before, after, withCredentials), type, running.blueprint(), next));
  }

  /**
   * Reads the flows from the store again and restarts them, unless they are stopped; leaves safe
   * mode.
   */
  public Future<String> reload() {
    return control.inTurn(
        () -> {
          RuntimeState wanted = state == RuntimeState.STOP ? state : RuntimeState.START;
          notices.stopped(true);
          return running
              .stopAll(running.blueprint())
              .compose(stopped -> load())
              .compose(loaded -> startAs(loaded, wanted))
              .map(
                  started -> {
                    services.events().publish(new FlowsDeployed(document().revision()));
                    return document().revision();
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
          List<String> inUse = flows.typesOf(changed);
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
    return control
        .blocking(() -> CheckedFlows.of(document(), services.catalog()))
        .compose(
            checked -> {
              flows = checked;
              return runSwitched(sets);
            });
  }

  private Future<Void> runSwitched(List<NodeSet> sets) {
    if (state != RuntimeState.START) {
      return Node.done();
    }
    if (isBlocked() || running.blueprint().flows().isEmpty()) {
      return run(false);
    }
    // To what runs their nodes are new; whatever else runs, and doesn't use them, goes on.
    flows.report(services.events());
    return runChanged(flows.without(sets), Set.of(), DeployType.NODES)
        .onSuccess(done -> announce(false));
  }

  /** Starts a flow afresh that was given up, if it still is to run. */
  private void restart(RunningFlow stuck) {
    control
        .inTurn(
            () -> {
              Blueprint now = running.blueprint();
              FlowBlueprint flow = now.flow(stuck.id());
              boolean isBack = services.directory().flow(stuck.id()) != null;
              if (flow == null || isBack || state != RuntimeState.START) {
                return Node.done();
              }
              return stuck.id().equals(FlowBlueprint.GLOBAL)
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
    return previews.run(document(), node, message);
  }

  /** Tests made of messages. */
  public MessageTesting tests() {
    return tests;
  }

  /**
   * What is wrong with flows, as a deploy would find it.
   *
   * @threads any; looks at the whole document
   */
  public List<Problem> check(FlowDocument candidate) {
    return DocumentCheck.problems(candidate, services.catalog());
  }

  /**
   * What a deploy of the nodes that are different in some flows would do to those that run.
   *
   * @param withCredentials entries whose credentials it would set
   * @return nothing at all while the flows are stopped
   * @threads any; looks at the whole document
   */
  public DeployForecast forecast(FlowDocument candidate, Set<String> withCredentials) {
    if (state != RuntimeState.START) {
      return DeployForecast.NOTHING;
    }
    Blueprint before = running.blueprint();
    Blueprint after = SubflowExpander.expand(candidate, services.catalog());
    FlowDiff diff = FlowDiff.between(before.document(), candidate, withCredentials);
    return DeployPlan.of(diff, DeployType.NODES, before, after).forecast(before, after);
  }

  RuntimeServices services() {
    return services;
  }
}
