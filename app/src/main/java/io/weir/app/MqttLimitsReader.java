package io.weir.app;

import io.weir.broker.BrokerConfig.Limits;
import io.weir.broker.BrokerConfig.PacketLimits;
import java.time.Duration;

/** Reads the bounds of the built-in broker, {@code mqtt.limits}. */
final class MqttLimitsReader {
  private static final int DEFAULT_CONNECT_SECONDS = 10;

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
            .withMaxConnections(atLeast(0, section, "connections", limits.maxConnections()))
            .withMaxConnectionsPerAddress(
                atLeast(0, section, "connectionsPerAddress", limits.maxConnectionsPerAddress()))
            .withPacket(limits.packet().withMaxTopicLevels(topicLevels(section, limits)))
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
