package io.weir.broker.packet;

/**
 * A publication on its way to its receivers, perhaps still lying in a read buffer.
 *
 * <p>Most publications of QoS 0 are forwarded without ever becoming an object. A receiver that has
 * to keep one asks for {@link #publication}; one that passes it on at once takes the parts.
 *
 * @threads the event loop that is routing it; only what {@link #publication} returns may be kept
 */
public interface Routable {
  String topic();

  Qos qos();

  /** Whether the publisher asked to keep it as the topic's retained message. */
  boolean retain();

  PublishProperties properties();

  int payloadLength();

  /** Differs whenever the same object stands for another publication. */
  long serial();

  /** The publication as an object that may be kept; the same at each call. */
  Publication publication();
}
