package io.weir.engine.store;

import io.weir.engine.message.PathException;
import io.weir.engine.message.PropertyPath;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.Variables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stores of variables that the settings name. */
public final class NamedContextStore implements ContextStore {
  private static final Logger log = LoggerFactory.getLogger(NamedContextStore.class);
  private static final String UNNAMED = "memory";

  private final ContextSettings settings;
  private final Map<String, VariableStore> stores = new LinkedHashMap<>();
  private final String defaultName;
  private final boolean outlastNodes;
  private final Map<String, @Nullable Object> seed = new LinkedHashMap<>();
  private final boolean listsSeed;
  // A script with a wrong name in it would warn at every message.
  private final Set<String> warned = ConcurrentHashMap.newKeySet();

  /** Stores as the settings say. */
  public NamedContextStore(ContextSettings settings) {
    this.settings = settings;
    settings.stores().forEach((name, module) -> stores.put(name, make(module)));
    outlastNodes = !stores.isEmpty();
    if (stores.isEmpty()) {
      stores.put(UNNAMED, new VariableStore());
    }
    String chosen = settings.defaultName();
    defaultName = chosen == null ? stores.keySet().iterator().next() : chosen;
    settings.seed().forEach((name, value) -> seed.put(name, Values.freeze(value)));
    listsSeed = settings.listsSeed();
  }

  /** One store in memory. */
  public static NamedContextStore inMemory() {
    return new NamedContextStore(ContextSettings.DEFAULT);
  }

  private static VariableStore make(ContextSettings.Module module) {
    return module instanceof ContextSettings.Files files
        ? new FileVariableStore(files.folder(), files.flushInterval())
        : new VariableStore();
  }

  @Override
  public void open() {
    stores.values().forEach(VariableStore::open);
  }

  @Override
  public void close() {
    stores.values().forEach(VariableStore::close);
  }

  @Override
  public List<String> names() {
    return List.copyOf(stores.keySet());
  }

  @Override
  public String defaultName() {
    return defaultName;
  }

  @Override
  public Variables of(ContextScope scope) {
    return new ScopedVariables(scope);
  }

  @Override
  public @Nullable Map<String, @Nullable Object> snapshot(String store, ContextScope scope) {
    VariableStore named = stores.get(store);
    if (named == null) {
      return null;
    }
    ScopeValues values = named.existing(scope);
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    if (scope.equals(ContextScope.GLOBAL) && store.equals(defaultName)) {
      copy.putAll(seed);
    }
    if (values != null) {
      copy.putAll(values.copy());
    }
    return copy;
  }

  @Override
  public ContextStore emptied() {
    Map<String, ContextSettings.Module> inMemory = new LinkedHashMap<>();
    settings.stores().keySet().forEach(name -> inMemory.put(name, new ContextSettings.Memory()));
    return new NamedContextStore(
        new ContextSettings(
            inMemory, settings.defaultName(), settings.seed(), settings.listsSeed()));
  }

  @Override
  public void nodeStopped(String nodeId, String flowId) {
    if (!outlastNodes) {
      stores.values().forEach(store -> store.forget(ContextScope.node(nodeId, flowId)));
    }
  }

  @Override
  public void retain(Predicate<String> exists) {
    stores.values().forEach(store -> store.retain(exists));
  }

  /** The variables of one scope, in whichever store a call names. */
  private final class ScopedVariables implements Variables {
    private final ContextScope scope;

    ScopedVariables(ContextScope scope) {
      this.scope = scope;
    }

    @Override
    public @Nullable Object get(String key, @Nullable String store) {
      Address address = address(key, store);
      ScopeValues values = address.store.existing(scope);
      Object value = values == null ? Undefined.VALUE : values.get(address.path);
      return value == Undefined.VALUE && scope.kind() == ContextScope.Kind.GLOBAL
          ? address.path.from(seed, null)
          : value;
    }

    @Override
    public void set(String key, @Nullable Object value, @Nullable String store) {
      Address address = address(key, store);
      address.store.scope(scope).set(address.path, value);
      address.store.changed(scope);
    }

    @Override
    public List<String> keys(@Nullable String store) {
      ScopeValues values = store(store).existing(scope);
      Set<String> keys = new LinkedHashSet<>(values == null ? List.of() : values.keys());
      if (listsSeed && scope.kind() == ContextScope.Kind.GLOBAL) {
        keys.addAll(seed.keySet());
      }
      return new ArrayList<>(keys);
    }
  }

  private record Address(VariableStore store, PropertyPath path) {}

  private Address address(String key, @Nullable String store) {
    ContextKey at = ContextKey.of(key, store, defaultName);
    if (at.path().isEmpty()) {
      throw new NodeException("Invalid context key");
    }
    try {
      return new Address(store(at.store()), PropertyPath.of(at.path()));
    } catch (PathException e) {
      throw new NodeException(e.code(), String.valueOf(e.getMessage()));
    }
  }

  private VariableStore store(@Nullable String name) {
    VariableStore named = name == null ? null : stores.get(name);
    if (named != null) {
      return named;
    }
    if (name != null && !name.isEmpty() && !name.equals("default") && warned.add(name)) {
      log.warn("Unknown context store '{}' specified. Using default store.", name);
    }
    VariableStore fallback = stores.get(defaultName);
    if (fallback == null) {
      throw new IllegalStateException("there is no store " + defaultName);
    }
    return fallback;
  }
}
