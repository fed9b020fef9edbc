package io.weir.engine.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The way that a message takes, and all that comes of it.
 *
 * @threads any
 */
public final class Trace {
  /** Steps that are noted; a wire that leads back makes no end of them. */
  public static final int MOST_STEPS = 64;

  /** The output that a message came from which no wire brought: by an error or a completion. */
  public static final int NO_OUTPUT = -1;

  private record Sent(int step, int output) {}

  private final String messageId;
  private final String sourceId;
  private final long startedMillis = System.currentTimeMillis();
  private final long startNanos = System.nanoTime();

  // Guarded by this.
  private final List<Hop> hops = new ArrayList<>(4);
  // Who is about to receive what: deliveries between two nodes keep their order.
  private final Map<String, Queue<Sent>> expected = new HashMap<>(4);
  private boolean isCut;
  private int underWay;

  Trace(String messageId, String sourceId) {
    this.messageId = messageId;
    this.sourceId = sourceId;
  }

  /** The message's id. */
  public String messageId() {
    return messageId;
  }

  /** The node that the message came from. */
  public String sourceId() {
    return sourceId;
  }

  /** When it set out, in milliseconds since 1970. */
  public long startedMillis() {
    return startedMillis;
  }

  long startNanos() {
    return startNanos;
  }

  synchronized void begin() {
    underWay++;
  }

  /** The source has sent the message to these nodes. */
  public synchronized void sent(int output, List<String> targets) {
    expect(-1, output, targets);
  }

  void expect(int step, int output, List<String> targets) {
    if (hops.size() >= MOST_STEPS) {
      isCut = true;
      return;
    }
    for (String target : targets) {
      expected.computeIfAbsent(target, id -> new ArrayDeque<>(1)).add(new Sent(step, output));
    }
  }

  /** A node has begun with it; null if no more is noted. */
  public synchronized @Nullable Hop arrived(String nodeId) {
    if (hops.size() >= MOST_STEPS) {
      isCut = true;
      return null;
    }
    Queue<Sent> waiting = expected.get(nodeId);
    Sent from = waiting == null ? null : waiting.poll();
    Hop hop =
        new Hop(
            this,
            hops.size(),
            nodeId,
            from == null ? -1 : from.step,
            from == null ? 0 : from.output,
            System.nanoTime() - startNanos);
    hops.add(hop);
    return hop;
  }

  /** All that came of one sending of the message has been dealt with. */
  public synchronized void over() {
    if (--underWay == 0) {
      expected.clear();
    }
  }

  /** Whether all that came of the message has been dealt with. */
  public synchronized boolean isOver() {
    return underWay == 0;
  }

  /** Whether there were more steps than are noted. */
  public synchronized boolean isCut() {
    return isCut;
  }

  /** The steps, in the order in which they began. */
  public synchronized List<Hop.View> hops() {
    return hops.stream().map(Hop::view).toList();
  }
}
