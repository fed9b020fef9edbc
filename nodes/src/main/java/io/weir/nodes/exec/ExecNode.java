package io.weir.nodes.exec;

import static io.weir.engine.node.Property.choice;
import static io.weir.engine.node.Property.flag;
import static io.weir.engine.node.Property.number;
import static io.weir.engine.node.Property.text;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.message.PropertyPath;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.NodeType.Category;
import io.weir.engine.node.NodeType.Kind;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Property;
import io.weir.engine.node.Property.Option;
import io.weir.engine.node.Rule;
import io.weir.engine.node.Status;
import io.weir.nodes.support.Helps;
import io.weir.nodes.support.NodeFuture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs a command of the machine. */
public final class ExecNode implements Node {
  /** Commands that a node runs at a time; each has two threads, and buffers. */
  private static final int MOST_PROCESSES = 100;

  static final Status KILLED = Status.of("red", "dot", "killed");

  private static final Property<String> COMMAND = text("command").label("Command").defaultsTo("");
  private static final Property<String> ADD =
      text("addpay")
          .label("Append property")
          .hint("A property of the message, such as payload. Empty: none.")
          .defaultsTo("")
          .ifAbsent("payload")
          .readAs(true, "payload")
          .readAs(false, "");
  private static final Property<String> APPEND = text("append").label("Append text").defaultsTo("");
  private static final Property<String> MODE =
      choice(
              "useSpawn",
              new Option("false", "when the command is complete", "exec: in a shell."),
              new Option("true", "while the command is running", "spawn: without a shell."))
          .label("Output")
          .defaultsTo("false")
          // Nothing but the text counts, as in Node-RED.
          .readAs(true, "false");
  private static final Property<Double> TIMER =
      number("timer")
          .label("Ends after")
          .with("unit", "s")
          .hint("Empty: never.")
          .defaultsTo("")
          .storedAsText()
          .rule(Rule.atLeast(0));
  private static final Property<Boolean> OLD_CODE =
      flag("oldrc").label("Return code as before Node-RED 0.17").defaultsTo(false).more();
  private static final Property<Boolean> HIDES =
      flag("winHide").label("Hide the window, on Windows").defaultsTo(false).more();

  /**
   * The type.
   *
   * @param mostBytes what a command may say in exec mode, on each of its two outputs
   */
  public static NodeType type(int mostBytes) {
    return NodeType.named("exec")
        .category(Category.FUNCTION)
        .kind(Kind.CODE)
        .color("darksalmon")
        .icon("cog.svg")
        .purpose("Run a command")
        .summary("{command}")
        .synonyms("shell", "command", "process", "spawn", "bash", "script", "system")
        .inputs(1)
        .outputs(3)
        .outputLabels("stdout", "stderr", "return code")
        .help(Helps.of(ExecNode.class, "exec"))
        .properties(COMMAND, ADD, APPEND, MODE, TIMER, OLD_CODE, HIDES)
        .create((config, context) -> new ExecNode(config, context, mostBytes));
  }

  private final NodeContext context;
  private final int mostBytes;
  private final CommandLine line;
  private final boolean isSpawn;
  private final long timeoutMillis;
  private final boolean isOldCode;
  private final Set<String> hidden;
  private final Map<String, Running> running = new LinkedHashMap<>();

  private record Running(ChildProcess process, CommandRun run) {}

  private ExecNode(NodeConfig config, NodeContext context, int mostBytes) {
    this.context = context;
    this.mostBytes = mostBytes;
    line =
        new CommandLine(
            config.get(COMMAND).strip(), property(config.get(ADD)), config.get(APPEND).strip());
    isSpawn = config.get(MODE).equals("true");
    double seconds = config.get(TIMER);
    timeoutMillis = seconds > 0 ? Math.round(seconds * 1_000) : 0;
    isOldCode = config.get(OLD_CODE);
    // What is hidden from flows is hidden from what they run, too.
    hidden =
        System.getenv().keySet().stream()
            .filter(name -> context.env(name) == Undefined.VALUE)
            .collect(Collectors.toUnmodifiableSet());
  }

  private static @Nullable PropertyPath property(String path) {
    return path.isEmpty() ? null : PropertyPath.ofMessage(path);
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    if (message.has("kill")) {
      kill(message);
      return Node.done();
    }
    if (running.size() >= MOST_PROCESSES) {
      throw new NodeException("more than " + MOST_PROCESSES + " commands at a time");
    }
    String command = line.of(message);
    CommandRun run =
        isSpawn
            ? new SpawnRun(context, message, out, command, isOldCode)
            : new ShellRun(context, message, out, command, isOldCode, mostBytes);
    ChildProcess process;
    try {
      process = ChildProcess.start(run.command(), hidden, run.sink());
    } catch (IOException e) {
      run.notStarted(e);
      return run.handling();
    }
    run.started(process);
    String pid = String.valueOf(process.pid());
    running.put(pid, new Running(process, run));
    context.status(Status.of("blue", "dot", "pid:" + pid));
    NodeContext.Timer limit =
        timeoutMillis == 0
            ? null
            : context.after(timeoutMillis, () -> kill(process, Signal.SIGTERM));
    process.begin();
    return run.handling()
        .onComplete(
            ended -> {
              running.remove(pid);
              if (limit != null) {
                limit.cancel();
              }
            });
  }

  private void kill(Message message) {
    Signal signal = Signal.of(message.get("kill"));
    Running meant =
        message.has("pid")
            ? running.get(Values.toText(message.get("pid")))
            : running.size() == 1 ? running.values().iterator().next() : null;
    if (meant != null) {
      kill(meant.process(), signal);
      context.status(KILLED);
    }
  }

  private void kill(ChildProcess process, Signal signal) {
    try {
      process.kill(signal);
    } catch (IOException e) {
      context.error(new NodeException(String.valueOf(e.getMessage())), null);
    }
  }

  @Override
  public Future<Void> stop(boolean removed) {
    List<CompletableFuture<Void>> ending = new ArrayList<>();
    for (Running each : List.copyOf(running.values())) {
      ending.add(each.process().end());
      each.run().drop();
    }
    CompletableFuture<Void> all = CompletableFuture.allOf(ending.toArray(CompletableFuture[]::new));
    context.status(Status.NONE);
    return ending.isEmpty() ? Node.done() : NodeFuture.of(context, Future.fromCompletionStage(all));
  }
}
