package io.weir.engine.runtime;

import io.weir.engine.event.LogEntry;
import io.weir.engine.flow.FlowDocument;
import io.weir.engine.node.NodeSet;
import io.weir.engine.store.Credentials;
import io.weir.engine.store.FlowStore;
import io.weir.engine.store.StoreException;
import io.weir.engine.store.Stores;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a runtime keeps beyond the program's end: the flows, and how it was left.
 *
 * @threads those that may block, one at a time
 */
final class RuntimeFiles {
  private static final String STATE_KEY = "runtimeFlowState";

  private final Stores stores;
  private final RuntimeServices services;
  private boolean areVariablesOpen;

  RuntimeFiles(Stores stores, RuntimeServices services) {
    this.stores = stores;
    this.services = services;
  }

  /**
   * What was there.
   *
   * @param document the flows; none if they can't be read
   * @param fault why they can't be read; null if they can
   * @param credentialsAreLost whether the nodes' credentials can't be read
   * @param wasStopped whether the flows were left stopped
   */
  record Loaded(
      FlowDocument document,
      @Nullable String fault,
      boolean credentialsAreLost,
      boolean wasStopped) {}

  /** Reads all, and says what can't be read. */
  Loaded load() {
    String credentialFault = services.credentials().load();
    if (credentialFault != null) {
      log(LogEntry.Level.ERROR, credentialFault);
    }
    boolean wasStopped = wasStopped();
    disableSets();
    openVariables();
    FlowStore.Loaded flows = stores.flows().load();
    return new Loaded(flows.document(), flows.fault(), credentialFault != null, wasStopped);
  }

  /** Once: what is on the disk later is older than what is in memory. */
  private void openVariables() {
    if (!areVariablesOpen) {
      services.variables().open();
      areVariablesOpen = true;
    }
  }

  private boolean wasStopped() {
    try {
      return RuntimeState.STOP.word().equals(stores.settings().get(STATE_KEY));
    } catch (StoreException e) {
      log(LogEntry.Level.WARN, String.valueOf(e.getMessage()));
      return false;
    }
  }

  private void disableSets() {
    try {
      services.catalog().disable(stores.nodeSets().disabled());
    } catch (StoreException e) {
      log(LogEntry.Level.WARN, e.getMessage() + "; all node types are switched on");
    }
  }

  private void log(LogEntry.Level level, String text) {
    services.events().publish(LogEntry.ofRuntime(level, text));
  }

  /**
   * Saves flows and credentials, both or neither.
   *
   * @throws StoreException if they can't be saved
   */
  Credentials.Split save(Credentials.Split split) {
    Runnable undo = services.credentials().commit(split);
    try {
      stores.flows().save(split.document());
    } catch (StoreException e) {
      try {
        undo.run();
      } catch (StoreException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
    return split;
  }

  /**
   * Remembers whether flows run.
   *
   * @throws StoreException if it can't
   */
  RuntimeState remember(RuntimeState state) {
    stores.settings().put(STATE_KEY, state.word());
    return state;
  }

  /**
   * Remembers that sets of node types are on or off.
   *
   * @throws StoreException if it can't
   */
  List<NodeSet> remember(List<NodeSet> sets, boolean enabled) {
    stores.nodeSets().put(sets, enabled);
    return sets;
  }

  /** Saves the variables that aren't yet. */
  @Nullable Void close() {
    services.variables().close();
    return null;
  }
}
