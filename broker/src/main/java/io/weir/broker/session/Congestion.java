package io.weir.broker.session;

import io.weir.broker.BrokerEvent.LimitReached;
import io.weir.broker.delivery.HeldBytes;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.Qos;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of publications for a session whose queue is full, or that the broker has little
 * memory left for, and of those who publish them.
 *
 * <p>A session that is away goes without the newcomer. One that is connected takes it and makes the
 * publisher wait, unless that would be in vain: its client has acknowledged nothing for long, or
 * the broker holds far too much and its client waits itself.
 *
 * @threads the session's loop, except where noted
 */
final class Congestion {
  private final Session session;
  private final SessionQueue queue;
  private List<Runnable> waiting = List.of();
  private @Nullable StallCheck stall;
  private boolean hasReported;
  private volatile boolean isShortOfMemory;

  /** None yet. */
  Congestion(Session session, SessionQueue queue) {
    this.session = session;
    this.queue = queue;
  }

  private HeldBytes held() {
    return session.services().held();
  }

  /**
   * Whether a newcomer has to go.
   *
   * @param outlet of the connection, or null if there is none
   */
  boolean refuses(Publication newcomer, Qos qos, @Nullable Outlet outlet) {
    boolean isShort = isShortFor(newcomer);
    boolean refuses =
        queue.isOverfull() || ((isShort || queue.isFull()) && isHopeless(qos, outlet));
    if (refuses) {
      report(isShort);
    }
    return refuses;
  }

  /**
   * The same for a retained message that a subscription asks for. Room is made for all that the
   * broker retains beyond the queue's bound, but not for the same again and again.
   */
  boolean refusesRetained(Publication newcomer) {
    boolean isShort = isShortFor(newcomer);
    boolean refuses = isShort || queue.isOverfullBy(session.services().retained().count());
    if (refuses) {
      report(isShort);
    }
    return refuses;
  }

  private boolean isShortFor(Publication newcomer) {
    return held().isBeyondShare(queue.bytes() + newcomer.weight());
  }

  private boolean isHopeless(Qos qos, @Nullable Outlet outlet) {
    return outlet == null
        || isStalled()
        || qos == Qos.AT_MOST_ONCE
        || (outlet.isWaiting() && held().isOverfull());
  }

  private boolean isStalled() {
    return stall != null && stall.isStalled();
  }

  private void report(boolean isShort) {
    if (!hasReported) {
      hasReported = true;
      session
          .services()
          .events()
          .accept(
              new LimitReached(
                  isShort ? "memory.maxBytes" : "session.maxQueued",
                  session.clientId(),
                  queue.size() + " publications wait"));
    }
  }

  /** Whether the publisher of what has just been added to the queue is to wait. */
  boolean makesWait(@Nullable Outlet outlet) {
    boolean isShort = held().isBeyondShare(queue.bytes());
    if (outlet == null || !(isShort || queue.isFull())) {
      return false;
    }
    if (isShort) {
      isShortOfMemory = true;
    }
    if (outlet.isWaiting()) {
      return false;
    }
    if (stall == null) {
      stall = new StallCheck(session, this::letGo);
    }
    stall.start();
    return true;
  }

  /**
   * Whether so much waits for a client which is connected that more is to be refused once the
   * broker holds far too much.
   *
   * @threads any
   */
  boolean refusesMore() {
    return isShortOfMemory;
  }

  /** Calls back when there is room again, or waiting is in vain. */
  void whenRoom(Runnable callback, @Nullable Outlet outlet) {
    if (outlet == null || isStalled() || hasRoomAgain()) {
      callback.run();
      return;
    }
    if (waiting.isEmpty()) {
      waiting = new ArrayList<>(2);
    }
    waiting.add(callback);
  }

  boolean isAwaited() {
    return !waiting.isEmpty();
  }

  private boolean hasRoomAgain() {
    return queue.hasRoomAgain() && !held().isBeyondShare(queue.bytes());
  }

  /** The queue may have become shorter. */
  void look() {
    if (hasRoomAgain()) {
      hasReported = false;
      end();
    }
  }

  /** The client has taken a step. */
  void progressed() {
    if (stall != null) {
      stall.progressed();
    }
  }

  /** The client has acknowledged something, or is there anew. */
  void cleared() {
    if (stall != null) {
      stall.progressed();
      stall.clear();
    }
  }

  /** Nobody needs to wait any more. */
  void end() {
    if (stall != null) {
      stall.stop();
    }
    letGo();
  }

  private void letGo() {
    if (isShortOfMemory) {
      isShortOfMemory = false;
    }
    if (!waiting.isEmpty()) {
      List<Runnable> callbacks = waiting;
      waiting = List.of();
      callbacks.forEach(Runnable::run);
    }
  }
}
