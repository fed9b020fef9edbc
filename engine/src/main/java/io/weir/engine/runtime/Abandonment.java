package io.weir.engine.runtime;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.engine.node.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The end of a flow whose thread doesn't come back: its nodes are stopped by another thread, so
 * that what they hold (ports, connections, commands) is free for those that take their place. The
 * node that the thread is in is left to it, and stopped if it comes back after all.
 *
 * <p>What the flow's thread did before that node's call is visible to others, by {@link
 * Mailbox#stuckNanos}; it does nothing to the other nodes any more.
 */
final class Abandonment {
  /** For nodes that wait for their flow to do something, which it never will. */
  private static final Duration LONGEST_STOP = Duration.ofSeconds(2);

  private final List<NodeSlot> others;
  private final @Nullable NodeSlot stuck;

  /**
   * Of a flow's nodes.
   *
   * @param stuck the one that the thread is in; null if it isn't known
   */
  Abandonment(List<NodeSlot> slots, @Nullable NodeSlot stuck) {
    this.others = slots.stream().filter(slot -> slot != stuck).toList();
    this.stuck = stuck;
  }

  /**
   * Tells sources what becomes of messages that they wait for. The one that the thread is in counts
   * as dealt with: sent again, it would do the same again. All others are lost, and the source's.
   *
   * @param stuckWith the lineage of the former; null if it has none
   */
  void handBack(@Nullable Lineage stuckWith) {
    if (stuckWith != null) {
      stuckWith.expire();
    }
    others.forEach(NodeSlot::lose);
  }

  /**
   * Stops all nodes but the one that the thread is in, config nodes last.
   *
   * @return done when they have stopped or had their time
   * @threads any
   */
  Future<Void> stopOthers(String flowId) {
    Promise<Void> done = Promise.promise();
    // A node may block here too.
    Thread thread =
        new Thread(
            () -> stop(false).compose(ordinary -> stop(true)).otherwiseEmpty().onComplete(done),
            "abandons-" + flowId);
    thread.setDaemon(true);
    thread.start();
    return done.future()
        .timeout(2 * LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)
        .otherwiseEmpty();
  }

  private Future<Void> stop(boolean config) {
    List<Future<Void>> stopping = new ArrayList<>();
    for (NodeSlot slot : others) {
      if (slot.spec().definition().isConfig() == config) {
        stopping.add(stop(slot));
      }
    }
    return Future.join(stopping).<Void>mapEmpty();
  }

  private static Future<Void> stop(NodeSlot slot) {
    try {
      Future<Void> stopping = slot.stop(false);
      if (stopping.isComplete()) {
        return Node.done();
      }
      return stopping
          .timeout(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)
          .onFailure(late -> slot.gone())
          .otherwiseEmpty();
    } catch (RejectedExecutionException noThread) {
      // It waits for its flow's thread, which was ended with the program.
      slot.gone();
      return Node.done();
    }
  }

  /**
   * The thread has come back.
   *
   * @threads the flow's
   */
  void stopStuck() {
    if (stuck != null) {
      stop(stuck);
    }
  }
}
