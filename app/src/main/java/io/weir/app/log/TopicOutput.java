package io.weir.app.log;

import io.weir.broker.config.LogSettings.Kind;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.PublishProperties;
import io.weir.broker.packet.Qos;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A log in the broker's own topics, {@code $SYS/broker/log/…}, as Mosquitto publishes it. */
final class TopicOutput implements LogOutput {
  private static final String ROOT = "$SYS/broker/log/";

  /** As in Mosquitto: later it is of no more interest. */
  private static final PublishProperties SHORT_LIVED = PublishProperties.NONE.withMessageExpiry(20);

  private final Consumer<Publication> publish;

  TopicOutput(Consumer<Publication> publish) {
    this.publish = publish;
  }

  @Override
  public void write(Kind kind, String text, String stamped) {
    byte[] payload = stamped.getBytes(StandardCharsets.UTF_8);
    publish.accept(
        Publication.of(ROOT + level(kind), payload, Qos.EXACTLY_ONCE, false, SHORT_LIVED));
  }

  private static String level(Kind kind) {
    return switch (kind) {
      case ERROR -> "E";
      case WARNING -> "W";
      case NOTICE -> "N";
      case INFORMATION -> "I";
      case DEBUG -> "D";
      case SUBSCRIBE -> "M/subscribe";
      case UNSUBSCRIBE -> "M/unsubscribe";
      case WEBSOCKETS -> "WS";
      case INTERNAL -> "INTERNAL";
    };
  }
}
