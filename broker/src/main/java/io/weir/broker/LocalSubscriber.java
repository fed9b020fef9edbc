package io.weir.broker;

/** Takes what a subscription of a {@link LocalClient} is for. */
@FunctionalInterface
public interface LocalSubscriber {
  /**
   * Takes one delivery. It must not block, and hands on to another thread what takes time.
   *
   * @threads the event loop of the client's session, one call at a time, in order
   */
  void onDelivery(LocalDelivery delivery);
}
