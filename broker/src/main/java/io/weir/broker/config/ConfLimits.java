package io.weir.broker.config;

import io.weir.broker.DeliveryRules;
import io.weir.broker.Limits;
import io.weir.broker.Limits.ClientLimits;
import io.weir.broker.Limits.ConnectionLimits;
import io.weir.broker.Limits.MemoryLimits;
import io.weir.broker.Limits.PacketLimits;
import io.weir.broker.Limits.SessionLimits;
import java.time.Duration;

/** Makes the broker's bounds of Mosquitto's options. */
final class ConfLimits {
  /** The most that the protocol can say. */
  private static final int MAX_PACKET_BYTES = 268_435_460;

  private static final int LEAST_PACKET_BYTES = 128;
  private static final int LEAST_MEMORY_BYTES = 1_024;

  private ConfLimits() {}

  static Limits of(ConfSection global, ConfTree tree) throws ConfException {
    Limits limits = Limits.defaults();
    return limits
        .withPacket(packet(global, tree))
        .withSession(session(global))
        .withConnection(connection(global))
        .withClients(clients(global))
        .withMemory(memory(global));
  }

  private static ClientLimits clients(ConfSection global) throws ConfException {
    ClientLimits limits = ClientLimits.defaults();
    int connections = global.whole("global_max_connections", -1);
    int sessions = global.whole("global_max_clients", -1);
    return limits
        .withMaxConnections(connections < 0 ? limits.maxConnections() : connections)
        .withMaxSessions(sessions < 0 ? limits.maxSessions() : sessions);
  }

  private static MemoryLimits memory(ConfSection global) throws ConfException {
    int bytes = global.whole("memory_limit", 0, Integer.MAX_VALUE, 0);
    MemoryLimits limits = MemoryLimits.defaults();
    return bytes == 0 ? limits : limits.withMaxBytes(Math.max(LEAST_MEMORY_BYTES, bytes));
  }

  /** What is left open about deliveries. */
  static DeliveryRules delivery(ConfSection global) throws ConfException {
    int minutes = global.whole("retain_expiry_interval", 0, Integer.MAX_VALUE, 0);
    return new DeliveryRules(
        global.flag("queue_qos0_messages", false),
        global.flag("upgrade_outgoing_qos", false),
        global.flag("allow_duplicate_messages", false),
        global.flag("check_retain_source", true),
        Duration.ofMinutes(minutes));
  }

  private static PacketLimits packet(ConfSection global, ConfTree tree) throws ConfException {
    PacketLimits limits = PacketLimits.defaults();
    int bytes = global.whole("max_packet_size", limits.maxBytes());
    ConfLine line = global.line("max_packet_size");
    if (line != null && bytes != 0 && bytes < 20) {
      throw new ConfException(line, "max_packet_size must be at least 20 but is " + bytes);
    }
    if (line != null && bytes != 0 && bytes < LEAST_PACKET_BYTES) {
      tree.warn(line, "max_packet_size is " + LEAST_PACKET_BYTES + " at least");
    }
    int maximum =
        bytes == 0
            ? MAX_PACKET_BYTES
            : Math.min(MAX_PACKET_BYTES, Math.max(LEAST_PACKET_BYTES, bytes));
    return limits
        .withMaxBytes(maximum)
        .withMaxPayloadBytes(global.whole("message_size_limit", 0, MAX_PACKET_BYTES, 0));
  }

  private static SessionLimits session(ConfSection global) throws ConfException {
    SessionLimits limits = SessionLimits.defaults();
    int queued = global.whole("max_queued_messages", 0, Integer.MAX_VALUE, limits.maxQueued());
    long bytes = limits.maxQueuedBytes();
    if (global.has("max_queued_bytes")) {
      bytes = global.whole("max_queued_bytes", 0, Integer.MAX_VALUE, 0);
    }
    ConfLine expiry = global.line("persistent_client_expiration");
    return limits
        .withMaxInflight(inflight(global, limits.maxInflight()))
        .withMaxInflightBytes(global.whole("max_inflight_bytes", 0, Integer.MAX_VALUE, 0))
        .withMaxQueued(queued == 0 ? Integer.MAX_VALUE : queued)
        .withMaxQueuedBytes(bytes == 0 ? Long.MAX_VALUE : bytes)
        .withMaxExpirySeconds(
            expiry == null
                ? limits.maxExpirySeconds()
                : Math.min(SessionLimits.NEVER - 1, ConfValue.period(expiry).toSeconds()));
  }

  private static int inflight(ConfSection global, int otherwise) throws ConfException {
    int messages = global.whole("max_inflight_messages", 0, 65_535, otherwise);
    return messages == 0 ? 65_535 : messages;
  }

  private static ConnectionLimits connection(ConfSection global) throws ConfException {
    ConnectionLimits limits = ConnectionLimits.defaults();
    int keepAlive = global.whole("max_keepalive", 0, 65_535, 0);
    return new ConnectionLimits(
        inflight(global, limits.receiveMaximum()),
        // Listeners lower it.
        65_535,
        limits.maxOutputBytes(),
        limits.stuckAfter(),
        keepAlive == 65_535 ? 0 : keepAlive);
  }

  static Duration sysInterval(ConfSection global) throws ConfException {
    return Duration.ofSeconds(global.whole("sys_interval", 0, 65_535, 10));
  }
}
