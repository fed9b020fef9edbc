package io.weir.broker.lane;

import io.weir.broker.loop.BrokerLoop;
import java.util.ArrayList;
import java.util.List;

/**
 * The connections of a loop that have something to send: each is flushed once, at the end of the
 * tick, however much was sent on it.
 *
 * @threads its loop only
 */
final class FlushQueue {
  private final BrokerLoop loop;
  private List<LaneConnection> dirty = new ArrayList<>();
  private List<LaneConnection> flushing = new ArrayList<>();
  private boolean isScheduled;

  FlushQueue(BrokerLoop loop) {
    this.loop = loop;
  }

  void add(LaneConnection connection) {
    dirty.add(connection);
    if (!isScheduled) {
      isScheduled = true;
      loop.afterThisTick(this::flushAll);
    }
  }

  private void flushAll() {
    isScheduled = false;
    List<LaneConnection> batch = dirty;
    dirty = flushing;
    flushing = batch;
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).flush();
    }
    batch.clear();
  }
}
