package io.weir.app.client.options;

import io.vertx.core.buffer.Buffer;
import io.weir.broker.client.Greeting;
import io.weir.broker.client.PropertyList;
import io.weir.broker.packet.Qos;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the broker publishes if this client vanishes. */
public final class WillOptions {
  @Option(names = "--will-topic", paramLabel = "TOPIC", description = "The topic of the will.")
  private @Nullable String topic;

  @Option(names = "--will-payload", paramLabel = "TEXT", description = "Its payload (empty).")
  private @Nullable String payload;

  @Option(names = "--will-qos", paramLabel = "0|1|2", description = "Its QoS (0).")
  private int qos;

  @Option(names = "--will-retain", description = "Makes it a retained message.")
  private boolean retain;

  /**
   * The will, if there is one.
   *
   * @param properties what it carries besides
   * @throws IllegalArgumentException naming the option that is wrong
   */
  Optional<Greeting.Testament> will(PropertyList properties) {
    if (topic == null) {
      if (payload != null || retain || qos != 0) {
        throw new IllegalArgumentException("options of the will need --will-topic as well");
      }
      return Optional.empty();
    }
    Topics.requireName("--will-topic", topic);
    return Optional.of(
        new Greeting.Testament(
            topic,
            payload == null ? Buffer.buffer() : Buffer.buffer(payload),
            Qos.of(Numbers.qos("--will-qos", qos)),
            retain,
            properties));
  }
}
