package io.weir.broker;

import io.weir.broker.packet.Qos;

/**
 * That a client has subscribed, connected or not.
 *
 * @param filter as it was written, {@code $share/name/} included
 */
public record BrokerSubscription(String filter, String clientId, Qos qos) {}
