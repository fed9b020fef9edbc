package io.weir.engine.runtime;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.weir.engine.blueprint.Container;
import io.weir.engine.blueprint.InstanceContext;
import io.weir.engine.blueprint.NodeSpec;
import io.weir.engine.event.LogEntry;
import io.weir.engine.live.Hop;
import io.weir.engine.message.Message;
import io.weir.engine.message.Undefined;
import io.weir.engine.node.Expressions;
import io.weir.engine.node.LinkCalls;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.Status;
import io.weir.engine.node.Variables;
import io.weir.engine.store.ContextScope;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A running node, what it may use, and the slots that its wires lead to.
 *
 * <p>It is its node's {@link NodeContext} and {@link io.weir.engine.node.Outputs} at once: a hop
 * then needs no object but the delivery.
 */
final class NodeSlot implements NodeContext, InstanceContext {
  private static final long RELIEF_POLL_MILLIS = 10;

  private final RunningFlow flow;
  private final NodeSpec spec;
  private final Environment environment;
  private final SlotTimers timers;
  private final NodeVoice voice;
  private final SlotReports reports;
  private final Outbox outbox;

  private @Nullable Node node;
  private List<NodeSlot> completionWatchers = List.of();
  // The config nodes that it uses.
  private final Set<String> used = new HashSet<>(2);

  // From the moment on that the node is asked to stop it gets no more.
  private boolean isClosing;
  private boolean stopped;
  // Read by the watch for tabs that are stuck.
  private volatile Duration longestCall = Duration.ZERO;

  NodeSlot(RunningFlow flow, NodeSpec spec, Environment environment) {
    this.flow = flow;
    this.spec = spec;
    this.environment = environment;
    this.timers = new SlotTimers(flow.services().vertx(), flow.mailbox(), this);
    this.voice = new NodeVoice(this, flow.services().events());
    this.reports = new SlotReports(this, flow, voice);
    this.outbox = new Outbox(flow, this, timers);
  }

  // ---- life ----

  @Nullable Node node() {
    return node;
  }

  NodeSpec spec() {
    return spec;
  }

  Container container() {
    return spec.container();
  }

  /** The groups around the node, innermost first. */
  List<String> groups() {
    return spec.groups();
  }

  Wires wires() {
    return outbox.wires();
  }

  /** The node uses a config node, in whichever flow. */
  void use(String configId) {
    used.add(configId);
    flow.use(configId);
  }

  boolean uses(String configId) {
    return used.contains(configId);
  }

  /** It is a config node that stands in no tab. */
  boolean isShared() {
    return spec.container().kind() == Container.Kind.GLOBAL;
  }

  void created(Node created) {
    node = created;
  }

  void wire(Wires leadingTo, List<NodeSlot> watchers) {
    outbox.wire(leadingTo);
    completionWatchers = watchers;
  }

  Future<Void> start() {
    Node running = node;
    if (running == null) {
      return Node.done();
    }
    try {
      return running.start();
    } catch (Throwable e) {
      return Future.failedFuture(e);
    }
  }

  Future<Void> stop(boolean removed) {
    Node running = node;
    if (running == null || isClosing) {
      return Node.done();
    }
    isClosing = true;
    Future<Void> closing;
    try {
      closing = running.stop(removed);
    } catch (Throwable e) {
      closing = Future.failedFuture(e);
    }
    return closing.onComplete(closed -> gone());
  }

  /** Ends whatever the node has going, whether it has closed or never will. */
  void gone() {
    if (stopped) {
      return;
    }
    isClosing = true;
    stopped = true;
    timers.cancelAll();
    voice.fallSilent();
    flow.services().variables().nodeStopped(spec.fileId(), flowId());
  }

  // ---- receiving ----

  /**
   * Hands a message to the node. Never throws.
   *
   * @param lineage who wants to know the end of it; null for nobody
   */
  void receive(Message message, @Nullable Lineage lineage) {
    Node running = node;
    if (running == null || isClosing) {
      flow.missed(id(), this, message, lineage);
      return;
    }
    Hop hop = lineage == null ? null : lineage.arrived(id());
    Future<Void> handling;
    outbox.beginHandling();
    try {
      handling =
          running.receive(message, lineage == null ? this : new TracedOutputs(this, lineage, hop));
    } catch (Throwable e) {
      failed(e, message, lineage, hop);
      return;
    }
    Message left = outbox.asLeft(message);
    if (handling == Node.done()) {
      completed(left, lineage, hop);
    } else if (handling == Node.dropped()) {
      dropped(lineage, hop);
    } else {
      handling.onComplete(
          done -> {
            if (done.succeeded()) {
              onContext(() -> completed(outbox.asLeftNow(left), lineage, hop));
            } else if (Node.isDropped(handling)) {
              dropped(lineage, hop);
            } else {
              onContext(() -> failed(done.cause(), message, lineage, hop));
            }
          });
    }
  }

  private static void dropped(@Nullable Lineage lineage, @Nullable Hop hop) {
    if (hop != null) {
      hop.dropped();
    }
    leave(lineage);
  }

  private static void leave(@Nullable Lineage lineage) {
    if (lineage != null) {
      lineage.leave();
    }
  }

  /** Runs on the tab's context, now if that is where we are. */
  void onContext(Runnable action) {
    if (flow.mailbox().isOnContext()) {
      action.run();
    } else {
      flow.mailbox().post(new Delivery(this, action));
    }
  }

  private void completed(Message message, @Nullable Lineage lineage, @Nullable Hop hop) {
    if (hop != null) {
      hop.done();
    }
    if (tellsCompletion()) {
      Message completion = message.with("complete", Reports.completionSource(this));
      if (hop != null) {
        hop.told(ids(completionWatchers));
      }
      for (NodeSlot watcher : completionWatchers) {
        flow.mailbox().post(new Delivery(watcher, completion, lineage));
      }
    }
    leave(lineage);
  }

  private static List<String> ids(List<NodeSlot> slots) {
    return slots.stream().map(NodeSlot::id).toList();
  }

  private void failed(
      @Nullable Object cause, Message message, @Nullable Lineage lineage, @Nullable Hop hop) {
    Object error = SlotReports.told(cause);
    if (hop != null) {
      hop.failed(error);
      hop.told(ids(flow.router().catchersOf(this)));
    }
    reports.error(error, message, lineage);
    leave(lineage);
  }

  // ---- sending ----

  @Override
  public void send(int output, Message message) {
    outbox.send(output, message, null);
  }

  void send(int output, Message message, @Nullable Lineage lineage) {
    outbox.send(output, message, lineage);
  }

  @Override
  public void send(Message message, Runnable whenDone, Runnable whenLost) {
    outbox.send(message, whenDone, whenLost);
  }

  /** The whole flow has stopped, with whatever was on its way. */
  void lose() {
    outbox.lose();
  }

  @Override
  public void leaveAs(Message message) {
    outbox.leaveAs(message);
  }

  @Override
  public boolean tellsCompletion() {
    return !completionWatchers.isEmpty() && spec.type().signalsCompletion();
  }

  @Override
  public void sendAll(List<List<Message>> outputs) {
    outbox.sendAll(outputs, null);
  }

  void sendAll(List<List<Message>> outputs, @Nullable Lineage lineage) {
    outbox.sendAll(outputs, lineage);
  }

  @Override
  public void deliver(Message message) {
    flow.mailbox().post(new Delivery(this, message.withId(), null));
  }

  @Override
  public LinkCalls links() {
    return new SlotLinks(this, flow.services().directory());
  }

  // ---- who it is ----

  @Override
  public String id() {
    return spec.id();
  }

  @Override
  public String type() {
    return spec.definition().type();
  }

  @Override
  public String name() {
    return spec.definition().name();
  }

  @Override
  public String flowId() {
    return isShared() ? "" : spec.container().id();
  }

  @Override
  public String path() {
    return spec.container().path();
  }

  @Override
  public @Nullable String alias() {
    return spec.alias();
  }

  @Override
  public Vertx vertx() {
    return flow.services().vertx();
  }

  // ---- saying things ----

  @Override
  public void status(Status status) {
    if (stopped) {
      return;
    }
    onContext(
        () -> {
          if (!stopped && !flow.mailbox().isClosed()) {
            reports.status(status);
          }
        });
  }

  @Override
  public void showOnInstance(Status status) {
    NodeSlot instance = flow.slot(spec.container().id());
    if (instance != null) {
      instance.status(status);
    }
  }

  @Override
  public void error(@Nullable Object cause, @Nullable Message message) {
    Object error = SlotReports.told(cause);
    if (message == null) {
      voice.error(error);
      return;
    }
    onContext(() -> reports.error(error, message, null));
  }

  @Override
  public void warn(@Nullable Object text) {
    voice.log(LogEntry.Level.WARN, text);
  }

  @Override
  public void log(@Nullable Object text) {
    voice.log(LogEntry.Level.INFO, text);
  }

  @Override
  public void debug(@Nullable Object text) {
    voice.log(LogEntry.Level.DEBUG, text);
  }

  @Override
  public void trace(@Nullable Object text) {
    voice.log(LogEntry.Level.TRACE, text);
  }

  @Override
  public void show(@Nullable Object topic, @Nullable String property, @Nullable Object value) {
    voice.show(topic, property, value);
  }

  // ---- time and threads ----

  @Override
  public Timer every(long milliseconds, Runnable action) {
    return timers.start(milliseconds, () -> runSafely(action), true);
  }

  @Override
  public Timer after(long milliseconds, Runnable action) {
    return timers.start(milliseconds, () -> runSafely(action), false);
  }

  @Override
  public void execute(Runnable action) {
    flow.mailbox().post(new Delivery(this, () -> runSafely(action)));
  }

  @Override
  public void execute(Task task) {
    flow.mailbox().post(new Delivery(this, new SlotTask(this, task)));
  }

  private record SlotTask(NodeSlot slot, Task task) implements Task {
    @Override
    public void run() {
      if (slot.stopped) {
        task.lost();
      } else {
        slot.runSafely(task);
      }
    }

    @Override
    public void lost() {
      task.lost();
    }
  }

  void runSafely(Runnable action) {
    if (stopped) {
      return;
    }
    try {
      action.run();
    } catch (Throwable e) {
      error(e, null);
    }
  }

  @Override
  public <T> Future<T> blocking(Callable<T> action) {
    Promise<T> promise = Promise.promise();
    // By way of the mailbox, which takes nothing once the flow has ended; its thread would refuse.
    vertx()
        .executeBlocking(
            () -> {
              try {
                T result = action.call();
                post(() -> promise.complete(result));
              } catch (Throwable e) {
                post(() -> promise.fail(e));
              }
              return null;
            },
            false);
    return promise.future();
  }

  private void post(Runnable action) {
    flow.mailbox().post(new Delivery(this, action));
  }

  @Override
  public Duration mayTake(Duration longest) {
    Duration most = flow.services().longestCall();
    Duration granted = most == null || longest.compareTo(most) < 0 ? longest : most;
    if (granted.compareTo(longestCall) > 0) {
      longestCall = granted;
    }
    return granted;
  }

  /**
   * How long a call of the node may take, as it has asked for.
   *
   * @threads any
   */
  Duration longestCall() {
    return longestCall;
  }

  @Override
  public boolean isCongested() {
    return flow.isCongested();
  }

  @Override
  public void whenRelieved(Runnable action) {
    flow.mailbox()
        .whenRelieved(
            () -> {
              if (flow.isCongested() && !stopped) {
                // A flow that links lead to; it has no way to call back into this one.
                timers.start(RELIEF_POLL_MILLIS, () -> whenRelieved(action), false);
              } else {
                runSafely(action);
              }
            });
  }

  // ---- values ----

  @Override
  public Variables variables() {
    return flow.services().variables().of(ContextScope.node(spec.fileId(), flowId()));
  }

  @Override
  public Variables flowVariables() {
    return new FlowVariables(flow.services().variables(), spec.container());
  }

  @Override
  public Variables globalVariables() {
    return flow.services().variables().global();
  }

  @Override
  public @Nullable Object env(String name) {
    return switch (name) {
      case "NR_NODE_ID" -> id();
      case "NR_NODE_NAME" -> name().isEmpty() ? Undefined.VALUE : name();
      case "NR_NODE_PATH" -> path() + "/" + spec.fileId();
      default -> environment.lookUp(name);
    };
  }

  @Override
  public Expressions expressions() {
    return flow.services().expressions();
  }

  @Override
  public <N> Optional<N> configNode(String id, Class<N> type) {
    return flow.configNode(id).filter(type::isInstance).map(type::cast);
  }
}
