package io.weir.engine.message;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** An array inside a message: an unmodifiable list. */
final class FrozenList extends AbstractList<@Nullable Object> implements RandomAccess, Frozen {
  static final FrozenList EMPTY = new FrozenList(new Object[0]);

  private final @Nullable Object[] items;

  /** Takes the array over; nobody may write to it afterwards. */
  FrozenList(@Nullable Object[] items) {
    this.items = items;
  }

  static FrozenList copyOf(List<? extends @Nullable Object> source) {
    return source.isEmpty() ? EMPTY : new FrozenList(source.toArray());
  }

  @Override
  public @Nullable Object get(int index) {
    return items[index];
  }

  @Override
  public int size() {
    return items.length;
  }
}
