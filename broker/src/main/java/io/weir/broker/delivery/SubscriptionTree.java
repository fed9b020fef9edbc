package io.weir.broker.delivery;

import io.weir.broker.topic.TopicFilter;
import io.weir.broker.topic.TopicName;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who subscribes to what, level by level: the one structure that all loops share.
 *
 * <p>Writers take turns; readers never wait, since children lie in concurrent maps and
 * subscriptions in arrays that are replaced rather than changed. Each change raises the generation,
 * by which caches notice that they are out of date.
 *
 * @threads any
 * @mqtt 5.0 §4.7
 */
public final class SubscriptionTree {
  /** Each of them is given each publication, so that more would multiply a flood by as much. */
  private static final int MAX_GROUPS = 1_000;

  private static final Subscription[] NONE = {};
  private static final SharedGroup[] NO_GROUPS = {};

  private static final class Node {
    private final Map<String, Node> children = new ConcurrentHashMap<>(4);
    private volatile Subscription[] subscriptions = NONE;
    private volatile SharedGroup[] groups = NO_GROUPS;

    boolean isEmpty() {
      return children.isEmpty() && subscriptions.length == 0 && groups.length == 0;
    }
  }

  private final Node root = new Node();
  private final ReentrantLock writing = new ReentrantLock();
  private final AtomicLong generation = new AtomicLong();
  private final AtomicInteger count = new AtomicInteger();

  /** Raised after each change. Read it before matching to know how fresh the matches are. */
  public long generation() {
    return generation.get();
  }

  /** How many subscriptions there are. */
  public int count() {
    return count.get();
  }

  /**
   * Adds a subscription, or replaces the session's earlier one with the same filter. In between,
   * nothing is lost. [MQTT-3.8.4-3]
   *
   * @return whether it is new
   */
  public boolean add(Subscription subscription) {
    writing.lock();
    try {
      Node node = root;
      for (String level : subscription.filter().levels()) {
        node = node.children.computeIfAbsent(level, ignored -> new Node());
      }
      boolean isNew =
          subscription.filter().isShared()
              ? addShared(node, subscription)
              : addOwn(node, subscription);
      count.addAndGet(isNew ? 1 : 0);
      generation.incrementAndGet();
      return isNew;
    } finally {
      writing.unlock();
    }
  }

  private static boolean addOwn(Node node, Subscription subscription) {
    Subscription[] before = node.subscriptions;
    node.subscriptions = with(before, subscription);
    return node.subscriptions.length > before.length;
  }

  private static boolean addShared(Node node, Subscription subscription) {
    String name = String.valueOf(subscription.filter().shareName());
    for (SharedGroup group : node.groups) {
      if (group.name().equals(name)) {
        Subscription[] before = group.members();
        group.members(with(before, subscription));
        return group.members().length > before.length;
      }
    }
    SharedGroup[] more = Arrays.copyOf(node.groups, node.groups.length + 1);
    more[more.length - 1] = new SharedGroup(name, subscription);
    node.groups = more;
    return true;
  }

  private static Subscription[] with(Subscription[] before, Subscription added) {
    for (int i = 0; i < before.length; i++) {
      if (before[i].subscriber() == added.subscriber()) {
        Subscription[] replaced = before.clone();
        replaced[i] = added;
        return replaced;
      }
    }
    Subscription[] more = Arrays.copyOf(before, before.length + 1);
    more[before.length] = added;
    return more;
  }

  /**
   * Removes a session's subscription.
   *
   * @return whether there was one
   */
  public boolean remove(Subscriber subscriber, TopicFilter filter) {
    writing.lock();
    try {
      boolean removed = remove(root, filter.levels(), 0, subscriber, filter.shareName());
      if (removed) {
        count.decrementAndGet();
        generation.incrementAndGet();
      }
      return removed;
    } finally {
      writing.unlock();
    }
  }

  private static boolean remove(
      Node node, List<String> levels, int depth, Subscriber subscriber, @Nullable String share) {
    if (depth == levels.size()) {
      return share == null ? removeOwn(node, subscriber) : removeShared(node, subscriber, share);
    }
    Node child = node.children.get(levels.get(depth));
    if (child == null) {
      return false;
    }
    boolean removed = remove(child, levels, depth + 1, subscriber, share);
    if (removed && child.isEmpty()) {
      node.children.remove(levels.get(depth));
    }
    return removed;
  }

  private static boolean removeOwn(Node node, Subscriber subscriber) {
    Subscription[] before = node.subscriptions;
    node.subscriptions = without(before, subscriber);
    return node.subscriptions.length < before.length;
  }

  private static boolean removeShared(Node node, Subscriber subscriber, String share) {
    for (SharedGroup group : node.groups) {
      if (group.name().equals(share)) {
        Subscription[] before = group.members();
        group.members(without(before, subscriber));
        if (group.members().length == 0) {
          node.groups =
              Arrays.stream(node.groups).filter(g -> g != group).toArray(SharedGroup[]::new);
        }
        return group.members().length < before.length;
      }
    }
    return false;
  }

  private static Subscription[] without(Subscription[] before, Subscriber subscriber) {
    return Arrays.stream(before)
        .filter(subscription -> subscription.subscriber() != subscriber)
        .toArray(Subscription[]::new);
  }

  /** Calls back with each subscription there is, those of the same levels one after the other. */
  public void forEach(Consumer<Subscription> found) {
    forEach(root, found);
  }

  private static void forEach(Node node, Consumer<Subscription> found) {
    for (Subscription subscription : node.subscriptions) {
      found.accept(subscription);
    }
    for (SharedGroup group : node.groups) {
      for (Subscription member : group.members()) {
        found.accept(member);
      }
    }
    node.children.values().forEach(child -> forEach(child, found));
  }

  /** Whether so many groups share these topics that there is no room for one more. */
  public boolean isCrowded(TopicFilter filter) {
    Node node = filter.isShared() ? node(filter) : null;
    return node != null && node.groups.length >= MAX_GROUPS && group(filter) == null;
  }

  private @Nullable Node node(TopicFilter filter) {
    Node node = root;
    for (String level : filter.levels()) {
      node = node.children.get(level);
      if (node == null) {
        return null;
      }
    }
    return node;
  }

  /** The group that shares a filter, or null if nobody does any more. */
  @Nullable SharedGroup group(TopicFilter filter) {
    Node node = node(filter);
    if (node == null) {
      return null;
    }
    for (SharedGroup group : node.groups) {
      if (group.name().equals(filter.shareName())) {
        return group;
      }
    }
    return null;
  }

  /** Makes caches look again, since a session has changed in a way that they hold. */
  public void touch() {
    generation.incrementAndGet();
  }

  /** Finds what matches a topic, each subscription and each group once. */
  void match(String topic, Consumer<Subscription> own, Consumer<SharedGroup> shared) {
    new Walk(TopicFilter.split(topic), own, shared).from(root, 0, TopicName.isReserved(topic));
  }

  private record Walk(
      List<String> levels, Consumer<Subscription> own, Consumer<SharedGroup> shared) {

    /** Wildcards in the first level don't match a topic that begins with $. [MQTT-4.7.2-1] */
    void from(Node node, int depth, boolean wildcardsOff) {
      if (!wildcardsOff) {
        // # matches the parent as well, so also when no level is left. [MQTT-4.7.1-2]
        visit(node.children.get("#"));
      }
      if (depth == levels.size()) {
        visit(node);
        return;
      }
      if (!wildcardsOff) {
        descend(node.children.get("+"), depth);
      }
      String level = levels.get(depth);
      // A level that looks like a wildcard can't come here: topic names have none.
      descend(node.children.get(level), depth);
    }

    private void descend(@Nullable Node child, int depth) {
      if (child != null) {
        from(child, depth + 1, false);
      }
    }

    private void visit(@Nullable Node node) {
      if (node == null) {
        return;
      }
      for (Subscription subscription : node.subscriptions) {
        own.accept(subscription);
      }
      for (SharedGroup group : node.groups) {
        shared.accept(group);
      }
    }
  }
}
