package io.weir.engine.live;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the latest messages of every output, within a limit for all of them: above it those outputs
 * lose theirs which have been silent for longest.
 *
 * @threads any
 */
public final class MessageRecorder {
  private static final long MOST_BYTES = 16L << 20;

  private final Map<String, List<OutputRecord>> nodes = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();
  private final long mostBytes;

  /** A recorder with nothing in it. */
  public MessageRecorder() {
    this(MOST_BYTES);
  }

  MessageRecorder(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /**
   * The records of a node's outputs, new ones if it has none or has got another number of outputs.
   */
  public List<OutputRecord> outputs(String nodeId, int outputs) {
    return nodes.compute(
        nodeId,
        (id, there) -> {
          if (there != null && there.size() == outputs) {
            return there;
          }
          forget(there);
          return IntStream.range(0, outputs)
              .mapToObj(output -> new OutputRecord(this, id, output))
              .toList();
        });
  }

  private void forget(@Nullable List<OutputRecord> records) {
    if (records != null) {
      records.forEach(record -> bytes.addAndGet(-record.close()));
    }
  }

  /** The records of a node's outputs; none if nothing is known of it. */
  public List<OutputRecord> of(String nodeId) {
    return nodes.getOrDefault(nodeId, List.of());
  }

  /** The record of an output; null if nothing is known of it. */
  public @Nullable OutputRecord of(String nodeId, int output) {
    List<OutputRecord> records = of(nodeId);
    return output >= 0 && output < records.size() ? records.get(output) : null;
  }

  /** Forgets all nodes but those that are still there. */
  public void retain(Predicate<String> isThere) {
    for (String nodeId : List.copyOf(nodes.keySet())) {
      if (!isThere.test(nodeId)) {
        forget(nodes.remove(nodeId));
      }
    }
  }

  /** An output keeps so many bytes more than before. */
  void grown(OutputRecord record, int by) {
    if (bytes.addAndGet(by) > mostBytes) {
      makeRoom(record);
    }
  }

  private synchronized void makeRoom(OutputRecord spared) {
    record Silence(OutputRecord record, long sinceMillis) {}
    List<Silence> longestFirst =
        nodes.values().stream()
            .flatMap(Collection::stream)
            .filter(record -> record != spared)
            .map(record -> new Silence(record, record.latestMillis()))
            .filter(silence -> silence.sinceMillis > 0)
            .sorted(Comparator.comparingLong(Silence::sinceMillis))
            .toList();
    // A little more than needed, so that it isn't needed at once again.
    long enough = mostBytes - mostBytes / 8;
    for (Silence silence : longestFirst) {
      if (bytes.get() <= enough) {
        return;
      }
      bytes.addAndGet(-silence.record.clear());
    }
  }

  /** Bytes that are kept, about. */
  public long bytes() {
    return bytes.get();
  }
}
