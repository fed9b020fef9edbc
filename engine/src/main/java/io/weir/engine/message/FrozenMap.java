package io.weir.engine.message;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object inside a message: an unmodifiable map of strings in the order of insertion.
 *
 * <p>Two arrays, searched from the front: most objects in messages have a handful of keys, for
 * which that is smaller and faster than hashing. Larger ones get an index when first asked for a
 * key.
 */
final class FrozenMap extends AbstractMap<String, @Nullable Object> implements Frozen {
  private static final int LARGEST_WITHOUT_INDEX = 12;

  static final FrozenMap EMPTY = new FrozenMap(new String[0], new Object[0]);

  private final String[] keys;
  private final @Nullable Object[] values;
  // Racy on purpose: two threads may both build it, and both results are equal.
  private @Nullable Map<String, Integer> index;

  /** Takes the arrays over; nobody may write to them afterwards. */
  FrozenMap(String[] keys, @Nullable Object[] values) {
    this.keys = keys;
    this.values = values;
  }

  static FrozenMap copyOf(Map<String, ? extends @Nullable Object> source) {
    String[] keys = new String[source.size()];
    @Nullable Object[] values = new @Nullable Object[keys.length];
    int i = 0;
    for (Map.Entry<String, ? extends @Nullable Object> entry : source.entrySet()) {
      keys[i] = entry.getKey();
      values[i++] = entry.getValue();
    }
    return new FrozenMap(keys, values);
  }

  int indexOf(@Nullable Object key) {
    if (keys.length > LARGEST_WITHOUT_INDEX) {
      return index().getOrDefault(key, -1);
    }
    for (int i = 0; i < keys.length; i++) {
      if (keys[i].equals(key)) {
        return i;
      }
    }
    return -1;
  }

  private Map<String, Integer> index() {
    Map<String, Integer> built = index;
    if (built == null) {
      built = new HashMap<>(keys.length * 2);
      for (int i = 0; i < keys.length; i++) {
        built.put(keys[i], i);
      }
      index = built;
    }
    return built;
  }

  String keyAt(int i) {
    return keys[i];
  }

  @Nullable Object valueAt(int i) {
    return values[i];
  }

  /** This map with one value replaced or added at the end. */
  FrozenMap with(String key, @Nullable Object value) {
    int at = indexOf(key);
    if (at >= 0) {
      @Nullable Object[] changed = values.clone();
      changed[at] = value;
      return new FrozenMap(keys, changed);
    }
    int n = keys.length;
    String[] moreKeys = Arrays.copyOf(keys, n + 1);
    @Nullable Object[] moreValues = Arrays.copyOf(values, n + 1);
    moreKeys[n] = key;
    moreValues[n] = value;
    return new FrozenMap(moreKeys, moreValues);
  }

  /** This map without a key. */
  FrozenMap without(String key) {
    int at = indexOf(key);
    if (at < 0) {
      return this;
    }
    int n = keys.length - 1;
    String[] fewerKeys = new String[n];
    @Nullable Object[] fewerValues = new @Nullable Object[n];
    System.arraycopy(keys, 0, fewerKeys, 0, at);
    System.arraycopy(keys, at + 1, fewerKeys, at, n - at);
    System.arraycopy(values, 0, fewerValues, 0, at);
    System.arraycopy(values, at + 1, fewerValues, at, n - at);
    return new FrozenMap(fewerKeys, fewerValues);
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    int at = indexOf(key);
    return at < 0 ? null : values[at];
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return indexOf(key) >= 0;
  }

  @Override
  public int size() {
    return keys.length;
  }

  @Override
  public Set<Map.Entry<String, @Nullable Object>> entrySet() {
    return new Entries();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    // What is compared most, an entry of a flow file with what it was before, has the same order.
    if (other instanceof FrozenMap map && Arrays.equals(keys, map.keys)) {
      return Arrays.equals(values, map.values);
    }
    return super.equals(other);
  }

  // That of every map: the order of the keys makes no difference.
  @Override
  public int hashCode() {
    return super.hashCode();
  }

  private final class Entries extends AbstractSet<Map.Entry<String, @Nullable Object>> {
    @Override
    public int size() {
      return keys.length;
    }

    @Override
    public Iterator<Map.Entry<String, @Nullable Object>> iterator() {
      return new Iterator<>() {
        private int next;

        @Override
        public boolean hasNext() {
          return next < keys.length;
        }

        @Override
        public Map.Entry<String, @Nullable Object> next() {
          if (next == keys.length) {
            throw new NoSuchElementException();
          }
          int at = next++;
          return new SimpleImmutableEntry<>(keys[at], values[at]);
        }
      };
    }
  }
}
