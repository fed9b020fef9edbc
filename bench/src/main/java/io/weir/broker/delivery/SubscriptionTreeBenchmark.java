package io.weir.broker.delivery;

import io.weir.broker.SubscribeOptions;
import io.weir.broker.loop.BrokerLoop;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.Routable;
import io.weir.broker.store.Journal;
import io.weir.broker.store.StoredMessage;
import io.weir.broker.topic.TopicFilter;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What it costs to find the subscribers of a topic in the tree; in the package of the tree, which
 * shows its matching to nobody else. The route cache in front of it is not part of this.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SubscriptionTreeBenchmark {
  /** How many devices have a subscription of their own. */
  @Param({"100", "10000"})
  private int devices;

  private final SubscriptionTree tree = new SubscriptionTree();
  private int next;

  /** Subscribes: each device to its own topics, and a few to everything. */
  @Setup(Level.Trial)
  public void subscribe() {
    for (int i = 0; i < devices; i++) {
      add("home/device" + i + "/set", i);
    }
    add("home/+/state", devices);
    add("home/#", devices + 1);
  }

  private void add(String filter, int subscriber) {
    tree.add(
        new Subscription(
            new Nobody("client" + subscriber),
            TopicFilter.of(filter),
            SubscribeOptions.atMost(Qos.AT_MOST_ONCE),
            null));
  }

  /** Finds the two subscribers of a device's topic. */
  @Benchmark
  public void match(Blackhole hole) {
    next = (next + 1) % devices;
    tree.match("home/device" + next + "/set", hole::consume, hole::consume);
  }

  /** A subscriber that takes nothing. */
  private record Nobody(String clientId) implements Subscriber {
    @Override
    public BrokerLoop loop() {
      throw new IllegalStateException("nothing is delivered here");
    }

    @Override
    public boolean isConnected() {
      return true;
    }

    @Override
    public boolean isKept() {
      return false;
    }

    @Override
    public boolean refusesMore() {
      return false;
    }

    @Override
    public boolean mergesOverlaps() {
      return true;
    }

    @Override
    public boolean deliver(
        Routable publication,
        Qos qos,
        boolean retain,
        Target target,
        @Nullable StoredMessage stored) {
      return false;
    }

    @Override
    public @Nullable StoredMessage noteOwed(
        Journal journal, Publication publication, Qos qos, boolean retain, Target target) {
      return null;
    }

    @Override
    public void whenRoom(Runnable callback) {
      callback.run();
    }
  }
}
