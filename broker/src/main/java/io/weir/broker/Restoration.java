package io.weir.broker;

import io.vertx.core.Future;
import io.weir.broker.loop.BrokerLoop;
import io.weir.broker.session.SessionRegistry;
import io.weir.broker.store.StoredState;
import java.util.ArrayList;
import java.util.List;

/** Takes up what was kept when the broker stopped, before anyone can come and ask for it. */
final class Restoration {
  private final List<BrokerLoop> loops;
  private final SessionRegistry registry;

  /**
   * Of sessions and wills.
   *
   * @param loops that the sessions are spread over
   */
  Restoration(List<BrokerLoop> loops, SessionRegistry registry) {
    this.loops = loops;
    this.registry = registry;
  }

  Future<Void> of(StoredState state) {
    long now = System.currentTimeMillis();
    List<Future<Void>> restored = new ArrayList<>();
    for (BrokerLoop loop : loops) {
      restored.add(
          loop.call(
              () -> {
                for (int i = loop.index(); i < state.sessions().size(); i += loops.size()) {
                  registry.restore(state.sessions().get(i), loop, now);
                }
                return Future.succeededFuture();
              }));
    }
    BrokerLoop first = loops.get(0);
    return Future.all(restored)
        .compose(
            done ->
                first.call(
                    () -> {
                      state.wills().forEach(will -> registry.restore(will, first, now));
                      return Future.succeededFuture();
                    }));
  }
}
