package io.weir.nodes.exec;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.node.NodeContext;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Hands on what a command says as it says it; the command waits while the flow can't keep up. */
final class SpawnSink implements ChildProcess.Sink {
  /** Chunks that were read, but not yet taken by the tab. */
  private static final int MOST_IN_HAND = 8;

  private final NodeContext node;
  private final BiConsumer<Boolean, Buffer> said;
  private final Consumer<ChildProcess.Exit> whenEnded;
  private final Semaphore room = new Semaphore(MOST_IN_HAND);

  /**
   * A sink.
   *
   * @param said takes a chunk, and whether it came from the standard error, on the node's context
   * @param whenEnded called at the end, on the node's context
   */
  SpawnSink(
      NodeContext node, BiConsumer<Boolean, Buffer> said, Consumer<ChildProcess.Exit> whenEnded) {
    this.node = node;
    this.said = said;
    this.whenEnded = whenEnded;
  }

  @Override
  public void take(boolean isError, Buffer chunk) throws InterruptedException {
    room.acquire();
    if (node.isCongested()) {
      CountDownLatch relief = new CountDownLatch(1);
      node.whenRelieved(relief::countDown);
      relief.await();
    }
    node.execute(
        () -> {
          room.release();
          said.accept(isError, chunk);
        });
  }

  @Override
  public void ended(ChildProcess.Exit exit) {
    node.execute(() -> whenEnded.accept(exit));
  }
}
