package io.weir.engine.runtime;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.engine.event.LogEntry;
import io.weir.engine.flow.NodeDefinition;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageIds;
import io.weir.engine.node.Expressions;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Status;
import io.weir.engine.node.Variables;
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
final class NodeSlot implements NodeContext {
  private static final NodeSlot[][] NO_WIRES = new NodeSlot[0][];

  private final RunningFlow flow;
  private final NodeDefinition definition;
  private final NodeType nodeType;
  private final List<String> groups;
  private final Environment environment;
  private final Set<SlotTimer> timers = new HashSet<>();

  private @Nullable Node node;
  private NodeSlot[][] targets = NO_WIRES;
  private List<NodeSlot> completionWatchers = List.of();
  private final NodeVoice voice;

  private boolean stopped;
  private @Nullable Message lastSent;

  NodeSlot(
      RunningFlow flow,
      NodeDefinition definition,
      NodeType nodeType,
      List<String> groups,
      Environment environment) {
    this.flow = flow;
    this.definition = definition;
    this.nodeType = nodeType;
    this.groups = groups;
    this.environment = environment;
    this.voice = new NodeVoice(this, flow.services().events());
  }

  // ---- life ----

  @Nullable Node node() {
    return node;
  }

  NodeDefinition definition() {
    return definition;
  }

  NodeType nodeType() {
    return nodeType;
  }

  /** The groups around the node, innermost first. */
  List<String> groups() {
    return groups;
  }

  void created(Node created) {
    node = created;
  }

  void wire(NodeSlot[][] wires, List<NodeSlot> watchers) {
    targets = wires;
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
    if (running == null || stopped) {
      return Node.done();
    }
    Future<Void> closing;
    try {
      closing = running.stop(removed);
    } catch (Throwable e) {
      closing = Future.failedFuture(e);
    }
    return closing.onComplete(closed -> gone());
  }

  private void gone() {
    stopped = true;
    // Copied, since cancelling removes from the set.
    for (SlotTimer timer : List.copyOf(timers)) {
      timer.cancel();
    }
    voice.fallSilent();
    flow.services().variables().nodeStopped(id(), flowId());
  }

  // ---- receiving ----

  /** Hands a message to the node. Never throws. */
  void receive(Message message) {
    Node running = node;
    if (running == null || stopped) {
      return;
    }
    Future<Void> handling;
    lastSent = null;
    try {
      handling = running.receive(message, this);
    } catch (Throwable e) {
      error(e, message);
      return;
    }
    if (handling == Node.done()) {
      completed(asLeft(message));
    } else {
      handling.onComplete(
          done -> {
            if (done.succeeded()) {
              onContext(() -> completed(message));
            } else {
              onContext(() -> error(done.cause(), message));
            }
          });
    }
  }

  /**
   * The message as the node left it, which is what Complete nodes are to see: where another engine
   * would have changed the message in hand, ours has sent a changed one under the same id.
   */
  private Message asLeft(Message message) {
    Message sent = lastSent;
    return sent != null && sent.id().equals(message.id()) ? sent : message;
  }

  private void onContext(Runnable action) {
    if (flow.mailbox().isOnContext()) {
      action.run();
    } else {
      execute(action);
    }
  }

  private void completed(Message message) {
    if (completionWatchers.isEmpty() || !nodeType.signalsCompletion()) {
      return;
    }
    Message completion = message.with("complete", Reports.completionSource(this));
    for (NodeSlot watcher : completionWatchers) {
      flow.mailbox().post(new Delivery(watcher, completion));
    }
  }

  // ---- sending ----

  @Override
  public void send(int output, Message message) {
    NodeSlot[][] wires = targets;
    if (output < 0 || output >= wires.length) {
      return;
    }
    NodeSlot[] slots = wires[output];
    if (slots.length == 0) {
      return;
    }
    Message sent = message.withId();
    lastSent = sent;
    Mailbox mailbox = flow.mailbox();
    for (NodeSlot slot : slots) {
      mailbox.post(new Delivery(slot, sent));
    }
  }

  @Override
  public void sendAll(List<List<Message>> outputs) {
    String id = "";
    for (List<Message> messages : outputs) {
      for (Message message : messages) {
        id = id.isEmpty() ? message.id() : id;
      }
    }
    if (id.isEmpty()) {
      id = MessageIds.next();
    }
    Mailbox mailbox = flow.mailbox();
    NodeSlot[][] wires = targets;
    for (int output = 0; output < outputs.size() && output < wires.length; output++) {
      for (NodeSlot slot : wires[output]) {
        for (Message message : outputs.get(output)) {
          Message sent = message.id().isEmpty() ? message.with(Message.ID, id) : message;
          mailbox.post(new Delivery(slot, sent));
        }
      }
    }
  }

  @Override
  public void deliver(Message message) {
    flow.mailbox().post(new Delivery(this, message.withId()));
  }

  // ---- who it is ----

  @Override
  public String id() {
    return definition.id();
  }

  @Override
  public String type() {
    return definition.type();
  }

  @Override
  public String name() {
    return definition.name();
  }

  @Override
  public String flowId() {
    return definition.flowId();
  }

  @Override
  public String path() {
    return flow.path();
  }

  @Override
  public @Nullable String alias() {
    return null;
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
          voice.tell(status);
          List<NodeSlot> watchers = flow.watchers().statusWatchersOf(this);
          if (!watchers.isEmpty()) {
            Message report = Message.create().with("status", Reports.status(this, status));
            for (NodeSlot watcher : watchers) {
              flow.mailbox().post(new Delivery(watcher, report));
            }
          }
        });
  }

  @Override
  public void error(@Nullable Object error, @Nullable Message message) {
    if (message == null) {
      voice.error(error);
      return;
    }
    onContext(() -> route(error, message));
  }

  private void route(@Nullable Object error, Message message) {
    List<NodeSlot> catchers = flow.watchers().catchersOf(this);
    if (!catchers.isEmpty() && Reports.failuresOf(this, message) >= Reports.MOST_FAILURES) {
      warn("Message exceeded maximum number of catches");
      catchers = List.of();
    }
    if (catchers.isEmpty()) {
      voice.error(error);
      return;
    }
    Message report = Reports.error(this, error, message);
    for (NodeSlot catcher : catchers) {
      flow.mailbox().post(new Delivery(catcher, report));
    }
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
    return timer(milliseconds, action, true);
  }

  @Override
  public Timer after(long milliseconds, Runnable action) {
    return timer(milliseconds, action, false);
  }

  private Timer timer(long milliseconds, Runnable action, boolean repeats) {
    SlotTimer timer = new SlotTimer(action, repeats);
    timers.add(timer);
    timer.schedule(Math.max(1, milliseconds));
    return timer;
  }

  @Override
  public void execute(Runnable action) {
    flow.mailbox()
        .post(
            new Delivery(
                () -> {
                  if (!stopped) {
                    runSafely(action);
                  }
                }));
  }

  private void runSafely(Runnable action) {
    try {
      action.run();
    } catch (Throwable e) {
      error(e, null);
    }
  }

  @Override
  public <T> Future<T> blocking(Callable<T> action) {
    io.vertx.core.Promise<T> promise = io.vertx.core.Promise.promise();
    vertx()
        .executeBlocking(action, false)
        .onComplete(
            result ->
                flow.mailbox()
                    .post(
                        new Delivery(
                            () -> {
                              if (result.succeeded()) {
                                promise.complete(result.result());
                              } else {
                                promise.fail(result.cause());
                              }
                            })));
    return promise.future();
  }

  @Override
  public boolean isCongested() {
    return flow.mailbox().isCongested();
  }

  @Override
  public void whenRelieved(Runnable action) {
    flow.mailbox().whenRelieved(() -> runSafely(action));
  }

  // ---- values ----

  @Override
  public Variables variables() {
    return flow.services().variables().ofNode(id(), flowId());
  }

  @Override
  public Variables flowVariables() {
    return flow.services().variables().ofFlow(flowId().isEmpty() ? RunningFlow.GLOBAL : flowId());
  }

  @Override
  public Variables globalVariables() {
    return flow.services().variables().global();
  }

  @Override
  public @Nullable Object env(String name) {
    return switch (name) {
      case "NR_NODE_ID" -> id();
      case "NR_NODE_NAME" -> name();
      case "NR_NODE_PATH" -> flow.path() + "/" + id();
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

  /**
   * A timer of the node. Set, run and cancelled on the tab's context, in turn with its messages.
   */
  private final class SlotTimer implements Timer {
    private final Runnable action;
    private final boolean repeats;
    private long vertxTimer;
    private boolean cancelled;

    SlotTimer(Runnable action, boolean repeats) {
      this.action = action;
      this.repeats = repeats;
    }

    void schedule(long milliseconds) {
      vertxTimer =
          repeats
              ? vertx().setPeriodic(milliseconds, id -> fire())
              : vertx().setTimer(milliseconds, id -> fire());
    }

    private void fire() {
      flow.mailbox().post(new Delivery(this::run));
    }

    private void run() {
      if (cancelled || stopped) {
        return;
      }
      if (!repeats) {
        timers.remove(this);
      }
      runSafely(action);
    }

    @Override
    public void cancel() {
      if (!cancelled) {
        cancelled = true;
        timers.remove(this);
        vertx().cancelTimer(vertxTimer);
      }
    }
  }
}
