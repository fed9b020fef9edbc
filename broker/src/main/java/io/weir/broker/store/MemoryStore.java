package io.weir.broker.store;

import io.vertx.core.Future;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.Qos;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps nothing: sessions and retained messages live in memory as long as the broker does, and are
 * as safe there as they get.
 */
public enum MemoryStore {
  INSTANCE;

  /** For sessions. */
  public static SessionStore sessions() {
    return Sessions.INSTANCE;
  }

  /** For retained messages. */
  public static RetainedStore retained() {
    return Retained.INSTANCE;
  }

  private enum Sessions implements SessionStore {
    INSTANCE;

    @Override
    public void put(StoredSession session) {}

    @Override
    public void remove(String clientId) {}

    @Override
    public long owed(String clientId, Publication publication, Qos qos) {
      return 0;
    }

    @Override
    public void delivered(String clientId, long sequence) {}

    @Override
    public @Nullable Future<Void> whenSafe() {
      return null;
    }

    @Override
    public void forEach(Consumer<StoredSession> found) {}
  }

  private enum Retained implements RetainedStore {
    INSTANCE;

    @Override
    public void put(Publication publication) {}

    @Override
    public void remove(String topic) {}

    @Override
    public void forEach(Consumer<Publication> found) {}
  }
}
