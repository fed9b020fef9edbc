package io.weir.engine.store;

import io.weir.engine.node.Variables;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the variables of nodes, flows and the whole, in one or several named stores.
 *
 * @threads any
 */
public interface ContextStore {
  /**
   * Gets ready; reads what was kept. Called before flows start, may block.
   *
   * @throws StoreException if what was kept can't be read
   */
  void open();

  /** Saves what isn't saved yet. May block. */
  void close();

  /** The variables of a scope. */
  Variables of(ContextScope scope);

  /** The variables of all flows. */
  default Variables global() {
    return of(ContextScope.GLOBAL);
  }

  /** The names of the stores. */
  List<String> names();

  /** The store that is meant when none is named. */
  String defaultName();

  /** What a store holds of a scope; null if there is no such store. */
  @Nullable Map<String, @Nullable Object> snapshot(String store, ContextScope scope);

  /** Forgets the variables of a node that stopped, if they are not to outlast it. */
  void nodeStopped(String nodeId, String flowId);

  /** Stores of the same names, in memory, with nothing in them that a flow has set. */
  ContextStore emptied();

  /** Forgets the variables of nodes and flows which no longer exist. */
  void retain(Predicate<String> exists);
}
