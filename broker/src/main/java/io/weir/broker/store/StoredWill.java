package io.weir.broker.store;

import io.weir.broker.auth.ClientIdentity;
import io.weir.broker.packet.Will;

/**
 * A will that may have to be published, with what it takes to decide that without its connection.
 *
 * @param client with whose rights it is published
 * @param sessionExpirySeconds how long its session outlives the connection; a delay ends with it
 * @param dueAt when it is to be published, in milliseconds since 1970; 0 while its client is
 *     connected
 */
public record StoredWill(
    ClientIdentity client, boolean isLocal, Will will, long sessionExpirySeconds, long dueAt) {

  public String clientId() {
    return client.clientId();
  }
}
