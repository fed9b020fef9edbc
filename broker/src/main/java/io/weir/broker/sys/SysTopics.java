package io.weir.broker.sys;

import io.weir.broker.BrokerStats;
import io.weir.broker.delivery.Distributor;
import io.weir.broker.loop.TimerWheel;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.Qos;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The state of the broker under {@code $SYS/broker}, by the names that Mosquitto gives it. Each
 * value is retained and published again when it has changed.
 *
 * @threads the loop of its distributor
 */
public final class SysTopics {
  private static final String ROOT = "$SYS/broker/";

  private final Distributor distributor;
  private final Distributor.Anonymous publisher;
  private final Supplier<BrokerStats> stats;
  private final String version;
  private long intervalNanos;
  private final long startedNanos = System.nanoTime();
  private final TimerWheel.Timer timer;
  private final Map<String, String> lastValues = new HashMap<>();
  private int maximumClients;

  /**
   * Not started yet.
   *
   * @param interval between updates; zero for no figures at all
   */
  public SysTopics(
      Distributor distributor, Supplier<BrokerStats> stats, String version, Duration interval) {
    this.distributor = distributor;
    this.publisher = new Distributor.Anonymous(distributor.loop(), null, null);
    this.stats = stats;
    this.version = version;
    this.intervalNanos = interval.toNanos();
    this.timer = distributor.loop().timers().timer(this::refresh);
  }

  public void start() {
    if (intervalNanos > 0) {
      refresh();
    }
  }

  public void stop() {
    timer.stop();
  }

  /** Another interval; with zero the figures are taken away, since they would go out of date. */
  public void interval(Duration newInterval) {
    if (intervalNanos == newInterval.toNanos()) {
      return;
    }
    intervalNanos = newInterval.toNanos();
    timer.stop();
    if (intervalNanos == 0) {
      List.copyOf(lastValues.keySet()).forEach(this::takeAway);
    } else {
      refresh();
    }
  }

  private void takeAway(String name) {
    lastValues.remove(name);
    distributor.publish(
        Publication.of(ROOT + name, new byte[0], Qos.AT_MOST_ONCE, true), publisher);
  }

  private void refresh() {
    BrokerStats now = stats.get();
    maximumClients = Math.max(maximumClients, now.connectedClients());
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedNanos);
    publish("version", "weir version " + version);
    publish("uptime", seconds + " seconds");
    publish("clients/total", now.sessions());
    publish("clients/connected", now.connectedClients());
    publish("clients/active", now.connectedClients());
    publish("clients/disconnected", Math.max(0, now.sessions() - now.connectedClients()));
    publish("clients/inactive", Math.max(0, now.sessions() - now.connectedClients()));
    publish("clients/maximum", maximumClients);
    publish("messages/received", now.packetsReceived());
    publish("messages/sent", now.packetsSent());
    publish("publish/messages/received", now.publicationsReceived());
    publish("publish/messages/sent", now.publicationsSent());
    publish("publish/messages/dropped", now.publicationsDropped());
    publish("bytes/received", now.bytesReceived());
    publish("bytes/sent", now.bytesSent());
    publish("subscriptions/count", now.subscriptions());
    publish("retained messages/count", now.retainedMessages());
    timer.start(intervalNanos);
  }

  private void publish(String name, long value) {
    publish(name, Long.toString(value));
  }

  private void publish(String name, String value) {
    if (value.equals(lastValues.put(name, value))) {
      return;
    }
    byte[] payload = value.getBytes(StandardCharsets.UTF_8);
    distributor.publish(Publication.of(ROOT + name, payload, Qos.AT_MOST_ONCE, true), publisher);
  }
}
