package io.weir.nodes.support;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.engine.node.NodeException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Messages that a node has taken and isn't done with, oldest first. */
public final class Waiting {
  private final Deque<Promise<Void>> promises = new ArrayDeque<>();

  /** How many there are. */
  public int size() {
    return promises.size();
  }

  /** One more; the future completes when it is let go. */
  public Future<Void> add() {
    Promise<Void> promise = Promise.promise();
    promises.add(promise);
    return promise.future();
  }

  /** The oldest is dealt with. */
  public void completeFirst() {
    promises.remove().complete();
  }

  /** All are dealt with. */
  public void complete() {
    while (!promises.isEmpty()) {
      completeFirst();
    }
  }

  /** Nothing comes of any of them. */
  public void drop() {
    while (!promises.isEmpty()) {
      promises.remove().fail(NodeException.dropped());
    }
  }
}
