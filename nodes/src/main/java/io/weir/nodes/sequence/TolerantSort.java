package io.weir.nodes.sequence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stable sort for comparisons as JavaScript makes them, which needn't agree with each other: of a
 * number and a text neither may be greater. The library's sort refuses such.
 */
final class TolerantSort {
  private TolerantSort() {}

  /** The items in order; equal ones stay as they were. */
  static <T extends @Nullable Object> List<T> sorted(List<T> items, Comparator<T> order) {
    if (items.size() < 2) {
      return items;
    }
    int middle = items.size() / 2;
    List<T> low = sorted(items.subList(0, middle), order);
    List<T> high = sorted(items.subList(middle, items.size()), order);
    List<T> merged = new ArrayList<>(items.size());
    int next = 0;
    for (T item : low) {
      while (next < high.size() && order.compare(item, high.get(next)) > 0) {
        merged.add(high.get(next++));
      }
      merged.add(item);
    }
    merged.addAll(high.subList(next, high.size()));
    return merged;
  }
}
