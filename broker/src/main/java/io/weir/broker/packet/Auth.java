package io.weir.broker.packet;

/**
 * AUTH: a step of enhanced authentication.
 *
 * @mqtt 5.0 §3.15
 */
public record Auth(ReasonCode reason) implements Packet {}
