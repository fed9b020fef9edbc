package io.weir.broker.delivery;

import io.weir.broker.loop.BrokerLoop;
import io.weir.broker.topic.TopicFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the publications of one topic go, as seen from one loop at one generation of the tree.
 *
 * @threads any; immutable
 */
public final class Route {
  /** The part that another loop takes over. */
  record Elsewhere(BrokerLoop loop, List<Target> targets) {}

  private static final TopicFilter BRIDGE_STATE = TopicFilter.of("$SYS/broker/connection/+/state");
  private static final Target[] NOBODY = {};
  private static final Elsewhere[] NOWHERE = {};
  private static final SharedGroup[] NO_GROUPS = {};

  private final String topic;
  private final long generation;
  private final Target[] here;
  private final Elsewhere[] elsewhere;
  private final SharedGroup[] groups;
  private final boolean isServerOnly;

  private Route(
      String topic, long generation, Target[] here, Elsewhere[] elsewhere, SharedGroup[] groups) {
    this.topic = topic;
    this.generation = generation;
    this.here = here;
    this.elsewhere = elsewhere;
    this.groups = groups;
    this.isServerOnly = isServerOnly(topic);
  }

  /** As Mosquitto has it, but for the states that bridges publish. */
  private static boolean isServerOnly(String topic) {
    return topic.startsWith("$")
        && (topic.startsWith("$share")
            || (topic.startsWith("$SYS") && !BRIDGE_STATE.matches(topic)));
  }

  static Route find(String topic, SubscriptionTree tree, BrokerLoop home) {
    long generation = tree.generation();
    Map<Subscriber, List<Subscription>> merged = new LinkedHashMap<>();
    List<Target> targets = new ArrayList<>();
    List<SharedGroup> groups = new ArrayList<>();
    tree.match(
        topic,
        subscription -> {
          if (subscription.subscriber().mergesOverlaps()) {
            merged
                .computeIfAbsent(subscription.subscriber(), ignored -> new ArrayList<>(2))
                .add(subscription);
          } else {
            targets.add(Target.of(List.of(subscription)));
          }
        },
        groups::add);
    merged.values().forEach(subscriptions -> targets.add(Target.of(subscriptions)));
    return new Route(
        topic,
        generation,
        targetsOf(targets, home),
        elsewhere(targets, home),
        groups.isEmpty() ? NO_GROUPS : groups.toArray(SharedGroup[]::new));
  }

  private static Target[] targetsOf(List<Target> targets, BrokerLoop loop) {
    Target[] here =
        targets.stream().filter(t -> t.subscriber().loop() == loop).toArray(Target[]::new);
    return here.length == 0 ? NOBODY : here;
  }

  private static Elsewhere[] elsewhere(List<Target> targets, BrokerLoop home) {
    Map<BrokerLoop, List<Target>> byLoop = new LinkedHashMap<>();
    for (Target target : targets) {
      BrokerLoop loop = target.subscriber().loop();
      if (loop != home) {
        byLoop.computeIfAbsent(loop, ignored -> new ArrayList<>()).add(target);
      }
    }
    return byLoop.isEmpty()
        ? NOWHERE
        : byLoop.entrySet().stream()
            .map(e -> new Elsewhere(e.getKey(), List.copyOf(e.getValue())))
            .toArray(Elsewhere[]::new);
  }

  public String topic() {
    return topic;
  }

  /** Roughly what it takes in memory, in bytes. */
  int weight() {
    int targets = here.length + 4 * groups.length;
    for (Elsewhere there : elsewhere) {
      targets += there.targets().size();
    }
    return 150 + topic.length() + 120 * targets;
  }

  /** Whether only the broker itself publishes there, as in Mosquitto. */
  public boolean isServerOnly() {
    return isServerOnly;
  }

  /** Whether anybody here has to be owed it in the store; looks at all of them. */
  public boolean isKept() {
    for (Target target : here) {
      if (target.subscriber().isKept()) {
        return true;
      }
    }
    for (Elsewhere there : elsewhere) {
      if (there.targets().stream().anyMatch(target -> target.subscriber().isKept())) {
        return true;
      }
    }
    for (SharedGroup group : groups) {
      for (Subscription member : group.members()) {
        if (member.subscriber().isKept()) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether anybody here is owed so much that more is to be refused; looks at all of them. */
  public boolean isRefused() {
    for (Target target : here) {
      if (target.subscriber().refusesMore()) {
        return true;
      }
    }
    for (Elsewhere there : elsewhere) {
      if (there.targets().stream().anyMatch(target -> target.subscriber().refusesMore())) {
        return true;
      }
    }
    return false;
  }

  long generation() {
    return generation;
  }

  Target[] here() {
    return here;
  }

  Elsewhere[] elsewhere() {
    return elsewhere;
  }

  SharedGroup[] groups() {
    return groups;
  }
}
