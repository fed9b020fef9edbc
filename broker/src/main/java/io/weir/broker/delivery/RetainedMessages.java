package io.weir.broker.delivery;

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
import java.util.function.Consumer;
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

  private final Node root = new Node();
  private final RetainedStore store;
  private final ReentrantLock writing = new ReentrantLock();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final long lifeMillis;

  /**
   * Starts with what was kept.
   *
   * @param store where changes are noted
   * @param life of publications that have no expiry of their own; zero is for ever
   */
  public RetainedMessages(RetainedStore store, List<StoredRetained> kept, Duration life) {
    this.store = store;
    this.lifeMillis = life.toMillis();
    kept.forEach(one -> change(one.publication().topic(), one));
  }

  public int count() {
    return count.get();
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
   * @mqtt [MQTT-3.3.1-5] [MQTT-3.3.1-6] [MQTT-3.3.1-7]
   */
  public void take(Publication publication, @Nullable ClientIdentity source) {
    StoredRetained taken =
        publication.payloadLength() == 0
            ? null
            : new StoredRetained(publication, source, System.currentTimeMillis());
    writing.lock();
    try {
      change(publication.topic(), taken);
      // The broker's own figures are out of date with its end.
      if (!isFigure(publication)) {
        store.note(
            taken == null
                ? new Change.RetainedRemoved(publication.topic())
                : new Change.Retained(taken));
      }
    } finally {
      writing.unlock();
    }
  }

  /** The broker's own, which it publishes again only when they have changed. */
  private static boolean isFigure(Publication publication) {
    return publication.topic().startsWith("$SYS/");
  }

  private void change(String topic, @Nullable StoredRetained kept) {
    List<String> levels = TopicFilter.split(topic);
    change(root, levels, 0, kept);
  }

  /** Returns whether the node is of no more use. */
  private boolean change(
      Node node, List<String> levels, int depth, @Nullable StoredRetained value) {
    if (depth == levels.size()) {
      StoredRetained before = node.kept;
      count.addAndGet((value == null ? 0 : 1) - (before == null ? 0 : 1));
      bytes.addAndGet(weight(value) - weight(before));
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
      }
      if (change(child, levels, depth + 1, value)) {
        node.children.remove(level);
      }
    }
    return node.kept == null && node.children.isEmpty();
  }

  private static int weight(@Nullable StoredRetained kept) {
    return kept == null ? 0 : kept.publication().weight();
  }

  /** Calls back with each retained publication that matches and has not expired. */
  public void matching(TopicFilter filter, Consumer<StoredRetained> found) {
    long now = System.currentTimeMillis();
    new Walk(filter.levels(), kept -> visit(kept, now, found, ignored -> {})).from(root, 0);
  }

  /** Forgets what has expired. */
  public void removeExpired() {
    long now = System.currentTimeMillis();
    new Walk(List.of("#"), kept -> visit(kept, now, ignored -> {}, this::removeIfSame))
        .from(root, 0);
  }

  private void visit(
      StoredRetained kept,
      long now,
      Consumer<StoredRetained> found,
      Consumer<StoredRetained> expired) {
    Publication publication = kept.publication();
    boolean isOver =
        publication.properties().messageExpirySeconds() >= 0
            ? publication.isExpired()
            : lifeMillis > 0 && now - kept.keptAt() >= lifeMillis && !isFigure(publication);
    (isOver ? expired : found).accept(kept);
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

  private record Walk(List<String> levels, Consumer<StoredRetained> found) {

    void from(Node node, int depth) {
      if (depth == levels.size()) {
        visit(node);
        return;
      }
      String level = levels.get(depth);
      if (level.equals("#")) {
        everythingUnder(node, depth == 0);
      } else if (level.equals("+")) {
        for (Map.Entry<String, Node> child : node.children.entrySet()) {
          if (depth > 0 || !child.getKey().startsWith("$")) {
            from(child.getValue(), depth + 1);
          }
        }
      } else {
        Node child = node.children.get(level);
        if (child != null) {
          from(child, depth + 1);
        }
      }
    }

    private void everythingUnder(Node node, boolean isRoot) {
      visit(node);
      for (Map.Entry<String, Node> child : node.children.entrySet()) {
        // A wildcard in the first level doesn't match a topic that begins with $. [MQTT-4.7.2-1]
        if (!isRoot || !child.getKey().startsWith("$")) {
          everythingUnder(child.getValue(), false);
        }
      }
    }

    private void visit(Node node) {
      StoredRetained kept = node.kept;
      if (kept != null) {
        found.accept(kept);
      }
    }
  }
}
