package io.weir.nodes.exec;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.Message;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.Outputs;
import io.weir.nodes.support.Utf8Text;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A command on its way, and the message that it runs for.
 *
 * @threads the node's context
 */
abstract class CommandRun {
  private static final Pattern NUMBER = Pattern.compile("error=(\\d+)");

  /** The system's number for a file that isn't there. */
  private static final int NO_FILE = 2;

  final NodeContext context;
  final Message message;
  final Outputs out;
  final boolean isOldCode;
  private final Promise<Void> handling = Promise.promise();

  CommandRun(NodeContext context, Message message, Outputs out, boolean isOldCode) {
    this.context = context;
    this.message = message;
    this.out = out;
    this.isOldCode = isOldCode;
  }

  /** The words of the command. */
  abstract List<String> command();

  /** What takes its output. */
  abstract ChildProcess.Sink sink();

  /** The process has started. */
  abstract void started(ChildProcess process);

  /** The process could not be started. */
  abstract void notStarted(IOException why);

  /** Completes when the node is done with the message. */
  Future<Void> handling() {
    return handling.future();
  }

  /** Nobody waits for the command any more. */
  void drop() {
    handling.tryFail(NodeException.dropped());
  }

  void done(Message left) {
    out.leaveAs(left);
    handling.tryComplete();
  }

  /** Text if it is that, else the bytes. */
  static Object value(Buffer output) {
    String text = Utf8Text.of(output);
    return text == null ? output : text;
  }

  static Map<String, @Nullable Object> result(
      @Nullable Object code, @Nullable String text, @Nullable String signal) {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("code", code);
    if (text != null) {
      result.put("message", text);
    }
    if (signal != null) {
      result.put("signal", signal);
    }
    return result;
  }

  /** The system's number for what was wrong, negative, as Node.js has it. */
  static int code(IOException why) {
    Matcher number = NUMBER.matcher(String.valueOf(why.getMessage()));
    return number.find() ? -Integer.parseInt(number.group(1)) : -NO_FILE;
  }
}
