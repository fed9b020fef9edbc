package io.weir.engine.store;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One named store of variables. This one forgets when the program ends.
 *
 * @threads any
 */
class VariableStore {
  private final Map<ContextScope, ScopeValues> scopes = new ConcurrentHashMap<>();

  /** Gets ready; may block. */
  void open() {}

  /** Saves what isn't saved yet; may block. */
  void close() {}

  /** The variables of a scope, to be written to. */
  ScopeValues scope(ContextScope scope) {
    return scopes.computeIfAbsent(scope, wanted -> new ScopeValues());
  }

  /** The variables of a scope; null if it has none. */
  @Nullable ScopeValues existing(ContextScope scope) {
    return scopes.get(scope);
  }

  /** Something in a scope was set. */
  void changed(ContextScope scope) {}

  /** Forgets a scope. */
  void forget(ContextScope scope) {
    scopes.remove(scope);
  }

  /** Forgets the scopes of nodes and flows that no longer exist. */
  final void retain(Predicate<String> exists) {
    for (ContextScope scope : scopes.keySet()) {
      boolean isKept =
          scope.kind() == ContextScope.Kind.GLOBAL
              || (exists.test(scope.id())
                  && (scope.flowId().isEmpty() || exists.test(scope.flowId())));
      if (!isKept) {
        forget(scope);
      }
    }
  }
}
