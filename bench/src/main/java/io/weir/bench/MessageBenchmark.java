package io.weir.bench;

import io.weir.engine.message.Draft;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import io.weir.engine.message.PropertyPath;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to make, read and change a message. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MessageBenchmark {
  private static final String[] NAMES = {"_msgid", "topic", "payload", "qos", "retain"};

  private final Message message =
      Message.ofPayload(Map.of("temperature", 21.5, "values", List.of(1, 2, 3)))
          .with("topic", "a/b");
  private final PropertyPath deep = PropertyPath.of("payload.values[1]");
  private final String json = MessageJson.text(message.properties());

  /** As mqtt in makes one. */
  @Benchmark
  public Message make() {
    return Message.ofArrays(NAMES, new Object[] {"0123456789abcdef", "a/b", "21.5", 0L, false});
  }

  /** One property replaced, the rest shared. */
  @Benchmark
  public Message with() {
    return message.with("payload", 5L);
  }

  /** A value deep inside. */
  @Benchmark
  public Object get() {
    return message.get(deep);
  }

  /** A value deep inside changed, what is beside it shared. */
  @Benchmark
  public Message draft() {
    Draft draft = message.edit();
    draft.set(deep, 7L);
    return draft.seal();
  }

  /** To text. */
  @Benchmark
  public String write() {
    return MessageJson.text(message.properties());
  }

  /** From text. */
  @Benchmark
  public Object read() {
    return MessageJson.parse(json);
  }
}
