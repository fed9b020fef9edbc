package io.weir.broker.session;

import io.weir.broker.Limits.SessionLimits;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Publications waiting for a session, oldest first.
 *
 * <p>Bounded in number and bytes. The queue only says whether it is full; the session decides what
 * that means. The default of 1,000 means that a thousand absent sessions hold at most a million
 * references; the publications themselves are shared between sessions.
 *
 * @threads the session's loop
 */
final class SessionQueue {
  /**
   * What publishers may have sent already when they are told to wait: those on other loops hear of
   * it a turn later.
   */
  private static final int MAX_UNDER_WAY = 16_384;

  /** Of sessions that nothing has ever waited for, which are most; never written to. */
  private static final ArrayDeque<OutboundDelivery> NONE = new ArrayDeque<>(0);

  private ArrayDeque<OutboundDelivery> waiting = NONE;
  private SessionLimits limits;
  private long bytes;
  private int qos0;

  SessionQueue(SessionLimits limits) {
    this.limits = limits;
  }

  /** Other bounds from here on; what waits already stays. */
  void limits(SessionLimits newLimits) {
    limits = newLimits;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  int size() {
    return waiting.size();
  }

  long bytes() {
    return bytes;
  }

  /** At its bound, or over it where the session let it. */
  boolean isFull() {
    return waiting.size() >= limits.maxQueued() || bytes >= limits.maxQueuedBytes();
  }

  /** So far over its bound that nothing more goes in, whoever waits for room. */
  boolean isOverfull() {
    return waiting.size() - MAX_UNDER_WAY >= limits.maxQueued()
        || bytes / 2 >= limits.maxQueuedBytes();
  }

  /** The same where so many more are let in. */
  boolean isOverfullBy(int more) {
    return waiting.size() - MAX_UNDER_WAY >= (long) limits.maxQueued() + more;
  }

  /** Emptied enough for those who waited to go on; half, so that they do so in batches. */
  boolean hasRoomAgain() {
    return waiting.size() <= limits.maxQueued() / 2 && bytes <= limits.maxQueuedBytes() / 2;
  }

  /** Whether something of QoS 0 waits, which later ones must not overtake. */
  boolean holdsQos0() {
    return qos0 > 0;
  }

  void add(OutboundDelivery delivery) {
    if (waiting == NONE) {
      waiting = new ArrayDeque<>(4);
    }
    waiting.add(delivery);
    bytes += delivery.publication().weight();
    qos0 += delivery.qos().level() == 0 ? 1 : 0;
  }

  @Nullable OutboundDelivery poll() {
    OutboundDelivery delivery = waiting.poll();
    if (delivery != null) {
      bytes -= delivery.publication().weight();
      qos0 -= delivery.qos().level() == 0 ? 1 : 0;
    }
    return delivery;
  }

  /** The oldest, which stays. */
  @Nullable OutboundDelivery peek() {
    return waiting.peek();
  }

  /** Calls back with each, oldest first. */
  void forEach(Consumer<OutboundDelivery> found) {
    waiting.forEach(found);
  }

  void clear() {
    waiting = NONE;
    bytes = 0;
    qos0 = 0;
  }
}
