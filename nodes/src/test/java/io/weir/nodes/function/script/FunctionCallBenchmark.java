package io.weir.nodes.function.script;

import io.weir.engine.message.Message;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.graalvm.polyglot.Engine;
import org.jspecify.annotations.Nullable;

/**
 * What a call of a function costs, conversion included. Run {@link #main} from the test class path;
 * docs/decisions/0005-script-engine.md has figures.
 */
final class FunctionCallBenchmark {
  private static final int ROUNDS = 12;

  private FunctionCallBenchmark() {}

  private static final class Result implements ScriptCall {
    @Nullable Object value;

    @Override
    public void send(@Nullable Object messages) {
      value = messages;
    }

    @Override
    public void done(@Nullable Object error, Supplier<@Nullable Message> asLeft) {}

    @Override
    public void returned(
        @Nullable Object returned, @Nullable Object messageId, Supplier<@Nullable Message> asLeft) {
      value = returned;
    }

    @Override
    public void failed(NodeException error, @Nullable Message message) {
      throw error;
    }
  }

  /** Prints CPU nanoseconds per call, the best of several rounds. */
  public static void main(String[] args) {
    NodeContext node =
        (NodeContext)
            Proxy.newProxyInstance(
                NodeContext.class.getClassLoader(),
                new Class<?>[] {NodeContext.class},
                (proxy, method, values) -> method.getReturnType() == String.class ? "bench" : null);
    Message small =
        Message.of(map("_msgid", "0123456789abcdef", "topic", "greenhouse/temp", "payload", 21L));
    Message object =
        small.with("payload", map("id", 7L, "name", "sensor", "value", 21.5, "ok", true));
    List<Object> items = new ArrayList<>();
    for (long i = 0; i < 1_000; i++) {
      items.add(map("id", i, "value", i * 1.5));
    }
    Message large = small.with("payload", items);
    try (Engine engine = Engine.create("js");
        Watchdog watchdog = new Watchdog(new HeapMemory())) {
      for (Object[] entry :
          new Object[][] {
            {"return msg", "return msg;", small, 200_000},
            {"payload * 2", "msg.payload = msg.payload * 2; return msg;", small, 200_000},
            {"new message", "return {payload: msg.payload + 1};", small, 100_000},
            {"object of 4", "msg.payload.value += 1; return msg;", object, 100_000},
            {"node.send", "node.send(msg);", small, 100_000},
            {"await", "await null; return msg;", small, 100_000},
            {"1000 items, untouched", "msg.topic = 'x'; return msg;", large, 50_000},
            {"1000 items, first read", "msg.topic = msg.payload[0].id; return msg;", large, 200},
          }) {
        measure(
            (String) entry[0],
            new GraalScript(
                engine,
                watchdog,
                new ScriptProgram(
                    "bench", 1, (String) entry[1], "", "", Map.of(), ScriptProgram.Limits.DEFAULT),
                node,
                Duration.ofSeconds(10)),
            (Message) entry[2],
            (Integer) entry[3]);
      }
    }
  }

  /** The CPU time of this thread: on a busy machine the clock says little. */
  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static Map<String, Object> map(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }

  private static void measure(String name, GraalScript script, Message message, int calls) {
    double best = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      Result last = new Result();
      long start = cpu();
      for (int i = 0; i < calls; i++) {
        script.call(message, last);
      }
      best = Math.min(best, (cpu() - start) / (double) calls);
      if (last.value == null) {
        throw new IllegalStateException(name + " gave no result");
      }
    }
    System.out.printf("%-24s %10.0f ns%n", name, best);
    script.close();
  }
}
