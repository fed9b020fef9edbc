package io.weir.broker.store;

import io.weir.broker.packet.Publication;

/**
 * Where a loop notes what has to survive, in the order it happens.
 *
 * <p>What is noted in one tick is written together or not at all. What depends on it being safe, an
 * acknowledgement above all, waits in {@link #whenSafe}.
 *
 * @threads its loop
 */
public interface Journal {
  /** Keeps nothing: state lives as long as the process, and is as safe there as it gets. */
  Journal NONE = new NoJournal();

  /** Whether anything that is noted survives at all. */
  boolean isKept();

  /** A number for a session that is to be kept. */
  long newSessionNumber();

  void note(Change change);

  /**
   * Notes that a session is owed a publication. Calls with the same publication one after the other
   * share what is written.
   *
   * @return what to note the delivery's progress on
   */
  StoredMessage owed(Publication publication, StoredMessage.Owner owner);

  /** Notes that a session is done with a message. */
  void finished(StoredMessage message, long session);

  /** Notes that something has been written past this journal which it has to wait for as well. */
  void noteElsewhere();

  /** Hands over what was noted so far, so that what others note from here on comes after it. */
  void handOver();

  /** Rises with everything noted. */
  long position();

  /** Whether all that was noted is safe. */
  boolean isAllSafe();

  /**
   * Calls back when all that was noted so far is safe: at once if it is, otherwise on the loop, in
   * the order of the calls.
   */
  void whenSafe(Runnable callback);

  /** Whether so much waits to be written that nobody should add to it. */
  boolean isBehind();

  /** Whether nothing can be written at the moment. */
  boolean isFailing();

  /** The journal that keeps nothing. */
  final class NoJournal implements Journal {
    private NoJournal() {}

    @Override
    public boolean isKept() {
      return false;
    }

    @Override
    public long newSessionNumber() {
      return 0;
    }

    @Override
    public void note(Change change) {}

    @Override
    public StoredMessage owed(Publication publication, StoredMessage.Owner owner) {
      throw new IllegalStateException("nothing is kept");
    }

    @Override
    public void finished(StoredMessage message, long session) {}

    @Override
    public void noteElsewhere() {}

    @Override
    public void handOver() {}

    @Override
    public long position() {
      return 0;
    }

    @Override
    public boolean isAllSafe() {
      return true;
    }

    @Override
    public void whenSafe(Runnable callback) {
      callback.run();
    }

    @Override
    public boolean isBehind() {
      return false;
    }

    @Override
    public boolean isFailing() {
      return false;
    }
  }
}
