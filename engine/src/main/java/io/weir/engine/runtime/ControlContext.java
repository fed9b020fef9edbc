package io.weir.engine.runtime;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * Where changes of what runs happen: one after the other, on one context. Were a tab deployed from
 * another tab's context, Vert.x would take it for that tab's child and undeploy both together.
 *
 * @threads any
 */
final class ControlContext {
  private final Vertx vertx;
  private final Context context;
  // A change waits for the one before it: the chain's last link. Guarded by this.
  private Future<?> lastChange = Future.succeededFuture();

  ControlContext(Vertx vertx) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
  }

  /** Makes a change once all before it are done, however they ended. */
  <T> Future<T> inTurn(Supplier<Future<T>> change) {
    Promise<T> result = Promise.promise();
    Future<?> before;
    synchronized (this) {
      before = lastChange;
      lastChange = result.future();
    }
    before.onComplete(
        ignored ->
            context.runOnContext(
                turn -> {
                  try {
                    change.get().onComplete(result);
                  } catch (RuntimeException e) {
                    result.fail(e);
                  }
                }));
    return result.future();
  }

  /** The same future, completing on this context. */
  <T> Future<T> here(Future<T> future) {
    Promise<T> promise = Promise.promise();
    future.onComplete(result -> context.runOnContext(turn -> promise.handle(result)));
    return promise.future();
  }

  /** Does something that blocks elsewhere; the result arrives on this context. */
  <T> Future<T> blocking(Callable<T> action) {
    return here(vertx.executeBlocking(action));
  }

  /** Runs something on this context. */
  void run(Runnable action) {
    context.runOnContext(turn -> action.run());
  }
}
