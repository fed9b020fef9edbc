package io.weir.engine.runtime;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.weir.engine.event.LogEntry;
import io.weir.engine.live.Recorders;
import io.weir.engine.node.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The flows that run, and how they become others.
 *
 * @threads the control context
 */
final class RunningFlows {
  private final RuntimeServices services;
  private final ControlContext control;
  private int generation;
  private @Nullable Environment global;

  RunningFlows(RuntimeServices services, ControlContext control) {
    this.services = services;
    this.control = control;
  }

  /** What runs. */
  Blueprint blueprint() {
    return services.directory().blueprint();
  }

  /**
   * Carries a plan out: stops what is to stop, tabs before the shared config nodes; then starts
   * what is to start, the other way round.
   */
  Future<Void> apply(Blueprint next, DeployPlan plan) {
    Predicate<String> removed = id -> next.flowOf(id) == null;
    if (!plan.stopFlows().contains(RunningFlow.GLOBAL)) {
      // What goes on may send by links to flows that start anew.
      services.directory().startBegins();
    }
    return stop(plan, removed)
        .compose(
            stopped -> {
              services.directory().use(next);
              services.variables().retain(next::owns);
              Recorders recorders = services.recorders();
              if (recorders != null) {
                recorders.messages().retain(id -> next.flowOf(id) != null);
              }
              services.directory().startBegins();
              return evaluate(next, plan)
                  .compose(environment -> start(next, plan, environment))
                  .onComplete(started -> services.directory().startEnds());
            });
  }

  /** The variables of all flows: evaluated when everything starts, and kept from then on. */
  private Future<Environment> evaluate(Blueprint next, DeployPlan plan) {
    Environment known = global;
    if (known != null && !plan.startFlows().contains(RunningFlow.GLOBAL)) {
      return Future.succeededFuture(known);
    }
    return control
        .blocking(() -> Environments.global(next.document(), services))
        .onSuccess(evaluated -> global = evaluated);
  }

  /** Starts a flow of what runs once more, which was given up. */
  Future<Void> restart(FlowBlueprint flow) {
    return evaluate(blueprint(), new DeployPlan(Set.of(), Set.of(), Map.of(), Map.of()))
        .compose(environment -> deploy(flow, environment));
  }

  /** Stops everything. */
  Future<Void> stopAll(Blueprint afterwards) {
    Blueprint nothing = new Blueprint(afterwards.document(), Map.of(), Map.of(), List.of());
    DeployPlan plan = DeployPlan.full(blueprint(), nothing);
    Predicate<String> removed = id -> afterwards.flowOf(id) == null;
    return stop(plan, removed).onSuccess(stopped -> services.directory().use(nothing));
  }

  private Future<Void> stop(DeployPlan plan, Predicate<String> removed) {
    List<Future<Void>> stopping = new ArrayList<>();
    for (RunningFlow flow : services.directory().all()) {
      if (!flow.id().equals(RunningFlow.GLOBAL)) {
        stopping.add(stop(flow, plan, removed));
      }
    }
    RunningFlow shared = services.directory().flow(RunningFlow.GLOBAL);
    return control
        .here(Future.all(stopping))
        .compose(tabs -> shared == null ? Node.done() : stop(shared, plan, removed));
  }

  private Future<Void> stop(RunningFlow flow, DeployPlan plan, Predicate<String> removed) {
    if (!plan.stopFlows().contains(flow.id())) {
      return control.here(
          flow.stopNodes(plan.stopNodes().getOrDefault(flow.id(), Set.of()), removed));
    }
    return control
        .here(flow.stopAll(removed))
        .compose(
            stopped -> {
              String deployment = flow.deploymentID();
              // One that was given up has no thread to be undeployed on.
              return deployment == null || flow.isAbandoned()
                  ? Node.done()
                  : control.here(services.vertx().undeploy(deployment));
            });
  }

  private Future<Void> start(Blueprint next, DeployPlan plan, Environment environment) {
    Future<Void> started = Node.done();
    // In file order, the shared config nodes first.
    for (FlowBlueprint flow : next.flows().values()) {
      started =
          started.compose(
              before -> {
                if (plan.startFlows().contains(flow.id())) {
                  return deploy(flow, environment);
                }
                RunningFlow running = services.directory().flow(flow.id());
                return running == null
                    ? deploy(flow, environment)
                    : control.here(
                        running.update(flow, plan.startNodes().getOrDefault(flow.id(), Set.of())));
              });
    }
    return started;
  }

  /** Starts a flow on a thread of its own. */
  private Future<Void> deploy(FlowBlueprint blueprint, Environment environment) {
    RunningFlow flow = new RunningFlow(blueprint, services, environment);
    generation++;
    DeploymentOptions options =
        new DeploymentOptions()
            .setThreadingModel(ThreadingModel.WORKER)
            // A pool of one thread for each flow: a flow that hangs holds nobody else up, and a
            // thread dump names it.
            .setWorkerPoolName("flow-" + flow.id() + "-" + generation)
            .setWorkerPoolSize(1);
    return control
        .here(services.vertx().deployVerticle(flow, options))
        .<Void>mapEmpty()
        .recover(
            why -> {
              services.directory().remove(flow);
              services.directory().ended(flow);
              services
                  .events()
                  .publish(
                      LogEntry.ofRuntime(
                          LogEntry.Level.ERROR,
                          "flow " + flow.id() + " could not be started: " + why.getMessage()));
              return Future.succeededFuture();
            });
  }

  /** The running flow that a node is in; null if it doesn't run. */
  @Nullable RunningFlow flowOf(String nodeId) {
    return services.directory().flowOf(nodeId);
  }
}
