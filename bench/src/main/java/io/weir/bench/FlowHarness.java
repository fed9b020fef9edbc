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
import io.weir.engine.runtime.DeployType;
import io.weir.engine.runtime.FlowRuntime;
import io.weir.engine.runtime.RuntimeOptions;
import io.weir.engine.store.CredentialSecret;
import io.weir.engine.store.Credentials;
import io.weir.engine.store.FileFlowStore;
import io.weir.engine.store.NamedContextStore;
import io.weir.engine.store.NodeSetSettings;
import io.weir.engine.store.RuntimeSettings;
import io.weir.engine.store.Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A flow in a runtime, with an {@code entry} node that messages are handed to from outside and a
 * {@code counter} that says when all have arrived.
 */
final class FlowHarness {
  private final Vertx vertx = Vertx.vertx();
  private final FlowRuntime runtime;
  private volatile NodeContext entry;
  private volatile CountDownLatch arrived = new CountDownLatch(0);

  /**
   * Starts a flow.
   *
   * @param types the node types between entry and counter
   * @param flows the flow file, with a node of type {@code entry} and one of type {@code counter}
   */
  FlowHarness(List<NodeType> types, String flows) throws Exception {
    this(types, flows, RuntimeOptions.defaults());
  }

  /** The same with other options. */
  FlowHarness(List<NodeType> types, String flows, RuntimeOptions options) throws Exception {
    List<NodeType> all = new ArrayList<>(types);
    all.add(
        NodeType.named("entry")
            .create(
                (config, context) -> {
                  entry = context;
                  return new Node() {
                    @Override
                    public Future<Void> receive(Message message, Outputs out) {
                      out.send(message);
                      return Node.done();
                    }
                  };
                }));
    all.add(
        NodeType.named("counter")
            .create(
                (config, context) ->
                    new Node() {
                      @Override
                      public Future<Void> receive(Message message, Outputs out) {
                        arrived.countDown();
                        return Node.done();
                      }
                    }));
    Path folder = Files.createTempDirectory("weir-bench");
    RuntimeSettings settings = new RuntimeSettings(folder.resolve("r.json"));
    Expressions none =
        text -> {
          throw new IllegalStateException("no expressions here");
        };
    runtime =
        new FlowRuntime(
            vertx,
            NodeCatalog.of(List.of(new Pack(all))),
            new Stores(
                new FileFlowStore(folder.resolve("flows.json")),
                new Credentials(folder.resolve("c.json"), settings, CredentialSecret.of("secret")),
                NamedContextStore.inMemory(),
                settings,
                new NodeSetSettings(folder.resolve("n.json"))),
            none,
            options);
    await(runtime.start());
    await(runtime.deploy(FlowReader.read(flows), DeployType.FULL, null));
  }

  private static <T> void await(Future<T> future) throws Exception {
    future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  /** Sends a message so many times and waits until as many have arrived. */
  void send(Message message, int times) throws InterruptedException {
    CountDownLatch all = new CountDownLatch(times);
    arrived = all;
    for (int i = 0; i < times; i++) {
      entry.deliver(message);
    }
    if (!all.await(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException(all.getCount() + " messages were lost");
    }
  }

  void close() throws Exception {
    await(runtime.stop());
    await(vertx.close());
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
