package io.weir.editor;

import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One browser at the comms socket. What happens within a moment goes out in one frame.
 *
 * <p>Bounded: a browser that doesn't keep up goes without debug messages, and is disconnected when
 * even that doesn't help; it connects again and gets what is retained.
 *
 * @threads the web server's context
 */
final class CommsConnection {
  private static final Logger log = LoggerFactory.getLogger(CommsConnection.class);

  private static final long BATCH_MILLIS = 50;
  private static final int MESSAGES_PER_FRAME = 50;
  // Above the first mark, some seconds' worth, debug messages are dropped; an array or a file that
  // is split stays below. Above the second there is no hope.
  private static final int MOST_DROPPABLE_WAITING = 2_000;
  private static final int MOST_WAITING = 20_000;

  private final Vertx vertx;
  private final ServerWebSocket socket;
  private final Queue<CommsMessage> waiting = new ArrayDeque<>();
  private boolean scheduled;
  private int dropped;
  private @Nullable String token;

  CommsConnection(Vertx vertx, ServerWebSocket socket) {
    this.vertx = vertx;
    this.socket = socket;
  }

  /** The token that it has logged in with; null if it hasn't. */
  @Nullable String token() {
    return token;
  }

  void loggedIn(String with) {
    token = with;
  }

  /** Says something that is no message, at once. */
  void say(String frame) {
    write(frame);
  }

  /** Says a last word. */
  void sayAndClose(String frame) {
    waiting.clear();
    socket
        .writeTextMessage(frame)
        .onComplete(
            said ->
                socket.close().onFailure(why -> log.debug("closing failed: {}", why.getMessage())));
  }

  void send(CommsMessage message) {
    if (message.mayBeDropped() && waiting.size() >= MOST_DROPPABLE_WAITING) {
      dropped++;
      return;
    }
    if (waiting.size() >= MOST_WAITING) {
      close("it doesn't keep up");
      return;
    }
    waiting.add(message);
    schedule();
  }

  private void schedule() {
    if (!scheduled) {
      scheduled = true;
      vertx.setTimer(BATCH_MILLIS, timer -> flush());
    }
  }

  private void flush() {
    scheduled = false;
    if (socket.isClosed() || waiting.isEmpty()) {
      return;
    }
    if (!socket.writeQueueFull()) {
      write(frame());
    }
    if (!waiting.isEmpty()) {
      schedule();
    }
  }

  private String frame() {
    if (dropped > 0) {
      waiting.add(
          CommsMessage.of(
              "notification/debug-dropped",
              java.util.Map.of(
                  "type",
                  "warning",
                  "text",
                  dropped + " debug messages were dropped: this browser did not keep up")));
      dropped = 0;
    }
    StringBuilder frame = new StringBuilder("[");
    for (int i = 0; i < MESSAGES_PER_FRAME; i++) {
      CommsMessage message = waiting.poll();
      if (message == null) {
        break;
      }
      frame.append(i == 0 ? "" : ",").append(message.json());
    }
    return frame.append(']').toString();
  }

  private void write(String frame) {
    socket
        .writeTextMessage(frame)
        .onFailure(why -> log.debug("a frame was not taken: {}", why.getMessage()));
  }

  private void close(String why) {
    log.warn("editor connection closed remote=\"{}\": {}", socket.remoteAddress(), why);
    waiting.clear();
    socket.close().onFailure(failure -> log.debug("closing failed: {}", failure.getMessage()));
  }
}
