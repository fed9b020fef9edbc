package io.weir.broker.store;

import io.vertx.core.Future;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.Qos;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where sessions that outlive their connection survive a restart.
 *
 * <p>Changes are noted in the order of the calls; {@link #whenSafe} tells when those so far would
 * survive.
 *
 * @threads a session's changes are noted on its loop
 */
public interface SessionStore {
  /** Notes that a session exists with these properties and subscriptions, instead of any before. */
  void put(StoredSession session);

  /** Forgets a session with all that belongs to it. */
  void remove(String clientId);

  /**
   * Notes that a session is owed a publication.
   *
   * @return the number under which {@link #delivered} is to be told; ascending
   */
  long owed(String clientId, Publication publication, Qos qos);

  /** Notes that the session is no longer owed it. */
  void delivered(String clientId, long sequence);

  /** When what has been noted so far is safe, or null if it is already. */
  @Nullable Future<Void> whenSafe();

  /** Calls back with each session, at start. */
  void forEach(Consumer<StoredSession> found);
}
