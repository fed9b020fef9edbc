package io.weir.broker.lane;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.weir.broker.loop.BrokerLoop;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;

/**
 * A loop that runs on the thread of the test and only when told to, so that what happens depends on
 * nothing but the input. Its timers never fire.
 */
final class TestContext {
  private static final int MAX_TASKS = 1_000_000;

  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final BrokerLoop loop;

  TestContext() {
    Vertx vertx = proxy(Vertx.class, (self, method, arguments) -> vertxCall(method.getName()));
    Context context =
        proxy(
            Context.class,
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "owner" -> vertx;
                  case "runOnContext" -> later(arguments[0]);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
    loop = new BrokerLoop(0, context);
  }

  private static Object vertxCall(String name) {
    return switch (name) {
      case "setPeriodic" -> 1L;
      case "cancelTimer" -> true;
      default -> throw new UnsupportedOperationException(name);
    };
  }

  private static <T> T proxy(Class<T> type, InvocationHandler calls) {
    return type.cast(
        Proxy.newProxyInstance(TestContext.class.getClassLoader(), new Class<?>[] {type}, calls));
  }

  @SuppressWarnings("unchecked")
  private Object later(Object handler) {
    tasks.add(() -> ((Handler<Object>) handler).handle(null));
    return null;
  }

  BrokerLoop loop() {
    return loop;
  }

  /** Runs what was put off, and what that puts off. */
  void runTasks() {
    for (int i = 0; i < MAX_TASKS; i++) {
      Runnable task = tasks.poll();
      if (task == null) {
        return;
      }
      task.run();
    }
    throw new AssertionError("tasks that put off tasks without end");
  }
}
