package io.weir.broker.store;

import io.weir.broker.auth.ClientIdentity;

/**
 * What there is to keep of a session beside its subscriptions and publications.
 *
 * @param number what other records call it by; never given twice
 * @param client who its client was when it came last
 * @param isLocal whether its client lives in the broker's process
 * @param expirySeconds how long it outlives its connection; 0xFFFFFFFF is for ever
 * @param absentSince when its connection ended, in milliseconds since 1970; 0 while it is connected
 */
public record StoredSession(
    long number, ClientIdentity client, boolean isLocal, long expirySeconds, long absentSince) {

  public String clientId() {
    return client.clientId();
  }

  /** Stands for {@code absentSince} of a session that is connected. */
  public static final long CONNECTED = 0;
}
