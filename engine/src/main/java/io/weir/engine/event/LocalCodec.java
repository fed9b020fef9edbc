package io.weir.engine.event;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;

/**
 * Hands an immutable body to local consumers as it is.
 *
 * @param <T> the body's exact class: the bus looks codecs up by it
 */
public final class LocalCodec<T> implements MessageCodec<T, T> {
  private final Class<T> type;

  private LocalCodec(Class<T> type) {
    this.type = type;
  }

  /** Registers a class of bodies; does nothing if it is registered already. */
  public static <T> void register(EventBus bus, Class<T> type) {
    try {
      bus.registerDefaultCodec(type, new LocalCodec<>(type));
    } catch (IllegalStateException alreadyThere) {
      // Several runtimes may share one Vert.x, as in tests.
    }
  }

  @Override
  public T transform(T body) {
    return body;
  }

  @Override
  public void encodeToWire(Buffer buffer, T body) {
    throw new UnsupportedOperationException(type.getSimpleName() + " never leaves the process");
  }

  @Override
  public T decodeFromWire(int position, Buffer buffer) {
    throw new UnsupportedOperationException(type.getSimpleName() + " never leaves the process");
  }

  @Override
  public String name() {
    return "weir." + type.getName();
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
