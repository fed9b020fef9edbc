package io.weir.broker.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * One time that a session had a subscription, from its first SUBSCRIBE until its UNSUBSCRIBE. Each
 * of the two takes effect at some moment between being sent and being answered.
 */
final class Subscribed {
  private static final class Grant {
    final int qos;
    final long askedAt;
    long grantedAt = Message.NEVER;

    Grant(int qos, long askedAt) {
      this.qos = qos;
      this.askedAt = askedAt;
    }
  }

  private final List<Grant> grants = new ArrayList<>();
  private long endAskedAt = Message.NEVER;
  private long endedAt = Message.NEVER;

  void ask(int qos, long now) {
    grants.add(new Grant(qos, now));
  }

  void granted(long now) {
    grants.get(grants.size() - 1).grantedAt = now;
  }

  void askEnd(long now) {
    endAskedAt = Math.min(endAskedAt, now);
  }

  void ended(long now) {
    endedAt = Math.min(endedAt, now);
  }

  boolean isGivenUp() {
    return endAskedAt != Message.NEVER;
  }

  /** The least QoS that a message is owed with, or -1 if it may have missed this subscription. */
  int certainQos(Message message) {
    long from = grants.stream().mapToLong(grant -> grant.grantedAt).min().orElse(Message.NEVER);
    if (from > message.sentAt || endAskedAt <= message.takenAt) {
      return -1;
    }
    int least = 2;
    for (int i = 0; i < grants.size(); i++) {
      least = isInForce(i, message) ? Math.min(least, grants.get(i).qos) : least;
    }
    return least;
  }

  /**
   * The greatest QoS that a message may come with, or -1 if it can't have met this subscription.
   */
  int possibleQos(Message message) {
    if (endedAt < message.sentAt) {
      return -1;
    }
    int greatest = -1;
    for (int i = 0; i < grants.size(); i++) {
      greatest = isInForce(i, message) ? Math.max(greatest, grants.get(i).qos) : greatest;
    }
    return greatest;
  }

  /** Whether the message may have been routed while this grant counted. */
  private boolean isInForce(int index, Message message) {
    boolean isReplacedBefore =
        index + 1 < grants.size() && grants.get(index + 1).grantedAt < message.sentAt;
    return grants.get(index).askedAt <= message.takenAt && !isReplacedBefore;
  }
}
