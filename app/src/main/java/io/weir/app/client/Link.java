package io.weir.app.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * A connection to a broker, whatever the version of MQTT. Its futures fail with what the library
 * throws; {@link LinkFailures} says what that means.
 *
 * @threads any; futures complete and listeners are called on threads of the library
 */
public interface Link {
  /** A link that isn't connected yet. */
  static Link of(LinkSettings settings) {
    return settings.isMqtt5() ? new Mqtt5Link(settings) : new Mqtt3Link(settings);
  }

  /**
   * Sets who gets messages, and a way to acknowledge each. To be called once, before connecting.
   *
   * @param listener called for one message after the other
   */
  void onMessage(BiConsumer<Arrival, Runnable> listener);

  /** Sets what is called whenever the connection is lost, or could not be made. */
  void onLost(Runnable listener);

  /** Connects; may be called again after a loss. */
  CompletableFuture<Void> connect();

  /** The name that the broker knows us by; empty if we aren't told. */
  String clientId();

  /** Publishes; done when the broker has taken the message, by the rules of its QoS. */
  CompletableFuture<Void> publish(Outgoing message);

  /**
   * Subscribes to all with one packet; done with what was granted for each, 0x80 or more if not.
   */
  CompletableFuture<List<Integer>> subscribe(List<String> filters, SubscribeOptions options);

  /** Ends subscriptions. */
  CompletableFuture<Void> unsubscribe(List<String> filters);

  /**
   * Leaves.
   *
   * @param withWill whether the broker is to publish the will all the same; MQTT 5 only
   */
  CompletableFuture<Void> disconnect(boolean withWill);

  /**
   * How messages are to come.
   *
   * @param qos at most
   * @param retainAsPublished whether the retain flag is passed on as it was; MQTT 5 only
   * @param skipsRetained whether retained messages are not sent at all; MQTT 5 only
   */
  record SubscribeOptions(int qos, boolean retainAsPublished, boolean skipsRetained) {}
}
