package io.weir.nodes.expression;

import io.weir.engine.message.HostObject;
import io.weir.engine.message.Opaque;
import io.weir.engine.message.Undefined;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An object of ours as the map that the expression language looks into. */
final class HostView extends AbstractMap<String, @Nullable Object> {
  private final Opaque value;
  private final HostObject object;

  private HostView(Opaque value, HostObject object) {
    this.value = value;
    this.object = object;
  }

  static boolean isHostObject(@Nullable Object value) {
    return value instanceof Opaque opaque && opaque.host() instanceof HostObject;
  }

  /** The value itself, unless it can be looked into. */
  static @Nullable Object of(@Nullable Object value) {
    return value instanceof Opaque opaque && opaque.host() instanceof HostObject object
        ? new HostView(opaque, object)
        : value;
  }

  /** What stands behind it. */
  Opaque value() {
    return value;
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    Object member = object.member(String.valueOf(key));
    return member == Undefined.VALUE ? null : of(member);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return object.member(String.valueOf(key)) != Undefined.VALUE;
  }

  @Override
  public Set<Map.Entry<String, @Nullable Object>> entrySet() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    object.memberNames().forEach(name -> members.put(name, get(name)));
    return members.entrySet();
  }
}
