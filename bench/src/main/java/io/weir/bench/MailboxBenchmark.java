package io.weir.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.engine.flow.FlowReader;
import io.weir.engine.message.Message;
import io.weir.engine.node.Expressions;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeCatalog;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodePack;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Outputs;
import io.weir.engine.runtime.FlowRuntime;
import io.weir.engine.runtime.RuntimeOptions;
import io.weir.engine.store.Credentials;
import io.weir.engine.store.FileFlowStore;
import io.weir.engine.store.MemoryContextStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to hand a message to a flow from outside, and to pass it along a wire inside. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MailboxBenchmark {
  private static final int MESSAGES = 1_000;
  private static final int HOPS = 10;

  private final Vertx vertx = Vertx.vertx();
  private final Message message = Message.ofPayload(5);
  private volatile NodeContext first;
  private volatile CountDownLatch arrived = new CountDownLatch(0);
  private FlowRuntime runtime;

  /** Starts a flow: a chain of nodes that pass on, and one that counts. */
  @Setup(Level.Trial)
  public void start() throws Exception {
    NodeType pass =
        NodeType.named("pass")
            .create(
                (config, context) -> {
                  if (context.id().equals("n0")) {
                    first = context;
                  }
                  return new Node() {
                    @Override
                    public Future<Void> receive(Message received, Outputs out) {
                      out.send(received);
                      return Node.done();
                    }
                  };
                });
    NodeType count =
        NodeType.named("count")
            .create(
                (config, context) ->
                    new Node() {
                      @Override
                      public Future<Void> receive(Message received, Outputs out) {
                        arrived.countDown();
                        return Node.done();
                      }
                    });
    StringBuilder flows = new StringBuilder("[{\"id\":\"t\",\"type\":\"tab\"}");
    for (int i = 0; i < HOPS; i++) {
      flows.append(
          ",{\"id\":\"n%d\",\"type\":\"pass\",\"z\":\"t\",\"x\":1,\"y\":1,\"wires\":[[\"n%d\"]]}"
              .formatted(i, i + 1));
    }
    flows.append(",{\"id\":\"n%d\",\"type\":\"count\",\"z\":\"t\",\"x\":1,\"y\":1}]".formatted(HOPS));
    Path folder = Files.createTempDirectory("weir-bench");
    Expressions none =
        text -> {
          throw new IllegalStateException("no expressions here");
        };
    runtime =
        new FlowRuntime(
            vertx,
            NodeCatalog.of(List.of(new Pack(List.of(pass, count)))),
            new FileFlowStore(folder.resolve("flows.json")),
            new MemoryContextStore(),
            new Credentials(folder.resolve("c.json"), folder.resolve("r.json"), "secret"),
            none,
            RuntimeOptions.defaults());
    wait(runtime.start());
    wait(runtime.deploy(FlowReader.read(flows.toString()), null));
  }

  private static <T> void wait(Future<T> future) throws Exception {
    future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  /** Stops it. */
  @TearDown(Level.Trial)
  public void stop() throws Exception {
    wait(runtime.stop());
    wait(vertx.close());
  }

  /** A thousand messages from another thread through a chain of ten hops; time for each message. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void tenHops() throws InterruptedException {
    CountDownLatch all = new CountDownLatch(MESSAGES);
    arrived = all;
    for (int i = 0; i < MESSAGES; i++) {
      first.deliver(message);
    }
    if (!all.await(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("messages were lost");
    }
  }

  private record Pack(List<NodeType> types) implements NodePack {
    @Override
    public String module() {
      return "bench";
    }

    @Override
    public String version() {
      return "1";
    }
  }
}
