package io.weir.broker;

/**
 * The broker's counters at one moment, since its start.
 *
 * @param connectedClients over sockets and in the process
 * @param sessions connected or not
 * @param heldBytes what clients make it hold, as {@link Limits.MemoryLimits} counts
 * @param publicationsReceived PUBLISH packets and local publishes
 * @param publicationsSent PUBLISH packets and local deliveries
 * @param publicationsDropped for whatever reason, per receiver
 */
public record BrokerStats(
    int connectedClients,
    int sessions,
    int subscriptions,
    int retainedMessages,
    long heldBytes,
    long publicationsReceived,
    long publicationsSent,
    long publicationsDropped,
    long packetsReceived,
    long packetsSent,
    long bytesReceived,
    long bytesSent) {}
