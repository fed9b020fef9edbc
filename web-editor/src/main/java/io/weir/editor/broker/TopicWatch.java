package io.weir.editor.broker;

import io.vertx.core.Vertx;
import io.weir.editor.broker.BrokerView.Sighting;
import io.weir.editor.broker.BrokerView.Watch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the tree of topics while somebody looks at it. When more is published than anybody can read
 * it looks at a part, so that the broker isn't held up.
 *
 * @threads one context; messages come on the broker's
 */
public final class TopicWatch {
  private static final long TICK_MILLIS = 500;
  private static final int MOST_IN_A_TICK = 5_000;
  private static final long REST_AFTER_NANOS = TimeUnit.MINUTES.toNanos(2);

  private final Vertx vertx;
  private final BrokerView broker;
  private final AtomicInteger inTick = new AtomicInteger();
  private volatile TopicTree tree = new TopicTree();
  private volatile @Nullable Watch watch;
  private long lookedAtNanos;
  private long timer;

  /** A watch that rests. */
  public TopicWatch(Vertx vertx, BrokerView broker) {
    this.vertx = vertx;
    this.broker = broker;
  }

  /** The tree, which is kept from now on for two minutes after the last look. */
  public TopicTree look() {
    lookedAtNanos = System.nanoTime();
    if (watch == null) {
      tree = new TopicTree();
      watch = broker.watch(this::seen);
      timer = vertx.setPeriodic(TICK_MILLIS, id -> tick());
    }
    return tree;
  }

  private void seen(Sighting sighting) {
    tree.seen(sighting, System.currentTimeMillis());
    if (inTick.incrementAndGet() == MOST_IN_A_TICK) {
      Watch watching = watch;
      if (watching != null) {
        watching.pause();
      }
    }
  }

  private void tick() {
    Watch watching = watch;
    if (watching == null) {
      return;
    }
    if (System.nanoTime() - lookedAtNanos > REST_AFTER_NANOS) {
      watch = null;
      watching.close();
      vertx.cancelTimer(timer);
    } else if (inTick.getAndSet(0) >= MOST_IN_A_TICK) {
      watching.resume();
    }
  }
}
