package io.weir.engine.runtime;

import static io.weir.engine.testing.FlowTester.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.weir.engine.event.FlowStuck;
import io.weir.engine.event.LogEntry;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Outputs;
import io.weir.engine.testing.FlowTester;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One tab's trouble stays that tab's. */
class IsolationTest {
  private final AtomicBoolean isReleased = new AtomicBoolean();
  private final AtomicInteger interruptions = new AtomicInteger();
  private final AtomicInteger starts = new AtomicInteger();
  private final AtomicInteger stops = new AtomicInteger();
  private final List<String> ends = new CopyOnWriteArrayList<>();
  private final Semaphore port = new Semaphore(1);

  /** Spins until the test ends, whatever is done to its thread. */
  private NodeType spinner(String name, Duration longestCall) {
    return NodeType.named(name)
        .inputs(1)
        .outputs(1)
        .create(
            (config, context) ->
                new Node() {
                  @Override
                  public Future<Void> start() {
                    context.mayTake(longestCall);
                    return Node.done();
                  }

                  @Override
                  public Future<Void> receive(Message message, Outputs out) {
                    if ("spin".equals(message.payload())) {
                      while (!isReleased.get()) {
                        Thread.onSpinWait();
                      }
                    }
                    out.send(message);
                    return Node.done();
                  }

                  @Override
                  public Future<Void> stop(boolean removed) {
                    stops.incrementAndGet();
                    return Node.done();
                  }
                });
  }

  /** Waits for ever, but lets itself be interrupted. */
  private final NodeType waiter =
      NodeType.named("waiter")
          .inputs(1)
          .create(
              (config, context) ->
                  new Node() {
                    @Override
                    public Future<Void> receive(Message message, Outputs out) {
                      try {
                        new java.util.concurrent.CountDownLatch(1).await();
                      } catch (InterruptedException e) {
                        interruptions.incrementAndGet();
                        throw new IllegalStateException("interrupted", e);
                      }
                      return Node.done();
                    }
                  });

  /** Sends what is in a list one by one, and notes what becomes of each. */
  private final NodeType source =
      NodeType.named("source")
          .inputs(1)
          .outputs(1)
          .create(
              (config, context) ->
                  new Node() {
                    @Override
                    public Future<Void> receive(Message message, Outputs out) {
                      for (Object each : (List<?>) message.payload()) {
                        context.send(
                            Message.ofPayload(each),
                            () -> ends.add(each + " done"),
                            () -> ends.add(each + " lost"));
                      }
                      return Node.done();
                    }
                  });

  /** Spins while it starts, the first time. */
  private final NodeType slowStarter =
      NodeType.named("slow-starter")
          .create(
              (config, context) ->
                  new Node() {
                    @Override
                    public Future<Void> start() {
                      if (starts.getAndIncrement() == 0) {
                        while (!isReleased.get()) {
                          Thread.onSpinWait();
                        }
                      }
                      return Node.done();
                    }
                  });

  /** Holds what only one can hold, a port say. */
  private final NodeType holder =
      NodeType.named("holder")
          .create(
              (config, context) ->
                  new Node() {
                    private boolean isMine;

                    @Override
                    public Future<Void> start() {
                      isMine = port.tryAcquire();
                      if (!isMine) {
                        throw new IllegalStateException("port in use");
                      }
                      starts.incrementAndGet();
                      return Node.done();
                    }

                    @Override
                    public Future<Void> stop(boolean removed) {
                      if (isMine) {
                        port.release();
                      }
                      return Node.done();
                    }
                  });

  private final NodeType pass =
      NodeType.named("pass")
          .inputs(1)
          .outputs(1)
          .create(
              (config, context) ->
                  new Node() {
                    @Override
                    public Future<Void> receive(Message message, Outputs out) {
                      out.send(message);
                      return Node.done();
                    }
                  });

  /** Fails wherever it is called. */
  private final NodeType clumsy =
      NodeType.named("clumsy")
          .inputs(1)
          .outputs(1)
          .create(
              (config, context) ->
                  new Node() {
                    @Override
                    public Future<Void> start() {
                      context.after(1, () -> fail("timer"));
                      context.execute(() -> fail("execute"));
                      context
                          .blocking(
                              () -> {
                                fail("blocking");
                                return null;
                              })
                          .onFailure(e -> context.error(e, null));
                      fail("start");
                      return Node.done();
                    }

                    @Override
                    public Future<Void> receive(Message message, Outputs out) {
                      return Future.failedFuture(new AssertionError("receive"));
                    }

                    @Override
                    public Future<Void> stop(boolean removed) {
                      fail("stop");
                      return Node.done();
                    }

                    private void fail(String where) {
                      throw new IllegalStateException(where);
                    }
                  });

  private FlowTester flow;

  @AfterEach
  void close() {
    isReleased.set(true);
    flow.close();
  }

  private void start(String file) {
    flow =
        FlowTester.start(
            List.of(
                spinner("spinner", Duration.ZERO),
                spinner("patient", Duration.ofMinutes(1)),
                waiter,
                slowStarter,
                source,
                holder,
                pass,
                clumsy),
            file,
            RuntimeOptions.defaults().withTimeouts(Duration.ofSeconds(2), Duration.ofMillis(300)));
  }

  private static final String TWO_TABS =
      """
      [{"id":"t","type":"tab"},{"id":"u","type":"tab","label":"Cellar"},
       {"id":"s","type":"%s","z":"u","name":"Spin","x":1,"y":1,"wires":[["two"]]},
       {"id":"two","type":"test-collector","z":"u","x":1,"y":1,"wires":[]},
       {"id":"a","type":"pass","z":"t","x":1,"y":1,"wires":[["one"]]},
       {"id":"one","type":"test-collector","z":"t","x":1,"y":1,"wires":[]}]""";

  @Test
  void a_tab_that_does_not_come_back_is_given_up_named_and_started_afresh() {
    start(TWO_TABS.formatted("spinner"));

    flow.send("s", "spin");
    flow.send("a", 1);
    assertThat(flow.awaitMessages("one", 1)).as("the other tab goes on").hasSize(1);

    eventually(
        () ->
            assertThat(flow.events())
                .anyMatch(
                    event ->
                        event instanceof FlowStuck stuck
                            && stuck.nodeId().equals("s")
                            && stuck.text().startsWith("flow Cellar is stuck in spinner Spin:")
                            && stuck.isRestarted()));
    eventually(
        () ->
            assertThat(FlowTester.get(flow.runtime().nodes().deliver("s", Message.ofPayload("go"))))
                .isTrue());
    assertThat(flow.awaitMessages("two", 1).get(0).payload()).isEqualTo("go");
    isReleased.set(true);
    flow.settle("s");
    assertThat(flow.received("two"))
        .as("what comes back from the thread that was given up is not heard")
        .extracting(Message::payload)
        .containsOnly("go");
  }

  @Test
  void nodes_of_a_tab_that_was_given_up_let_go_of_what_they_hold() {
    start(
        """
        [{"id":"let-go","type":"tab"},
         {"id":"s","type":"spinner","z":"let-go","x":1,"y":1,"wires":[["two"]]},
         {"id":"h","type":"holder","z":"let-go","x":1,"y":1,"wires":[]},
         {"id":"two","type":"test-collector","z":"let-go","x":1,"y":1,"wires":[]}]""");
    flow.send("s", "spin");

    eventually(() -> assertThat(starts).hasValue(2));
    assertThat(flow.logged(LogEntry.Level.ERROR)).noneMatch(text -> text.contains("port in use"));
    assertThat(stops).as("the node that the thread is in is left to it").hasValue(0);

    isReleased.set(true);
    eventually(() -> assertThat(stops).as("it came back").hasValue(1));
    eventually(
        () ->
            assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("flow-let-go-"))
                .as("the thread that came back is not kept")
                .hasSize(1));
  }

  @Test
  void sources_get_back_what_a_tab_had_not_done_when_it_was_given_up() {
    start(
        """
        [{"id":"t","type":"tab"},
         {"id":"i","type":"source","z":"t","x":1,"y":1,"wires":[["s"]]},
         {"id":"s","type":"spinner","z":"t","x":1,"y":1,"wires":[[]]}]""");
    flow.send("i", List.of("before", "spin", "behind"));

    eventually(() -> assertThat(ends).hasSize(3));
    assertThat(ends)
        .as("what the tab was stuck with would only be the same again")
        .containsExactly("before done", "spin done", "behind lost");
  }

  @Test
  void a_tab_that_is_stuck_in_the_start_of_a_node_is_given_up_too() {
    start(
        """
        [{"id":"t","type":"tab"},
         {"id":"s","type":"slow-starter","z":"t","name":"Slow","x":1,"y":1,"wires":[]},
         {"id":"p","type":"pass","z":"t","x":1,"y":1,"wires":[["two"]]},
         {"id":"two","type":"test-collector","z":"t","x":1,"y":1,"wires":[]}]""");

    eventually(
        () ->
            assertThat(FlowTester.get(flow.runtime().nodes().deliver("p", Message.ofPayload("go"))))
                .isTrue());
    assertThat(flow.awaitMessages("two", 1).get(0).payload()).isEqualTo("go");
    assertThat(flow.events())
        .anyMatch(
            event ->
                event instanceof FlowStuck stuck
                    && stuck.text().startsWith("flow t is stuck in slow-starter Slow:"));
  }

  @Test
  void a_node_that_asked_for_more_time_gets_it() {
    start(
        """
        [{"id":"t","type":"tab"},{"id":"u","type":"tab"},
         {"id":"slow","type":"patient","z":"t","x":1,"y":1,"wires":[["one"]]},
         {"id":"one","type":"test-collector","z":"t","x":1,"y":1,"wires":[]},
         {"id":"s","type":"spinner","z":"u","x":1,"y":1,"wires":[[]]}]""");
    flow.send("slow", "spin");
    flow.send("s", "spin");

    eventually(
        () ->
            assertThat(flow.events())
                .filteredOn(FlowStuck.class::isInstance)
                .extracting(event -> ((FlowStuck) event).nodeId())
                .containsExactly("s"));
    isReleased.set(true);

    assertThat(flow.awaitMessages("one", 1).get(0).payload()).isEqualTo("spin");
  }

  @Test
  void a_deploy_does_not_wait_for_a_stuck_tab_for_ever() {
    start(TWO_TABS.formatted("spinner"));
    flow.send("s", "spin");

    flow.deploy(TWO_TABS.formatted("pass"));
    flow.send("s", "after");

    assertThat(flow.awaitMessages("two", 1).get(0).payload()).isEqualTo("after");
  }

  @Test
  void a_node_that_can_be_interrupted_is_and_its_tab_goes_on() {
    start(TWO_TABS.formatted("waiter"));

    flow.send("s", 1);

    eventually(() -> assertThat(interruptions).hasValue(1));
    eventually(
        () ->
            assertThat(flow.logged(LogEntry.Level.ERROR))
                .anyMatch(text -> text.contains("interrupted")));
    flow.settle("two");
    assertThat(flow.events()).noneMatch(FlowStuck.class::isInstance);
  }

  @Test
  void whatever_a_node_throws_wherever_ends_in_the_log_and_harms_nobody() {
    start(TWO_TABS.formatted("clumsy"));
    flow.send("s", 1);
    flow.send("a", 1);

    assertThat(flow.awaitMessages("one", 1)).hasSize(1);
    flow.deploy(TWO_TABS.formatted("pass"));
    flow.send("s", "after");

    assertThat(flow.awaitMessages("two", 1)).hasSize(1);
    for (String where : List.of("start", "timer", "execute", "blocking", "receive", "stop")) {
      eventually(
          () ->
              assertThat(flow.logged(LogEntry.Level.ERROR)).anyMatch(text -> text.endsWith(where)));
    }
  }
}
