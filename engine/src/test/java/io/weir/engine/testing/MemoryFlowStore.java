package io.weir.engine.testing;

import io.weir.engine.flow.FlowDocument;
import io.weir.engine.store.FlowStore;
import io.weir.engine.store.StoreException;

/** Flows in memory, with a fault to be switched on. */
public final class MemoryFlowStore implements FlowStore {
  private volatile FlowDocument document;
  private volatile boolean isFull;

  /** A store that holds a document. */
  public MemoryFlowStore(FlowDocument document) {
    this.document = document;
  }

  /** From now on nothing can be saved. */
  public void fail() {
    isFull = true;
  }

  /** What was saved last. */
  public FlowDocument saved() {
    return document;
  }

  @Override
  public Loaded load() {
    return new Loaded(document, null);
  }

  @Override
  public void save(FlowDocument next) {
    if (isFull) {
      throw new StoreException("no space left", null);
    }
    document = next;
  }
}
