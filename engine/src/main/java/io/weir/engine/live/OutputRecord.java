package io.weir.engine.live;

import io.weir.engine.message.Message;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one output of a node has sent: how many messages, and the latest of them.
 *
 * <p>Counting is all that is done for each message. Of those that come faster than anybody can read
 * only some are kept.
 */
public final class OutputRecord {
  /** Messages that are kept at most. */
  public static final int MOST_KEPT = 20;

  /** Bytes of a message beyond which only a preview of it is kept. */
  static final int LARGEST_KEPT = 64 * 1024;

  private static final VarHandle COUNT;

  static {
    try {
      COUNT = MethodHandles.lookup().findVarHandle(OutputRecord.class, "count", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final MessageRecorder recorder;
  private final String nodeId;
  private final int output;

  // The sender's thread alone writes these.
  private long count;
  private final Allowance allowance = new Allowance(MOST_KEPT);

  // Guarded by this.
  private final Deque<Kept> kept = new ArrayDeque<>();
  private int keptBytes;
  private boolean isClosed;

  private record Kept(KeptMessage message, int bytes) {}

  OutputRecord(MessageRecorder recorder, String nodeId, int output) {
    this.recorder = recorder;
    this.nodeId = nodeId;
    this.output = output;
  }

  /** The node that sends. */
  public String nodeId() {
    return nodeId;
  }

  /** Which of its outputs, from 0. */
  public int output() {
    return output;
  }

  /**
   * Notes a message that is sent now.
   *
   * @threads the sender's
   */
  public void sent(Message message, long nowMillis) {
    long number = count + 1;
    COUNT.setRelease(this, number);
    if (allowance.take(nowMillis)) {
      keep(message, number, nowMillis);
    }
  }

  private void keep(Message message, long number, long nowMillis) {
    int size = MessageSize.of(message, LARGEST_KEPT);
    boolean fits = size <= LARGEST_KEPT;
    KeptMessage entry =
        fits
            ? KeptMessage.whole(number, nowMillis, message)
            : KeptMessage.tooLarge(number, nowMillis, message);
    recorder.grown(this, add(new Kept(entry, fits ? size : Preview.LONGEST)));
  }

  /** Returns by how many bytes more is kept than before. */
  private synchronized int add(Kept entry) {
    if (isClosed) {
      return 0;
    }
    int before = keptBytes;
    kept.addLast(entry);
    keptBytes += entry.bytes;
    if (kept.size() > MOST_KEPT) {
      keptBytes -= kept.removeFirst().bytes;
    }
    return keptBytes - before;
  }

  /** Lets go of what is kept; returns how many bytes that was. */
  synchronized int clear() {
    int before = keptBytes;
    kept.clear();
    keptBytes = 0;
    return before;
  }

  /** Lets go of what is kept, and keeps nothing more; returns how many bytes that was. */
  synchronized int close() {
    isClosed = true;
    return clear();
  }

  /**
   * Messages sent since the node was there first.
   *
   * @threads any
   */
  public long count() {
    return (long) COUNT.getAcquire(this);
  }

  /**
   * What is kept, oldest first.
   *
   * @threads any
   */
  public synchronized List<KeptMessage> kept() {
    return kept.stream().map(Kept::message).toList();
  }

  /**
   * The latest that is kept; null if none is.
   *
   * @threads any
   */
  public synchronized @Nullable KeptMessage latest() {
    Kept last = kept.peekLast();
    return last == null ? null : last.message;
  }

  /** When the latest was sent, in milliseconds since 1970; 0 if none is kept. */
  long latestMillis() {
    KeptMessage latest = latest();
    return latest == null ? 0 : latest.atMillis();
  }
}
