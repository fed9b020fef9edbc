package io.weir.broker.store;

import io.vertx.core.buffer.Buffer;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.PublishProperties;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.UserProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Publications as bytes. */
final class PublicationFormat {
  private static final int HAS_PROPERTIES = 8;

  private PublicationFormat() {}

  /** A length that is enough in most cases. */
  static int estimate(Publication publication) {
    return publication.weight();
  }

  static void write(Publication publication, RecordWriter to) {
    boolean hasProperties = !publication.properties().equals(PublishProperties.NONE);
    int flags =
        publication.qos().level()
            | (publication.retain() ? 4 : 0)
            | (hasProperties ? HAS_PROPERTIES : 0);
    to.small(flags).text(publication.topic()).optionalText(publication.publisherId());
    if (hasProperties) {
      writeProperties(publication, to);
    }
    to.block(publication.payloadBytes());
  }

  private static void writeProperties(Publication publication, RecordWriter to) {
    PublishProperties properties = publication.properties();
    to.flag(properties.isUtf8()).number(properties.messageExpirySeconds());
    if (properties.messageExpirySeconds() >= 0) {
      // Counted by the wall clock here, since no other goes on while the process is away.
      to.number(System.currentTimeMillis() - publication.ageMillis());
    }
    to.optionalText(properties.contentType()).optionalText(properties.responseTopic());
    Buffer correlation = properties.correlationData();
    to.flag(correlation != null);
    if (correlation != null) {
      to.block(correlation.getBytes());
    }
    to.integer(properties.userProperties().size());
    for (UserProperty property : properties.userProperties()) {
      to.text(property.name()).text(property.value());
    }
  }

  static Publication read(RecordReader from) {
    int flags = from.small();
    String topic = from.text();
    String publisherId = from.optionalText();
    PublishProperties properties = PublishProperties.NONE;
    long ageMillis = 0;
    if ((flags & HAS_PROPERTIES) != 0) {
      boolean isUtf8 = from.flag();
      long expirySeconds = from.number();
      if (expirySeconds >= 0) {
        ageMillis = Math.max(0, System.currentTimeMillis() - from.number());
      }
      properties = readProperties(from, isUtf8, expirySeconds);
    }
    byte[] payload = from.block();
    return Publication.restored(
        topic,
        payload,
        Qos.of(flags & 3),
        (flags & 4) != 0,
        properties,
        publisherId,
        TimeUnit.MILLISECONDS.toNanos(ageMillis));
  }

  private static PublishProperties readProperties(
      RecordReader from, boolean isUtf8, long expirySeconds) {
    @Nullable String contentType = from.optionalText();
    @Nullable String responseTopic = from.optionalText();
    @Nullable Buffer correlation = from.flag() ? Buffer.buffer(from.block()) : null;
    int count = from.integer();
    List<UserProperty> user = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      user.add(new UserProperty(from.text(), from.text()));
    }
    return new PublishProperties(
        isUtf8, expirySeconds, contentType, responseTopic, correlation, user);
  }
}
