package io.weir.nodes.http;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait for an answer, in order of arrival. A flow may forget to answer, or keep a
 * client waiting on purpose, but only so many of them.
 *
 * <p>When there is no room, the oldest gives way that no message stands for any more: whoever still
 * means to answer it has kept it aside for the longest. If there is none, the new one is refused.
 *
 * @threads any
 */
final class OpenExchanges {
  private final int most;
  private final long mostBytes;
  // Guarded by this.
  private final Set<Exchange> open = new LinkedHashSet<>();
  private long bytes;

  /**
   * Nothing yet.
   *
   * @param most how many may wait
   * @param mostBytes how large their bodies may be in all
   */
  OpenExchanges(int most, long mostBytes) {
    this.most = most;
    this.mostBytes = mostBytes;
  }

  /**
   * A request has come.
   *
   * @return whether there is room for it
   */
  boolean add(Exchange exchange) {
    return makeRoom(exchange, 0);
  }

  /**
   * More of a request's body has come.
   *
   * @return whether there is room for it
   */
  boolean grow(Exchange exchange, long more) {
    return makeRoom(exchange, more);
  }

  private boolean makeRoom(Exchange exchange, long more) {
    while (true) {
      Exchange oldest;
      synchronized (this) {
        boolean isNew = !open.contains(exchange);
        boolean hasRoom = (!isNew || open.size() < most) && bytes + more <= mostBytes;
        oldest = hasRoom ? null : oldestForgotten();
        if (hasRoom) {
          open.add(exchange);
          exchange.grow(more);
          bytes += more;
          return true;
        }
        if (oldest == null) {
          return false;
        }
        forget(oldest);
      }
      oldest.answer(HttpRoutes.BUSY);
    }
  }

  private @Nullable Exchange oldestForgotten() {
    return open.stream().filter(Exchange::isForgotten).findFirst().orElse(null);
  }

  private void forget(Exchange exchange) {
    if (open.remove(exchange)) {
      bytes -= exchange.bytes();
    }
  }

  /** A request was answered, or its client has gone. */
  synchronized void remove(Exchange exchange) {
    forget(exchange);
  }

  /** How many wait. */
  synchronized int size() {
    return open.size();
  }
}
