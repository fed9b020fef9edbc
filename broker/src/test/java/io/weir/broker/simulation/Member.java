package io.weir.broker.simulation;

import io.weir.broker.simulation.ExpectedWill.Fate;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the broker should know of a client: whether there is a session, and its will. */
final class Member {
  /** An expiry that never comes. */
  static final int FOR_EVER = Integer.MAX_VALUE;

  enum Presence {
    ABSENT,
    PRESENT,
    UNKNOWN
  }

  final Device device;

  private boolean hasSession;
  private boolean isUncertain;
  private int expirySeconds;
  private long keptUntil = Long.MAX_VALUE;
  private boolean isConfirmed = true;
  private @Nullable ExpectedWill will;

  Member(Device device) {
    this.device = device;
  }

  /** Whether a connection may only begin anew, since nobody can say which session there is. */
  boolean mustStartClean() {
    return isUncertain;
  }

  /** What a CONNECT with clean start 0 that is answered now should have found. */
  Presence presence() {
    if (isUncertain) {
      return Presence.UNKNOWN;
    }
    if (!hasSession) {
      return Presence.ABSENT;
    }
    return System.nanoTime() < keptUntil ? Presence.PRESENT : Presence.UNKNOWN;
  }

  /** Whether there is surely a session that still waits for its client. */
  boolean isExpectedBack() {
    return !device.isConnected() && hasSession && !isUncertain && keptUntil == Long.MAX_VALUE;
  }

  boolean isInForce() {
    return device.isConnected() || isExpectedBack();
  }

  /** A CONNECT is sent. */
  void connecting() {
    if (will != null) {
      will.suspend();
    }
  }

  /**
   * A connection was accepted.
   *
   * @param wasConnected whether it took over from another
   */
  void connected(Device.Manner manner, boolean wasConnected) {
    if (wasConnected && expirySeconds == 0) {
      hasSession = false;
    }
    Presence before = presence();
    boolean goesOn = !manner.cleanStart();
    Presence expected = goesOn ? before : Presence.ABSENT;
    if (expected != Presence.UNKNOWN && device.isPresent() != (expected == Presence.PRESENT)) {
      throw new AssertionError(
          device.id + " was told session present " + device.isPresent() + " but is " + expected);
    }
    settleWill(goesOn && expirySeconds > 0, expected, wasConnected);
    hasSession = true;
    isUncertain = false;
    isConfirmed = false;
    expirySeconds = manner.expirySeconds();
    keptUntil = Long.MAX_VALUE;
    will = manner.will();
  }

  private void settleWill(boolean goesOn, Presence expected, boolean wasConnected) {
    ExpectedWill before = will;
    if (before == null) {
      return;
    }
    before.resume();
    if (before.fate == Fate.OPEN || before.fate == Fate.CANCELLED) {
      return;
    }
    if (wasConnected) {
      if (goesOn && before.delaySeconds > 0) {
        before.cancel();
      } else {
        before.due(0);
      }
    } else if (before.isPending()) {
      if (!goesOn) {
        // Its session is over: now, if its delay is not.
        before.dueAt = 0;
      } else if (expected == Presence.PRESENT && System.nanoTime() < before.dueAt) {
        before.cancel();
      } else if (before.dueAt > 0) {
        before.fate = Fate.OPEN;
      }
    }
  }

  /** The connection ended other than by a goodbye. */
  void lost() {
    keepWhileAway();
    ExpectedWill left = will;
    if (left != null && left.fate == Fate.KEPT) {
      left.due(TimeUnit.SECONDS.toNanos(Math.min(left.delaySeconds, expirySeconds)));
    }
  }

  /** The client, or the broker that stops, said goodbye. */
  void left() {
    keepWhileAway();
    ExpectedWill left = will;
    if (left != null && left.fate == Fate.KEPT) {
      left.fate = Fate.CANCELLED;
    }
  }

  private void keepWhileAway() {
    if (expirySeconds == 0) {
      hasSession = false;
    } else if (expirySeconds != FOR_EVER) {
      keptUntil = System.nanoTime() + TimeUnit.SECONDS.toNanos(expirySeconds);
    }
  }

  /** Nobody knows how far the broker has come with a CONNECT. */
  void connectCutOff(Device.Manner manner) {
    isUncertain = true;
    if (will != null) {
      will.resume();
      will.mayBeForgottenOrRepeated();
    }
    if (manner.will() != null) {
      manner.will().fate = Fate.OPEN;
    }
    will = null;
  }

  /** The session is to end with the connection, as its client says in its goodbye. */
  void endsWithConnection() {
    expirySeconds = 0;
  }

  /** The store knows the session as it is. */
  void confirmed() {
    isConfirmed = true;
  }

  /**
   * The broker went without a goodbye, and its latest notes with it.
   *
   * @param isEverythingNoted whether the store had caught up
   */
  void crashed(boolean isEverythingNoted, boolean wasConnected) {
    if (!isEverythingNoted && !isConfirmed) {
      isUncertain = true;
    }
    if (wasConnected) {
      lost();
    }
    ExpectedWill left = will;
    if (!isEverythingNoted && left != null) {
      left.mayBeForgottenOrRepeated();
    }
  }
}
