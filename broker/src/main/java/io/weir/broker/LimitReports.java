package io.weir.broker;

import io.weir.broker.BrokerEvent.LimitReached;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Passes events on, but a limit that the same client runs into again and again only once a second:
 * a flood must not become one of log lines.
 *
 * @threads any
 */
final class LimitReports implements Consumer<BrokerEvent> {
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Those longest silent are forgotten first. */
  private static final int REMEMBERED = 1_000;

  private record Reached(String limit, String clientId) {}

  private final Consumer<BrokerEvent> next;
  private final LongSupplier nanoClock;
  private final Map<Reached, Long> latest = new LinkedHashMap<>(16, 0.75f, true);

  LimitReports(Consumer<BrokerEvent> next, LongSupplier nanoClock) {
    this.next = next;
    this.nanoClock = nanoClock;
  }

  @Override
  public void accept(BrokerEvent event) {
    if (!(event instanceof LimitReached reached) || isDue(reached)) {
      next.accept(event);
    }
  }

  private synchronized boolean isDue(LimitReached reached) {
    Reached key = new Reached(reached.limit(), String.valueOf(reached.clientId()));
    long now = nanoClock.getAsLong();
    Long before = latest.get(key);
    if (before != null && now - before < PAUSE_NANOS) {
      return false;
    }
    latest.put(key, now);
    if (latest.size() > REMEMBERED) {
      latest.remove(latest.keySet().iterator().next());
    }
    return true;
  }
}
