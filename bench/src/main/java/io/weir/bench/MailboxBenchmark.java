package io.weir.bench;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Outputs;
import io.weir.engine.runtime.RuntimeOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to hand a message to a flow from outside, and to pass it along wires inside. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MailboxBenchmark {
  private static final int MESSAGES = 1_000;
  private static final int HOPS = 10;

  private static final NodeType PASS =
      NodeType.named("pass")
          .create(
              (config, context) ->
                  new Node() {
                    @Override
                    public Future<Void> receive(Message message, Outputs out) {
                      out.send(message);
                      return Node.done();
                    }
                  });

  private final Message message = Message.ofPayload(5);
  private FlowHarness one;
  private FlowHarness ten;

  /** Whether what passes is recorded for those who may look, as it is by default. */
  @Param({"false", "true"})
  public boolean records;

  private FlowHarness chain(int hops) throws Exception {
    StringBuilder flows =
        new StringBuilder(
            "[{\"id\":\"t\",\"type\":\"tab\"},"
                + "{\"id\":\"e\",\"type\":\"entry\",\"z\":\"t\",\"x\":1,\"y\":1,\"wires\":[[\"n0\"]]}");
    for (int i = 0; i < hops; i++) {
      flows.append(
          ",{\"id\":\"n%d\",\"type\":\"pass\",\"z\":\"t\",\"x\":1,\"y\":1,\"wires\":[[\"n%d\"]]}"
              .formatted(i, i + 1));
    }
    flows.append(
        ",{\"id\":\"n%d\",\"type\":\"counter\",\"z\":\"t\",\"x\":1,\"y\":1}]".formatted(hops));
    return new FlowHarness(
        List.of(PASS), flows.toString(), RuntimeOptions.defaults().withRecording(records));
  }

  /** Starts the flows. */
  @Setup(Level.Trial)
  public void start() throws Exception {
    one = chain(1);
    ten = chain(HOPS);
  }

  /** Stops them. */
  @TearDown(Level.Trial)
  public void stop() throws Exception {
    one.close();
    ten.close();
  }

  /** From another thread through one node; time for each message. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void oneHop() throws InterruptedException {
    one.send(message, MESSAGES);
  }

  /** From another thread through ten nodes; time for each message. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void tenHops() throws InterruptedException {
    ten.send(message, MESSAGES);
  }
}
