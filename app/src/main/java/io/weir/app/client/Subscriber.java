package io.weir.app.client;

import io.weir.app.client.output.MessagePrinter;
import io.weir.broker.topic.TopicFilter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Connects, subscribes and prints what arrives, until there is a reason to end. A lost connection
 * is made anew, every second.
 *
 * @threads messages come one after the other on a thread of the library; {@link #run} waits
 */
public final class Subscriber {
  private static final long PATIENCE_SECONDS = 1;
  private static final long FAREWELL_SECONDS = 5;

  private final Supplier<Link> links;
  private final boolean keepsLink;
  private final Plan plan;
  private final MessagePrinter printer;
  private final Report report;
  private final CompletableFuture<Ending> end = new CompletableFuture<>();
  private final List<CompletableFuture<Void>> removals = new CopyOnWriteArrayList<>();
  private volatile @Nullable Link current;
  private int count;

  /**
   * What to do.
   *
   * @param filters to subscribe to
   * @param endings to unsubscribe from, after that
   * @param options how messages are to come
   * @param leftOut messages on these topics count for nothing
   * @param limits when to end
   * @param retained what becomes of retained messages
   */
  public record Plan(
      List<String> filters,
      List<String> endings,
      Link.SubscribeOptions options,
      List<TopicFilter> leftOut,
      Limits limits,
      Retained retained) {
    /** A plan; copied. */
    public Plan {
      filters = List.copyOf(filters);
      endings = List.copyOf(endings);
      leftOut = List.copyOf(leftOut);
    }
  }

  /**
   * When to end.
   *
   * @param messages after so many; 0 for never
   * @param seconds after so long; 0 for never
   * @param onceSubscribed when the broker has answered
   */
  public record Limits(int messages, int seconds, boolean onceSubscribed) {}

  /**
   * What becomes of retained messages.
   *
   * @param isSkipped whether they are left out
   * @param isAll whether the first other message is the end
   * @param isRemoved whether the broker is told to forget them
   */
  public record Retained(boolean isSkipped, boolean isAll, boolean isRemoved) {}

  private record Ending(int exitCode, boolean withWill) {}

  /**
   * A subscriber.
   *
   * @param links makes links that aren't connected yet
   * @param keepsLink whether a connection is made anew with the same link, which knows what has
   *     come already, for a session that outlives the connection
   */
  public Subscriber(
      Supplier<Link> links, boolean keepsLink, Plan plan, MessagePrinter printer, Report report) {
    this.links = links;
    this.keepsLink = keepsLink;
    this.plan = plan;
    this.printer = printer;
    this.report = report;
  }

  /**
   * Runs until there is a reason to end.
   *
   * @return the exit code
   * @throws ClientException if there is no connection at first, or the broker refuses it
   */
  public int run() throws InterruptedException {
    attempt(true);
    if (plan.limits().seconds() > 0) {
      var unused =
          end.completeOnTimeout(
              new Ending(ExitCodes.TIMED_OUT, true), plan.limits().seconds(), TimeUnit.SECONDS);
    }
    try {
      Ending ending = end.get();
      if (ending.exitCode() == ExitCodes.TIMED_OUT) {
        report.error("the " + plan.limits().seconds() + " s of -W are over");
      }
      leave(ending.withWill());
      return ending.exitCode();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ClientException failure
          ? failure
          : new ClientException(LinkFailures.text(e), ExitCodes.FAILURE);
    }
  }

  /** Ends it, as on Ctrl-C: with MQTT 5 the will is published all the same. */
  public void stop() {
    end.complete(new Ending(ExitCodes.SUCCESS, true));
  }

  // ---- connections ----

  private void attempt(boolean isFirst) {
    if (end.isDone()) {
      return;
    }
    Link link = current;
    if (link == null || !keepsLink) {
      link = links.get();
      link.onMessage(this::received);
      current = link;
    }
    CompletableFuture<Void> lost = new CompletableFuture<>();
    link.onLost(() -> lost.complete(null));
    report.debug(link, "sending CONNECT");
    CompletableFuture<Void> connected = link.connect();
    Link connecting = link;
    var unused = connected.thenRun(() -> subscribe(connecting));
    var unusedToo = connected.runAfterBoth(lost, this::attemptLater);
    var unusedAsWell =
        connected.exceptionally(
            failure -> {
              if (isFirst || LinkFailures.isRefusal(failure)) {
                end.completeExceptionally(LinkFailures.connecting(failure));
              } else {
                attemptLater();
              }
              return null;
            });
  }

  private void attemptLater() {
    CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .execute(() -> attempt(false));
  }

  private void subscribe(Link link) {
    report.debug(link, "received CONNACK (0)");
    CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
    if (!plan.filters().isEmpty()) {
      plan.filters()
          .forEach(
              filter ->
                  report.debug(
                      link,
                      "sending SUBSCRIBE (Topic: "
                          + filter
                          + ", QoS: "
                          + plan.options().qos()
                          + ")"));
      all =
          link.subscribe(plan.filters(), plan.options())
              .thenAccept(granted -> report.debug(link, "received SUBACK " + granted));
    }
    if (!plan.endings().isEmpty()) {
      all =
          all.thenCombine(
              link.unsubscribe(plan.endings()),
              (subscribed, unsubscribed) -> {
                report.debug(link, "received UNSUBACK");
                return null;
              });
    }
    var unused = all.whenComplete((done, failure) -> subscribed(failure));
  }

  private void subscribed(@Nullable Throwable failure) {
    if (failure != null && LinkFailures.isRefusedSubscribe(failure)) {
      report.error("the broker refuses all subscriptions");
      end.complete(new Ending(ExitCodes.SUCCESS, false));
    } else if (failure == null && plan.limits().onceSubscribed()) {
      end.complete(new Ending(ExitCodes.SUCCESS, false));
    }
    // Whatever else fails comes with the loss of the connection.
  }

  private void leave(boolean withWill) throws InterruptedException {
    Link link = current;
    if (link == null) {
      return;
    }
    CompletableFuture<Void> removed =
        CompletableFuture.allOf(new ArrayList<>(removals).toArray(new CompletableFuture<?>[0]));
    try {
      removed.get(FAREWELL_SECONDS, TimeUnit.SECONDS);
      report.debug(link, "sending DISCONNECT");
      link.disconnect(withWill).get(FAREWELL_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      report.error("leaving the broker: " + LinkFailures.text(e));
    }
  }

  // ---- messages ----

  private void received(Arrival message, Runnable acknowledge) {
    // What comes after the last one stays with the broker, unacknowledged.
    if (end.isDone()) {
      return;
    }
    if (plan.retained().isAll() && !message.retain()) {
      end.complete(new Ending(ExitCodes.SUCCESS, false));
      return;
    }
    if (isWanted(message) && !take(message)) {
      return;
    }
    acknowledge.run();
    if (count > 0 && count == plan.limits().messages()) {
      end.complete(new Ending(ExitCodes.SUCCESS, false));
    }
  }

  private boolean isWanted(Arrival message) {
    return !(message.retain() && plan.retained().isSkipped())
        && plan.leftOut().stream().noneMatch(filter -> filter.matches(message.topic()));
  }

  /** Prints it; false if nobody reads that. */
  private boolean take(Arrival message) {
    Link link = current;
    if (plan.retained().isRemoved() && message.retain() && link != null) {
      removals.add(link.publish(new Outgoing(message.topic(), Bytes.NONE, 1, true)));
    }
    try {
      printer.print(message);
    } catch (IOException nobodyReads) {
      end.complete(new Ending(ExitCodes.NO_READER, false));
      return false;
    }
    count++;
    return true;
  }
}
