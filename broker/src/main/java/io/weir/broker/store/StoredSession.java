package io.weir.broker.store;

import io.weir.broker.SubscribeOptions;
import java.util.Map;

/**
 * What there is to keep of a session beside its publications.
 *
 * @param expirySeconds how long it outlives its connection
 * @param subscriptions by filter, as the client wrote them
 */
public record StoredSession(
    String clientId, long expirySeconds, Map<String, SubscribeOptions> subscriptions) {
  public StoredSession {
    subscriptions = Map.copyOf(subscriptions);
  }
}
