package io.weir.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.weir.engine.testing.FlowTester;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private final Vertx vertx = Vertx.vertx();
  private Mailbox mailbox;

  @BeforeEach
  void open() {
    AtomicBoolean opened = new AtomicBoolean();
    FlowTester.get(
        vertx.deployVerticle(
            new AbstractVerticle() {
              @Override
              public void start() {
                Context own = context;
                mailbox = new Mailbox(own, 100, 1 << 20);
                opened.set(true);
              }
            },
            new DeploymentOptions()
                .setThreadingModel(ThreadingModel.WORKER)
                .setWorkerPoolName("mailbox-test")
                .setWorkerPoolSize(1)));
    await().untilTrue(opened);
  }

  @AfterEach
  void close() {
    FlowTester.get(vertx.close());
  }

  private void post(Runnable action) {
    mailbox.post(new Delivery(action));
  }

  @Test
  void keeps_the_order_of_each_thread_and_loses_nothing() throws InterruptedException {
    int threads = 4;
    int each = 20_000;
    List<List<Integer>> seen = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      seen.add(new ArrayList<>());
    }
    CountDownLatch all = new CountDownLatch(threads * each);

    for (int t = 0; t < threads; t++) {
      List<Integer> mine = seen.get(t);
      new Thread(
              () ->
                  IntStream.range(0, each)
                      .forEach(
                          i ->
                              post(
                                  () -> {
                                    mine.add(i);
                                    all.countDown();
                                  })))
          .start();
    }

    assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
    for (List<Integer> mine : seen) {
      assertThat(mine).isEqualTo(IntStream.range(0, each).boxed().toList());
    }
  }

  @Test
  void delivers_siblings_before_grandchildren() {
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    post(
        () -> {
          for (String child : List.of("a", "b")) {
            post(
                () -> {
                  order.add(child);
                  post(() -> order.add(child + "1"));
                });
          }
        });

    await().untilAsserted(() -> assertThat(order).containsExactly("a", "b", "a1", "b1"));
  }

  @Test
  void a_flow_that_feeds_itself_lets_others_have_their_turn() {
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger rounds = new AtomicInteger();
    Runnable[] self = new Runnable[1];
    self[0] =
        () -> {
          rounds.incrementAndGet();
          if (!stop.get()) {
            post(self[0]);
          }
        };
    post(self[0]);
    AtomicBoolean served = new AtomicBoolean();

    await().until(() -> rounds.get() > 1_000);
    post(() -> served.set(true));

    await().untilTrue(served);
    stop.set(true);
  }

  @Test
  void says_when_it_is_congested_and_when_that_is_over() {
    CountDownLatch gate = new CountDownLatch(1);
    AtomicBoolean relieved = new AtomicBoolean();
    post(() -> waitFor(gate));
    for (int i = 0; i < 200; i++) {
      post(() -> {});
    }

    assertThat(mailbox.isCongested()).isTrue();
    mailbox.whenRelieved(() -> relieved.set(true));
    assertThat(relieved).isFalse();
    gate.countDown();

    await().untilTrue(relieved);
    assertThat(mailbox.isCongested()).isFalse();
  }

  @Test
  void an_action_that_throws_holds_nobody_up() {
    AtomicBoolean served = new AtomicBoolean();
    post(
        () -> {
          throw new IllegalStateException("on purpose");
        });
    post(() -> served.set(true));

    await().untilTrue(served);
  }

  private static void waitFor(CountDownLatch gate) {
    try {
      if (!gate.await(10, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody opened the gate");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
