package io.weir.broker.delivery;

import io.weir.broker.Limits.MemoryLimits;
import io.weir.broker.auth.ClientIdentity;
import io.weir.broker.packet.Publication;
import io.weir.broker.store.Change;
import io.weir.broker.store.RetainedStore;
import io.weir.broker.store.StoredRetained;
import io.weir.broker.topic.TopicFilter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The last retained publication of each topic, level by level.
 *
 * @threads any: writers take turns, readers never wait
 * @mqtt 5.0 §3.3.1.3
 */
public final class RetainedMessages {
  private static final class Node {
    private final Map<String, Node> children = new ConcurrentHashMap<>(4);
    private volatile @Nullable StoredRetained kept;
  }

  /** What a level of a topic takes that no other topic shares, beside its text. */
  private static final int NODE_BYTES = 200;

  private final Node root = new Node();
  private final RetainedStore store;
  private final HeldBytes held;
  private final ReentrantLock writing = new ReentrantLock();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private MemoryLimits limits;
  private volatile long lifeMillis;

  /**
   * Starts with what was kept, however much it is.
   *
   * @param store where changes are noted
   * @param life of publications that have no expiry of their own; zero is for ever
   * @param held what the broker holds in all
   */
  public RetainedMessages(
      RetainedStore store,
      List<StoredRetained> kept,
      Duration life,
      MemoryLimits limits,
      HeldBytes held) {
    this.store = store;
    this.lifeMillis = life.toMillis();
    this.limits = limits;
    this.held = held;
    kept.forEach(one -> change(one.publication().topic(), one));
  }

  public int count() {
    return count.get();
  }

  /** Other bounds, and another life for all that have no expiry of their own, from here on. */
  public void change(Duration newLife, MemoryLimits newLimits) {
    writing.lock();
    try {
      lifeMillis = newLife.toMillis();
      limits = newLimits;
    } finally {
      writing.unlock();
    }
  }

  /** Roughly what they take, in bytes. */
  public long heldBytes() {
    return bytes.get();
  }

  /**
   * Takes a publication with the retain flag: it replaces the topic's, or removes it if it has no
   * payload.
   *
   * @param source whose rights to publish there count when it is delivered; null if nobody's do
   * @return false if there is no room for it, and everything is as it was
   * @mqtt [MQTT-3.3.1-5] [MQTT-3.3.1-6] [MQTT-3.3.1-7]
   */
  public boolean take(Publication publication, @Nullable ClientIdentity source) {
    StoredRetained taken =
        publication.payloadLength() == 0
            ? null
            : new StoredRetained(publication, source, System.currentTimeMillis());
    writing.lock();
    try {
      if (taken != null && !isFigure(publication) && !hasRoomFor(publication)) {
        return false;
      }
      change(publication.topic(), taken);
      // The broker's own figures are out of date with its end.
      if (!isFigure(publication)) {
        store.note(
            taken == null
                ? new Change.RetainedRemoved(publication.topic())
                : new Change.Retained(taken));
      }
      return true;
    } finally {
      writing.unlock();
    }
  }

  /** The broker's own, which it publishes again only when they have changed. */
  private static boolean isFigure(Publication publication) {
    return publication.topic().startsWith("$SYS/");
  }

  /** A topic's message may always be replaced by one that is no larger. */
  private boolean hasRoomFor(Publication publication) {
    StoredRetained present = find(publication.topic());
    if (present == null && count.get() >= limits.maxRetained()) {
      return false;
    }
    int more = publication.weight() - weight(present);
    return more <= 0 || (bytes.get() + more <= limits.maxRetainedBytes() && !held.isFull());
  }

  private void change(String topic, @Nullable StoredRetained kept) {
    List<String> levels = TopicFilter.split(topic);
    change(root, levels, 0, kept);
  }

  private void count(long more) {
    bytes.addAndGet(more);
    held.add(more);
  }

  /** Returns whether the node is of no more use. */
  private boolean change(
      Node node, List<String> levels, int depth, @Nullable StoredRetained value) {
    if (depth == levels.size()) {
      StoredRetained before = node.kept;
      count.addAndGet((value == null ? 0 : 1) - (before == null ? 0 : 1));
      count(weight(value) - weight(before));
      node.kept = value;
    } else {
      String level = levels.get(depth);
      Node child = node.children.get(level);
      if (child == null) {
        if (value == null) {
          return false;
        }
        child = new Node();
        node.children.put(level, child);
        count(NODE_BYTES + level.length());
      }
      if (change(child, levels, depth + 1, value)) {
        node.children.remove(level);
        count(-NODE_BYTES - level.length());
      }
    }
    return node.kept == null && node.children.isEmpty();
  }

  private static int weight(@Nullable StoredRetained kept) {
    return kept == null ? 0 : kept.publication().weight();
  }

  /**
   * Calls back with each retained publication that matches and has not expired.
   *
   * @param found returns whether it wants more of them
   */
  public void matching(TopicFilter filter, Predicate<StoredRetained> found) {
    long now = System.currentTimeMillis();
    new Walk(filter.levels(), kept -> isOver(kept, now) || found.test(kept)).from(root, 0);
  }

  /** Forgets what has expired. */
  public void removeExpired() {
    long now = System.currentTimeMillis();
    new Walk(
            List.of("#"),
            kept -> {
              if (isOver(kept, now)) {
                removeIfSame(kept);
              }
              return true;
            })
        .from(root, 0);
  }

  private boolean isOver(StoredRetained kept, long now) {
    Publication publication = kept.publication();
    return publication.properties().messageExpirySeconds() >= 0
        ? publication.isExpired()
        : lifeMillis > 0 && now - kept.keptAt() >= lifeMillis && !isFigure(publication);
  }

  private void removeIfSame(StoredRetained expired) {
    String topic = expired.publication().topic();
    writing.lock();
    try {
      if (expired.equals(find(topic))) {
        change(topic, null);
        store.note(new Change.RetainedRemoved(topic));
      }
    } finally {
      writing.unlock();
    }
  }

  private @Nullable StoredRetained find(String topic) {
    Node node = root;
    for (String level : TopicFilter.split(topic)) {
      node = node.children.get(level);
      if (node == null) {
        return null;
      }
    }
    return node.kept;
  }

  /** Goes through the tree; each step returns whether to go on. */
  private record Walk(List<String> levels, Predicate<StoredRetained> found) {

    boolean from(Node node, int depth) {
      if (depth == levels.size()) {
        return visit(node);
      }
      String level = levels.get(depth);
      if (level.equals("#")) {
        return everythingUnder(node, depth == 0);
      }
      if (!level.equals("+")) {
        Node child = node.children.get(level);
        return child == null || from(child, depth + 1);
      }
      for (Map.Entry<String, Node> child : node.children.entrySet()) {
        boolean matches = depth > 0 || !child.getKey().startsWith("$");
        if (matches && !from(child.getValue(), depth + 1)) {
          return false;
        }
      }
      return true;
    }

    private boolean everythingUnder(Node node, boolean isRoot) {
      if (!visit(node)) {
        return false;
      }
      for (Map.Entry<String, Node> child : node.children.entrySet()) {
        // A wildcard in the first level doesn't match a topic that begins with $. [MQTT-4.7.2-1]
        boolean matches = !isRoot || !child.getKey().startsWith("$");
        if (matches && !everythingUnder(child.getValue(), false)) {
          return false;
        }
      }
      return true;
    }

    private boolean visit(Node node) {
      StoredRetained kept = node.kept;
      return kept == null || found.test(kept);
    }
  }
}
