package io.weir.nodes.sequence;

import io.vertx.core.Future;
import io.weir.nodes.support.Waiting;

/**
 * The end of a stream so far, which waits for what it goes on with, and the messages that it came
 * in.
 *
 * @param <T> text or Buffer
 */
final class Tail<T> {
  /**
   * Messages that aren't dealt with as long as their piece waits. Small pieces without a separator
   * may be many more; then the oldest count as dealt with.
   */
  private static final int MOST_WAITING = 1_000;

  private final T nothing;
  private final Waiting waiting = new Waiting();
  private T value;

  Tail(T nothing) {
    this.nothing = nothing;
    value = nothing;
  }

  T value() {
    return value;
  }

  /** Another end of the stream waits. */
  void keep(T piece) {
    value = piece;
  }

  /** The message that the end came in waits with it. */
  Future<Void> await() {
    if (waiting.size() == MOST_WAITING) {
      waiting.completeFirst();
    }
    return waiting.add();
  }

  /** What waited was sent. */
  void sent() {
    value = nothing;
    waiting.complete();
  }

  /** What waits won't be sent. */
  void drop() {
    value = nothing;
    waiting.drop();
  }
}
