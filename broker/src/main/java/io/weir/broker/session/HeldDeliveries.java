package io.weir.broker.session;

import io.weir.broker.delivery.HeldBytes;
import io.weir.broker.packet.Publication;

/**
 * Counts what a session's deliveries make the broker hold: of those that wait each, of those under
 * way only the large ones, since the others are few and would cost more to count than they weigh.
 *
 * @threads the session's loop
 */
final class HeldDeliveries {
  private static final int DELIVERY_BYTES = 120;
  private static final int LARGE_BYTES = 4_096;

  private final HeldBytes all;

  HeldDeliveries(HeldBytes all) {
    this.all = all;
  }

  /** Whether it is of those that count while they are under way. */
  static boolean isLarge(int payloadLength) {
    return payloadLength > LARGE_BYTES;
  }

  /** It is kept from here on, until {@link #remove}. */
  void add(OutboundDelivery delivery) {
    if (!delivery.isCounted) {
      delivery.isCounted = true;
      Publication publication = delivery.publication();
      // Sessions share it, so it counts once.
      all.add(DELIVERY_BYTES + (publication.hold() ? publication.weight() : 0));
    }
  }

  void remove(OutboundDelivery delivery) {
    if (delivery.isCounted) {
      delivery.isCounted = false;
      Publication publication = delivery.publication();
      all.remove(DELIVERY_BYTES + (publication.letGo() ? publication.weight() : 0));
    }
  }
}
