package io.weir.editor.broker;

import io.weir.editor.broker.BrokerView.Sighting;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The topics that carry messages, with the last one of each in short. Bounded: those that were
 * silent for longest go when there are too many.
 *
 * @threads any
 */
public final class TopicTree {
  /** Topics that are held. */
  public static final int MOST_TOPICS = 20_000;

  // A message may name as many levels as fit into 64 kB; nobody looks down so far.
  private static final int MOST_LEVELS = 64;

  private final int mostTopics;
  private final Branch root = new Branch(null, "");
  // Least recently changed first.
  private final Set<Branch> leaves = new LinkedHashSet<>();
  private long stamp;
  private boolean isCut;

  /** An empty tree. */
  public TopicTree() {
    this(MOST_TOPICS);
  }

  TopicTree(int mostTopics) {
    this.mostTopics = mostTopics;
  }

  /**
   * The last message of a topic.
   *
   * @param preview its payload in short
   * @param bytes the size of its payload
   * @param retained whether the broker keeps a message of the topic, be it this one or one before
   * @param count messages seen
   */
  public record Value(
      String preview,
      int bytes,
      int qos,
      boolean retained,
      @Nullable String clientId,
      long atMillis,
      long count) {}

  /**
   * A level of the tree.
   *
   * @param topic the whole topic down to here
   * @param topics how many topics are below that carry messages, this one not counted
   * @param value the last message of this very topic; null if it carries none
   * @param stamp rises with each change
   */
  public record Row(String name, String topic, int topics, @Nullable Value value, long stamp) {}

  /**
   * The levels below a topic.
   *
   * @param stamp what the tree's latest change has
   * @param wasPruned whether levels have gone since the change that was asked for
   */
  public record View(List<Row> rows, long stamp, boolean wasPruned) {}

  private static final class Branch {
    private final @Nullable Branch parent;
    private final String name;
    private final Map<String, Branch> children = new TreeMap<>();
    private @Nullable Value value;
    private int topics;
    private long stamp;
    private long pruned;

    Branch(@Nullable Branch parent, String name) {
      this.parent = parent;
      this.name = name;
    }

    String topic() {
      return parent == null || parent.parent == null ? name : parent.topic() + "/" + name;
    }
  }

  /** Notes a message. */
  public synchronized void seen(Sighting sighting, long nowMillis) {
    String[] levels = sighting.topic().split("/", -1);
    if (levels.length > MOST_LEVELS) {
      isCut = true;
      return;
    }
    Branch at = root;
    for (String level : levels) {
      Branch around = at;
      at = at.children.computeIfAbsent(level, name -> new Branch(around, name));
    }
    Value before = at.value;
    long count = before == null ? 0 : before.count();
    at.value =
        new Value(
            PayloadPreview.of(sighting.payload()),
            sighting.payload().length(),
            sighting.qos(),
            isRetained(sighting, before),
            sighting.clientId(),
            nowMillis,
            count + 1);
    at.stamp = ++stamp;
    leaves.remove(at);
    leaves.add(at);
    if (count == 0) {
      counted(at, 1);
      if (leaves.size() > mostTopics) {
        isCut = true;
        Iterator<Branch> oldest = leaves.iterator();
        Branch gone = oldest.next();
        oldest.remove();
        remove(gone);
      }
    }
  }

  /** Whether the broker keeps a message of the topic: this one, or still one from before. */
  private static boolean isRetained(Sighting sighting, @Nullable Value before) {
    return sighting.retained()
        ? sighting.payload().length() > 0
        : before != null && before.retained();
  }

  private void counted(Branch leaf, int by) {
    for (Branch above = leaf.parent; above != null; above = above.parent) {
      above.topics += by;
      above.stamp = stamp;
    }
  }

  private void remove(Branch leaf) {
    leaf.value = null;
    leaf.stamp = stamp;
    counted(leaf, -1);
    Branch at = leaf;
    while (at.parent != null && at.value == null && at.children.isEmpty()) {
      at.parent.children.remove(at.name);
      at.parent.pruned = stamp;
      at = at.parent;
    }
  }

  /**
   * The levels right below a topic that have changed.
   *
   * @param under the topic and a slash, which may be left out but for the topic that has no name;
   *     empty for the first levels
   * @param since the stamp of the last change that is known already; 0 for all
   */
  public synchronized View below(String under, long since) {
    Branch at = find(under);
    List<Row> rows = new ArrayList<>();
    if (at == null) {
      return new View(rows, stamp, since > 0);
    }
    boolean wasPruned = at.pruned > since;
    for (Branch child : at.children.values()) {
      if (wasPruned || child.stamp > since) {
        rows.add(new Row(child.name, child.topic(), child.topics, child.value, child.stamp));
      }
    }
    return new View(rows, stamp, wasPruned);
  }

  private @Nullable Branch find(String under) {
    if (under.isEmpty()) {
      return root;
    }
    Branch at = root;
    String topic = under.endsWith("/") ? under.substring(0, under.length() - 1) : under;
    for (String level : topic.split("/", -1)) {
      at = at.children.get(level);
      if (at == null) {
        return null;
      }
    }
    return at;
  }

  /** Topics that are held. */
  public synchronized int size() {
    return leaves.size();
  }

  /** Whether there were topics that are not held, or not any more. */
  public synchronized boolean isCut() {
    return isCut;
  }
}
