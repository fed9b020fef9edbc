package io.weir.broker.listener;

import io.netty.channel.Channel;
import io.weir.broker.Listener;
import io.weir.broker.lane.LoopLanes;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the connections of a listener and of their addresses as long as they last, and closes
 * those that are too many.
 *
 * @threads the loop of its lanes
 */
final class Admission {
  private final LoopLanes lanes;
  private final AtomicInteger connections;
  private final AddressCount addresses;

  /**
   * Nobody yet.
   *
   * @param connections how many the listener has, on all loops
   * @param addresses how many each address has, on all loops and listeners
   */
  Admission(LoopLanes lanes, AtomicInteger connections, AddressCount addresses) {
    this.lanes = lanes;
    this.connections = connections;
    this.addresses = addresses;
  }

  /** Counts a connection; returns false if it was closed. */
  boolean takes(Channel channel, Listener listener, String remoteAddress) {
    return countIn(channel, listener) && countIn(channel, remoteAddress);
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  private boolean countIn(Channel channel, Listener listener) {
    int maximum = listener.terms().maxConnections();
    int count = connections.incrementAndGet();
    channel.closeFuture().addListener(closed -> connections.decrementAndGet());
    if (maximum > 0 && count > maximum) {
      lanes.reportTooMany(listener, maximum);
      channel.close();
      return false;
    }
    return true;
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  private boolean countIn(Channel channel, String remoteAddress) {
    String network = addresses.take(remoteAddress);
    if (network.isEmpty()) {
      return true;
    }
    channel.closeFuture().addListener(closed -> addresses.release(network));
    if (addresses.isExceeded(network)) {
      lanes.reportTooManyFrom(remoteAddress, addresses.maximum());
      channel.close();
      return false;
    }
    return true;
  }
}
