package io.weir.broker.session;

import io.weir.broker.delivery.Target;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.packet.Routable;

/**
 * What a session needs of the connection it is attached to: a way out.
 *
 * @threads the session's loop
 */
public interface Outlet {
  /** What became of something sent. */
  enum Sent {
    SENT,
    /** Not sent: there is too much unsent already. */
    TOO_SLOW,
    /** Not sent: the client said that it doesn't take packets of this size. */
    TOO_LARGE,
    /** Not sent: the topic is none that the client's listener shows. */
    OUTSIDE
  }

  /** Sends a publication of QoS 0, or doesn't. */
  Sent sendQos0(Routable publication, boolean retain, Target target);

  /**
   * Sends a publication of QoS 1 or 2.
   *
   * @param source the delivery's publication, perhaps still in the read buffer
   */
  Sent send(Routable source, OutboundDelivery delivery);

  /** Sends the second step of QoS 2 again, or for the first time. */
  void release(OutboundDelivery delivery);

  /** Whether more than a little can be sent now; the session is told when that changes to true. */
  boolean isReady();

  /**
   * Whether its client is itself made to wait as a publisher, so that nobody should wait for it.
   */
  boolean isWaiting();

  /** Says goodbye with a reason and closes; the session has let go already. */
  void close(ReasonCode reason, String why);
}
