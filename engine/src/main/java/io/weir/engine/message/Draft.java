package io.weir.engine.message;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A message being edited. Reads fall through to the original; the first write into a container
 * copies that container alone.
 *
 * @threads one at a time; not shared
 */
public final class Draft {
  private static final int LARGEST_GAP = 1_000_000;

  private final Message original;
  private @Nullable Map<String, @Nullable Object> root;
  // Containers which this draft made itself and may therefore write to.
  private final Set<Object> own = Collections.newSetFromMap(new IdentityHashMap<>(4));

  Draft(Message original) {
    this.original = original;
  }

  private Map<String, @Nullable Object> current() {
    return root == null ? original.properties() : root;
  }

  private Map<String, @Nullable Object> writable() {
    Map<String, @Nullable Object> map = root;
    if (map == null) {
      map = new LinkedHashMap<>(original.properties());
      root = map;
    }
    return map;
  }

  /** The value that a path leads to; {@link Undefined#VALUE} if there is none. */
  public @Nullable Object get(PropertyPath path) {
    return path.in(current(), this);
  }

  /** The value of a top-level property; null if it is null or absent. */
  public @Nullable Object get(String property) {
    return current().get(property);
  }

  /** Sets a top-level property; {@link Undefined#VALUE} removes it. */
  public void set(String property, @Nullable Object value) {
    if (value == Undefined.VALUE) {
      writable().remove(property);
    } else {
      writable().put(property, Values.freeze(value));
    }
  }

  /**
   * Sets the value that a path leads to, creating parents: an array where a number follows, an
   * object otherwise. {@link Undefined#VALUE} deletes; an array closes up over a deleted item.
   *
   * @return false if nothing was changed because a value on the way is no container, or because
   *     there was nothing to delete
   * @throws PathException if an index is more than a million beyond the end of its array; what was
   *     set so far is of no use then
   */
  public boolean set(PropertyPath path, @Nullable Object value) {
    return set(path.steps(this), value);
  }

  private boolean set(List<Object> steps, @Nullable Object value) {
    boolean deletes = value == Undefined.VALUE;
    if (!reaches(steps, deletes)) {
      return false;
    }
    Object container = writable();
    for (int i = 0; i < steps.size() - 1; i++) {
      container = childForWriting(container, steps.get(i), steps.get(i + 1));
    }
    Object last = steps.get(steps.size() - 1);
    if (deletes) {
      return delete(container, last);
    }
    write(container, last, Values.freeze(value));
    return true;
  }

  /** Whether every parent on the way is a container or, when setting, is absent. */
  private boolean reaches(List<Object> steps, boolean deletes) {
    Object at = current();
    for (int i = 0; i < steps.size() - 1; i++) {
      Object next = PropertyPath.child(at, steps.get(i));
      if (next == Undefined.VALUE) {
        return !deletes;
      }
      if (!(next instanceof Map<?, ?>) && !(next instanceof List<?>)) {
        return false;
      }
      at = next;
    }
    return true;
  }

  private Object childForWriting(Object container, Object step, Object nextStep) {
    Object child = PropertyPath.child(container, step);
    Object mutable;
    if (child == Undefined.VALUE || child == null) {
      mutable = nextStep instanceof Integer ? new ArrayList<>() : new LinkedHashMap<>();
    } else if (own.contains(child)) {
      return child;
    } else {
      mutable = Values.thawed(child);
    }
    own.add(mutable);
    write(container, step, mutable);
    return mutable;
  }

  /** JavaScript has arrays with holes in them; here the holes take room as well. */
  private static void requireRoom(int size, int index) {
    if (index - size > LARGEST_GAP) {
      throw new PathException(
          "RangeError",
          "index " + index + " is too far beyond the end of the array, which has " + size);
    }
  }

  @SuppressWarnings("unchecked")
  private static void write(Object container, Object step, @Nullable Object value) {
    if (container instanceof List<?> list) {
      List<@Nullable Object> items = (List<@Nullable Object>) list;
      int index = PropertyPath.indexOf(step);
      // Any other name on an array JavaScript keeps beside the items, where nothing shows it.
      if (index >= 0) {
        requireRoom(items.size(), index);
        while (items.size() <= index) {
          items.add(Undefined.VALUE);
        }
        items.set(index, value);
      }
      return;
    }
    ((Map<String, @Nullable Object>) container).put(String.valueOf(step), value);
  }

  @SuppressWarnings("unchecked")
  private static boolean delete(Object container, Object step) {
    if (container instanceof List<?> list) {
      int index = PropertyPath.indexOf(step);
      if (index >= 0 && index < list.size()) {
        if (step instanceof Integer) {
          list.remove(index);
        } else {
          // By its name, as JavaScript's delete does: the others stay where they are.
          ((List<@Nullable Object>) list).set(index, Undefined.VALUE);
        }
      }
      return true;
    }
    ((Map<?, ?>) container).remove(String.valueOf(step));
    return true;
  }

  /** The edited message; the original itself if nothing was written. */
  public Message seal() {
    Map<String, @Nullable Object> edited = root;
    return edited == null ? original : Message.of(edited);
  }
}
