package io.weir.engine.live;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the ways of the latest messages.
 *
 * @threads any
 */
public final class TraceRecorder {
  /** Messages that are remembered. */
  public static final int MOST = 2_000;

  // Guarded by this.
  private final Map<String, Trace> traces =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Trace> eldest) {
          return size() > MOST;
        }
      };

  private volatile long leftOut;

  /** The trace of a message which a source sends: the one it has, if it isn't the first time. */
  public synchronized Trace begin(String messageId, String sourceId) {
    Trace trace = traces.computeIfAbsent(messageId, id -> new Trace(id, sourceId));
    trace.begin();
    return trace;
  }

  /** A message came too soon after many others to be traced. */
  public void leftOut(long nowMillis) {
    if (leftOut != nowMillis) {
      leftOut = nowMillis;
    }
  }

  /** When a message was last left out, in milliseconds since 1970; 0 if none ever was. */
  public long leftOutMillis() {
    return leftOut;
  }

  /** The trace of a message; null if it wasn't traced, or too long ago. */
  public synchronized @Nullable Trace of(String messageId) {
    return traces.get(messageId);
  }
}
