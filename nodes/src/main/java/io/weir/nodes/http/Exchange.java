package io.weir.nodes.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request that waits for its answer, which it gets once.
 *
 * @threads any; what concerns the connection happens on the web server's context
 */
final class Exchange {
  private static final Logger log = LoggerFactory.getLogger(Exchange.class);

  private final Context context;
  private final boolean isHead;
  private final Consumer<Exchange> whenOver;
  // Null once it is answered, so that who keeps msg.res doesn't keep the connection.
  private final AtomicReference<@Nullable HttpServerResponse> open;
  private final long beganNanos = System.nanoTime();
  private volatile boolean isForgotten;
  private volatile @Nullable LongConsumer whenSent;
  private long bytes;

  /**
   * An open exchange.
   *
   * @param context the web server's
   * @param whenOver called once when it is answered or its client has gone
   */
  Exchange(Context context, HttpServerRequest request, Consumer<Exchange> whenOver) {
    this.context = context;
    this.isHead = request.method().equals(HttpMethod.HEAD);
    this.whenOver = whenOver;
    open = new AtomicReference<>(request.response());
  }

  /** The web server's context. */
  Context context() {
    return context;
  }

  /** When it began, in terms of {@link System#nanoTime}. */
  long beganNanos() {
    return beganNanos;
  }

  /**
   * Calls once the whole answer has been sent.
   *
   * @param action gets the bytes of its body, on the web server's context
   */
  void whenSent(LongConsumer action) {
    whenSent = action;
  }

  /** How large its body is, as far as it has come. Guarded by who counts it. */
  long bytes() {
    return bytes;
  }

  void grow(long more) {
    bytes += more;
  }

  /** Whether nobody has answered and the client is still there. */
  boolean isOpen() {
    return open.get() != null;
  }

  /**
   * Everything that came of the message is dealt with; what nobody has answered yet may stay so.
   */
  void forgotten() {
    isForgotten = true;
  }

  boolean isForgotten() {
    return isForgotten;
  }

  /** The client has gone. */
  void gone() {
    if (open.getAndSet(null) != null) {
      whenOver.accept(this);
    }
  }

  /**
   * Answers.
   *
   * @return whether this is the first answer and somebody is there to take it
   */
  boolean answer(Answer answer) {
    HttpServerResponse response = open.getAndSet(null);
    if (response == null) {
      return false;
    }
    whenOver.accept(this);
    context.runOnContext(here -> send(response, answer));
    return true;
  }

  private void tellSent(HttpServerResponse response) {
    LongConsumer told = whenSent;
    if (told != null) {
      told.accept(response.bytesWritten());
    }
  }

  private void send(HttpServerResponse response, Answer answer) {
    if (response.closed() || response.ended()) {
      return;
    }
    answer.head(response);
    String file = answer.file();
    Future<Void> sent;
    if (file != null && !isHead) {
      sent = response.sendFile(file);
    } else {
      sent = isHead || answer.body() == null ? response.end() : response.end(answer.body());
    }
    sent.onSuccess(done -> tellSent(response));
    sent.onFailure(
        why -> {
          log.debug("an answer was not taken: {}", why.getMessage());
          if (file != null && !response.headWritten()) {
            response.headers().clear();
            send(response, Answer.plain(404, "Not Found"));
          }
        });
  }
}
