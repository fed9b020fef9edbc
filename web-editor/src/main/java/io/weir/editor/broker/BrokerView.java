package io.weir.editor.broker;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the editor needs of the built-in broker; the program supplies it.
 *
 * @threads any
 */
public interface BrokerView {

  /**
   * A message that somebody has published.
   *
   * @param retained whether the broker keeps it for those who come later
   * @param clientId who published it; null if that isn't known
   */
  record Sighting(
      String topic, Buffer payload, int qos, boolean retained, @Nullable String clientId) {}

  /**
   * A connected client.
   *
   * @param protocol the version of MQTT, as people write it; {@link #LOCAL} for a flow's own
   * @param address where it connects from
   * @param userName the name that it gave; null for none
   * @param sinceMillis when it came, in milliseconds since 1970
   * @param filters what it has subscribed to since then
   */
  record Client(
      String clientId,
      String protocol,
      String address,
      @Nullable String userName,
      boolean cleanStart,
      int keepAliveSeconds,
      long sinceMillis,
      List<String> filters) {

    /** The protocol of those who are in the same process. */
    public static final String LOCAL = "local";

    public Client {
      filters = List.copyOf(filters);
    }

    /** Whether it is a connection of the flows, or of the program itself. */
    public boolean isLocal() {
      return protocol.equals(LOCAL);
    }

    /** The same client with other subscriptions. */
    public Client with(List<String> others) {
      return new Client(
          clientId, protocol, address, userName, cleanStart, keepAliveSeconds, sinceMillis, others);
    }
  }

  /** Somebody who is told of messages. */
  interface Watch {
    /** Is told of nothing for now; what is published meanwhile may be missed. */
    void pause();

    void resume();

    void close();
  }

  /**
   * Tells of every message from now on, and of every one that is retained.
   *
   * @param watcher called on the broker's threads: it must not block
   */
  Watch watch(Consumer<Sighting> watcher);

  /** Whether the rules for clients let a user publish to a topic; null for one without a name. */
  boolean mayPublish(@Nullable String user, String topic);

  /**
   * Publishes.
   *
   * @return fails with an {@link IllegalArgumentException} that says what is wrong with the topic,
   *     or why the broker has refused
   */
  Future<Void> publish(String topic, Buffer payload, int qos, boolean retain);

  /** Who is connected. */
  List<Client> clients();
}
