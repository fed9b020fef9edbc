package io.weir.broker.auth;

import io.vertx.core.Future;
import io.weir.broker.packet.ReasonCode;
import org.jspecify.annotations.Nullable;

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

  /**
   * Begins an exchange by a method of enhanced authentication.
   *
   * @param credentials what the client has said so far; a user name in it has to be that of the
   *     exchange
   * @return null if the method is not on offer to this client
   * @threads called on the connection's event loop; must not block it
   * @mqtt 5.0 §4.12
   */
  default @Nullable AuthExchange exchange(String method, Credentials credentials) {
    return null;
  }
}
