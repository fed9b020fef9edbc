package io.weir.nodes.support;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Messages that a node deals with one after another, although one may take a while: the next is
 * taken up when the one before is dealt with.
 *
 * @threads the node's
 */
public final class InTurn {
  private record Turn(Supplier<Future<Void>> work, Promise<Void> end) {}

  private final String nodeType;
  private final int mostWaiting;
  private final Deque<Turn> waiting = new ArrayDeque<>();
  private boolean isBusy;
  private @Nullable Promise<Void> idle;

  /**
   * Nothing is being dealt with.
   *
   * @param nodeType for the error if too many messages wait
   * @param mostWaiting messages that may wait for their turn
   */
  public InTurn(String nodeType, int mostWaiting) {
    this.nodeType = nodeType;
    this.mostWaiting = mostWaiting;
  }

  /**
   * Takes a message: at once if no other is being dealt with.
   *
   * @param work deals with the message; completes on the node's context
   * @return what the work gives
   * @throws NodeException if too many messages wait
   */
  public Future<Void> take(Supplier<Future<Void>> work) {
    if (!isBusy) {
      return begin(work);
    }
    if (waiting.size() >= mostWaiting) {
      throw new NodeException("too many pending messages in " + nodeType + " node");
    }
    Turn turn = new Turn(work, Promise.promise());
    waiting.add(turn);
    return turn.end.future();
  }

  private Future<Void> begin(Supplier<Future<Void>> work) {
    Future<Void> handling = work.get();
    if (!handling.isComplete()) {
      isBusy = true;
      handling.onComplete(done -> next());
    }
    return handling;
  }

  private void next() {
    isBusy = false;
    while (!isBusy && !waiting.isEmpty()) {
      Turn turn = waiting.remove();
      try {
        begin(turn.work).onComplete(turn.end);
      } catch (RuntimeException e) {
        turn.end.fail(e);
      }
    }
    Promise<Void> ended = idle;
    if (!isBusy && ended != null) {
      ended.tryComplete();
    }
  }

  /** Those that wait for their turn won't get one; nothing comes of them. */
  public void drop() {
    while (!waiting.isEmpty()) {
      waiting.remove().end.fail(NodeException.dropped());
    }
  }

  /** Completes when all that were taken are dealt with. */
  public Future<Void> drained() {
    if (!isBusy) {
      return Node.done();
    }
    Promise<Void> ended = idle == null ? Promise.promise() : idle;
    idle = ended;
    return ended.future();
  }
}
