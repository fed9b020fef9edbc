package io.weir.engine.runtime;

import io.weir.engine.message.Message;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Messages for nodes of a flow that have stopped to start anew, oldest first. What comes meanwhile
 * from nodes that go on isn't lost, within a limit; more is dropped, and counted.
 *
 * @threads the flow's context, unless a method says otherwise
 */
final class HeldMessages {

  /** A message that waits for its node. Its delivery counts in the lineage still. */
  record Held(String nodeId, Message message, @Nullable Lineage lineage) {}

  private final int most;
  private final long mostBytes;
  private final Set<String> restarting = new HashSet<>();
  private final List<Held> held = new ArrayList<>();
  private long bytes;
  private int dropped;
  // For those who only look.
  private volatile boolean isHalfFull;

  /**
   * With nothing in it.
   *
   * @param most messages that are kept
   * @param mostBytes the same in bytes, as messages estimate them
   */
  HeldMessages(int most, long mostBytes) {
    this.most = most;
    this.mostBytes = mostBytes;
  }

  /** These nodes stop, and will start anew. */
  void begin(Collection<String> nodeIds) {
    restarting.addAll(nodeIds);
  }

  /** Whether a node has stopped and will start anew. */
  boolean isRestarting(String nodeId) {
    return restarting.contains(nodeId);
  }

  /**
   * Keeps a message.
   *
   * @return whether there was room
   */
  boolean keep(String nodeId, Message message, @Nullable Lineage lineage) {
    if (held.size() >= most || bytes > mostBytes) {
      dropped++;
      return false;
    }
    held.add(new Held(nodeId, message, lineage));
    bytes += message.estimatedBytes();
    isHalfFull = held.size() > most / 2 || bytes > mostBytes / 2;
    return true;
  }

  /** Whether sources should hold back. Any thread. */
  boolean isHalfFull() {
    return isHalfFull;
  }

  /** All nodes have started; gives what was kept, oldest first, and lets go of it. */
  List<Held> end() {
    List<Held> all = List.copyOf(held);
    restarting.clear();
    held.clear();
    bytes = 0;
    isHalfFull = false;
    return all;
  }

  /** How many have been dropped since the last time. */
  int takeDropped() {
    int count = dropped;
    dropped = 0;
    return count;
  }
}
