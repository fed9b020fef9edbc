package io.weir.nodes.exec;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.Message;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Status;
import java.io.IOException;
import java.util.List;

/** A command without a shell; what it says is sent as it says it. */
final class SpawnRun extends CommandRun {
  private final List<String> words;
  private final SpawnSink sink;

  /**
   * A run.
   *
   * @throws NodeException if there is nothing to run
   */
  SpawnRun(NodeContext context, Message message, Outputs out, String line, boolean isOldCode) {
    super(context, message, out, isOldCode);
    words = CommandLine.words(line);
    if (words.isEmpty()) {
      throw new NodeException("the command line is empty");
    }
    sink = new SpawnSink(context, this::said, this::ended);
  }

  @Override
  List<String> command() {
    return words;
  }

  @Override
  ChildProcess.Sink sink() {
    return sink;
  }

  @Override
  void started(ChildProcess process) {
    // All that it does is heard of by the sink.
  }

  @Override
  void notStarted(IOException why) {
    ended(new ChildProcess.Exit(code(why), null));
  }

  private void said(boolean isError, Buffer chunk) {
    out.send(isError ? 1 : 0, message.with("payload", value(chunk)));
  }

  private void ended(ChildProcess.Exit exit) {
    context.status(status(exit));
    Message last =
        message.with("payload", isOldCode ? exit.code() : result(exit.code(), null, exit.signal()));
    out.send(2, last);
    done(last);
  }

  private static Status status(ChildProcess.Exit exit) {
    if (exit.code() == null) {
      return ExecNode.KILLED;
    }
    return Status.of(exit.code() < 0 ? "red" : "yellow", "dot", "rc:" + exit.code());
  }
}
