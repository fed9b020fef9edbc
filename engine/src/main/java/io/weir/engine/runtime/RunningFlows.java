package io.weir.engine.runtime;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.weir.engine.blueprint.Blueprint;
import io.weir.engine.blueprint.FlowBlueprint;
import io.weir.engine.blueprint.SubflowExpander;
import io.weir.engine.event.LogEntry;
import io.weir.engine.flow.FlowDocument;
import io.weir.engine.live.Recorders;
import io.weir.engine.node.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
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
  private boolean hasRun;
  private @Nullable Environment global;

  RunningFlows(RuntimeServices services, ControlContext control) {
    this.services = services;
    this.control = control;
  }

  /** What runs. */
  Blueprint blueprint() {
    return services.directory().blueprint();
  }

  private record Planned(Blueprint next, DeployPlan plan) {}

  /**
   * Makes a document run.
   *
   * @param plan what that does to what runs; worked out on another thread, since thousands of nodes
   *     may take long
   */
  Future<Void> become(FlowDocument document, Function<Blueprint, DeployPlan> plan) {
    return control
        .blocking(
            () -> {
              Blueprint next = SubflowExpander.expand(document, services.catalog());
              return new Planned(next, plan.apply(next));
            })
        .compose(
            planned -> {
              planned
                  .next()
                  .complaints()
                  .forEach(
                      text ->
                          services
                              .events()
                              .publish(LogEntry.ofRuntime(LogEntry.Level.ERROR, text)));
              return apply(planned.next(), planned.plan());
            });
  }

  /**
   * Carries a plan out: stops what is to stop, tabs before the shared config nodes; then starts
   * what is to start, the other way round.
   */
  Future<Void> apply(Blueprint next, DeployPlan plan) {
    Predicate<String> removed = id -> next.flowOf(id) == null;
    if (!plan.stopFlows().contains(FlowBlueprint.GLOBAL)) {
      // What goes on may send by links to flows that start anew.
      services.directory().startBegins();
    }
    return stop(plan, removed)
        .compose(
            stopped -> {
              services.directory().use(next);
              forgetVariables(next);
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

  /**
   * Forgets the variables of what is gone. At the first start nothing has gone yet: a flow file
   * that isn't there may be back the next time.
   */
  private void forgetVariables(Blueprint next) {
    if (hasRun) {
      services.variables().retain(next::owns);
    }
    hasRun = true;
  }

  /** The variables of all flows: evaluated when everything starts, and kept from then on. */
  private Future<Environment> evaluate(Blueprint next, DeployPlan plan) {
    Environment known = global;
    if (known != null && !plan.startFlows().contains(FlowBlueprint.GLOBAL)) {
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
      if (!flow.id().equals(FlowBlueprint.GLOBAL)) {
        stopping.add(stop(flow, plan, removed));
      }
    }
    RunningFlow shared = services.directory().flow(FlowBlueprint.GLOBAL);
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
    List<Future<Void>> rewired = new ArrayList<>();
    Future<Void> started = Node.done();
    // In file order, the shared config nodes first. Where nothing starts there is no order to keep.
    for (FlowBlueprint flow : next.flows().values()) {
      Set<String> starting = plan.startNodes().getOrDefault(flow.id(), Set.of());
      RunningFlow running =
          plan.startFlows().contains(flow.id()) ? null : services.directory().flow(flow.id());
      if (running == null) {
        started = started.compose(before -> deploy(flow, environment));
      } else if (starting.isEmpty()) {
        rewired.add(running.update(flow, starting));
      } else {
        started = started.compose(before -> control.here(running.update(flow, starting)));
      }
    }
    Future<Void> inOrder = started;
    return control.here(Future.all(rewired)).compose(others -> inOrder);
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
            .setWorkerPoolSize(1)
            // Threads that are stuck are our own watch's affair; Vert.x would log the stack of one
            // that was given up each second for ever.
            .setMaxWorkerExecuteTime(Long.MAX_VALUE);
    Future<String> deployed = services.vertx().deployVerticle(flow, options);
    // Not from the flow's own thread, which ends by it.
    deployed.onSuccess(
        id -> control.here(flow.back()).onSuccess(back -> services.vertx().undeploy(id)));
    return control
        .here(flow.orAbandoned(deployed.mapEmpty()))
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
