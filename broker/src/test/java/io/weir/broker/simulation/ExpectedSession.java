package io.weir.broker.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a session has subscribed to, what it got, and whether it should have. */
final class ExpectedSession {
  private record Lane(String publisher, String topic, int qos) {}

  private final String clientId;
  private final Map<String, List<Subscribed>> subscriptions = new HashMap<>();
  private final Set<Message> received = new HashSet<>();
  private final Map<Lane, Integer> latest = new HashMap<>();

  ExpectedSession(String clientId) {
    this.clientId = clientId;
  }

  /** The subscription that a SUBSCRIBE makes or changes. */
  Subscribed subscribing(String filter, int qos, long now) {
    List<Subscribed> all = subscriptions.computeIfAbsent(filter, f -> new ArrayList<>());
    if (all.isEmpty() || all.get(all.size() - 1).isGivenUp()) {
      all.add(new Subscribed());
    }
    Subscribed subscribed = all.get(all.size() - 1);
    subscribed.ask(qos, now);
    return subscribed;
  }

  void unsubscribing(String filter, long now) {
    subscriptions.getOrDefault(filter, List.of()).forEach(each -> each.askEnd(now));
  }

  void unsubscribed(String filter, long now) {
    subscriptions.getOrDefault(filter, List.of()).forEach(each -> each.ended(now));
  }

  /**
   * Takes a delivery, a second one of QoS 2 under the same id left out.
   *
   * @param isRepeated whether it is flagged as sent before
   */
  void receives(Message message, int qos, boolean isRepeated) {
    int possible = possibleQos(message);
    if (possible < 0) {
      throw new AssertionError(clientId + " has no subscription for " + message);
    }
    if (qos > Math.min(possible, message.qos)) {
      throw new AssertionError(clientId + " got with QoS " + qos + " " + message);
    }
    boolean isFirst = received.add(message);
    // One of QoS 1 may have been sent twice by its publisher, who saw no answer.
    boolean isOnlyOnce = qos == 2 || (message.qos != 1 && !isRepeated);
    if (!isFirst && isOnlyOnce) {
      throw new AssertionError(clientId + " got a second time " + message);
    }
    if (isFirst) {
      Integer before = latest.put(new Lane(message.publisher, message.topic, qos), message.number);
      if (before != null && before > message.number) {
        throw new AssertionError(clientId + " got after number " + before + " " + message);
      }
    }
  }

  boolean lacks(Message message) {
    return !received.contains(message)
        && message.takenAt != Message.NEVER
        && Math.min(message.qos, certainQos(message)) > 0;
  }

  private int certainQos(Message message) {
    int greatest = -1;
    for (Map.Entry<String, List<Subscribed>> entry : subscriptions.entrySet()) {
      if (matches(entry.getKey(), message.topic)) {
        for (Subscribed each : entry.getValue()) {
          greatest = Math.max(greatest, each.certainQos(message));
        }
      }
    }
    return greatest;
  }

  private int possibleQos(Message message) {
    int greatest = -1;
    for (Map.Entry<String, List<Subscribed>> entry : subscriptions.entrySet()) {
      if (matches(entry.getKey(), message.topic)) {
        for (Subscribed each : entry.getValue()) {
          greatest = Math.max(greatest, each.possibleQos(message));
        }
      }
    }
    return greatest;
  }

  /** A matcher of its own, so that the broker's is not tested by itself. */
  static boolean matches(String filter, String topic) {
    String pattern = filter.replace("+", "[^/]*").replace("/#", "(/.*)?").replace("#", ".*");
    return topic.matches(pattern);
  }
}
