package io.weir.editor;

import io.vertx.core.Vertx;
import io.weir.engine.live.KeptMessage;
import io.weir.engine.live.OutputRecord;
import io.weir.engine.live.Recorders;
import io.weir.engine.runtime.FlowRuntime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells browsers what flows on the wires of the flow that they show. Nothing is done for flows that
 * nobody looks at.
 *
 * @threads the web server's context
 */
final class WireFeed {
  /** What precedes the id of a tab, or of an instance of a subflow, in a topic. */
  static final String TOPIC = "weir/wires/";

  private static final long FRAME_MILLIS = 250;
  // A page shows one flow, or a few beside each other.
  private static final int MOST_FLOWS = 20;

  private final Vertx vertx;
  private final FlowRuntime runtime;
  private final Map<String, Watched> flows = new LinkedHashMap<>();
  private long timer = -1;

  WireFeed(Vertx vertx, FlowRuntime runtime) {
    this.vertx = vertx;
    this.runtime = runtime;
  }

  /** A flow that is looked at. */
  private static final class Watched {
    private final Set<CommsConnection> viewers = new LinkedHashSet<>();
    private final Map<OutputRecord, Meter> meters = new HashMap<>();
  }

  /** How often an output sends. */
  private static final class Meter {
    private static final long SPAN_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private record Reading(long atNanos, long count) {}

    private final Deque<Reading> readings = new ArrayDeque<>();
    private long told;

    /** For an output of which so many messages have been told. */
    Meter(long told) {
      this.told = told;
    }

    /** Takes a reading; returns messages per second, over ten seconds or since the first one. */
    double read(long nowNanos, long count) {
      while (readings.size() > 1 && nowNanos - readings.getFirst().atNanos > SPAN_NANOS) {
        readings.removeFirst();
      }
      if (readings.isEmpty() || nowNanos - readings.getLast().atNanos >= STEP_NANOS) {
        readings.addLast(new Reading(nowNanos, count));
      }
      Reading first = readings.getFirst();
      double seconds = (nowNanos - first.atNanos) / 1e9;
      return seconds < 0.2 ? 0 : Math.round((count - first.count) / seconds * 10) / 10.0;
    }
  }

  /** A browser looks at a flow: it is told at once what the wires carried last. */
  void watch(CommsConnection viewer, String flowId) {
    Recorders recorders = runtime.recorders();
    if (recorders == null || flowsOf(viewer) >= MOST_FLOWS) {
      return;
    }
    Watched flow = flows.computeIfAbsent(flowId, id -> new Watched());
    flow.viewers.add(viewer);
    List<List<Object>> rows = new ArrayList<>();
    for (OutputRecord output : outputs(recorders, flowId)) {
      Meter meter = flow.meters.computeIfAbsent(output, one -> new Meter(one.count()));
      row(output, meter, output.count()).ifPresent(rows::add);
    }
    viewer.send(CommsMessage.droppable(TOPIC + flowId, rows));
    if (timer < 0) {
      timer = vertx.setPeriodic(FRAME_MILLIS, id -> tell(recorders));
    }
  }

  private long flowsOf(CommsConnection viewer) {
    return flows.values().stream().filter(flow -> flow.viewers.contains(viewer)).count();
  }

  /** A browser looks away. */
  void unwatch(CommsConnection viewer, String flowId) {
    Watched flow = flows.get(flowId);
    if (flow != null) {
      flow.viewers.remove(viewer);
      restIfUnwatched();
    }
  }

  /** A browser is gone. */
  void leave(CommsConnection viewer) {
    flows.values().forEach(flow -> flow.viewers.remove(viewer));
    restIfUnwatched();
  }

  private void restIfUnwatched() {
    flows.values().removeIf(flow -> flow.viewers.isEmpty());
    if (flows.isEmpty() && timer >= 0) {
      vertx.cancelTimer(timer);
      timer = -1;
    }
  }

  private List<OutputRecord> outputs(Recorders recorders, String flowId) {
    List<OutputRecord> outputs = new ArrayList<>();
    for (String nodeId : runtime.nodes().in(runtime.nodes().idOf(flowId))) {
      outputs.addAll(recorders.messages().of(nodeId));
    }
    return outputs;
  }

  private void tell(Recorders recorders) {
    flows.forEach(
        (flowId, flow) -> {
          List<OutputRecord> outputs = outputs(recorders, flowId);
          flow.meters.keySet().retainAll(Set.copyOf(outputs));
          List<List<Object>> rows = new ArrayList<>();
          for (OutputRecord output : outputs) {
            Meter meter = flow.meters.computeIfAbsent(output, one -> new Meter(0));
            long count = output.count();
            if (count == meter.told) {
              meter.read(System.nanoTime(), count);
            } else {
              meter.told = count;
              row(output, meter, count).ifPresent(rows::add);
            }
          }
          if (!rows.isEmpty()) {
            CommsMessage frame = CommsMessage.droppable(TOPIC + flowId, rows);
            // Copied, since a viewer that is closed leaves the set.
            List.copyOf(flow.viewers).forEach(viewer -> viewer.send(frame));
          }
        });
  }

  /** Source, port, count, rate, preview, age; nothing of an output that never sent anything. */
  private Optional<List<Object>> row(OutputRecord output, Meter meter, long count) {
    double rate = meter.read(System.nanoTime(), count);
    @Nullable KeptMessage latest = output.latest();
    if (count == 0) {
      return Optional.empty();
    }
    return Optional.of(
        List.of(
            runtime.nodes().nameOf(output.nodeId()),
            output.output(),
            count,
            rate,
            latest == null ? "" : latest.without(runtime.secrets()).preview(),
            latest == null ? 0L : Math.max(0, System.currentTimeMillis() - latest.atMillis())));
  }
}
