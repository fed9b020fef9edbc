package io.weir.engine.store;

import io.weir.engine.message.Draft;
import io.weir.engine.message.Message;
import io.weir.engine.message.PathException;
import io.weir.engine.message.PropertyPath;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.Variables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The variables of one scope in memory. Values are frozen, so what is read can't change later. */
final class MemoryVariables implements Variables {
  private static final Logger log = LoggerFactory.getLogger(MemoryVariables.class);
  private static final Set<String> STORES = Set.of("default", "memory");
  private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

  // Guarded by this; insertion order is what keys() shows.
  private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

  @Override
  public @Nullable Object get(String key, @Nullable String store) {
    PropertyPath path = path(key, store);
    synchronized (this) {
      return path.from(values, null);
    }
  }

  @Override
  public void set(String key, @Nullable Object value, @Nullable String store) {
    PropertyPath path = path(key, store);
    Object frozen = Values.freeze(value);
    String name = String.valueOf(path.steps().get(0));
    synchronized (this) {
      if (path.steps().size() > 1) {
        setInside(name, path, frozen);
      } else if (frozen == Undefined.VALUE) {
        values.remove(name);
      } else {
        values.put(name, frozen);
      }
    }
  }

  private void setInside(String name, PropertyPath path, @Nullable Object value) {
    Message holder = Message.empty();
    if (values.get(name) != null) {
      holder = holder.with(name, values.get(name));
    }
    Draft draft = holder.edit();
    draft.set(path, value);
    Message changed = draft.seal();
    if (changed.has(name)) {
      values.put(name, changed.get(name));
    }
  }

  @Override
  public List<String> keys(@Nullable String store) {
    synchronized (this) {
      return List.copyOf(values.keySet());
    }
  }

  private static PropertyPath path(String key, @Nullable String store) {
    String name = key;
    String storeName = store;
    if (key.startsWith("#:(")) {
      int end = key.indexOf(")::");
      if (end > 0) {
        storeName = store == null ? key.substring(3, end) : store;
        name = key.substring(end + 3);
      }
    }
    if (storeName != null && !STORES.contains(storeName) && WARNED.add(storeName)) {
      log.warn("Unknown context store '{}' specified. Using default store.", storeName);
    }
    if (name.isEmpty()) {
      throw new NodeException("Invalid context key");
    }
    try {
      return PropertyPath.of(name);
    } catch (PathException e) {
      throw new NodeException(e.code(), String.valueOf(e.getMessage()));
    }
  }
}
