package io.weir.engine.runtime;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.engine.blueprint.Blueprint;
import io.weir.engine.blueprint.SubflowExpander;
import io.weir.engine.flow.FlowDocument;
import io.weir.engine.live.Recorders;
import io.weir.engine.live.SecretMask;
import io.weir.engine.messagetest.MessageTest;
import io.weir.engine.messagetest.MessageTestResult;
import io.weir.engine.messagetest.Recording;
import io.weir.engine.messagetest.RecordingControl;
import io.weir.engine.node.NodeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Records message tests from what runs, and runs them apart from it.
 *
 * @threads any
 */
public final class MessageTesting {
  private static final int MOST_RECORDINGS = 4;

  private final RuntimeServices services;
  private final Supplier<FlowDocument> document;
  private final Supplier<SecretMask> secrets;
  private final AtomicInteger recordings = new AtomicInteger();
  private final AtomicInteger runs = new AtomicInteger();

  MessageTesting(
      RuntimeServices services, Supplier<FlowDocument> document, Supplier<SecretMask> secrets) {
    this.services = services;
    this.document = document;
    this.secrets = secrets;
  }

  /**
   * Makes a test of what a running flow does from now on.
   *
   * @param flowId the tab
   * @param nodeIds the nodes of the tab that it is about; null for all of them
   * @param longest how long to wait for messages
   * @param inputs how many messages are waited for
   * @param control is told how many came, and may end the waiting for more
   * @param noLongerWanted completes when nobody waits for the test any more
   * @return fails with a {@link NodeException} if there can be none: {@code not_recorded}, {@code
   *     not_found}, {@code flows_changed}, {@code busy}
   */
  public Future<Recording> record(
      String flowId,
      @Nullable List<String> nodeIds,
      Duration longest,
      int inputs,
      RecordingControl control,
      Future<?> noLongerWanted) {
    Recorders recorders = services.recorders();
    if (recorders == null) {
      return Future.failedFuture(
          new NodeException("not_recorded", "the messages of the flows are not recorded"));
    }
    MessageTestRecorder recorder;
    try {
      // Here and now, so that nothing is missed that comes after the call.
      recorder = new MessageTestRecorder(services, recorders, flowId, nodeIds, secrets);
    } catch (NodeException e) {
      return Future.failedFuture(e);
    }
    return limited(
        recordings,
        MOST_RECORDINGS,
        MOST_RECORDINGS + " recordings are going on already",
        context -> recorder.record(longest, inputs, control, noLongerWanted));
  }

  /**
   * Runs tests, one after the other.
   *
   * @param edited the flows to run them on; null for those that are deployed
   * @param noLongerWanted completes when nobody waits for the results any more
   * @return fails with a {@link DeployException} if the flows can't be run, or with a {@link
   *     NodeException} ({@code busy}) if tests are run already
   */
  public Future<List<MessageTestResult>> run(
      List<MessageTest> tests, @Nullable FlowDocument edited, Future<?> noLongerWanted) {
    return limited(
        runs,
        1,
        "tests are run already",
        context ->
            services
                .vertx()
                .executeBlocking(() -> SubflowExpander.expand(flows(edited), services.catalog()))
                .compose(
                    whole ->
                        run(
                            context,
                            tests,
                            whole,
                            secrets.get(),
                            noLongerWanted,
                            new ArrayList<>())));
  }

  private FlowDocument flows(@Nullable FlowDocument edited) {
    return edited == null
        ? document.get()
        : CheckedFlows.sound(edited, services.catalog()).document();
  }

  private Future<List<MessageTestResult>> run(
      Context context,
      List<MessageTest> tests,
      Blueprint whole,
      SecretMask hidden,
      Future<?> noLongerWanted,
      List<MessageTestResult> results) {
    if (results.size() == tests.size() || noLongerWanted.isComplete()) {
      return Future.succeededFuture(results);
    }
    return new MessageTestRun(context, services, whole, tests.get(results.size()), hidden)
        .run()
        .compose(
            result -> {
              results.add(result);
              return run(context, tests, whole, hidden, noLongerWanted, results);
            });
  }

  private interface Work<T> {
    Future<T> begin(Context context);
  }

  /** Does something on a context, unless too much of the kind is going on. */
  private <T> Future<T> limited(AtomicInteger going, int most, String busy, Work<T> work) {
    if (going.incrementAndGet() > most) {
      going.decrementAndGet();
      return Future.failedFuture(new NodeException("busy", busy));
    }
    Promise<T> done = Promise.promise();
    Context context = services.vertx().getOrCreateContext();
    context.runOnContext(
        ignored -> {
          Future<T> working;
          try {
            working = work.begin(context);
          } catch (RuntimeException e) {
            working = Future.failedFuture(e);
          }
          working.onComplete(
              ended -> {
                going.decrementAndGet();
                done.handle(ended);
              });
        });
    return done.future();
  }
}
