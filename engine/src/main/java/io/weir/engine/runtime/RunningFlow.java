package io.weir.engine.runtime;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.MessageConsumer;
import io.weir.engine.blueprint.FlowBlueprint;
import io.weir.engine.blueprint.NodeSpec;
import io.weir.engine.event.LogEntry;
import io.weir.engine.live.Recorders;
import io.weir.engine.live.TraceGate;
import io.weir.engine.message.Message;
import io.weir.engine.node.LinkCaller;
import io.weir.engine.node.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One started tab with the subflow instances on it, or the config nodes that stand in no tab: a
 * verticle on a worker context of its own, with one mailbox and its nodes.
 *
 * <p>A node may block its own flow: the thread is this flow's alone.
 */
final class RunningFlow extends AbstractVerticle {
  private final String id;
  private final RuntimeServices services;
  private final Environment global;
  private final SlotFactory factory;

  private final Map<String, NodeSlot> slots = new LinkedHashMap<>();
  // Read by other flows' threads, which look for shared config nodes.
  private final Map<String, Node> configNodes = new ConcurrentHashMap<>();
  // Config nodes that nodes of this flow have used. Those of nodes that are gone stay: they only
  // make others ask in vain.
  private final Set<String> usedConfig = ConcurrentHashMap.newKeySet();
  private final @Nullable TraceGate traceGate;
  private final Promise<Void> abandoned = Promise.promise();
  private final Promise<Void> back = Promise.promise();
  private volatile boolean isAbandoned;
  private volatile FlowBlueprint blueprint;
  private volatile Set<String> downstream = Set.of();
  private @Nullable Environments environments;
  private final HeldMessages held;
  private ErrorRouter router = ErrorRouter.NONE;
  private boolean isStopping;
  private volatile @Nullable Mailbox mailbox;
  private @Nullable MessageConsumer<Envelope> consumer;

  /**
   * A flow, not started yet.
   *
   * @param blueprint what it runs
   * @param global the variables of all flows
   */
  RunningFlow(FlowBlueprint blueprint, RuntimeServices services, Environment global) {
    this.id = blueprint.id();
    this.blueprint = blueprint;
    this.services = services;
    this.global = global;
    this.factory = new SlotFactory(services, this::configNode);
    this.held =
        new HeldMessages(services.options().mailboxDeliveries(), services.options().mailboxBytes());
    Recorders recorders = services.recorders();
    this.traceGate = recorders == null ? null : new TraceGate(recorders.traces());
  }

  String id() {
    return id;
  }

  RuntimeServices services() {
    return services;
  }

  FlowBlueprint blueprint() {
    return blueprint;
  }

  Mailbox mailbox() {
    Mailbox box = mailbox;
    if (box == null) {
      throw new IllegalStateException("flow " + id + " has not started");
    }
    return box;
  }

  /** Which messages of the flow have their ways noted; null for none. */
  @Nullable TraceGate traceGate() {
    return traceGate;
  }

  ErrorRouter router() {
    return router;
  }

  @Nullable NodeSlot slot(String nodeId) {
    return slots.get(nodeId);
  }

  Optional<Node> configNode(String nodeId) {
    Node own = configNodes.get(nodeId);
    if (own != null) {
      return Optional.of(own);
    }
    RunningFlow shared =
        id.equals(FlowBlueprint.GLOBAL) ? null : services.directory().flow(FlowBlueprint.GLOBAL);
    return shared == null ? Optional.empty() : shared.configNode(nodeId);
  }

  void use(String configId) {
    usedConfig.add(configId);
  }

  /**
   * Whether nodes of this flow may use a config node of another.
   *
   * @threads any
   */
  boolean usesShared(String configId) {
    return !id.equals(FlowBlueprint.GLOBAL) && usedConfig.contains(configId);
  }

  // ---- starting ----

  @Override
  public void start(Promise<Void> started) {
    if (isAbandoned) {
      started.fail("flow " + id + " was given up before it could start");
      return;
    }
    RuntimeOptions options = services.options();
    mailbox = new Mailbox(context, options.mailboxDeliveries(), options.mailboxBytes());
    consumer =
        vertx
            .eventBus()
            .localConsumer(
                services.directory().address(id), request -> request.reply(accept(request.body())));
    // In the mailbox from the first step on, so that what nodes do while they start is in order
    // with what others send them.
    Future<Void> starting = inTurn(() -> startNodes(blueprint, blueprint.nodeIds()));
    services.directory().add(this);
    starting.onComplete(started);
  }

  private Future<Void> inTurn(java.util.function.Supplier<Future<Void>> step) {
    Promise<Void> done = Promise.promise();
    mailbox()
        .post(
            new Delivery(
                () -> {
                  try {
                    step.get().onComplete(done);
                  } catch (RuntimeException e) {
                    done.fail(e);
                  }
                }));
    return orAbandoned(done.future());
  }

  /**
   * The same future for those who must not wait for a thread that never comes back: it is done when
   * the flow was given up, too.
   *
   * @threads any
   */
  Future<Void> orAbandoned(Future<Void> future) {
    Promise<Void> first = Promise.promise();
    future.onSuccess(first::tryComplete).onFailure(first::tryFail);
    abandoned.future().onSuccess(first::tryComplete);
    return first.future();
  }

  /**
   * Starts nodes, and wires all others as they are to be wired now.
   *
   * @param next what the flow runs from now on
   * @param ids the nodes to start; they don't run
   * @threads any
   */
  Future<Void> update(FlowBlueprint next, Set<String> ids) {
    return inTurn(() -> startNodes(next, ids));
  }

  private Future<Void> startNodes(FlowBlueprint next, Set<String> ids) {
    blueprint = next;
    Environments now = new Environments(next, services, global, environments, ids);
    environments = now;
    List<NodeSlot> starting = new ArrayList<>();
    for (NodeSpec spec : next.nodes().values()) {
      if (ids.contains(spec.id())) {
        NodeSlot slot = new NodeSlot(this, spec, now.of(spec));
        slots.put(spec.id(), slot);
        starting.add(slot);
      }
    }
    for (NodeSlot slot : starting) {
      mailbox().turnTo(slot);
      factory.fill(slot);
      Node node = slot.node();
      if (node != null && slot.spec().definition().isConfig()) {
        configNodes.put(slot.id(), node);
      }
    }
    wire(next);
    List<Future<Void>> ready = new ArrayList<>();
    for (NodeSlot slot : starting) {
      mailbox().turnTo(slot);
      Future<Void> start = slot.start();
      start.onFailure(why -> slot.error(why, null));
      // A flow is up when its nodes were asked to start; a node that takes long to connect says so
      // by its status and holds nobody up.
      if (start.isComplete()) {
        ready.add(start.otherwiseEmpty());
      }
    }
    mailbox().turnTo(null);
    deliverHeld();
    return Future.all(ready).mapEmpty();
  }

  /** Hands to nodes that have started anew what came meanwhile, before what is waiting already. */
  private void deliverHeld() {
    List<Delivery> deliveries = new ArrayList<>();
    for (HeldMessages.Held message : held.end()) {
      NodeSlot slot = slots.get(message.nodeId());
      Lineage lineage = message.lineage();
      if (slot != null && slot.node() != null) {
        deliveries.add(new Delivery(slot, message.message(), lineage));
      }
      if (lineage != null) {
        lineage.leave();
      }
    }
    mailbox().putFirst(deliveries);
    int dropped = held.takeDropped();
    if (dropped > 0) {
      services
          .events()
          .publish(
              LogEntry.ofRuntime(
                  LogEntry.Level.WARN,
                  dropped
                      + " messages for nodes of flow "
                      + id
                      + " were dropped: they came while the nodes were started anew"));
    }
  }

  private void wire(FlowBlueprint next) {
    router = new ErrorRouter(List.copyOf(slots.values()), slots::get);
    FlowDirectory directory = services.directory();
    downstream = directory.blueprint().flowsBehind(id);
    for (NodeSlot slot : slots.values()) {
      NodeSpec spec = next.nodes().get(slot.id());
      if (spec != null) {
        slot.wire(
            Wires.of(spec.definition().wires(), slots::get, target -> elsewhere(target)),
            router.completionWatchersOf(slot));
      }
    }
  }

  private @Nullable String elsewhere(String nodeId) {
    String flowId = services.directory().blueprint().flowOf(nodeId);
    return id.equals(flowId) ? null : flowId;
  }

  // ---- messages from elsewhere ----

  private boolean accept(Envelope envelope) {
    Message message = envelope.message() == null ? Message.create() : envelope.message();
    NodeSlot slot = slots.get(envelope.nodeId());
    if (slot == null) {
      return held.isRestarting(envelope.nodeId())
          && held.keep(envelope.nodeId(), message.withId(), null);
    }
    if (slot.node() == null) {
      return false;
    }
    slot.deliver(message);
    return true;
  }

  /**
   * Hands a message to a node of the flow; dropped if the node doesn't run by then.
   *
   * @threads any
   */
  void deliverTo(String nodeId, Message message, @Nullable Lineage lineage) {
    if (lineage != null) {
      lineage.enter();
    }
    mailbox()
        .post(
            new Delivery(
                () -> {
                  NodeSlot slot = slots.get(nodeId);
                  if (slot != null) {
                    slot.receive(message.withId(), lineage);
                  } else {
                    missed(nodeId, null, message.withId(), lineage);
                  }
                },
                message.estimatedBytes()));
  }

  /**
   * Hands an answer to a node of the flow.
   *
   * @threads any
   */
  void answer(String nodeId, String callId, Message message) {
    mailbox()
        .post(
            new Delivery(
                () -> {
                  NodeSlot slot = slots.get(nodeId);
                  if (slot != null && slot.node() instanceof LinkCaller caller) {
                    slot.runSafely(() -> caller.answered(callId, message));
                  }
                },
                message.estimatedBytes()));
  }

  /**
   * A message came for a node that has stopped: whoever has taken its place gets it, or will.
   *
   * @param slot the node's slot; null if it has none
   */
  void missed(String nodeId, @Nullable NodeSlot slot, Message message, @Nullable Lineage lineage) {
    NodeSlot next = slots.get(nodeId);
    if (next != null && next != slot && next.node() != null) {
      next.receive(message, lineage);
      return;
    }
    boolean isHeld = held.isRestarting(nodeId) && held.keep(nodeId, message, lineage);
    if (!isHeld && lineage != null && !isStopping) {
      lineage.leave();
    }
  }

  /**
   * Whether this flow, or one that its links lead to, has more to do than it should.
   *
   * @threads any
   */
  boolean isCongested() {
    if (mailbox().isCongested() || held.isHalfFull()) {
      return true;
    }
    for (String other : downstream) {
      RunningFlow flow = services.directory().flow(other);
      if (flow == null ? services.directory().isCongested() : flow.mailbox().isCongested()) {
        return true;
      }
    }
    return false;
  }

  // ---- stopping ----

  /**
   * Stops all nodes, ordinary ones before config nodes, each within the time limit; then nothing is
   * taken any more.
   *
   * @param removed whether a node is gone for good
   * @threads any
   */
  Future<Void> stopAll(Predicate<String> removed) {
    services.directory().remove(this);
    return inTurn(
            () -> {
              isStopping = true;
              return stopNodesNow(Set.copyOf(slots.keySet()), removed);
            })
        .onComplete(
            stopped -> {
              if (!isAbandoned) {
                mailbox().close();
              }
              services.directory().ended(this);
            });
  }

  /**
   * Stops some nodes; the others go on.
   *
   * @param removed whether a node is gone for good
   * @threads any
   */
  Future<Void> stopNodes(Set<String> ids, Predicate<String> removed) {
    return ids.isEmpty()
        ? Node.done()
        : inTurn(
            () -> {
              held.begin(ids.stream().filter(removed.negate()).toList());
              return stopNodesNow(ids, removed);
            });
  }

  private Future<Void> stopNodesNow(Set<String> ids, Predicate<String> removed) {
    return stop(ids, false, removed)
        .compose(ordinary -> stop(ids, true, removed))
        .onComplete(stopped -> ids.forEach(this::forget));
  }

  private void forget(String nodeId) {
    NodeSlot slot = slots.remove(nodeId);
    configNodes.remove(nodeId);
    if (slot != null) {
      slot.gone();
      if (isStopping) {
        slot.lose();
      }
    }
  }

  private Future<Void> stop(Set<String> ids, boolean config, Predicate<String> removed) {
    List<Future<Void>> stopping = new ArrayList<>();
    for (NodeSlot slot : List.copyOf(slots.values())) {
      if (ids.contains(slot.id()) && slot.spec().definition().isConfig() == config) {
        stopping.add(stop(slot, removed.test(slot.id())));
      }
    }
    return Future.all(stopping).mapEmpty();
  }

  private Future<Void> stop(NodeSlot slot, boolean removed) {
    mailbox().turnTo(slot);
    Future<Void> stopping = slot.stop(removed);
    if (stopping.succeeded()) {
      return Node.done();
    }
    return stopping
        .timeout(services.options().closeTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .recover(
            why -> {
              slot.error(
                  "Error stopping node: "
                      + (why instanceof TimeoutException ? "Close timed out" : why.getMessage()),
                  null);
              return Node.done();
            });
  }

  /**
   * Gives the flow up while its thread is stuck: nothing reaches it any more, what its nodes still
   * say is not heard, and they let go of what they hold. Then whatever waits for the flow goes on.
   *
   * @return done when the nodes have let go
   * @threads any but its own
   */
  Future<Void> abandon() {
    if (isAbandoned) {
      return abandoned.future();
    }
    isAbandoned = true;
    services.directory().remove(this);
    services.directory().ended(this);
    MessageConsumer<Envelope> listening = consumer;
    if (listening != null) {
      listening.unregister().onFailure(why -> {});
    }
    Mailbox box = mailbox;
    if (box == null) {
      abandoned.tryComplete();
    } else {
      Abandonment end = new Abandonment(List.copyOf(slots.values()), box.inHand());
      end.handBack(box.lineageInHand());
      box.abandon(() -> isBack(end));
      end.stopOthers(id).onComplete(abandoned);
    }
    return abandoned.future();
  }

  private void isBack(Abandonment end) {
    end.stopStuck();
    // The others may need the flow's context to stop.
    abandoned.future().onComplete(stopped -> back.tryComplete());
  }

  /**
   * Done when the thread of a flow that was given up has come back after all, and is of no use any
   * more.
   */
  Future<Void> back() {
    return back.future();
  }

  boolean isAbandoned() {
    return isAbandoned;
  }

  // ---- looking in ----

  /**
   * Does something with a running node on the flow's context.
   *
   * @return the result; empty if the node isn't running
   * @threads any
   */
  <T> Future<Optional<T>> withNode(String nodeId, Function<Node, T> action) {
    return withSlots(
        running -> Optional.ofNullable(running.get(nodeId)).map(NodeSlot::node).map(action));
  }

  /**
   * Looks at the running nodes on the flow's context.
   *
   * @threads any
   */
  <T> Future<T> withSlots(Function<Map<String, NodeSlot>, T> look) {
    Promise<T> result = Promise.promise();
    if (mailbox().isClosed()) {
      return Future.failedFuture("flow " + id + " has stopped");
    }
    mailbox()
        .post(
            new Delivery(
                () -> {
                  try {
                    result.complete(look.apply(slots));
                  } catch (RuntimeException e) {
                    result.fail(e);
                  }
                }));
    return result.future();
  }
}
