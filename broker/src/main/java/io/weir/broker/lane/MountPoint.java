package io.weir.broker.lane;

import io.weir.broker.packet.Connect;
import io.weir.broker.packet.Packet;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.Subscribe;
import io.weir.broker.packet.Unsubscribe;
import io.weir.broker.packet.Will;
import io.weir.broker.topic.TopicFilter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where in the broker's topics the clients of a listener live: its name is put before all that they
 * say, and taken off all that they hear. Everything behind the lane knows whole topics only.
 *
 * @threads any; immutable
 */
final class MountPoint {
  private final String prefix;
  private final byte[] bytes;

  private MountPoint(String prefix) {
    this.prefix = prefix;
    this.bytes = prefix.getBytes(StandardCharsets.UTF_8);
  }

  /** A mount point; null for an empty one. */
  static @Nullable MountPoint of(String prefix) {
    return prefix.isEmpty() ? null : new MountPoint(prefix);
  }

  /** In UTF-8; not to be written to. */
  byte[] bytes() {
    return bytes;
  }

  /** Whether clients can hear of a topic, by what is left of its name. */
  boolean holds(String topic) {
    return topic.length() > prefix.length() && topic.startsWith(prefix);
  }

  /** A packet with whole topics. */
  Packet enter(Packet packet) {
    if (packet instanceof Subscribe subscribe) {
      return new Subscribe(
          subscribe.packetId(),
          subscribe.requests().stream()
              .map(asked -> new Subscribe.Request(enter(asked.filter()), asked.options()))
              .toList());
    }
    if (packet instanceof Unsubscribe unsubscribe) {
      return new Unsubscribe(
          unsubscribe.packetId(), unsubscribe.filters().stream().map(this::enter).toList());
    }
    return packet;
  }

  /** A filter; one that is none stays as it is, so that it is refused. */
  private String enter(String filter) {
    if (TopicFilter.problem(filter) != null) {
      return filter;
    }
    String share = TopicFilter.of(filter).shareText();
    return share + prefix + filter.substring(share.length());
  }

  Connect enter(Connect connect) {
    Will will = connect.will();
    if (will == null) {
      return connect;
    }
    Publication inner = will.publication();
    Publication whole =
        Publication.of(
            prefix + inner.topic(),
            inner.payloadBytes(),
            inner.qos(),
            inner.retain(),
            inner.properties());
    return connect.withWill(new Will(whole, will.delaySeconds()));
  }
}
