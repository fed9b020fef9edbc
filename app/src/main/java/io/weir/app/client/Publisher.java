package io.weir.app.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Connects, publishes what a source has, waits until the broker has all of it, and leaves. */
public final class Publisher {
  private static final long FAREWELL_SECONDS = 5;

  private final Link link;
  private final Report report;
  private final int window;
  private final Semaphore free;
  private final CompletableFuture<Void> lost = new CompletableFuture<>();

  /**
   * A publisher.
   *
   * @param window how many messages may be under way at once
   */
  public Publisher(Link link, Report report, int window) {
    this.link = link;
    this.report = report;
    this.window = window;
    free = new Semaphore(window);
    link.onLost(() -> lost.complete(null));
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
    connect();
    CompletableFuture<Void> sent = new CompletableFuture<>();
    // On a thread of its own, since a source that waits for input can't see that the connection
    // is lost.
    Thread reader = new Thread(() -> send(source, sent), "source");
    reader.setDaemon(true);
    reader.start();
    await(sent);
    report.debug(link, "sending DISCONNECT");
    leave();
  }

  private void connect() throws InterruptedException {
    report.debug(link, "sending CONNECT");
    try {
      link.connect().get();
    } catch (ExecutionException e) {
      throw LinkFailures.connecting(e);
    }
    report.debug(link, "received CONNACK (0)");
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
      CompletableFuture.anyOf(sent, lost).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ClientException failure) {
        throw failure;
      }
      throw new ClientException(LinkFailures.text(e), ExitCodes.FAILURE);
    }
    if (!sent.isDone()) {
      throw new ClientException(
          "the connection was lost before the broker had everything", ExitCodes.CONNECTION_LOST);
    }
  }

  private void leave() throws InterruptedException {
    try {
      link.disconnect(false).get(FAREWELL_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // Everything has been taken; how the connection ends changes nothing.
    }
  }

  private final class WindowedSender implements Sender {
    private int number;

    @Override
    public void send(Outgoing message) throws InterruptedException {
      free.acquire();
      int id = ++number;
      report.debug(
          link,
          String.format(
              "sending PUBLISH (d0, q%d, r%d, m%d, '%s', ... (%d bytes))",
              message.qos(),
              message.retain() ? 1 : 0,
              id,
              message.topic(),
              message.payload().length()));
      var unused = link.publish(message).whenComplete((done, failure) -> taken(id, failure));
    }

    private void taken(int id, Throwable failure) {
      if (failure != null) {
        Optional<String> reason = LinkFailures.refusedPublish(failure);
        report.error(
            "the broker did not take message "
                + id
                + ": "
                + reason.orElseGet(() -> LinkFailures.text(failure)));
      }
      free.release();
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
      free.acquire(window);
      free.release(window);
      try {
        lost.get(time.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException | ExecutionException e) {
        // The connection still stands.
      }
    }
  }
}
