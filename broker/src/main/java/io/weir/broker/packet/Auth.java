package io.weir.broker.packet;

import org.jspecify.annotations.Nullable;

/**
 * AUTH: a step of enhanced authentication.
 *
 * @param authentication null if a client names no method, which no client should
 * @mqtt 5.0 §3.15
 */
public record Auth(ReasonCode reason, @Nullable Authentication authentication) implements Packet {}
