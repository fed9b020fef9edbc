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
                        atLeast(
                            1,
                            section,
                            "subscriptionsPerClient",
                            limits.session().maxSubscriptions()))
                    .withMaxQueued(
                        atLeast(1, section, "queuedMessages", limits.session().maxQueued()))
                    .withMaxQueuedBytes(
                        atLeast(
                            1,
                            section,
                            "queuedBytes",
                            Math.toIntExact(limits.session().maxQueuedBytes()))));
    int connectSeconds = atLeast(1, section, "connectSeconds", DEFAULT_CONNECT_SECONDS);
    section.requireNoOther();
    return new WeirConfig.MqttLimits(read, Duration.ofSeconds(connectSeconds));
  }

  private static ClientLimits clients(Settings section, ClientLimits limits) {
    return limits
        .withMaxConnections(atLeast(0, section, "connections", limits.maxConnections()))
        .withMaxConnectionsPerAddress(
            atLeast(0, section, "connectionsPerAddress", limits.maxConnectionsPerAddress()));
  }

  /** By default parts of the memory that the process may use, which 0 stands for. */
  private static MemoryLimits memory(Settings section, MemoryLimits limits) {
    int all = atLeast(0, section, "memoryBytes", 0);
    if (all > 0 && all < LEAST_MEMORY_BYTES) {
      throw section.wrong(
          "memoryBytes", "must be 0 or at least " + LEAST_MEMORY_BYTES + " but is " + all);
    }
    int retained = atLeast(0, section, "retainedBytes", 0);
    return limits
        .withMaxBytes(all == 0 ? limits.maxBytes() : all)
        .withMaxRetained(atLeast(0, section, "retainedMessages", limits.maxRetained()))
        .withMaxRetainedBytes(retained == 0 ? limits.maxRetainedBytes() : retained);
  }

  private static int topicLevels(Settings section, Limits limits) {
    int levels = atLeast(1, section, "topicLevels", limits.packet().maxTopicLevels());
    if (levels > PacketLimits.MOST_TOPIC_LEVELS) {
      throw section.wrong(
          "topicLevels", "must be at most " + PacketLimits.MOST_TOPIC_LEVELS + " but is " + levels);
    }
    return levels;
  }

  private static int atLeast(int least, Settings section, String key, int otherwise) {
    int value = section.whole(key, otherwise);
    if (value < least) {
      throw section.wrong(key, "must be at least " + least + " but is " + value);
    }
    return value;
  }
}
