package io.weir.nodes.function.script;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.engine.message.ErrorValue;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/**
 * A program in a sandbox of its own.
 *
 * @threads one at a time: those of its node's context
 */
final class GraalScript implements Script {
  private static final Pattern USES_NODE = Pattern.compile("\\bnode\\b|\\beval\\b|\\barguments\\b");

  /** Code that may make bigints: by name, by a literal, or from a Buffer. */
  private static final Pattern MAKES_BIGINTS = Pattern.compile("Big|[0-9a-fA-F]n\\b");

  private static final String BODY_PARAMETERS = "msg, node";

  private final Engine engine;
  private final Watchdog watchdog;
  private final ScriptProgram program;
  private final NodeContext node;
  private final long bodyNanos;
  private final long setupNanos;
  private final long cleanupNanos;
  private final Duration longestCall;
  private final long usualNanos;
  private final List<Value> closeListeners = new ArrayList<>();
  private final ScriptLinkCalls linkCalls;

  private Guest guest;
  private CallWatch watch;
  private GuestReader reader;
  private GuestWriter writer;
  private VariableAccess variables;
  private MessageCalls calls;
  private @Nullable Value setup;
  private @Nullable Value cleanup;
  private @Nullable ScriptCall current;
  private boolean usedStatus;
  private boolean closed;
  private boolean isBroken;

  @SuppressWarnings("NullAway.Init") // open() sets the sandbox's parts
  GraalScript(
      Engine engine,
      Watchdog watchdog,
      ScriptProgram program,
      NodeContext node,
      Duration longestCall) {
    this.engine = engine;
    this.watchdog = watchdog;
    this.program = program;
    this.node = node;
    linkCalls = new ScriptLinkCalls(node, this);
    this.longestCall = longestCall;
    usualNanos = limit(0);
    setupNanos = limit(program.limits().setupMillis());
    cleanupNanos = limit(program.limits().cleanupMillis());
    bodyNanos = limit(program.limits().bodyMillis());
    open();
  }

  private long limit(long millis) {
    Duration wished = millis > 0 ? Duration.ofMillis(millis) : longestCall;
    return node.mayTake(wished).toNanos();
  }

  private void open() {
    NodeFunctions functions = new NodeFunctions(node, program, this);
    guest = new Guest(engine, program.title(), functions.all());
    reader = new GuestReader(guest);
    writer = new GuestWriter(guest, reader);
    if (MAKES_BIGINTS.matcher(program.setup() + program.body() + program.cleanup()).find()) {
      reader.expectBigInts();
    }
    variables = new VariableAccess(node, reader, writer);
    watch = new CallWatch(guest.context);
    try {
      program.modules().forEach(this::bring);
      Value body = guest.compile(program.body(), BODY_PARAMETERS, "body", program.title());
      setup = part(program.setup(), "setup");
      cleanup = part(program.cleanup(), "cleanup");
      calls =
          new MessageCalls(
              guest,
              reader,
              writer,
              body,
              USES_NODE.matcher(program.body()).find(),
              this::returned,
              guest.context.asValue((ProxyExecutable) functions.all().get("fail")));
    } catch (RuntimeException e) {
      guest.context.close(true);
      throw e;
    }
    watchdog.add(watch);
  }

  private void bring(String variable, String module) {
    guest
        .context
        .getBindings("js")
        .putMember(variable, guest.api("part").execute(NodeModules.part(module)));
  }

  private @Nullable Value part(String code, String name) {
    return code.isBlank() ? null : guest.compile(code, "node", name, program.title(name));
  }

  /**
   * Looks for what keeps a program from running, without making a sandbox for it.
   *
   * @param context any context of the engine
   * @throws NodeException saying what is wrong
   */
  static void check(Context context, ScriptProgram program) {
    program.modules().values().forEach(NodeModules::part);
    Guest.check(context, program.body(), BODY_PARAMETERS, "body", program.title());
    for (Map.Entry<String, String> part :
        Map.of("setup", program.setup(), "cleanup", program.cleanup()).entrySet()) {
      if (!part.getValue().isBlank()) {
        Guest.check(context, part.getValue(), "node", part.getKey(), program.title(part.getKey()));
      }
    }
  }

  Guest guest() {
    return guest;
  }

  GuestReader reader() {
    return reader;
  }

  GuestWriter writer() {
    return writer;
  }

  VariableAccess variables() {
    return variables;
  }

  ScriptLinkCalls linkCalls() {
    return linkCalls;
  }

  void usedStatus() {
    usedStatus = true;
  }

  void onClose(Value listener) {
    closeListeners.add(listener);
  }

  private void returned(Object message) {
    ScriptCall call = current;
    if (call != null) {
      Message left = (Message) message;
      call.returned(left, left.get(Message.ID), () -> left);
    }
  }

  // ---- calls ----

  /**
   * Runs something in the sandbox under a time limit.
   *
   * @return what went wrong; null if nothing did
   */
  private @Nullable NodeException enter(long nanos, Runnable action) {
    watch.begin(nanos);
    NodeException problem = null;
    try {
      action.run();
      if (watch.isOutermost()) {
        variables.settle();
      }
    } catch (PolyglotException e) {
      problem = problem(e, nanos);
    } catch (StackOverflowError e) {
      problem = new NodeException("RangeError: Maximum call stack size exceeded");
    } catch (IllegalStateException e) {
      // The sandbox was cancelled between two steps of ours.
      isBroken = true;
      problem = stopped(nanos);
    } finally {
      watch.end();
    }
    return problem;
  }

  private NodeException problem(PolyglotException e, long nanos) {
    if (e.isCancelled()) {
      isBroken = true;
      return stopped(nanos);
    }
    if (e.isInterrupted()) {
      return stopped(nanos);
    }
    Value thrown = e.getGuestObject();
    if (thrown != null) {
      NodeException error = error(thrown);
      return error == null ? new NodeException("") : error;
    }
    if (e.isHostException() && e.asHostException() instanceof NodeException ours) {
      return ours;
    }
    return new NodeException(String.valueOf(e.getMessage()));
  }

  private NodeException stopped(long nanos) {
    if (watch.reason() == CallWatch.Reason.MEMORY) {
      return new NodeException("memory", "Script execution stopped: it needs too much memory");
    }
    return new NodeException(
        "Script execution timed out after " + Duration.ofNanos(nanos).toMillis() + "ms");
  }

  @Override
  public void call(Message message, ScriptCall call) {
    if (isBroken && !reopen()) {
      call.failed(new NodeException("the function could not be started again"), message);
      return;
    }
    current = call;
    NodeException problem;
    try {
      HostRef.Call handle = new HostRef.Call(call);
      problem = enter(bodyNanos, () -> calls.call(handle, message));
    } finally {
      current = null;
    }
    if (problem != null) {
      call.failed(problem, message);
    }
  }

  /** Makes a new sandbox after the old one had to be cancelled. */
  private boolean reopen() {
    isBroken = false;
    watchdog.remove(watch);
    guest.context.close(true);
    closeListeners.clear();
    linkCalls.clear();
    open();
    Value start = setup;
    if (start == null) {
      return true;
    }
    return setUp(new LogOnly(node)).isComplete();
  }

  @Override
  public Future<Void> setUp(ScriptCall call) {
    Value start = setup;
    if (start == null) {
      return Future.succeededFuture();
    }
    Promise<Void> promise = Promise.promise();
    NodeException problem =
        enter(
            setupNanos,
            () ->
                guest
                    .api("setup")
                    .executeVoid(
                        start,
                        new HostRef.Call(call),
                        (ProxyExecutable)
                            in -> {
                              promise.tryComplete();
                              return null;
                            },
                        (ProxyExecutable)
                            in -> {
                              promise.tryFail(orEmpty(error(in[0])));
                              return null;
                            }));
    if (problem != null) {
      promise.tryFail(problem);
    }
    return promise.future();
  }

  private static NodeException orEmpty(@Nullable NodeException error) {
    return error == null ? new NodeException("") : error;
  }

  @Override
  public void cleanUp(ScriptCall call) {
    if (isBroken) {
      return;
    }
    Value end = cleanup;
    if (end != null) {
      logged(
          enter(cleanupNanos, () -> guest.api("cleanup").executeVoid(end, new HostRef.Call(call))));
    }
    for (Value listener : closeListeners) {
      logged(enter(cleanupNanos, listener::executeVoid));
    }
    closeListeners.clear();
    if (usedStatus) {
      node.status(io.weir.engine.node.Status.NONE);
    }
  }

  private void logged(@Nullable NodeException problem) {
    if (problem != null) {
      node.error(NodeFunctions.loggable(problem), null);
    }
  }

  @Override
  public void answered(String callId, Message message) {
    linkCalls.answered(callId, message);
  }

  /** Runs something that the script has been waiting for: a timer's end, an answer. */
  void later(Runnable action) {
    if (closed || isBroken) {
      return;
    }
    NodeException problem = enter(usualNanos, action);
    if (problem != null) {
      node.error(problem, Message.create());
    }
  }

  // ---- errors ----

  /** The function of a call threw something, or its promise was rejected. */
  void thrown(ScriptCall call, Value thrown, @Nullable Object message) {
    NodeException error = error(thrown);
    if (error == null) {
      // Node-RED takes "throw undefined" for a function that ends without a result.
      call.returned(Undefined.VALUE, null, () -> message(message));
      return;
    }
    call.failed(error, message(message));
  }

  @SuppressWarnings("unchecked")
  private static @Nullable Message message(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? Message.of((Map<String, Object>) map) : null;
  }

  /** What a script threw, as Node-RED reports it; null for undefined. */
  private @Nullable NodeException error(Value thrown) {
    Object value = reader.read(thrown);
    if (value == Undefined.VALUE) {
      return null;
    }
    if (value instanceof ErrorValue error) {
      return NodeException.of(withPlace(error));
    }
    return new NodeException(
        value instanceof String text
            ? text
            : value instanceof Map<?, ?> || value instanceof List<?>
                ? MessageJson.text(value)
                : Values.toText(value));
  }

  /** A name that isn't known is mostly a slip of the pen: the message says where. */
  private ErrorValue withPlace(ErrorValue error) {
    String place = error.stack() == null ? "" : guest.place(error.stack());
    if (!error.name().equals("ReferenceError") || place.isEmpty()) {
      return error;
    }
    return new ErrorValue(
        error.name(),
        error.name() + ": " + error.message() + " " + place,
        error.code(),
        error.cause(),
        error.stack());
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      linkCalls.clear();
      watchdog.remove(watch);
      guest.context.close(true);
    }
  }

  /** The calls of On Start when a sandbox is made again: nothing may be sent. */
  private record LogOnly(NodeContext node) implements ScriptCall {
    @Override
    public void send(@Nullable Object messages) {}

    @Override
    public void done(@Nullable Object error, Supplier<@Nullable Message> asLeft) {}

    @Override
    public void returned(
        @Nullable Object value, @Nullable Object messageId, Supplier<@Nullable Message> asLeft) {}

    @Override
    public void failed(NodeException error, @Nullable Message message) {
      node.error(error, null);
    }
  }
}
