package io.weir.broker.local;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.broker.BrokerException;
import io.weir.broker.LocalClientOptions;
import io.weir.broker.LocalSubscriber;
import io.weir.broker.RelayClient;
import io.weir.broker.SubscribeOptions;
import io.weir.broker.delivery.Distributor;
import io.weir.broker.delivery.Route;
import io.weir.broker.loop.BrokerLoop;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.protocol.BrokerServices;
import io.weir.broker.session.Session;
import io.weir.broker.session.SessionSubscriptions;
import io.weir.broker.store.Journal;
import io.weir.broker.topic.TopicFilter;
import io.weir.broker.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client in the process. What it is asked to do goes through one queue to the loop of its
 * session, with one wake-up for however much there is.
 *
 * @threads any
 */
public final class InProcessClient implements RelayClient {
  /**
   * Publications on their way to the loop. A caller that ignores its futures meets this bound: the
   * publication is refused with {@link ReasonCode#QUOTA_EXCEEDED}, or dropped if nobody asked.
   */
  private static final int MAX_WAITING = 65_536;

  /** Long enough to amortise a turn, short enough that sockets on the loop are served. */
  private static final int STEPS_PER_TURN = 256;

  private final String clientId;
  private final BrokerServices services;
  private final BrokerLoop loop;
  private final Distributor distributor;
  private final Journal journal;
  private final LocalConnection connection;
  private final Runnable onClosed;
  private final Promise<Boolean> connected = Promise.promise();
  private final ConcurrentLinkedQueue<Object> steps = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicBoolean isScheduled = new AtomicBoolean();
  private volatile boolean isClosed;

  // Confined to the loop.
  private @Nullable Publishing inHand;
  private String lastTopic = "";
  private byte[] lastTopicBytes = {};

  /** A publication whose caller wants to know. */
  private record Publishing(Publication publication, int inboundId, Promise<ReasonCode> promise) {}

  /** Something else to do in its turn. */
  private interface Step {
    void run(Session session);

    void refuse(Throwable why);
  }

  /**
   * Opens it.
   *
   * @param onClosed called on the loop once it is closed
   */
  public InProcessClient(
      String clientId,
      LocalClientOptions options,
      BrokerServices services,
      BrokerLoop loop,
      Runnable onClosed) {
    this.clientId = clientId;
    this.services = services;
    this.loop = loop;
    this.onClosed = onClosed;
    this.distributor = services.sessions().distributor(loop);
    this.journal = services.sessions().journal(loop);
    this.connection =
        new LocalConnection(clientId, options, services, loop, this::connectionChanged);
    loop.execute(() -> connection.open().onComplete(connected));
  }

  @Override
  public String clientId() {
    return clientId;
  }

  @Override
  public Future<Boolean> connected() {
    return connected.future();
  }

  @Override
  public Future<ReasonCode> publish(Publication publication) {
    return publishOnce(publication, 0);
  }

  @Override
  public Future<ReasonCode> publishOnce(Publication publication, int inboundId) {
    Promise<ReasonCode> promise = Promise.promise();
    if (isClosed) {
      promise.fail(closedException());
    } else if (waiting.get() >= MAX_WAITING) {
      promise.complete(ReasonCode.QUOTA_EXCEEDED);
    } else {
      add(new Publishing(publication.publishedBy(clientId), inboundId, promise));
    }
    return promise.future();
  }

  @Override
  public void send(Publication publication) {
    if (isClosed) {
      return;
    }
    if (waiting.get() >= MAX_WAITING) {
      loop.execute(() -> loop.stats().publicationsDropped++);
      return;
    }
    add(publication.publishedBy(clientId));
  }

  @Override
  public Future<ReasonCode> subscribe(
      TopicFilter filter, SubscribeOptions options, LocalSubscriber subscriber) {
    Promise<ReasonCode> promise = Promise.promise();
    addStep(
        promise,
        session -> {
          SessionSubscriptions.Outcome outcome =
              session.subscriptions().add(filter, options, subscriber);
          boolean isRefused = outcome == SessionSubscriptions.Outcome.TOO_MANY;
          promise.complete(
              isRefused ? ReasonCode.QUOTA_EXCEEDED : ReasonCode.granted(options.qos()));
          if (!isRefused && outcome.wantsRetained(filter, options)) {
            session.subscriptions().sendRetained(filter.text());
          }
          connection.takeUpUnhandled();
        });
    return promise.future();
  }

  @Override
  public Future<Void> unsubscribe(TopicFilter filter) {
    Promise<Void> promise = Promise.promise();
    addStep(
        promise,
        session -> {
          session.subscriptions().remove(filter.text());
          promise.complete();
        });
    return promise.future();
  }

  @Override
  public Future<Void> release(int inboundId) {
    Promise<Void> promise = Promise.promise();
    addStep(
        promise,
        session -> {
          session.inbound().release(inboundId);
          journal.whenSafe(promise::complete);
        });
    return promise.future();
  }

  @Override
  public Future<Void> forgetUnreleased() {
    Promise<Void> promise = Promise.promise();
    addStep(
        promise,
        session -> {
          session.inbound().releaseAll();
          promise.complete();
        });
    return promise.future();
  }

  private <T> void addStep(Promise<T> promise, Consumer<Session> action) {
    if (isClosed) {
      promise.fail(closedException());
      return;
    }
    add(
        new Step() {
          @Override
          public void run(Session session) {
            action.accept(session);
          }

          @Override
          public void refuse(Throwable why) {
            promise.tryFail(why);
          }
        });
  }

  @Override
  public void pause() {
    loop.run(connection::pause);
  }

  @Override
  public void resume() {
    loop.run(connection::resume);
  }

  @Override
  public Future<Void> close() {
    isClosed = true;
    Promise<Void> closed = Promise.promise();
    // Behind what was asked for before, unless that can't go on.
    loop.run(
        () -> {
          while (!steps.isEmpty() && connection.isOpen() && !connection.isWaiting()) {
            drain();
          }
          connection.leave(ReasonCode.SUCCESS, true, "closed");
          closed.complete();
        });
    return closed.future();
  }

  /** The broker stops. */
  public void shutDown() {
    isClosed = true;
    loop.run(() -> connection.leave(ReasonCode.SERVER_SHUTTING_DOWN, false, "the broker stops"));
  }

  private void add(Object step) {
    waiting.incrementAndGet();
    steps.add(step);
    wake();
  }

  private void wake() {
    if (!isScheduled.get() && isScheduled.compareAndSet(false, true)) {
      loop.execute(this::turn);
    }
  }

  private void turn() {
    isScheduled.set(false);
    drain();
  }

  /** Takes steps until none is left, one has to wait, or the turn is over. */
  private void drain() {
    Session session = connection.session().orElse(null);
    if (session == null) {
      if (connection.isClosed()) {
        refuseAll();
      }
      return;
    }
    for (int i = 0; i < STEPS_PER_TURN; i++) {
      if (connection.isWaiting() || !connection.isOpen()) {
        return;
      }
      Object step = steps.poll();
      if (step == null) {
        return;
      }
      waiting.decrementAndGet();
      take(step, session);
    }
    wake();
  }

  private void take(Object step, Session session) {
    if (step instanceof Publication publication) {
      publishNow(publication);
    } else if (step instanceof Publishing publishing) {
      long before = journal.position();
      int inboundId = publishing.inboundId();
      if (inboundId > 0 && !session.inbound().begin(inboundId)) {
        journal.whenSafe(() -> publishing.promise().complete(ReasonCode.SUCCESS));
        return;
      }
      ReasonCode code = publishNow(publishing.publication());
      if (connection.isWaiting()) {
        // Told when there is room again, so that a caller who waits for it slows down.
        inHand = publishing;
      } else if (journal.position() == before
          || publishing.publication().qos() == Qos.AT_MOST_ONCE) {
        publishing.promise().complete(code);
      } else {
        journal.whenSafe(() -> publishing.promise().complete(code));
      }
    } else if (step instanceof Step other) {
      other.run(session);
    }
  }

  private ReasonCode publishNow(Publication publication) {
    if (publication.payloadLength() > services.limits().packet().maxBytes()) {
      return ReasonCode.PACKET_TOO_LARGE;
    }
    String topic = publication.topic();
    if (!topic.equals(lastTopic)) {
      if (TopicName.problem(topic, services.limits().packet().maxTopicLevels()) != null) {
        return ReasonCode.TOPIC_NAME_INVALID;
      }
      lastTopic = topic;
      lastTopicBytes = topic.getBytes(StandardCharsets.UTF_8);
    }
    Route route =
        distributor.route(lastTopicBytes, lastTopicBytes.length, (bytes, length) -> topic);
    loop.stats().publicationsReceived++;
    return distributor.publish(publication, route, connection);
  }

  /** Opened, closed, or free to go on. */
  private void connectionChanged() {
    Publishing waited = inHand;
    inHand = null;
    if (waited != null) {
      journal.whenSafe(() -> waited.promise().complete(ReasonCode.SUCCESS));
    }
    if (connection.isClosed()) {
      isClosed = true;
      refuseAll();
      onClosed.run();
    } else {
      wake();
    }
  }

  private void refuseAll() {
    BrokerException why = closedException();
    for (Object step = steps.poll(); step != null; step = steps.poll()) {
      waiting.decrementAndGet();
      if (step instanceof Publishing publishing) {
        publishing.promise().fail(why);
      } else if (step instanceof Step other) {
        other.refuse(why);
      }
    }
  }

  private BrokerException closedException() {
    return new BrokerException("the local client \"" + clientId + "\" is closed");
  }
}
