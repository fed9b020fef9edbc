package io.weir.engine.runtime;

import io.vertx.core.Context;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deliveries waiting on one tab's context, oldest first.
 *
 * <p>Entries from the tab's own thread go straight into a linked queue, without any
 * synchronisation. Entries from other threads are pushed on a stack by a single compare-and-set;
 * the tab takes the whole stack at once and turns it round. However many arrive while the tab is
 * busy, they cost one wake-up.
 *
 * <p>Bounded by what {@link #isCongested} tells to sources, which then hold back. Deliveries
 * between nodes of the tab itself are never refused: half of a flow's work would be lost in the
 * middle.
 *
 * @threads any for posting; taken out on the context alone
 */
final class Mailbox {
  /** Long enough to amortise a turn, short enough that timers and stops are not kept waiting. */
  private static final int DELIVERIES_PER_TURN = 256;

  /**
   * Waiting deliveries beyond which nothing more is taken from nodes: so many times what makes the
   * mailbox congested. A wire that leads back and doubles messages gets here, no honest flow does.
   */
  private static final int OVERFULL = 20;

  private static final VarHandle TAKEN;

  static {
    try {
      TAKEN = MethodHandles.lookup().findVarHandle(Mailbox.class, "taken", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final Logger log = LoggerFactory.getLogger(Mailbox.class);

  private final Context context;
  private final int congestedAbove;
  private final long congestedAboveBytes;

  private final AtomicReference<@Nullable Delivery> arrived = new AtomicReference<>();

  private volatile @Nullable Thread owner;
  // Written when it changes, so that the sizes themselves can be plain fields.
  private volatile boolean congested;
  private volatile boolean closed;
  private volatile boolean isAtWork;

  // Written by the owner with release, so that a watcher sees whether the tab gets on.
  @SuppressWarnings("UnusedVariable") // read and written by TAKEN
  private long taken;

  // Written before taken is, which makes them visible.
  private @Nullable NodeSlot inHand;
  private @Nullable Lineage lineageInHand;

  // The watcher's own: what it saw last, and since when.
  private long takenWhenSeen = -1;
  private long seenSinceNanos;

  // What to do if the thread comes back to a mailbox that was abandoned. Written before closed is.
  private @Nullable Runnable whenBack;

  // From here on: the context's thread alone.
  private @Nullable Delivery first;
  private @Nullable Delivery last;
  private boolean scheduled;
  // 0 between turns.
  private long turnBeganMillis;
  private int waiting;
  private long waitingBytes;
  private final List<Runnable> onRelief = new ArrayList<>();

  /**
   * A mailbox.
   *
   * @param context the tab's context
   * @param limit deliveries that may wait before sources are asked to hold back
   * @param byteLimit the same in bytes, as messages estimate them
   */
  Mailbox(Context context, int limit, long byteLimit) {
    this.context = context;
    this.congestedAbove = limit;
    this.congestedAboveBytes = byteLimit;
  }

  /** Puts an entry at the end. Dropped if the mailbox is closed. */
  void post(Delivery delivery) {
    if (closed) {
      delivery.lost();
      return;
    }
    if (Thread.currentThread() == owner) {
      append(delivery);
      if (!scheduled) {
        scheduled = true;
        context.runOnContext(ignored -> drain());
      }
      return;
    }
    Delivery head;
    do {
      head = arrived.get();
      delivery.pushOn(head);
    } while (!arrived.compareAndSet(head, delivery));
    if (closed) {
      loseArrived();
    } else if (head == null) {
      // The stack was empty, so nobody else has woken the tab for what is on it.
      context.runOnContext(ignored -> wake());
    }
  }

  private void append(Delivery delivery) {
    delivery.next = null;
    Delivery end = last;
    if (end == null) {
      first = delivery;
    } else {
      end.next = delivery;
    }
    last = delivery;
    waiting++;
    waitingBytes += delivery.bytes;
    if (!congested && isOver(congestedAbove, congestedAboveBytes)) {
      congested = true;
    }
  }

  /** Puts entries before all that wait. Owner only, in a turn. */
  void putFirst(List<Delivery> deliveries) {
    for (int i = deliveries.size() - 1; i >= 0; i--) {
      Delivery delivery = deliveries.get(i);
      delivery.next = first;
      first = delivery;
      if (last == null) {
        last = delivery;
      }
      waiting++;
      waitingBytes += delivery.bytes;
    }
    if (!congested && isOver(congestedAbove, congestedAboveBytes)) {
      congested = true;
    }
  }

  private boolean isOver(int limit, long byteLimit) {
    return waiting > limit || waitingBytes > byteLimit;
  }

  private void wake() {
    owner = Thread.currentThread();
    if (!scheduled) {
      scheduled = true;
      drain();
    }
  }

  private void takeArrived() {
    Delivery reversed;
    do {
      reversed = arrived.get();
      if (reversed != null
          && (waiting + reversed.countBelow > congestedAbove
              || waitingBytes + reversed.bytesBelow > congestedAboveBytes)) {
        // Said before the stack is empty: a source must not see neither the one nor the other.
        congested = true;
      }
    } while (!arrived.compareAndSet(reversed, null));
    Delivery oldest = null;
    while (reversed != null) {
      Delivery next = reversed.next;
      reversed.next = oldest;
      oldest = reversed;
      reversed = next;
    }
    while (oldest != null) {
      Delivery next = oldest.next;
      append(oldest);
      oldest = next;
    }
  }

  private void drain() {
    owner = Thread.currentThread();
    isAtWork = true;
    turnBeganMillis = System.currentTimeMillis();
    takeArrived();
    for (int i = 0; i < DELIVERIES_PER_TURN && !closed; i++) {
      Delivery next = first;
      if (next == null) {
        break;
      }
      first = next.next;
      if (first == null) {
        last = null;
      }
      waiting--;
      waitingBytes -= next.bytes;
      lineageInHand = next.lineage();
      turnTo(next.target());
      deliver(next);
    }
    lineageInHand = null;
    relieve();
    turnBeganMillis = 0;
    isAtWork = false;
    Runnable back = closed ? whenBack : null;
    if (back != null) {
      whenBack = null;
      back.run();
    }
    if (closed || (first == null && arrived.get() == null)) {
      scheduled = false;
      return;
    }
    // More to do: let timers and stops have their turn, then go on.
    context.runOnContext(ignored -> drain());
  }

  private static void deliver(Delivery delivery) {
    try {
      delivery.deliver();
    } catch (Throwable e) {
      // An action of ours failed; a node's own failures never get here.
      log.error("a task on a tab's context failed", e);
    }
  }

  /**
   * The tab gets on, to a delivery or to another part of one. Owner only.
   *
   * @param slot whose node is called next; null if none is
   */
  void turnTo(@Nullable NodeSlot slot) {
    inHand = slot;
    TAKEN.setRelease(this, taken + 1);
  }

  /**
   * How long the tab has been at the same delivery, or part of one.
   *
   * @return nanoseconds since a call of this method first saw it there; 0 if it gets on
   * @threads one watcher
   */
  long stuckNanos(long nowNanos) {
    long now = (long) TAKEN.getAcquire(this);
    if (!isAtWork || now != takenWhenSeen) {
      takenWhenSeen = isAtWork ? now : -1;
      seenSinceNanos = nowNanos;
      return 0;
    }
    return nowNanos - seenSinceNanos;
  }

  /** Whether the tab is busy with something. */
  boolean isAtWork() {
    return isAtWork;
  }

  /** The node that the tab is or was last busy with; null if none. */
  @Nullable NodeSlot inHand() {
    return inHand;
  }

  /**
   * The lineage of the message that the tab is busy with; null if it has none.
   *
   * @threads the watcher's, while the tab is stuck
   */
  @Nullable Lineage lineageInHand() {
    return lineageInHand;
  }

  /** Interrupts what the tab is at, if it still is at it. */
  void interrupt() {
    Thread worker = owner;
    if (worker != null && isAtWork) {
      worker.interrupt();
    }
  }

  /** Whether so much is waiting that nodes can't be allowed to add more. Owner only. */
  boolean isOverfull() {
    return waiting > (long) OVERFULL * congestedAbove;
  }

  /**
   * About what time it is, without asking the clock for each message: when the present turn began.
   * Owner only.
   *
   * @return milliseconds since 1970
   */
  long nowMillis() {
    long turn = turnBeganMillis;
    return turn == 0 ? System.currentTimeMillis() : turn;
  }

  /** Deliveries waiting. Owner only. */
  int waiting() {
    return waiting;
  }

  /** Whether more is waiting than should be. */
  boolean isCongested() {
    if (congested) {
      return true;
    }
    Delivery head = arrived.get();
    return head != null
        && (head.countBelow > congestedAbove || head.bytesBelow > congestedAboveBytes);
  }

  /** Runs an action once the mailbox is down to half of what makes it congested. */
  void whenRelieved(Runnable action) {
    post(
        new Delivery(
            () -> {
              if (congested) {
                onRelief.add(action);
              } else {
                action.run();
              }
            }));
  }

  private void relieve() {
    if (congested && !isOver(congestedAbove / 2, congestedAboveBytes / 2)) {
      congested = false;
      List<Runnable> actions = List.copyOf(onRelief);
      onRelief.clear();
      actions.forEach(Runnable::run);
    }
  }

  /** Whether nothing is taken any more. */
  boolean isClosed() {
    return closed;
  }

  /** Whether the calling thread is the one that the tab runs on. */
  boolean isOnContext() {
    return Thread.currentThread() == owner;
  }

  /**
   * Takes nothing any more. What is waiting is lost; the queue itself is left to a thread that may
   * never come back.
   *
   * @param whenBack what it is to do if it does
   * @threads the watcher's, while the tab is stuck
   */
  void abandon(Runnable whenBack) {
    this.whenBack = whenBack;
    closed = true;
    loseQueued();
    loseArrived();
  }

  /** Drops what is waiting and whatever comes. */
  void close() {
    closed = true;
    loseQueued();
    loseArrived();
    first = null;
    last = null;
    waiting = 0;
    waitingBytes = 0;
  }

  private void loseQueued() {
    for (Delivery each = first; each != null; each = each.next) {
      each.lost();
    }
  }

  private void loseArrived() {
    List<Delivery> newestFirst = new ArrayList<>();
    for (Delivery each = arrived.getAndSet(null); each != null; each = each.next) {
      newestFirst.add(each);
    }
    for (int i = newestFirst.size() - 1; i >= 0; i--) {
      newestFirst.get(i).lost();
    }
  }
}
