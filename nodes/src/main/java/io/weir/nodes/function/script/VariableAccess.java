package io.weir.nodes.function.script;

import io.weir.engine.message.Values;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.Variables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * A script's way to variables.
 *
 * <p>In Node-RED a script gets the stored object itself: what it changes in place is changed for
 * all. Ours are frozen, so the script gets a copy, and always the same one while nobody else stores
 * another; what it changed is stored when its call ends.
 */
final class VariableAccess {
  /**
   * Larger values are not looked through at the end of each call: it would take longer than most
   * functions do. A script stores those by {@code set}, as nearly all scripts do anyway.
   */
  static final int LARGEST_WATCHED = 1_000;

  /** Copies kept: more variables than a script deals with by name. */
  private static final int MOST_COPIES = 64;

  private final NodeContext node;
  private final GuestReader reader;
  private final GuestWriter writer;
  private final Map<String, Copy> copies =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Copy> eldest) {
          return size() > MOST_COPIES;
        }
      };
  private final List<Copy> inUse = new ArrayList<>();

  VariableAccess(NodeContext node, GuestReader reader, GuestWriter writer) {
    this.node = node;
    this.reader = reader;
    this.writer = writer;
  }

  private Variables scope(String name) {
    return switch (name) {
      case "flow" -> node.flowVariables();
      case "global" -> node.globalVariables();
      default -> node.variables();
    };
  }

  @Nullable Object get(String scope, String key, @Nullable String store) {
    if (!inUse.isEmpty()) {
      VariableName name = VariableName.of(scope, key, store);
      Value live = inCopyAround(name);
      if (live != null) {
        return live;
      }
      storeChangesInside(name);
    }
    Object stored = scope(scope).get(key, store);
    if (!isContainer(stored)) {
      return writer.write(stored);
    }
    String id = id(scope, key, store);
    Copy copy = copies.get(id);
    if (copy == null || copy.stored != stored) {
      Value inScript = (Value) Objects.requireNonNull(writer.write(stored));
      copy = new Copy(scope, key, store, stored, inScript, writer.written());
      copies.put(id, copy);
    }
    use(copy);
    return copy.inScript;
  }

  /**
   * A value in the script's copy of what is around it, which may have been changed in place
   * meanwhile; null if it has none, or the way there is not one of plain objects and arrays.
   */
  private @Nullable Value inCopyAround(VariableName name) {
    for (Copy copy : inUse) {
      if (name.isInside(copy.name) && isCurrent(copy)) {
        return GuestPath.get(copy.inScript, name.stepsFrom(copy.name));
      }
    }
    return null;
  }

  /** Stores what was changed in place in copies of what is inside of a value. */
  private void storeChangesInside(VariableName name) {
    for (Copy copy : inUse) {
      if (copy.name.isInside(name) && isCurrent(copy)) {
        storeChanges(copy);
      }
    }
  }

  void set(String scope, String key, Value value, @Nullable String store) {
    Object frozen = reader.read(value);
    VariableName name = VariableName.of(scope, key, store);
    List<Copy> around = copies.values().stream().filter(copy -> name.isInside(copy.name)).toList();
    around.stream().filter(copy -> copy.isInUse).forEach(this::storeChanges);
    // What the script has of the old value is its own from now on.
    copies.values().removeIf(copy -> copy.name.isInside(name));
    scope(scope).set(key, frozen, store);
    if (isContainer(frozen)) {
      Copy copy = new Copy(scope, key, store, frozen, value, sizeOf(frozen));
      copies.put(id(scope, key, store), copy);
      use(copy);
    } else {
      copies.remove(id(scope, key, store));
    }
    around.forEach(copy -> setInside(copy, name, value));
  }

  /** What was set inside of a value is in the script's copy of that value, too. */
  private void setInside(Copy copy, VariableName name, Value value) {
    if (GuestPath.set(copy.inScript, name.stepsFrom(copy.name), value)) {
      copy.stored = scope(copy.scope).get(copy.key, copy.store);
    } else {
      copies.remove(id(copy.scope, copy.key, copy.store));
    }
  }

  List<String> keys(String scope, @Nullable String store) {
    return scope(scope).keys(store);
  }

  private void use(Copy copy) {
    if (!copy.isInUse && copy.size <= LARGEST_WATCHED) {
      copy.isInUse = true;
      inUse.add(copy);
    }
  }

  /** The call ends: stores what the script changed in place. */
  void settle() {
    if (inUse.isEmpty()) {
      return;
    }
    for (Copy copy : inUse) {
      copy.isInUse = false;
      if (isCurrent(copy)) {
        storeChanges(copy);
      }
    }
    inUse.clear();
  }

  private boolean isCurrent(Copy copy) {
    return copies.get(id(copy.scope, copy.key, copy.store)) == copy;
  }

  private void storeChanges(Copy copy) {
    Object now = reader.read(copy.inScript);
    if (!Values.deepEqual(now, copy.stored)) {
      copy.stored = now;
      copy.size = sizeOf(now);
      scope(copy.scope).set(copy.key, now, copy.store);
    }
  }

  private static boolean isContainer(@Nullable Object value) {
    return value instanceof Map<?, ?> || value instanceof List<?>;
  }

  private static int sizeOf(@Nullable Object value) {
    return count(value, LARGEST_WATCHED + 1);
  }

  /** How many values there are in a value, counted up to a limit. */
  static int count(@Nullable Object value, int limit) {
    int count = 1;
    if (value instanceof Map<?, ?> map) {
      for (Object member : map.values()) {
        if (count >= limit) {
          return count;
        }
        count += count(member, limit - count);
      }
    } else if (value instanceof List<?> list) {
      count = Math.min(limit, list.size());
      for (int i = 0; i < list.size() && count < limit; i++) {
        if (isContainer(list.get(i))) {
          count += count(list.get(i), limit - count);
        }
      }
    }
    return count;
  }

  private static String id(String scope, String key, @Nullable String store) {
    return scope + ' ' + (store == null ? "" : store) + ' ' + key;
  }

  static @Nullable String storeOf(Value store) {
    return store.isString() ? store.asString() : null;
  }

  /** A stored value and the script's copy of it. */
  private static final class Copy {
    final String scope;
    final String key;
    final @Nullable String store;
    final VariableName name;
    @Nullable Object stored;
    final Value inScript;
    int size;
    boolean isInUse;

    Copy(
        String scope,
        String key,
        @Nullable String store,
        @Nullable Object stored,
        Value inScript,
        int size) {
      this.scope = scope;
      this.key = key;
      this.store = store;
      this.name = VariableName.of(scope, key, store);
      this.stored = stored;
      this.inScript = inScript;
      this.size = size;
    }
  }
}
