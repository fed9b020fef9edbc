package io.weir.broker.delivery;

import io.weir.broker.auth.ClientIdentity;
import io.weir.broker.loop.BrokerLoop;
import org.jspecify.annotations.Nullable;

/** What delivery knows of where a publication comes from. */
public interface Publisher {
  /** The client id, or null for the broker itself. */
  @Nullable String clientId();

  /**
   * Who it is, whose rights count when what it publishes is retained; null where nobody's do: for
   * the broker itself and parts of its program.
   */
  @Nullable ClientIdentity identity();

  /** The loop on which {@link #waitFor} is to be called. */
  BrokerLoop loop();

  /** Asks to publish nothing more until the subscriber has room. */
  void waitFor(Subscriber congested);
}
