package io.weir.engine.runtime;

import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.eventbus.MessageConsumer;
import io.weir.engine.blueprint.Blueprint;
import io.weir.engine.blueprint.FlowBlueprint;
import io.weir.engine.event.EventHub;
import io.weir.engine.event.LogEntry;
import io.weir.engine.event.RuntimeEvent;
import io.weir.engine.live.Recorders;
import io.weir.engine.message.MessageIds;
import io.weir.engine.store.ContextStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Flows that run apart from all others for a moment, and are thrown away then: each on a thread of
 * its own, which is given up if it doesn't come back. Nobody hears what they say but the sandbox,
 * and nobody reaches their nodes from outside.
 *
 * @threads the context that makes it
 */
final class Sandbox {
  private static final Duration LONGEST_STOP = Duration.ofSeconds(1);
  // A script may log in a loop.
  private static final int MOST_LOGGED = 1_000;

  private final Context context;
  private final String id = "sandbox-" + MessageIds.next();
  private final RuntimeServices services;
  private final List<LogEntry> log = new ArrayList<>();
  private final MessageConsumer<RuntimeEvent> listening;
  private final Map<String, Begun> flows = new LinkedHashMap<>();
  private Blueprint blueprint = Blueprint.EMPTY;
  private @Nullable Environment global;
  private boolean isOver;

  /** A flow that was asked to start. */
  private record Begun(RunningFlow flow, Future<String> deployed) {}

  /**
   * A sandbox with nothing in it.
   *
   * @param context the caller's
   * @param around the services of the flows that run outside
   * @param variables the variables that its flows see and set
   * @param recorders what is remembered of its messages; null for nothing
   * @param longestCall how long a node may keep its flow's thread
   */
  Sandbox(
      Context context,
      RuntimeServices around,
      ContextStore variables,
      @Nullable Recorders recorders,
      Duration longestCall) {
    this.context = context;
    services =
        new RuntimeServices(
            around.vertx(),
            around.catalog(),
            new EventHub(around.vertx(), "weir." + id + ".events"),
            variables,
            around.credentials(),
            around.expressions(),
            new FlowDirectory(around.options().mailboxDeliveries(), "weir." + id + ".flow."),
            recorders,
            around.options().withTimeouts(LONGEST_STOP, around.options().callTimeout()),
            longestCall);
    listening =
        services
            .events()
            .listen(
                event -> {
                  if (event instanceof LogEntry entry && log.size() < MOST_LOGGED) {
                    log.add(entry);
                  }
                });
  }

  /** What its flows share. */
  RuntimeServices services() {
    return services;
  }

  /** What was said in it so far. */
  List<LogEntry> log() {
    return List.copyOf(log);
  }

  /** Whether it is no longer of use to anybody. */
  boolean isOver() {
    return isOver;
  }

  /**
   * Says what may run in it. A flow starts by {@link #start}, or when a link leads a message there.
   *
   * @param around the variables of all flows
   */
  void open(Blueprint contents, Environment around) {
    blueprint = contents;
    global = around;
    services.directory().use(contents);
    services.directory().whenAbsent(flowId -> context.runOnContext(ignored -> start(flowId)));
    services.directory().startBegins();
  }

  /** Starts a flow; the one that there is if it has been started before. */
  Future<RunningFlow> start(String flowId) {
    Begun known = flows.get(flowId);
    FlowBlueprint flow = blueprint.flow(flowId);
    Environment around = global;
    if (known != null) {
      return known.deployed.map(known.flow);
    }
    if (isOver || flow == null || around == null) {
      return Future.failedFuture("flow " + flowId + " can't start here");
    }
    RunningFlow running = new RunningFlow(flow, services, around);
    Future<String> deployed =
        services
            .vertx()
            .deployVerticle(
                running,
                new DeploymentOptions()
                    .setThreadingModel(ThreadingModel.WORKER)
                    .setWorkerPoolName(id + "-" + flowId)
                    .setWorkerPoolSize(1)
                    // As in RunningFlows.
                    .setMaxWorkerExecuteTime(Long.MAX_VALUE));
    deployed.onSuccess(id -> running.back().onSuccess(back -> undeploy(id)));
    flows.put(flowId, new Begun(running, deployed));
    return deployed.map(running);
  }

  /** The flows that have been started so far. */
  List<RunningFlow> running() {
    return flows.values().stream()
        .filter(begun -> begun.deployed.succeeded())
        .map(Begun::flow)
        .toList();
  }

  /** Ends whatever the flows' threads are at. */
  void interrupt() {
    running().forEach(flow -> flow.mailbox().interrupt());
  }

  /** Stops all flows; threads that don't come back are given up. */
  Future<Void> end() {
    isOver = true;
    listening.unregister();
    return Future.join(flows.values().stream().map(this::end).toList())
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private Future<Void> end(Begun begun) {
    RunningFlow flow = begun.flow;
    if (begun.deployed.failed()) {
      flow.abandon();
      return Future.succeededFuture();
    }
    return begun
        .deployed
        // One that hangs while it starts is stopped as it is.
        .timeout(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)
        .transform(deployed -> flow.stopAll(nodeId -> false))
        .timeout(2 * LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(stuck -> flow.abandon())
        .transform(stopped -> undeploy(begun));
  }

  private Future<Void> undeploy(Begun begun) {
    return begun.deployed.succeeded() && !begun.flow.isAbandoned()
        ? undeploy(begun.deployed.result())
        : Future.succeededFuture();
  }

  /** Not from the flow's own thread, which ends by it. */
  private Future<Void> undeploy(String deployment) {
    Promise<Void> done = Promise.promise();
    context.runOnContext(ignored -> services.vertx().undeploy(deployment).onComplete(done));
    return done.future();
  }
}
