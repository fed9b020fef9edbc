package io.weir.broker.store;

import io.weir.broker.packet.Will;
import org.jspecify.annotations.Nullable;

/**
 * A will that may have to be published, with what it takes to decide that without its connection.
 *
 * @param sessionExpirySeconds how long its session outlives the connection; a delay ends with it
 * @param dueAt when it is to be published, in milliseconds since 1970; 0 while its client is
 *     connected
 */
public record StoredWill(
    String clientId,
    @Nullable String userName,
    boolean isLocal,
    Will will,
    long sessionExpirySeconds,
    long dueAt) {}
