package io.weir.engine.event;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.function.Consumer;

/**
 * Publishes runtime events on the event bus of this process.
 *
 * @threads any
 */
public final class EventHub {
  /** Where the events are published. */
  public static final String ADDRESS = "weir.events";

  private static final DeliveryOptions LOCAL = new DeliveryOptions().setLocalOnly(true);

  private final EventBus bus;

  /** A hub on the event bus of a Vert.x. */
  public EventHub(Vertx vertx) {
    bus = vertx.eventBus();
    for (Class<?> event : RuntimeEvent.class.getPermittedSubclasses()) {
      LocalCodec.register(bus, event);
    }
  }

  /** Tells everyone who listens. */
  public void publish(RuntimeEvent event) {
    bus.publish(ADDRESS, event, LOCAL);
  }

  /** Calls a listener for each event, on the context that registers it. */
  public MessageConsumer<RuntimeEvent> listen(Consumer<RuntimeEvent> listener) {
    return bus.localConsumer(ADDRESS, message -> listener.accept(message.body()));
  }
}
