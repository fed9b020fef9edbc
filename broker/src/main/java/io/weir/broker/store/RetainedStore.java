package io.weir.broker.store;

import io.weir.broker.packet.Publication;
import java.util.function.Consumer;

/** Where retained messages survive a restart. */
public interface RetainedStore {
  /** Replaces the topic's message. */
  void put(Publication publication);

  void remove(String topic);

  /** Calls back with each message, at start. */
  void forEach(Consumer<Publication> found);
}
