package io.weir.broker.delivery;

import io.weir.broker.packet.Publication;
import io.weir.broker.store.Change;
import io.weir.broker.store.RetainedStore;
import io.weir.broker.topic.TopicFilter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
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
    private volatile @Nullable Publication publication;
  }

  private final Node root = new Node();
  private final RetainedStore store;
  private final ReentrantLock writing = new ReentrantLock();
  private final AtomicInteger count = new AtomicInteger();

  /**
   * Starts with what was kept.
   *
   * @param store where changes are noted
   */
  public RetainedMessages(RetainedStore store, List<Publication> kept) {
    this.store = store;
    kept.forEach(publication -> change(publication.topic(), publication));
  }

  public int count() {
    return count.get();
  }

  /**
   * Takes a publication with the retain flag: it replaces the topic's, or removes it if it has no
   * payload.
   *
   * @mqtt [MQTT-3.3.1-5] [MQTT-3.3.1-6] [MQTT-3.3.1-7]
   */
  public void take(Publication publication) {
    writing.lock();
    try {
      boolean isRemoval = publication.payloadLength() == 0;
      change(publication.topic(), isRemoval ? null : publication);
      // The broker's own figures are out of date with its end.
      if (!publication.topic().startsWith("$SYS/")) {
        store.note(
            isRemoval
                ? new Change.RetainedRemoved(publication.topic())
                : new Change.Retained(publication));
      }
    } finally {
      writing.unlock();
    }
  }

  private void change(String topic, @Nullable Publication publication) {
    List<String> levels = TopicFilter.split(topic);
    change(root, levels, 0, publication);
  }

  /** Returns whether the node is of no more use. */
  private boolean change(Node node, List<String> levels, int depth, @Nullable Publication value) {
    if (depth == levels.size()) {
      count.addAndGet((value == null ? 0 : 1) - (node.publication == null ? 0 : 1));
      node.publication = value;
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
    return node.publication == null && node.children.isEmpty();
  }

  /** Calls back with each retained publication that matches and has not expired. */
  public void matching(TopicFilter filter, Consumer<Publication> found) {
    new Walk(filter.levels(), found).from(root, 0);
  }

  /** Forgets what has expired. */
  public void removeExpired() {
    new Walk(List.of("#"), ignored -> {}, this::removeIfSame).from(root, 0);
  }

  private void removeIfSame(Publication expired) {
    writing.lock();
    try {
      boolean[] isSame = new boolean[1];
      find(expired.topic(), found -> isSame[0] = found == expired);
      if (isSame[0]) {
        change(expired.topic(), null);
        store.note(new Change.RetainedRemoved(expired.topic()));
      }
    } finally {
      writing.unlock();
    }
  }

  private void find(String topic, Consumer<Publication> found) {
    Node node = root;
    for (String level : TopicFilter.split(topic)) {
      node = node.children.get(level);
      if (node == null) {
        return;
      }
    }
    if (node.publication != null) {
      found.accept(node.publication);
    }
  }

  private record Walk(
      List<String> levels, Consumer<Publication> found, Consumer<Publication> expired) {
    Walk(List<String> levels, Consumer<Publication> found) {
      this(levels, found, ignored -> {});
    }

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
      Publication publication = node.publication;
      if (publication != null) {
        (publication.isExpired() ? expired : found).accept(publication);
      }
    }
  }
}
