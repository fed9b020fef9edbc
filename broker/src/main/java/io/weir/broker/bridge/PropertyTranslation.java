package io.weir.broker.bridge;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.BinaryProperty;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringPair;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperties;
import io.vertx.core.buffer.Buffer;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.PublishProperties;
import io.weir.broker.packet.UserProperty;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The properties of PUBLISH between Netty's words and ours.
 *
 * @mqtt 5.0 §3.3.2.3
 */
final class PropertyTranslation {
  private PropertyTranslation() {}

  /** What goes along with a publication; its life is what is left of it. */
  static MqttProperties of(Publication publication) {
    PublishProperties from = publication.properties();
    if (from.equals(PublishProperties.NONE)) {
      return MqttProperties.NO_PROPERTIES;
    }
    MqttProperties to = new MqttProperties();
    if (from.isUtf8()) {
      to.add(new IntegerProperty(MqttProperties.PAYLOAD_FORMAT_INDICATOR, 1));
    }
    if (from.messageExpirySeconds() >= 0) {
      to.add(
          new IntegerProperty(
              MqttProperties.PUBLICATION_EXPIRY_INTERVAL,
              (int) publication.remainingExpirySeconds()));
    }
    if (from.contentType() != null) {
      to.add(new StringProperty(MqttProperties.CONTENT_TYPE, from.contentType()));
    }
    if (from.responseTopic() != null) {
      to.add(new StringProperty(MqttProperties.RESPONSE_TOPIC, from.responseTopic()));
    }
    if (from.correlationData() != null) {
      to.add(
          new BinaryProperty(MqttProperties.CORRELATION_DATA, from.correlationData().getBytes()));
    }
    if (!from.userProperties().isEmpty()) {
      UserProperties pairs = new UserProperties();
      from.userProperties().forEach(pair -> pairs.add(pair.name(), pair.value()));
      to.add(pairs);
    }
    return to;
  }

  /** What came along with a publication. */
  static PublishProperties of(MqttProperties from) {
    if (from.isEmpty()) {
      return PublishProperties.NONE;
    }
    MqttProperty<?> correlation = from.getProperty(MqttProperties.CORRELATION_DATA);
    return new PublishProperties(
        number(from, MqttProperties.PAYLOAD_FORMAT_INDICATOR, 0) == 1,
        number(from, MqttProperties.PUBLICATION_EXPIRY_INTERVAL, -1),
        text(from, MqttProperties.CONTENT_TYPE),
        text(from, MqttProperties.RESPONSE_TOPIC),
        correlation instanceof BinaryProperty binary ? Buffer.buffer(binary.value()) : null,
        userProperties(from));
  }

  /** A number that may use all 32 bits. */
  static long number(MqttProperties from, int id, long otherwise) {
    MqttProperty<?> found = from.getProperty(id);
    return found instanceof IntegerProperty number
        ? Integer.toUnsignedLong(number.value())
        : otherwise;
  }

  private static @Nullable String text(MqttProperties from, int id) {
    MqttProperty<?> found = from.getProperty(id);
    return found instanceof StringProperty text ? text.value() : null;
  }

  private static List<UserProperty> userProperties(MqttProperties from) {
    List<UserProperty> pairs = new ArrayList<>(0);
    for (MqttProperty<?> property : from.getProperties(MqttProperties.USER_PROPERTY)) {
      if (property.value() instanceof StringPair pair) {
        pairs.add(new UserProperty(pair.key, pair.value));
      } else if (property instanceof UserProperties several) {
        several.value().forEach(pair -> pairs.add(new UserProperty(pair.key, pair.value)));
      }
    }
    return pairs;
  }
}
