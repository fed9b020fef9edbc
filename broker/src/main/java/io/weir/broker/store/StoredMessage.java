package io.weir.broker.store;

import io.weir.broker.packet.Publication;
import io.weir.broker.packet.Qos;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A publication in the store, once, for all the sessions that it is owed to.
 *
 * <p>Forgotten when the last of them is done with it. One that all are done with before its turn to
 * be written comes is never written.
 */
public final class StoredMessage {
  /**
   * A session that it is owed to, by its number, and the delivery as it was when noted: with the
   * packet id that it was sent under at once, or 0 if it had to wait.
   */
  public static final class Owner {
    private final long session;
    private final Qos qos;
    private final boolean retain;
    private final int[] subscriptionIds;
    private final int packetId;

    public Owner(long session, Qos qos, boolean retain, int[] subscriptionIds, int packetId) {
      this.session = session;
      this.qos = qos;
      this.retain = retain;
      this.subscriptionIds = subscriptionIds;
      this.packetId = packetId;
    }

    long session() {
      return session;
    }

    public Qos qos() {
      return qos;
    }

    public boolean retain() {
      return retain;
    }

    /** Not to be written to. */
    public int[] subscriptionIds() {
      return subscriptionIds;
    }

    public int packetId() {
      return packetId;
    }

    Owner sentAs(int newPacketId) {
      return new Owner(session, qos, retain, subscriptionIds, newPacketId);
    }
  }

  private final long sequence;
  private final Publication publication;
  private final List<Owner> owners = new ArrayList<>(1);
  private final AtomicInteger unfinished = new AtomicInteger();

  // Confined to the thread that writes.
  private boolean isWritten;
  private List<Long> withProgress = List.of();

  StoredMessage(long sequence, Publication publication) {
    this.sequence = sequence;
    this.publication = publication;
  }

  long sequence() {
    return sequence;
  }

  public Publication publication() {
    return publication;
  }

  /** Before it is handed over for writing. */
  void addOwner(Owner owner) {
    owners.add(owner);
    unfinished.incrementAndGet();
  }

  List<Owner> owners() {
    return owners;
  }

  /** One session is done with it; returns whether it was the last. */
  boolean finishOne() {
    return unfinished.decrementAndGet() == 0;
  }

  boolean isFinished() {
    return unfinished.get() == 0;
  }

  boolean isWritten() {
    return isWritten;
  }

  void markWritten() {
    isWritten = true;
  }

  /** Sessions of which there is a record of progress, which has to go with the message. */
  List<Long> withProgress() {
    return withProgress;
  }

  void addProgress(long session) {
    if (withProgress.isEmpty()) {
      withProgress = new ArrayList<>(2);
    }
    if (!withProgress.contains(session)) {
      withProgress.add(session);
    }
  }
}
