package io.weir.nodes.function;

import static io.weir.engine.node.Property.code;
import static io.weir.engine.node.Property.duration;
import static io.weir.engine.node.Property.list;
import static io.weir.engine.node.Property.number;
import static io.weir.engine.node.Property.text;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageIds;
import io.weir.engine.message.Values;
import io.weir.engine.node.LinkCaller;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.NodeType.Category;
import io.weir.engine.node.NodeType.Kind;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Property;
import io.weir.engine.node.Rule;
import io.weir.nodes.function.script.Script;
import io.weir.nodes.function.script.ScriptCall;
import io.weir.nodes.function.script.ScriptProgram;
import io.weir.nodes.function.script.Scripts;
import io.weir.nodes.support.Helps;
import io.weir.nodes.support.Outcome;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Runs JavaScript on each message. */
public final class FunctionNode implements Node, LinkCaller {
  private static final Pattern DONE_CALL = Pattern.compile("\\bnode\\s*\\.\\s*done\\s*\\(\\s*\\)");

  /** Names that a module's variable would hide. */
  private static final Set<String> TAKEN =
      Set.of(
          "console",
          "util",
          "Buffer",
          "Date",
          "RED",
          "node",
          "__node__",
          "context",
          "flow",
          "global",
          "env",
          "setTimeout",
          "clearTimeout",
          "setInterval",
          "clearInterval",
          "promisify");

  /** Messages kept while the function starts; more than come in the second that takes. */
  private static final int MOST_WAITING = 10_000;

  private static final Property<String> BODY =
      code("func", "javascript").label("On message").defaultsTo("\nreturn msg;");
  private static final Property<String> SETUP =
      code("initialize", "javascript")
          .label("On start")
          .hint("Runs once when the node starts; messages wait until it is done.")
          .defaultsTo("")
          .with("section", true);
  private static final Property<String> CLEANUP =
      code("finalize", "javascript")
          .label("On stop")
          .hint("Runs when the node stops or is deployed anew.")
          .defaultsTo("")
          .with("section", true);
  private static final Property<Double> OUTPUTS =
      number("outputs")
          .label("Outputs")
          .defaultsTo(1)
          .with("min", 0)
          .with("max", 500)
          .with("step", 1)
          .rule(Rule.atLeast(0))
          .rule(Rule.atMost(500));
  private static final Property<Double> TIMEOUT =
      duration("timeout", "s")
          .label("Time limit")
          .hint("0: the limit of the program, ten seconds.")
          .defaultsTo(0)
          .rule(Rule.atLeast(0))
          .more();
  private static final Property<String> MODULE = text("module").label("Module").required();
  private static final Property<String> VARIABLE = text("var").label("Import as").required();
  private static final Property<List<NodeConfig>> MODULES =
      list("libs", MODULE, VARIABLE)
          .label("Modules")
          .hint(
              "buffer, crypto (hashes and random values), events, os, path, querystring,"
                  + " string_decoder, url and util can be had here.")
          .with("itemSummary", "{module}")
          .defaultsTo(List.of())
          .more();

  private final NodeContext context;
  private final FunctionResults results;
  private final Scripts scripts;
  private final ScriptProgram program;
  private final boolean completesByItself;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private @Nullable Script script;
  private boolean isOpening;
  private boolean isReady;
  private boolean hasFailed;
  private boolean isStopped;

  private FunctionNode(NodeConfig config, NodeContext context, Scripts scripts) {
    this.context = context;
    this.scripts = scripts;
    results = new FunctionResults(context);
    program = program(config, context);
    if (!program.modules().isEmpty() && !scripts.allowsModules()) {
      throw new NodeException("Function node not allowed to load external modules");
    }
    completesByItself =
        !DONE_CALL.matcher(JavaScriptText.withoutCommentsAndStrings(program.body())).find();
  }

  /** The type, for an engine of scripts. */
  public static NodeType type(Scripts scripts) {
    return NodeType.named("function")
        .category(Category.FUNCTION)
        .kind(Kind.CODE)
        .color("#fdd0a2")
        .icon("function.svg")
        .purpose("Run JavaScript")
        .synonyms("code", "javascript", "script", "program")
        .inputs(1)
        .outputsFrom("outputs")
        .autoName()
        .preview()
        .help(Helps.of(FunctionNode.class, "function"))
        .properties(BODY, OUTPUTS, SETUP, CLEANUP, TIMEOUT, MODULES)
        .create((config, context) -> new FunctionNode(config, context, scripts));
  }

  private static ScriptProgram program(NodeConfig config, NodeContext context) {
    Map<String, String> modules = new LinkedHashMap<>();
    for (NodeConfig row : config.get(MODULES)) {
      String variable = row.get(VARIABLE);
      if (TAKEN.contains(variable)) {
        throw new NodeException("Invalid module variable name: " + variable);
      }
      if (!variable.isEmpty()) {
        modules.put(variable, row.get(MODULE));
      }
    }
    double seconds = Values.toNumber(config.get(TIMEOUT));
    long millis = seconds > 0 ? (long) (seconds * 1000) : 0;
    Object outputs = config.raw("outputs");
    return new ScriptProgram(
        "Function node:"
            + context.id()
            + (context.name().isEmpty() ? "" : " [" + context.name() + "]"),
        outputs == null ? 1 : (int) Values.toNumber(outputs),
        config.get(BODY),
        config.get(SETUP).strip(),
        config.get(CLEANUP).strip(),
        modules,
        new ScriptProgram.Limits(millis, millis, millis));
  }

  @Override
  public Future<Void> start() {
    // Not waited for: the engine's own start takes a second, and messages queue meanwhile.
    scripts.check(program, context).onFailure(this::failed).onSuccess(sound -> openIfDue());
    return Node.done();
  }

  /** Makes the sandbox where code of its own runs without a message; else the first one does. */
  private void openIfDue() {
    if (!program.setup().isEmpty() || !program.cleanup().isEmpty()) {
      open();
    }
  }

  private void open() {
    if (isOpening || hasFailed || isStopped) {
      return;
    }
    isOpening = true;
    scripts
        .open(program, context)
        .onComplete(
            opened -> {
              if (opened.failed()) {
                failed(opened.cause());
              } else if (isStopped) {
                opened.result().close();
              } else {
                opened(opened.result());
              }
            });
  }

  private void opened(Script opened) {
    script = opened;
    opened
        .setUp(new SetupCall(context, results))
        .onComplete(
            started -> {
              if (started.failed()) {
                failed(started.cause());
              } else {
                isReady = true;
                takeWaiting();
              }
            });
  }

  /** Messages that have waited go their way: into the script, or to nowhere if there is none. */
  private void takeWaiting() {
    for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
      next.run();
    }
  }

  private void failed(Throwable cause) {
    if (hasFailed) {
      return;
    }
    hasFailed = true;
    takeWaiting();
    if (cause instanceof NodeException expected && "module-missing".equals(expected.code())) {
      context.error(cause, null);
      context.error("Function node failed to load external modules", null);
    } else {
      context.error(cause, null);
    }
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    Script ready = script;
    if (ready == null || !isReady) {
      open();
      return waitFor(message, out);
    }
    FunctionCall call = new FunctionCall(context, results, message, out, completesByItself);
    ready.call(message, call);
    return call.outcome();
  }

  @Override
  public void answered(String callId, Message message) {
    Script running = script;
    if (running != null) {
      running.answered(callId, message);
    }
  }

  private Future<Void> waitFor(Message message, Outputs out) {
    if (hasFailed || isStopped || waiting.size() >= MOST_WAITING) {
      return Outcome.dropped();
    }
    Promise<Void> promise = Promise.promise();
    waiting.add(() -> receive(message, out).onComplete(promise));
    return promise.future();
  }

  @Override
  public Future<Void> stop(boolean removed) {
    isStopped = true;
    takeWaiting();
    Script running = script;
    if (running != null) {
      running.cleanUp(new CleanupCall(context));
      running.close();
    }
    return Node.done();
  }

  /** On Start: what it sends gets an id of its own each time. */
  private record SetupCall(NodeContext context, FunctionResults results) implements ScriptCall {
    @Override
    public void send(@Nullable Object messages) {
      results.send(messages, MessageIds.next(), context);
    }

    @Override
    public void done(@Nullable Object error, Supplier<@Nullable Message> asLeft) {}

    @Override
    public void returned(
        @Nullable Object value, @Nullable Object messageId, Supplier<@Nullable Message> asLeft) {}

    @Override
    public void failed(NodeException error, @Nullable Message message) {
      context.error(error, null);
    }
  }

  /** On Stop: nothing can be sent any more. */
  private record CleanupCall(NodeContext context) implements ScriptCall {
    @Override
    public void send(@Nullable Object messages) {
      context.error("Cannot send from close function", null);
    }

    @Override
    public void done(@Nullable Object error, Supplier<@Nullable Message> asLeft) {}

    @Override
    public void returned(
        @Nullable Object value, @Nullable Object messageId, Supplier<@Nullable Message> asLeft) {}

    @Override
    public void failed(NodeException error, @Nullable Message message) {
      context.error(error, null);
    }
  }
}
