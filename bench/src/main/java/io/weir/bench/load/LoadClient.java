package io.weir.bench.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Keeps a broker busy with as many messages as the scenario's windows allow, on one thread.
 *
 * <p>A publisher sends the next message only when an earlier one has arrived at every subscriber,
 * so nothing can be lost without the run standing still. Where the scenario has a rate, messages
 * are sent when they are due instead, millisecond by millisecond, and how long they take is what
 * counts. The client sleeps in between: one that spins would keep the peer from its core.
 */
final class LoadClient implements LoadConnection.Listener {
  private static final long STALLED_NANOS = 10_000_000_000L;
  private static final long TICK_MILLIS = 1;

  private final Scenario scenario;
  private final Selector selector = Selector.open();
  private final List<Publisher> publishers = new ArrayList<>();
  private final IdentityHashMap<LoadConnection, Publisher> bySubscriber = new IdentityHashMap<>();
  private final List<Publisher> ready = new ArrayList<>();
  private final Latencies latencies = new Latencies();
  private long delivered;
  private long published;
  private long firstDueNanos;

  private static final class Publisher {
    LoadConnection connection;
    byte[] packet;
    int packetIdAt;
    int nextPacketId = 1;
    int arrivals;
    int underWay;
    boolean isReady;
    // When those under way were sent; on a topic nothing overtakes.
    final ArrayDeque<Long> sent = new ArrayDeque<>();
  }

  LoadClient(Scenario scenario, int port) throws IOException {
    this.scenario = scenario;
    byte[] payload = new byte[scenario.payloadBytes()];
    Arrays.fill(payload, (byte) '1');
    for (int i = 0; i < scenario.publishers(); i++) {
      Publisher publisher = new Publisher();
      for (int s = 0; s < scenario.subscribersEach(); s++) {
        LoadConnection subscriber =
            new LoadConnection(selector, port, "s" + i + "-" + s, scenario.isKept(), this);
        subscriber.subscribe(scenario.subscribedTopic(i), scenario.qos());
        bySubscriber.put(subscriber, publisher);
      }
      publisher.connection = new LoadConnection(selector, port, "p" + i, false, this);
      publisher.packet = Packets.publish(scenario.topic(i), payload, scenario.qos());
      publisher.packetIdAt = Packets.packetIdOffset(publisher.packet, scenario.topic(i));
      publishers.add(publisher);
    }
  }

  @Override
  public void published(LoadConnection subscriber) {
    delivered++;
    Publisher publisher = bySubscriber.get(subscriber);
    if (++publisher.arrivals == scenario.subscribersEach()) {
      publisher.arrivals = 0;
      publisher.underWay--;
      if (scenario.isSteady()) {
        latencies.add(System.nanoTime() - publisher.sent.remove());
      } else {
        markReady(publisher);
      }
    }
  }

  @Override
  public void acknowledged(LoadConnection publisher) {}

  private void markReady(Publisher publisher) {
    if (!publisher.isReady) {
      publisher.isReady = true;
      ready.add(publisher);
    }
  }

  /**
   * What a run came to.
   *
   * @param messages messages that arrived while it was measured
   * @param cpuSeconds CPU time of the processes measured
   * @param seconds how long it was measured
   * @param latencies how long they took; empty without a rate
   */
  record Outcome(long messages, double cpuSeconds, double seconds, Latencies latencies) {
    double perCpuSecond() {
      return messages / cpuSeconds;
    }
  }

  /** Warms up, then measures. */
  Outcome run(double warmUpSeconds, double seconds, LongSupplier cpuNanos) throws IOException {
    publishers.forEach(this::markReady);
    firstDueNanos = System.nanoTime();
    exchange(warmUpSeconds);
    latencies.clear();
    long messages = delivered;
    long cpu = cpuNanos.getAsLong();
    long start = System.nanoTime();
    exchange(seconds);
    return new Outcome(
        delivered - messages,
        (cpuNanos.getAsLong() - cpu) / 1e9,
        (System.nanoTime() - start) / 1e9,
        latencies);
  }

  private void exchange(double seconds) throws IOException {
    long now = System.nanoTime();
    long end = now + (long) (seconds * 1e9);
    long before = delivered;
    long progress = now;
    while (now < end) {
      if (scenario.isSteady()) {
        publishDue(now);
        selector.select(TICK_MILLIS);
      } else {
        publish();
        selector.select(100);
      }
      Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
      while (keys.hasNext()) {
        SelectionKey key = keys.next();
        keys.remove();
        LoadConnection connection = (LoadConnection) key.attachment();
        if (key.isReadable()) {
          connection.readable();
        }
        connection.flush();
      }
      now = System.nanoTime();
      if (delivered != before) {
        before = delivered;
        progress = now;
      } else if (now - progress > STALLED_NANOS) {
        throw new IOException("nothing arrived for 10 s: a message was lost");
      }
    }
  }

  private void publish() throws IOException {
    for (Publisher publisher : ready) {
      publisher.isReady = false;
      while (publisher.underWay < scenario.window()) {
        send(publisher);
      }
      publisher.connection.flush();
    }
    ready.clear();
  }

  private void publishDue(long now) throws IOException {
    long due = (long) ((now - firstDueNanos) * (scenario.rate() / 1e9));
    for (; published < due; published++) {
      Publisher publisher = publishers.get((int) (published % publishers.size()));
      publisher.sent.add(System.nanoTime());
      send(publisher);
      publisher.connection.flush();
    }
  }

  private void send(Publisher publisher) {
    if (scenario.qos() > 0) {
      int id = publisher.nextPacketId;
      publisher.nextPacketId = id == 65_535 ? 1 : id + 1;
      publisher.packet[publisher.packetIdAt] = (byte) (id >> 8);
      publisher.packet[publisher.packetIdAt + 1] = (byte) id;
    }
    publisher.connection.send(publisher.packet);
    publisher.underWay++;
  }

  void close() throws IOException {
    for (Publisher publisher : publishers) {
      publisher.connection.close();
    }
    for (LoadConnection subscriber : bySubscriber.keySet()) {
      subscriber.close();
    }
    selector.close();
  }
}
