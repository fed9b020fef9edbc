package io.weir.app.client;

import io.vertx.core.Future;
import io.weir.broker.client.Incoming;
import io.weir.broker.client.MqttClient;
import io.weir.broker.client.Outgoing;
import io.weir.broker.client.RefusedException;
import io.weir.broker.client.ServerTerms;
import io.weir.broker.packet.ReasonCode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Connects, publishes what a source has, waits until the broker has all of it, and leaves. */
public final class Publisher implements MqttClient.Listener {
  private static final long PATIENCE_SECONDS = 1;
  private static final long FAREWELL_SECONDS = 5;

  private final MqttClient client;
  private final LinkSettings settings;
  private final Report report;
  private final int window;
  private final boolean connectsAnew;
  private final Semaphore free;
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  /**
   * A publisher.
   *
   * @param window how many messages may be under way at once
   * @param connectsAnew whether a lost connection is made anew; otherwise it is the end
   * @throws ClientException if DNS was to know a broker and doesn't
   */
  public Publisher(LinkSettings settings, Report report, int window, boolean connectsAnew)
      throws InterruptedException {
    this.client = settings.client(this);
    this.settings = settings;
    this.report = report;
    this.window = window;
    this.connectsAnew = connectsAnew;
    this.free = new Semaphore(window);
  }

  /** What to publish. */
  public interface Source {
    /**
     * Hands everything to the sender, one after the other.
     *
     * @throws IOException if it can't be read
     */
    void sendTo(Sender sender) throws IOException, InterruptedException;
  }

  /** Takes messages. */
  public interface Sender {
    /** Sends a message; waits while too many are under way. */
    void send(Outgoing message) throws InterruptedException;

    /** Waits until the broker has taken all that was sent, and a while longer. */
    void pause(Duration time) throws InterruptedException;
  }

  /**
   * Runs to the end.
   *
   * @throws ClientException if the connection can't be made or is lost
   */
  public void run(Source source) throws InterruptedException {
    try {
      connect().toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw LinkFailures.connecting(e);
    }
    CompletableFuture<Void> sent = new CompletableFuture<>();
    // On a thread of its own, since a source that waits for input can't see that the connection
    // is lost.
    Thread reader = new Thread(() -> send(source, sent), "source");
    reader.setDaemon(true);
    reader.start();
    await(sent);
    leave();
  }

  private Future<ServerTerms> connect() {
    report.debug(client, "sending CONNECT");
    return client.connect().onSuccess(made -> report.debug(client, "received CONNACK (0)"));
  }

  private void send(Source source, CompletableFuture<Void> sent) {
    try {
      source.sendTo(new WindowedSender());
      free.acquire(window);
      sent.complete(null);
    } catch (IOException e) {
      sent.completeExceptionally(
          new ClientException("the input can't be read: " + e.getMessage(), ExitCodes.FAILURE));
    } catch (InterruptedException | RuntimeException e) {
      sent.completeExceptionally(e);
    }
  }

  private void await(CompletableFuture<Void> sent) throws InterruptedException {
    try {
      CompletableFuture.anyOf(sent, over).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ClientException failure) {
        throw failure;
      }
      throw new ClientException(LinkFailures.text(e), ExitCodes.FAILURE);
    }
  }

  private void leave() throws InterruptedException {
    report.debug(client, "sending DISCONNECT");
    try {
      client
          .disconnect(ReasonCode.SUCCESS, settings.propertiesOf(PropertyCommand.DISCONNECT))
          .toCompletionStage()
          .toCompletableFuture()
          .get(FAREWELL_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // Everything has been taken; how the connection ends changes nothing.
    }
  }

  @Override
  public void offered(Incoming message, Runnable take) {
    // Nobody asked for it.
  }

  @Override
  public void received(Incoming message, Runnable done) {
    done.run();
  }

  @Override
  public void lost(@Nullable Throwable why) {
    if (connectsAnew) {
      connectLater();
    } else {
      over.completeExceptionally(
          new ClientException(
              "the connection was lost before the broker had everything",
              ExitCodes.CONNECTION_LOST));
    }
  }

  private void connectLater() {
    CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .execute(
            () ->
                connect()
                    .onFailure(
                        failure -> {
                          if (failure instanceof RefusedException) {
                            over.completeExceptionally(LinkFailures.connecting(failure));
                          } else {
                            connectLater();
                          }
                        }));
  }

  private final class WindowedSender implements Sender {
    private int number;

    @Override
    public void send(Outgoing message) throws InterruptedException {
      free.acquire();
      int id = ++number;
      report.debug(
          client,
          String.format(
              "sending PUBLISH (d0, q%d, r%d, m%d, '%s', ... (%d bytes))",
              message.qos().level(),
              message.retain() ? 1 : 0,
              id,
              message.topic(),
              message.payload().length()));
      client
          .publish(message)
          .onComplete(taken -> free.release())
          .onFailure(
              failure ->
                  report.error(
                      "the broker did not take message "
                          + id
                          + ": "
                          + (failure instanceof RefusedException refused
                              ? refused.text()
                              : LinkFailures.text(failure))));
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
      free.acquire(window);
      free.release(window);
      try {
        over.get(time.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException | ExecutionException e) {
        // Either time to go on, or the end, which is noticed elsewhere.
      }
    }
  }
}
