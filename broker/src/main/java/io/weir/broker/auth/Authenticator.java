package io.weir.broker.auth;

import io.vertx.core.Future;
import io.weir.broker.packet.ReasonCode;

/** Decides whether a client may connect. */
@FunctionalInterface
public interface Authenticator {
  /**
   * Checks a client. May take its time: the client's further packets wait.
   *
   * @return {@link ReasonCode#SUCCESS}, or what CONNACK says; a failed future counts as {@link
   *     ReasonCode#SERVER_UNAVAILABLE}
   * @threads called on the connection's event loop; must not block it
   */
  Future<ReasonCode> authenticate(Credentials credentials);
}
