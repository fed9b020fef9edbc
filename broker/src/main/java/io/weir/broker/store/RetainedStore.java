package io.weir.broker.store;

/**
 * Where changes of retained messages are noted: by whoever holds their lock, so that the order on
 * disk is the order in memory.
 *
 * @threads any
 */
@FunctionalInterface
public interface RetainedStore {
  /** Keeps nothing. */
  RetainedStore NONE = change -> {};

  void note(Change change);
}
