package io.weir.engine.store;

import io.weir.engine.message.Undefined;
import io.weir.engine.node.Variables;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Variables as they are in another store, of which none is changed: what is set stays in here.
 *
 * @threads any
 */
public final class ScratchContextStore implements ContextStore {
  private final ContextStore below;
  private final UnaryOperator<ContextScope> standsFor;
  // By the name of the store that they stand in for.
  private final Map<String, ContextStore> changed = new ConcurrentHashMap<>();
  // What was set in here, down to nothing: the store below has no say in it any more.
  private final Set<Place> own = ConcurrentHashMap.newKeySet();

  private record Place(String store, ContextScope scope, String variable) {}

  /**
   * Begins with the variables of another store.
   *
   * @param standsFor the scope there that a scope here begins with
   */
  public ScratchContextStore(ContextStore below, UnaryOperator<ContextScope> standsFor) {
    this.below = below;
    this.standsFor = standsFor;
  }

  @Override
  public void open() {}

  @Override
  public void close() {}

  @Override
  public Variables of(ContextScope scope) {
    return new ScratchVariables(scope, below.of(standsFor.apply(scope)));
  }

  @Override
  public List<String> names() {
    return below.names();
  }

  @Override
  public String defaultName() {
    return below.defaultName();
  }

  @Override
  public @Nullable Map<String, @Nullable Object> snapshot(String store, ContextScope scope) {
    return below.snapshot(store, standsFor.apply(scope));
  }

  @Override
  public ContextStore emptied() {
    return below.emptied();
  }

  @Override
  public void nodeStopped(String nodeId, String flowId) {}

  @Override
  public void retain(Predicate<String> exists) {}

  private final class ScratchVariables implements Variables {
    private final ContextScope scope;
    private final Variables before;

    ScratchVariables(ContextScope scope, Variables before) {
      this.scope = scope;
      this.before = before;
    }

    @Override
    public @Nullable Object get(String key, @Nullable String store) {
      // Asked first, since it knows which stores there are and what a key may look like.
      Object value = before.get(key, store);
      ContextKey at = key(key, store);
      return own.contains(place(at)) ? changedIn(at).get(at.path(), null) : value;
    }

    @Override
    public void set(String key, @Nullable Object value, @Nullable String store) {
      ContextKey at = key(key, store);
      Object whole = get(at.variable(), at.store());
      if (own.add(place(at)) && whole != Undefined.VALUE) {
        changedIn(at).set(at.variable(), whole, null);
      }
      changedIn(at).set(at.path(), value, null);
    }

    @Override
    public List<String> keys(@Nullable String store) {
      String name = known(store);
      Set<String> keys = new LinkedHashSet<>(before.keys(store));
      keys.removeIf(key -> own.contains(new Place(name, scope, key)));
      ContextStore here = changed.get(name);
      if (here != null) {
        keys.addAll(here.of(scope).keys(null));
      }
      return new ArrayList<>(keys);
    }

    private ContextKey key(String key, @Nullable String store) {
      ContextKey at = ContextKey.of(key, store, below.defaultName());
      return new ContextKey(known(at.store()), at.path());
    }

    /** The store that a name stands for: the default one if there is none of that name. */
    private String known(@Nullable String store) {
      return store != null && below.names().contains(store) ? store : below.defaultName();
    }

    private Place place(ContextKey at) {
      return new Place(at.store(), scope, at.variable());
    }

    private Variables changedIn(ContextKey at) {
      return changed.computeIfAbsent(at.store(), name -> NamedContextStore.inMemory()).of(scope);
    }
  }
}
