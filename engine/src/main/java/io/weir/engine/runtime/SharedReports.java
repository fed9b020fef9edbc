package io.weir.engine.runtime;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.node.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Errors and statuses of config nodes that stand in no tab: heard by those who would hear of the
 * nodes that use them, for each of these nodes, wherever it stands.
 *
 * @threads the context of the shared config nodes
 */
final class SharedReports {
  private final FlowDirectory directory;

  SharedReports(FlowDirectory directory) {
    this.directory = directory;
  }

  /** Tells a status to the Status nodes around its users. */
  void status(NodeSlot reporter, Status status) {
    Message report = Message.create().with("status", Reports.status(reporter, status));
    tell(reporter, report, ErrorRouter::statusWatchersOf);
  }

  /**
   * Offers an error to the Catch nodes around its users.
   *
   * @return whether any of them takes it
   */
  Future<Boolean> error(NodeSlot reporter, Message report) {
    return tell(reporter, report, ErrorRouter::catchersOf);
  }

  private Future<Boolean> tell(
      NodeSlot reporter,
      Message report,
      BiFunction<ErrorRouter, NodeSlot, List<NodeSlot>> watchersOf) {
    List<Future<Boolean>> told = new ArrayList<>();
    for (RunningFlow flow : directory.all()) {
      if (flow.usesShared(reporter.id())) {
        told.add(
            flow.withSlots(
                    slots -> {
                      boolean isHeard = false;
                      for (NodeSlot user : List.copyOf(slots.values())) {
                        if (user.uses(reporter.id())) {
                          isHeard |= tell(flow, watchersOf.apply(flow.router(), user), report);
                        }
                      }
                      return isHeard;
                    })
                // A flow that has stopped meanwhile hears nothing.
                .otherwise(false));
      }
    }
    return Future.all(told)
        .map(all -> told.stream().anyMatch(one -> Boolean.TRUE.equals(one.result())));
  }

  private static boolean tell(RunningFlow flow, List<NodeSlot> watchers, Message report) {
    for (NodeSlot watcher : watchers) {
      flow.mailbox().post(new Delivery(watcher, report.withId(), null));
    }
    return !watchers.isEmpty();
  }
}
