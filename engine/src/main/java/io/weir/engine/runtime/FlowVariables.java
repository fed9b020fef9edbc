package io.weir.engine.runtime;

import io.weir.engine.blueprint.Container;
import io.weir.engine.message.Undefined;
import io.weir.engine.node.Variables;
import io.weir.engine.store.ContextScope;
import io.weir.engine.store.ContextStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The variables of the flow that a node is in. Inside an instance of a subflow, {@code $parent.}
 * before a key leads to those of the flow around it.
 */
record FlowVariables(ContextStore store, Container container) implements Variables {
  private static final String PARENT = "$parent";

  private Variables own() {
    return store.of(ContextScope.flow(container.id()));
  }

  private static boolean isOfParent(String key) {
    return key.equals(PARENT) || key.startsWith(PARENT + ".");
  }

  /** The variables of the flow around; null if a key names that flow itself, or there is none. */
  private @Nullable Variables parent(String key) {
    Container around = container.parent();
    return around == null || key.equals(PARENT) ? null : new FlowVariables(store, around);
  }

  private static String inParent(String key) {
    return key.substring(PARENT.length() + 1);
  }

  @Override
  public @Nullable Object get(String key, @Nullable String storeName) {
    if (!isOfParent(key)) {
      return own().get(key, storeName);
    }
    Variables around = parent(key);
    return around == null ? Undefined.VALUE : around.get(inParent(key), storeName);
  }

  @Override
  public void set(String key, @Nullable Object value, @Nullable String storeName) {
    if (!isOfParent(key)) {
      own().set(key, value, storeName);
      return;
    }
    Variables around = parent(key);
    if (around != null) {
      around.set(inParent(key), value, storeName);
    }
  }

  @Override
  public List<String> keys(@Nullable String storeName) {
    return own().keys(storeName);
  }
}
