package io.weir.engine.runtime;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.engine.blueprint.SubflowExpander;
import io.weir.engine.flow.FlowDocument;
import io.weir.engine.flow.FlowReader;
import io.weir.engine.flow.Tab;
import io.weir.engine.live.OutputRecord;
import io.weir.engine.live.Recorders;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageIds;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.NodeType;
import io.weir.engine.store.ContextScope;
import io.weir.engine.store.ScratchContextStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs a node on one message, apart from all that runs: on a thread of its own, with variables that
 * are thrown away, wired to nothing.
 *
 * @threads any
 */
final class PreviewRunner {
  /** More would take the processor from the flows that run. */
  private static final int MOST_AT_ONCE = 2;

  private static final Duration LONGEST = Duration.ofMillis(250);
  // Of the first node of a type: what runs it may have to warm up, as a script engine does.
  private static final Duration LONGEST_AT_FIRST = Duration.ofSeconds(5);

  private final RuntimeServices services;
  private final Set<Future<Void>> ending = ConcurrentHashMap.newKeySet();
  private final AtomicInteger running = new AtomicInteger();
  private final Set<String> warmTypes = ConcurrentHashMap.newKeySet();

  PreviewRunner(RuntimeServices services) {
    this.services = services;
  }

  /**
   * Runs a node.
   *
   * @param document the flows, for the variables of the tab that the node stands in
   * @param node the node as it would stand in the flow file
   * @return fails with a {@link NodeException} if there can be no preview of it
   */
  Future<PreviewResult> run(FlowDocument document, Map<String, ?> node, Message message) {
    NodeType type =
        services
            .catalog()
            .type(String.valueOf(node.get("type")))
            .filter(NodeType::hasPreview)
            .orElse(null);
    if (type == null) {
      return Future.failedFuture(
          new NodeException(
              "no_preview", "a node of type " + node.get("type") + " can't be run for a preview"));
    }
    if (running.incrementAndGet() > MOST_AT_ONCE) {
      running.decrementAndGet();
      return Future.failedFuture(
          new NodeException("busy", MOST_AT_ONCE + " previews are running already"));
    }
    Promise<PreviewResult> result = Promise.promise();
    Context context = services.vertx().getOrCreateContext();
    services
        .vertx()
        .executeBlocking(() -> Environments.global(document, services))
        .onFailure(
            why -> {
              running.decrementAndGet();
              result.fail(why);
            })
        .onSuccess(
            global ->
                context.runOnContext(
                    ignored -> {
                      try {
                        new Run(context, document, global, node).start(message).onComplete(result);
                      } catch (RuntimeException e) {
                        running.decrementAndGet();
                        result.fail(e);
                      }
                    }));
    return result.future();
  }

  /** Done when those previews have ended that have given their results. */
  Future<Void> ended() {
    return Future.join(List.copyOf(ending)).mapEmpty();
  }

  /**
   * One preview.
   *
   * @threads its context
   */
  private final class Run {
    private final Context context;
    private final String flowId = "preview-" + MessageIds.next();
    private final String nodeId;
    private final String type;
    private final Recorders recorders = new Recorders();
    private final Sandbox sandbox;
    private final AtomicBoolean hasPlace = new AtomicBoolean(true);

    Run(Context context, FlowDocument document, Environment global, Map<String, ?> node) {
      this.context = context;
      nodeId = String.valueOf(node.get("id"));
      type = String.valueOf(node.get("type"));
      sandbox =
          new Sandbox(
              context,
              services,
              new ScratchContextStore(
                  services.variables(), scope -> asDeployed(scope, String.valueOf(node.get("z")))),
              recorders,
              LONGEST);
      sandbox.open(SubflowExpander.expand(alone(document, node), services.catalog()), global);
    }

    private ContextScope asDeployed(ContextScope scope, String tabId) {
      return switch (scope.kind()) {
        case GLOBAL -> scope;
        case FLOW -> ContextScope.flow(tabId);
        case NODE -> ContextScope.node(scope.id(), tabId);
      };
    }

    private FlowDocument alone(FlowDocument document, Map<String, ?> node) {
      Map<String, @Nullable Object> tab = new LinkedHashMap<>();
      document
          .entry(String.valueOf(node.get("z")))
          .filter(Tab.class::isInstance)
          .ifPresent(there -> tab.putAll(there.raw()));
      tab.put("id", flowId);
      tab.put("type", "tab");
      tab.put("disabled", false);
      Map<String, @Nullable Object> placed = new LinkedHashMap<>(node);
      placed.put("id", nodeId);
      placed.put("z", flowId);
      placed.put("d", false);
      placed.remove("g");
      placed.put("wires", unwired(node));
      return FlowReader.ofValue(List.of(tab, placed));
    }

    /** As many outputs as it has, leading nowhere. */
    private List<List<String>> unwired(Map<String, ?> node) {
      int wired = node.get("wires") instanceof List<?> wires ? wires.size() : 0;
      int said = node.get("outputs") instanceof Number outputs ? outputs.intValue() : 1;
      List<List<String>> unwired = new ArrayList<>();
      for (int i = 0; i < Math.max(wired, Math.min(said, 1_000)); i++) {
        unwired.add(List.of());
      }
      return unwired;
    }

    Future<PreviewResult> start(Message message) {
      return sandbox
          .start(flowId)
          .timeout(LONGEST_AT_FIRST.toMillis(), TimeUnit.MILLISECONDS)
          .compose(flow -> handle(flow, message))
          .map(this::result)
          .eventually(this::end);
    }

    private Future<Boolean> handle(RunningFlow flow, Message message) {
      Promise<Boolean> handled = Promise.promise();
      // By way of the context, so that what the node has said before is heard before.
      Lineage lineage =
          new Lineage(() -> context.runOnContext(ignored -> handled.tryComplete(true)), null);
      flow.deliverTo(nodeId, message, lineage);
      lineage.leave();
      return handled
          .future()
          .timeout(patience().toMillis(), TimeUnit.MILLISECONDS)
          .otherwise(
              tooLong -> {
                sandbox.interrupt();
                return false;
              });
    }

    /** A little more than a call may take, so that its own end comes first and says why. */
    private Duration patience() {
      return warmTypes.contains(type) ? LONGEST.multipliedBy(2) : LONGEST_AT_FIRST;
    }

    private PreviewResult result(boolean isOver) {
      warmTypes.add(type);
      if (isOver) {
        // What is left to do, stopping it, is no work for anybody.
        leavePlace();
      }
      return new PreviewResult(
          recorders.messages().of(nodeId).stream().map(OutputRecord::kept).toList(),
          sandbox.log(),
          isOver);
    }

    /** Doesn't wait for the end: a node that doesn't stop would hold the answer up. */
    private Future<Void> end() {
      Future<Void> end = sandbox.end();
      ending.add(end);
      end.onComplete(
          ended -> {
            ending.remove(end);
            leavePlace();
          });
      return Future.succeededFuture();
    }

    private void leavePlace() {
      if (hasPlace.compareAndSet(true, false)) {
        running.decrementAndGet();
      }
    }
  }
}
