package io.weir.app.client;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.weir.app.client.output.MessagePrinter;
import io.weir.broker.SubscribeOptions;
import io.weir.broker.client.Incoming;
import io.weir.broker.client.MqttClient;
import io.weir.broker.client.Outgoing;
import io.weir.broker.client.RefusedException;
import io.weir.broker.client.ServerTerms;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.packet.Subscribe;
import io.weir.broker.topic.TopicFilter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Connects, subscribes and prints what arrives, until there is a reason to end. A lost connection
 * is made anew, every second.
 *
 * <p>What happens, happens on a thread of its own, where it may take its time: whoever reads what
 * is printed slowly keeps messages waiting, but not the answers that the broker expects.
 *
 * @threads {@link #run} waits; {@link #stop} may be called on any
 */
public final class Subscriber implements MqttClient.Listener {
  private static final long PATIENCE_SECONDS = 1;
  private static final long FAREWELL_SECONDS = 5;

  private final MqttClient client;
  private final LinkSettings settings;
  private final Plan plan;
  private final MessagePrinter printer;
  private final Report report;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread daemon = new Thread(task, "subscriber");
            daemon.setDaemon(true);
            return daemon;
          });
  private final CompletableFuture<Ending> end = new CompletableFuture<>();
  private final List<Future<Void>> removals = new ArrayList<>();
  private int count;

  /** Messages of QoS 2 that are as good as printed. */
  private int promised;

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
      SubscribeOptions options,
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
   * @throws ClientException if DNS was to know a broker and doesn't
   */
  public Subscriber(LinkSettings settings, Plan plan, MessagePrinter printer, Report report)
      throws InterruptedException {
    this.client = settings.client(this);
    this.settings = settings;
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
    report.debug(client, "sending CONNECT");
    client
        .connect()
        .onSuccess(terms -> thread.execute(() -> subscribe(terms)))
        .onFailure(
            failure -> {
              if (isFirst || failure instanceof RefusedException) {
                end.completeExceptionally(LinkFailures.connecting(failure));
              } else {
                attemptLater();
              }
            });
  }

  private void attemptLater() {
    var unused = thread.schedule(() -> attempt(false), PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void lost(@Nullable Throwable why) {
    attemptLater();
  }

  private void subscribe(ServerTerms terms) {
    if (!terms.isSessionPresent()) {
      // What was promised over an earlier connection will not come.
      promised = 0;
    }
    report.debug(client, "received CONNACK (0)");
    Future<Boolean> all = Future.succeededFuture(true);
    if (!plan.filters().isEmpty()) {
      plan.filters()
          .forEach(
              filter ->
                  report.debug(
                      client,
                      "sending SUBSCRIBE (Topic: "
                          + filter
                          + ", QoS: "
                          + plan.options().qos().level()
                          + ")"));
      all =
          client
              .subscribe(
                  plan.filters().stream()
                      .map(filter -> new Subscribe.Request(filter, plan.options()))
                      .toList(),
                  settings.propertiesOf(PropertyCommand.SUBSCRIBE))
              .onSuccess(granted -> report.debug(client, "received SUBACK " + granted))
              .map(granted -> granted.stream().anyMatch(code -> code < 0x80));
    }
    if (!plan.endings().isEmpty()) {
      Future<Void> ended =
          client
              .unsubscribe(plan.endings(), settings.propertiesOf(PropertyCommand.UNSUBSCRIBE))
              .onSuccess(done -> report.debug(client, "received UNSUBACK"));
      Future<Boolean> subscribed = all;
      all = ended.compose(done -> subscribed);
    }
    // A failure comes with the loss of the connection.
    all.onSuccess(this::subscribed);
  }

  private void subscribed(boolean isGranted) {
    if (!isGranted) {
      report.error("the broker refuses all subscriptions");
      end.complete(new Ending(ExitCodes.SUCCESS, false));
    } else if (plan.limits().onceSubscribed()) {
      end.complete(new Ending(ExitCodes.SUCCESS, false));
    }
  }

  private void leave(boolean withWill) throws InterruptedException {
    try {
      CompletableFuture.supplyAsync(() -> List.copyOf(removals), thread)
          .thenCompose(pending -> Future.all(pending).toCompletionStage().thenAccept(removed -> {}))
          .get(FAREWELL_SECONDS, TimeUnit.SECONDS);
      report.debug(client, "sending DISCONNECT");
      client
          .disconnect(
              withWill ? ReasonCode.DISCONNECT_WITH_WILL : ReasonCode.SUCCESS,
              settings.propertiesOf(PropertyCommand.DISCONNECT))
          .toCompletionStage()
          .toCompletableFuture()
          .get(FAREWELL_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      report.error("leaving the broker: " + LinkFailures.text(e));
    }
  }

  // ---- messages ----

  @Override
  public void offered(Incoming message, Runnable take) {
    thread.execute(
        () -> {
          if (hasRoom()) {
            promised++;
            take.run();
          }
        });
  }

  @Override
  public void received(Incoming message, Runnable done) {
    thread.execute(
        () -> {
          if (message.qos() == Qos.EXACTLY_ONCE) {
            promised--;
          }
          // What comes after the last one stays with the broker, unacknowledged.
          if (hasRoom() && take(message)) {
            done.run();
            endIfLast();
          }
        });
  }

  /** Whether another message may be printed. */
  private boolean hasRoom() {
    int most = plan.limits().messages();
    return !end.isDone() && (most == 0 || count + promised < most);
  }

  private void endIfLast() {
    if (count > 0 && count == plan.limits().messages()) {
      end.complete(new Ending(ExitCodes.SUCCESS, false));
    }
  }

  /** Deals with a message; false if it is not to be acknowledged, since this is the end. */
  private boolean take(Incoming message) {
    if (plan.retained().isAll() && !message.retain()) {
      end.complete(new Ending(ExitCodes.SUCCESS, false));
      return false;
    }
    return !isWanted(message) || print(message);
  }

  private boolean isWanted(Incoming message) {
    return !(message.retain() && plan.retained().isSkipped())
        && plan.leftOut().stream().noneMatch(filter -> filter.matches(message.topic()));
  }

  /** Prints it; false if nobody reads that. */
  private boolean print(Incoming message) {
    if (plan.retained().isRemoved() && message.retain()) {
      removals.add(
          client.publish(new Outgoing(message.topic(), Buffer.buffer(), Qos.AT_LEAST_ONCE, true)));
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
