package io.weir.nodes.function.script;

import io.weir.engine.message.Opaque;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.jspecify.annotations.Nullable;

/**
 * Something of ours in the hands of a script: it can keep it and hand it back, and see nothing of
 * it, unless it is a {@link LiveObject}.
 */
abstract class HostRef implements ProxyObject {
  @Override
  public @Nullable Object getMember(String key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Object getMemberKeys() {
    return ProxyArray.fromArray();
  }

  @Override
  public boolean hasMember(String key) {
    return false;
  }

  @Override
  public void putMember(String key, Value value) {
    throw new UnsupportedOperationException("this object can't be changed");
  }

  /** A call that is under way. */
  static final class Call extends HostRef {
    final ScriptCall call;

    Call(ScriptCall call) {
      this.call = call;
    }
  }

  /** A message value that is converted when a script first looks at it. */
  static final class Lazy extends HostRef {
    final Object frozen;

    Lazy(Object frozen) {
      this.frozen = frozen;
    }
  }

  /** A value that scripts can't look into. */
  static class Closed extends HostRef {
    final Opaque value;

    Closed(Opaque value) {
      this.value = value;
    }
  }

  /** A timer. */
  static final class Timer extends HostRef {
    final io.weir.engine.node.NodeContext.Timer timer;

    Timer(io.weir.engine.node.NodeContext.Timer timer) {
      this.timer = timer;
    }
  }
}
