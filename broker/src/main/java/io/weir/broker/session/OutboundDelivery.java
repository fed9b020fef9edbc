package io.weir.broker.session;

import io.weir.broker.delivery.HeldBytes;
import io.weir.broker.delivery.Target;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.Qos;
import io.weir.broker.store.StoredMessage;
import org.jspecify.annotations.Nullable;

/**
 * A publication that a session owes its client: waiting, or sent and not acknowledged.
 *
 * <p>Counts among what the broker holds if its client is away, if it is large, or if many wait. The
 * others, a few for each client that is there, would cost more to count than they weigh.
 *
 * @threads the session's loop
 */
public final class OutboundDelivery {
  private static final int OWN_BYTES = 120;
  private static final int LARGE_BYTES = 4_096;

  private final Publication publication;
  private final Qos qos;
  private final boolean retain;
  private final Target target;

  int packetId;
  boolean isSent;
  boolean isDup;
  boolean isReleased;

  /** Its next packet goes out when the store has what led to it. */
  boolean awaitsStore;

  /** Where its progress is noted, or null if it need not survive. */
  @Nullable StoredMessage stored;

  private boolean isCounted;

  @Nullable OutboundDelivery previous;
  @Nullable OutboundDelivery next;

  OutboundDelivery(Publication publication, Qos qos, boolean retain, Target target) {
    this.publication = publication;
    this.qos = qos;
    this.retain = retain;
    this.target = target;
  }

  public Publication publication() {
    return publication;
  }

  /** Whether one with so much payload counts while it is under way. */
  static boolean isLarge(int payloadLength) {
    return payloadLength > LARGE_BYTES;
  }

  /** It is held from here on, until {@link #countOut}. */
  void countIn(HeldBytes all) {
    if (!isCounted) {
      isCounted = true;
      // Sessions share the publication, so it counts once.
      all.add(OWN_BYTES + (publication.hold() ? publication.weight() : 0));
    }
  }

  void countOut(HeldBytes all) {
    if (isCounted) {
      isCounted = false;
      all.remove(OWN_BYTES + (publication.letGo() ? publication.weight() : 0));
    }
  }

  public Qos qos() {
    return qos;
  }

  public boolean retain() {
    return retain;
  }

  public Target target() {
    return target;
  }

  /** 1 to 65,535 once it has a place in the window. */
  public int packetId() {
    return packetId;
  }

  /** Whether its client has it, and is to forget its id. */
  public boolean isReleased() {
    return isReleased;
  }

  /** Whether it was sent before. [MQTT-3.3.1-1] */
  public boolean dup() {
    return isDup;
  }
}
