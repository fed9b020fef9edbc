package io.weir.broker.bridge;

import io.vertx.core.buffer.Buffer;
import io.weir.broker.client.Property;
import io.weir.broker.client.PropertyList;
import io.weir.broker.client.PropertyType;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.PublishProperties;
import io.weir.broker.packet.UserProperty;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The properties of PUBLISH between a packet and a publication.
 *
 * @mqtt 5.0 §3.3.2.3
 */
final class PropertyTranslation {
  private PropertyTranslation() {}

  /** What goes along with a publication; its life is what is left of it. */
  static PropertyList of(Publication publication) {
    PublishProperties from = publication.properties();
    if (from.equals(PublishProperties.NONE)) {
      return PropertyList.NONE;
    }
    List<Property> to = new ArrayList<>();
    if (from.isUtf8()) {
      to.add(Property.of(PropertyType.PAYLOAD_FORMAT_INDICATOR, 1));
    }
    if (from.messageExpirySeconds() >= 0) {
      to.add(
          Property.of(PropertyType.MESSAGE_EXPIRY_INTERVAL, publication.remainingExpirySeconds()));
    }
    if (from.contentType() != null) {
      to.add(Property.of(PropertyType.CONTENT_TYPE, from.contentType()));
    }
    if (from.responseTopic() != null) {
      to.add(Property.of(PropertyType.RESPONSE_TOPIC, from.responseTopic()));
    }
    if (from.correlationData() != null) {
      to.add(Property.of(PropertyType.CORRELATION_DATA, from.correlationData()));
    }
    for (UserProperty pair : from.userProperties()) {
      to.add(Property.pair(pair.name(), pair.value()));
    }
    return new PropertyList(to);
  }

  /** What came along with a publication. */
  static PublishProperties of(PropertyList from) {
    if (from.all().isEmpty()) {
      return PublishProperties.NONE;
    }
    @Nullable Property correlation = from.first(PropertyType.CORRELATION_DATA);
    List<UserProperty> pairs = new ArrayList<>(0);
    for (Property property : from.all()) {
      if (property.type() == PropertyType.USER_PROPERTY) {
        pairs.add(new UserProperty(property.name(), property.text()));
      }
    }
    @Nullable Buffer data = correlation == null ? null : correlation.content();
    return new PublishProperties(
        from.number(PropertyType.PAYLOAD_FORMAT_INDICATOR, 0) == 1,
        from.number(PropertyType.MESSAGE_EXPIRY_INTERVAL, -1),
        from.text(PropertyType.CONTENT_TYPE),
        from.text(PropertyType.RESPONSE_TOPIC),
        data,
        pairs);
  }
}
