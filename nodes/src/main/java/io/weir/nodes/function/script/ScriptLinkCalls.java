package io.weir.nodes.function.script;

import io.weir.engine.message.Message;
import io.weir.engine.node.LinkCalls;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import java.util.HashMap;
import java.util.Map;
import org.graalvm.polyglot.Value;

/**
 * The calls that a script made by {@code node.linkcall}, each with the promise that waits for its
 * answer.
 *
 * @threads the context of the node
 */
final class ScriptLinkCalls {
  private final NodeContext node;
  private final GraalScript script;
  private final Map<String, Waiting> waiting = new HashMap<>();

  private record Waiting(Value resolve, NodeContext.Timer timer) {}

  ScriptLinkCalls(NodeContext node, GraalScript script) {
    this.node = node;
    this.script = script;
  }

  /**
   * Sends a message to a link in node.
   *
   * @param target its id, or a name that is one node's alone
   * @param timeoutMillis how long to wait for an answer
   * @param resolve takes the answer
   * @param reject takes what went wrong, as text
   * @throws NodeException if there is no such node, or more than one
   */
  void call(String target, Message message, long timeoutMillis, Value resolve, Value reject) {
    LinkCalls links = node.links();
    String id = links.call(links.find(target), message).id();
    waiting.put(
        id,
        new Waiting(
            resolve,
            node.after(
                timeoutMillis,
                () -> {
                  if (waiting.remove(id) != null) {
                    script.later(() -> reject.executeVoid("timeout"));
                  }
                })));
  }

  /** An answer came; one that nobody waits for any more is dropped. */
  void answered(String callId, Message message) {
    Waiting call = waiting.remove(callId);
    if (call != null) {
      call.timer.cancel();
      script.later(() -> call.resolve.executeVoid(script.writer().write(message.properties())));
    }
  }

  /** Forgets all calls: their sandbox is gone. */
  void clear() {
    waiting.values().forEach(call -> call.timer.cancel());
    waiting.clear();
  }
}
