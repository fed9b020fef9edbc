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
  private final String address;

  /** The hub for whoever wants to know what happens in a Vert.x. */
  public EventHub(Vertx vertx) {
    this(vertx, ADDRESS);
  }

  /** A hub of its own, for those who know its address. */
  public EventHub(Vertx vertx, String address) {
    bus = vertx.eventBus();
    this.address = address;
    for (Class<?> event : RuntimeEvent.class.getPermittedSubclasses()) {
      LocalCodec.register(bus, event);
    }
  }

  /** Tells everyone who listens. */
  public void publish(RuntimeEvent event) {
    bus.publish(address, event, LOCAL);
  }

  /** Calls a listener for each event, on the context that registers it. */
  public MessageConsumer<RuntimeEvent> listen(Consumer<RuntimeEvent> listener) {
    return bus.localConsumer(address, message -> listener.accept(message.body()));
  }
}
