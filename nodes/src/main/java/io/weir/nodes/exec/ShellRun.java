package io.weir.nodes.exec;

import io.weir.engine.message.Message;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Status;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A command in a shell; what it says is sent when it has ended. */
final class ShellRun extends CommandRun {
  private final String line;
  private final ShellSink sink;
  private @Nullable ChildProcess process;

  ShellRun(
      NodeContext context,
      Message message,
      Outputs out,
      String line,
      boolean isOldCode,
      int mostBytes) {
    super(context, message, out, isOldCode);
    this.line = line;
    sink =
        new ShellSink(
            mostBytes,
            () -> context.execute(this::stop),
            (output, exit) -> context.execute(() -> ended(output, exit)));
  }

  @Override
  List<String> command() {
    return CommandLine.inShell(line);
  }

  @Override
  ChildProcess.Sink sink() {
    return sink;
  }

  @Override
  void started(ChildProcess started) {
    process = started;
  }

  @Override
  void notStarted(IOException why) {
    ended(sink, new ChildProcess.Exit(code(why), null));
  }

  private void stop() {
    if (process == null) {
      return;
    }
    try {
      process.kill(Signal.SIGTERM);
    } catch (IOException e) {
      context.error(new NodeException(String.valueOf(e.getMessage())), null);
    }
  }

  private void ended(ShellSink output, ChildProcess.Exit exit) {
    Map<String, @Nullable Object> result = result(output, exit);
    Message first = message.with("payload", value(output.out()));
    Message third = result == null ? null : first.with("payload", result);
    Message second =
        output.error().length() == 0 ? null : message.with("payload", value(output.error()));
    if (result != null) {
      first = first.with("rc", result);
      second = second == null ? null : second.with("rc", result);
    }
    context.status(status(result));
    out.sendAll(
        List.of(
            List.of(first),
            second == null ? List.of() : List.of(second),
            third == null ? List.of() : List.of(third)));
    done(first);
  }

  /** What goes to the third output; null for nothing. */
  private @Nullable Map<String, @Nullable Object> result(ShellSink output, ChildProcess.Exit exit) {
    if (output.overflowing() != null) {
      return result(
          "ERR_CHILD_PROCESS_STDIO_MAXBUFFER",
          output.overflowing() + " maxBuffer length exceeded",
          null);
    }
    if (exit.code() != null && exit.code() == 0) {
      return isOldCode ? null : result(0L, null, null);
    }
    return result(exit.code(), "Command failed: " + line + "\n" + output.error(), exit.signal());
  }

  private static Status status(@Nullable Map<String, @Nullable Object> result) {
    if (result == null) {
      return Status.NONE;
    }
    Object code = result.get("code");
    if (code == null) {
      return ExecNode.KILLED;
    }
    return result.containsKey("message")
        ? Status.of("red", "dot", "error:" + Values.toText(code))
        : Status.NONE;
  }
}
