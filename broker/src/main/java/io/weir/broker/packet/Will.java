package io.weir.broker.packet;

/**
 * What is published when a client is lost.
 *
 * @param delaySeconds 0 to 4,294,967,295
 * @mqtt 5.0 §3.1.2.5, §3.1.3.2
 */
public record Will(Publication publication, long delaySeconds) {}
