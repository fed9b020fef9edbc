package io.weir.engine.store;

import io.weir.engine.flow.FlowDocument;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the flows.
 *
 * @threads one at a time; blocks, so never on an event loop
 */
public interface FlowStore {

  /** What was found. */
  record Loaded(FlowDocument document, @Nullable String fault) {}

  /**
   * Loads the flows. A file that can't be read gives an empty document and the reason: file, place,
   * what is wrong, what to do. The file is left as it is.
   */
  Loaded load();

  /**
   * Saves the flows: atomically, with a backup of what was there. A document equal to what the file
   * holds isn't written, so a file that nobody edited keeps its bytes.
   *
   * @throws StoreException if it can't; the file is as it was
   */
  void save(FlowDocument document);
}
