package io.weir.broker.delivery;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that share one filter under one name: each publication goes to one of them.
 *
 * <p>They take turns; a session without a connection gets one only if nobody is connected.
 *
 * @threads any
 * @mqtt 5.0 §4.8.2
 */
final class SharedGroup {
  private final String name;
  private final AtomicInteger turn = new AtomicInteger();
  private volatile Subscription[] members;

  SharedGroup(String name, Subscription first) {
    this.name = name;
    this.members = new Subscription[] {first};
  }

  String name() {
    return name;
  }

  Subscription[] members() {
    return members;
  }

  void members(Subscription[] newMembers) {
    members = newMembers;
  }

  /** The one whose turn it is, or null if the last has just left. */
  @Nullable Subscription next() {
    Subscription[] present = members;
    if (present.length == 0) {
      return null;
    }
    int start = Math.floorMod(turn.getAndIncrement(), present.length);
    for (int i = 0; i < present.length; i++) {
      Subscription candidate = present[(start + i) % present.length];
      if (candidate.subscriber().isConnected()) {
        return candidate;
      }
    }
    return present[start];
  }
}
