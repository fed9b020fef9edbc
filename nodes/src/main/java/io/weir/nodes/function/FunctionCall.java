package io.weir.nodes.function;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.engine.message.ErrorValue;
import io.weir.engine.message.Message;
import io.weir.engine.message.Undefined;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.Outputs;
import io.weir.nodes.function.script.ScriptCall;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One message in the hands of a function. */
final class FunctionCall implements ScriptCall {
  private final NodeContext context;
  private final FunctionResults results;
  private final Message message;
  private final Outputs out;
  private final boolean completesByItself;
  private boolean isComplete;
  private boolean hasFailed;
  private @Nullable Promise<Void> later;

  FunctionCall(
      NodeContext context,
      FunctionResults results,
      Message message,
      Outputs out,
      boolean completesByItself) {
    this.context = context;
    this.results = results;
    this.message = message;
    this.out = out;
    this.completesByItself = completesByItself;
  }

  Message message() {
    return message;
  }

  /** What the runtime should know: asked once, after the function was called. */
  Future<Void> outcome() {
    if (isComplete) {
      return Node.done();
    }
    if (hasFailed) {
      return Node.dropped();
    }
    Promise<Void> promise = Promise.promise();
    later = promise;
    return promise.future();
  }

  private void complete(Supplier<@Nullable Message> asLeft) {
    if (isComplete) {
      return;
    }
    isComplete = true;
    if (out.tellsCompletion()) {
      // The script may have changed it after it was sent.
      Message left = asLeft.get();
      if (left != null) {
        out.leaveAs(left);
      }
    }
    if (later != null) {
      later.tryComplete();
    }
  }

  @Override
  public void send(@Nullable Object messages) {
    results.send(messages, message.get(Message.ID), out);
  }

  @Override
  public void done(@Nullable Object error, Supplier<@Nullable Message> asLeft) {
    if (error == Undefined.VALUE || error == null) {
      complete(asLeft);
    } else {
      context.error(error, message);
    }
  }

  @Override
  public void returned(
      @Nullable Object value, @Nullable Object messageId, Supplier<@Nullable Message> asLeft) {
    results.send(value, messageId, out);
    if (completesByItself) {
      complete(asLeft);
    }
  }

  @Override
  public void failed(NodeException error, @Nullable Message asLeft) {
    Message failed = asLeft == null ? message : asLeft;
    // What went wrong stands in the message already when Catch nodes get it, so that they find it
    // as msg._error beside their own msg.error.
    context.error(
        error, error.value() instanceof ErrorValue value ? failed.with("error", value) : failed);
    // Catch nodes have been told; whoever waits for the end of the message need not wait on.
    hasFailed = true;
    if (later != null) {
      later.tryFail(NodeException.dropped());
    }
  }
}
