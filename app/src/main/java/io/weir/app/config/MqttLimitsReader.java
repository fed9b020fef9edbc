package io.weir.app.config;

import io.weir.broker.Limits;
import io.weir.broker.Limits.ClientLimits;
import io.weir.broker.Limits.MemoryLimits;
import io.weir.broker.Limits.PacketLimits;
import java.time.Duration;

/** Reads the bounds of the built-in broker, {@code mqtt.limits}. */
final class MqttLimitsReader {
  private static final int DEFAULT_CONNECT_SECONDS = 10;
  private static final int LEAST_MEMORY_BYTES = 1024 * 1024;

  private MqttLimitsReader() {}

  /**
   * The bounds; those that the file doesn't name are the broker's own.
   *
   * @throws IllegalArgumentException naming file, key and what is wrong
   */
  static WeirConfig.MqttLimits read(Settings section) {
    Limits limits = Limits.defaults();
    Limits read =
        limits
            .withClients(clients(section, limits.clients()))
            .withPacket(limits.packet().withMaxTopicLevels(topicLevels(section, limits)))
            .withMemory(memory(section, limits.memory()))
            .withSession(
                limits
                    .session()
                    .withMaxSubscriptions(
                        section.atLeast(
                            1, "subscriptionsPerClient", limits.session().maxSubscriptions()))
                    .withMaxQueued(
                        section.atLeast(1, "queuedMessages", limits.session().maxQueued()))
                    .withMaxQueuedBytes(
                        section.atLeast(
                            1, "queuedBytes", Math.toIntExact(limits.session().maxQueuedBytes()))));
    int connectSeconds = section.atLeast(1, "connectSeconds", DEFAULT_CONNECT_SECONDS);
    section.requireNoOther();
    return new WeirConfig.MqttLimits(read, Duration.ofSeconds(connectSeconds));
  }

  private static ClientLimits clients(Settings section, ClientLimits limits) {
    return limits
        .withMaxConnections(section.atLeast(0, "connections", limits.maxConnections()))
        .withMaxConnectionsPerAddress(
            section.atLeast(0, "connectionsPerAddress", limits.maxConnectionsPerAddress()));
  }

  /** By default parts of the memory that the process may use, which 0 stands for. */
  private static MemoryLimits memory(Settings section, MemoryLimits limits) {
    int all = section.atLeast(0, "memoryBytes", 0);
    if (all > 0 && all < LEAST_MEMORY_BYTES) {
      throw section.wrong(
          "memoryBytes", "must be 0 or at least " + LEAST_MEMORY_BYTES + " but is " + all);
    }
    int retained = section.atLeast(0, "retainedBytes", 0);
    return limits
        .withMaxBytes(all == 0 ? limits.maxBytes() : all)
        .withMaxRetained(section.atLeast(0, "retainedMessages", limits.maxRetained()))
        .withMaxRetainedBytes(retained == 0 ? limits.maxRetainedBytes() : retained);
  }

  private static int topicLevels(Settings section, Limits limits) {
    int levels = section.atLeast(1, "topicLevels", limits.packet().maxTopicLevels());
    if (levels > PacketLimits.MOST_TOPIC_LEVELS) {
      throw section.wrong(
          "topicLevels", "must be at most " + PacketLimits.MOST_TOPIC_LEVELS + " but is " + levels);
    }
    return levels;
  }
}
