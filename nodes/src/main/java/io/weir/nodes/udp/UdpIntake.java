package io.weir.nodes.udp;

import io.vertx.core.datagram.DatagramPacket;
import io.weir.engine.node.NodeContext;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Datagrams on their way from the socket to the tab. Nobody can hold them back at their source, so
 * those that the tab has no room for are dropped, and counted.
 */
final class UdpIntake implements Consumer<DatagramPacket> {
  /** Received, but not yet taken by the tab. */
  private static final int MOST_IN_HAND_BYTES = 4 << 20;

  /** What a datagram costs beside its bytes. */
  private static final int OVERHEAD_BYTES = 200;

  private final NodeContext node;
  private final Consumer<DatagramPacket> taker;
  private final AtomicLong inHand = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();

  /**
   * An intake.
   *
   * @param taker takes datagrams on the node's context
   */
  UdpIntake(NodeContext node, Consumer<DatagramPacket> taker) {
    this.node = node;
    this.taker = taker;
  }

  @Override
  public void accept(DatagramPacket packet) {
    int cost = packet.data().length() + OVERHEAD_BYTES;
    if (node.isCongested() || inHand.get() + cost > MOST_IN_HAND_BYTES) {
      if (dropped.getAndIncrement() == 0) {
        node.whenRelieved(this::tellDropped);
      }
      return;
    }
    inHand.addAndGet(cost);
    node.execute(
        () -> {
          inHand.addAndGet(-cost);
          taker.accept(packet);
        });
  }

  private void tellDropped() {
    node.warn(dropped.getAndSet(0) + " datagrams were dropped because the flow can't keep up");
  }
}
