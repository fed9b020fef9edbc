package io.weir.engine.store;

import io.weir.engine.message.Draft;
import io.weir.engine.message.Message;
import io.weir.engine.message.PropertyPath;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables of one scope in one store. Values are frozen, so what is read can't change later.
 *
 * @threads any; a single call is atomic
 */
final class ScopeValues {
  // Guarded by this; insertion order is what keys() shows.
  private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

  synchronized @Nullable Object get(PropertyPath path) {
    return path.from(values, null);
  }

  synchronized void set(PropertyPath path, @Nullable Object value) {
    Object frozen = Values.freeze(value);
    String name = String.valueOf(path.steps().get(0));
    if (path.steps().size() > 1) {
      setInside(name, path, frozen);
    } else if (frozen == Undefined.VALUE) {
      values.remove(name);
    } else {
      values.put(name, frozen);
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

  synchronized List<String> keys() {
    return List.copyOf(values.keySet());
  }

  synchronized Map<String, @Nullable Object> copy() {
    return new LinkedHashMap<>(values);
  }

  synchronized void load(Map<?, ?> loaded) {
    loaded.forEach((key, value) -> values.put(String.valueOf(key), Values.freeze(value)));
  }

  synchronized boolean isEmpty() {
    return values.isEmpty();
  }
}
