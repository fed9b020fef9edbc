package io.weir.engine.runtime;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.weir.engine.blueprint.Blueprint;
import io.weir.engine.blueprint.FlowBlueprint;
import io.weir.engine.event.LogEntry;
import io.weir.engine.live.SecretMask;
import io.weir.engine.message.Message;
import io.weir.engine.messagetest.MessageComparison;
import io.weir.engine.messagetest.MessageTest;
import io.weir.engine.messagetest.MessageTestResult;
import io.weir.engine.messagetest.OutputResult;
import io.weir.engine.messagetest.RecordedMessage;
import io.weir.engine.node.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One message test from its start to its end: hands the messages in one after the other, each when
 * the one before is dealt with, waits until nothing more comes, and compares.
 *
 * @threads its context
 */
final class MessageTestRun {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration LONGEST_START = Duration.ofSeconds(15);
  // A node that is at one message for so long hangs, as far as a test is concerned.
  private static final Duration LONGEST_CALL = Duration.ofSeconds(5);
  // A little later: the test says first which node it was.
  private static final Duration LONGEST_SCRIPT = LONGEST_CALL.plusMillis(500);
  // After that the next message goes in though a node keeps this one, as for a sequence.
  private static final Duration LONGEST_KEPT = Duration.ofSeconds(1);
  private static final long LOOK_MILLIS = 20;
  private static final long QUIET_MILLIS = 60;
  // If something is missing yet, as functions send from timers, or a node still has a message.
  private static final long LONGER_QUIET_MILLIS = 1_000;
  // If both: a script engine may be on its way up, which takes seconds on a small machine.
  private static final long LONGEST_QUIET_MILLIS = 10_000;

  private final Context context;
  private final RuntimeServices services;
  private final Blueprint whole;
  private final MessageTest test;
  private final SecretMask secrets;
  private final Sandbox sandbox;
  private @Nullable TestStage stage;
  private int inHand;

  /**
   * A run, not begun yet.
   *
   * @param whole the flows that the test is about
   * @param secrets what is hidden in recorded messages, and so in those that come out
   */
  MessageTestRun(
      Context context,
      RuntimeServices services,
      Blueprint whole,
      MessageTest test,
      SecretMask secrets) {
    this.context = context;
    this.services = services;
    this.whole = whole;
    this.test = test;
    this.secrets = secrets;
    sandbox = new Sandbox(context, services, services.variables().emptied(), null, LONGEST_SCRIPT);
  }

  /** The test ran longer than it may. */
  private static final class Overrun extends RuntimeException {
    private static final long serialVersionUID = 1;

    Overrun(String text) {
      super(text, null, false, false);
    }
  }

  /** Runs the test; never fails. All that ran for it has ended then. */
  Future<MessageTestResult> run() {
    return vertx()
        .executeBlocking(this::prepare)
        .compose(
            global -> {
              sandbox.open(stage().blueprint(), global);
              return start();
            })
        .compose(started -> handIn(0))
        .compose(handled -> settle())
        .timeout(LONGEST.toMillis(), TimeUnit.MILLISECONDS)
        .transform(ended -> result(ended.cause()))
        .eventually(
            () -> {
              sandbox.interrupt();
              return sandbox.end();
            });
  }

  private Vertx vertx() {
    return services.vertx();
  }

  private Environment prepare() {
    stage = new TestStage(whole, test);
    return Environments.global(whole.document(), sandbox.services());
  }

  private TestStage stage() {
    TestStage there = stage;
    if (there == null) {
      throw new IllegalStateException("the test is not prepared");
    }
    return there;
  }

  // ---- starting ----

  private Future<Void> start() {
    FlowBlueprint shared = stage().blueprint().flow(FlowBlueprint.GLOBAL);
    Future<?> before =
        shared == null || shared.nodes().isEmpty()
            ? Node.done()
            : sandbox.start(FlowBlueprint.GLOBAL);
    return before
        .compose(ready -> sandbox.start(test.flowId()))
        .<Void>mapEmpty()
        .timeout(LONGEST_START.toMillis(), TimeUnit.MILLISECONDS)
        .recover(
            why ->
                Future.failedFuture(
                    why instanceof java.util.concurrent.TimeoutException
                        ? new Overrun(
                            "the flow did not start within " + LONGEST_START.toSeconds() + " s")
                        : why));
  }

  // ---- handing in ----

  private Future<Void> handIn(int index) {
    if (index >= test.inputs().size() || sandbox.isOver()) {
      return Node.done();
    }
    Promise<Void> dealtWith = Promise.promise();
    inHand++;
    dealtWith.future().onComplete(done -> inHand--);
    Lineage lineage =
        new Lineage(() -> context.runOnContext(ignored -> dealtWith.tryComplete()), null);
    return handIn(test.inputs().get(index), lineage)
        .compose(
            handedIn ->
                dealtWith
                    .future()
                    .timeout(LONGEST_KEPT.toMillis(), TimeUnit.MILLISECONDS)
                    .recover(late -> whenFree(dealtWith.future(), "input " + (index + 1))))
        .compose(next -> handIn(index + 1));
  }

  private Future<Void> handIn(MessageTest.Input input, Lineage lineage) {
    String nodeId = whole.idOf(input.nodeId());
    return sandbox
        .start(test.flowId())
        .compose(
            flow -> {
              Message message = input.message().withId();
              return flow.withSlots(
                  slots -> {
                    NodeSlot slot = slots.get(nodeId);
                    Integer output = input.output();
                    if (slot != null && output == null) {
                      flow.mailbox().post(new Delivery(slot, message, lineage));
                    } else if (slot != null && output != null) {
                      slot.send(output, message, lineage);
                    }
                    lineage.leave();
                    return null;
                  });
            });
  }

  /** Completes when the flows' threads come back to take something else, whoever keeps what. */
  private Future<Void> whenFree(Future<Void> orElse, String during) {
    List<RunningFlow> flows = sandbox.running();
    Future<Void> free =
        Future.all(flows.stream().map(flow -> flow.withSlots(slots -> "there")).toList())
            .mapEmpty();
    return Future.any(free, orElse)
        .<Void>mapEmpty()
        .timeout(LONGEST_CALL.minus(LONGEST_KEPT).toMillis(), TimeUnit.MILLISECONDS)
        .recover(late -> Future.failedFuture(new Overrun(stuck(flows, during))));
  }

  private static String stuck(List<RunningFlow> flows, String during) {
    for (RunningFlow flow : flows) {
      NodeSlot slot = flow.mailbox().isAtWork() ? flow.mailbox().inHand() : null;
      if (slot != null) {
        return during
            + ": "
            + slot.type()
            + " "
            + (slot.name().isEmpty() ? slot.id() : slot.name() + " (" + slot.id() + ")")
            + " did not come back within "
            + LONGEST_CALL.toSeconds()
            + " s";
      }
    }
    return during + " was not dealt with within " + LONGEST_CALL.toSeconds() + " s";
  }

  // ---- waiting for the end ----

  private Future<Void> settle() {
    return settle(count(), System.nanoTime());
  }

  private int count() {
    return stage().probes().stream().mapToInt(TestStage.Probe::count).sum();
  }

  private boolean isSomethingMissing() {
    return stage().probes().stream()
        .anyMatch(probe -> probe.count() < probe.expected().messages().size());
  }

  private Future<Void> settle(int countBefore, long quietSince) {
    long quietMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - quietSince);
    if (sandbox.isOver() || quietMillis >= quietEnough()) {
      return Node.done();
    }
    return vertx()
        .timer(LOOK_MILLIS)
        .compose(later -> whenFree(Promise.<Void>promise().future(), "after the last input"))
        .compose(
            free -> {
              int count = count();
              return settle(count, count == countBefore ? quietSince : System.nanoTime());
            });
  }

  private long quietEnough() {
    boolean isInHand = inHand > 0;
    boolean isMissing = isSomethingMissing();
    if (isInHand && isMissing) {
      return LONGEST_QUIET_MILLIS;
    }
    return isInHand || isMissing ? LONGER_QUIET_MILLIS : QUIET_MILLIS;
  }

  // ---- the result ----

  private Future<MessageTestResult> result(@Nullable Throwable why) {
    List<LogEntry> log =
        sandbox.log().stream()
            .filter(
                entry ->
                    entry.level() == LogEntry.Level.ERROR || entry.level() == LogEntry.Level.WARN)
            .toList();
    TestStage ran = stage;
    boolean hasRun =
        ran != null
            && (why == null
                || why instanceof Overrun
                || why instanceof java.util.concurrent.TimeoutException);
    if (ran == null || !hasRun) {
      return Future.succeededFuture(
          result(false, List.of(), log, why == null ? null : String.valueOf(why.getMessage())));
    }
    String problem =
        why instanceof java.util.concurrent.TimeoutException
            ? "it did not end within " + LONGEST.toSeconds() + " s"
            : why == null ? null : why.getMessage();
    return vertx()
        .executeBlocking(() -> compared(ran))
        .map(outputs -> result(true, outputs, log, problem));
  }

  private MessageTestResult result(
      boolean hasRun, List<OutputResult> outputs, List<LogEntry> log, @Nullable String problem) {
    return new MessageTestResult(test.id(), test.name(), hasRun, outputs, log, problem);
  }

  private List<OutputResult> compared(TestStage ran) {
    List<OutputResult> outputs = new ArrayList<>();
    for (TestStage.Probe probe : ran.probes()) {
      List<Message> received = probe.received().stream().map(this::asRecorded).toList();
      outputs.add(MessageComparison.of(probe.expected(), received, test.ignored()));
    }
    return outputs;
  }

  private Message asRecorded(Message message) {
    try {
      return RecordedMessage.of(secrets.in(message));
    } catch (IllegalArgumentException e) {
      // No test can have one like it, so it is a difference whatever was expected.
      return Message.empty().with("payload", "a message that no file can hold: " + e.getMessage());
    }
  }
}
