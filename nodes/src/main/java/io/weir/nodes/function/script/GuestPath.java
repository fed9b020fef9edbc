package io.weir.nodes.function.script;

import java.util.List;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** Ways through a script's own objects and arrays, by names and indexes. */
final class GuestPath {
  private GuestPath() {}

  /** The value at the end of a way; null if something on it is missing or no object. */
  static @Nullable Value get(Value root, List<Object> steps) {
    Value at = root;
    for (Object step : steps) {
      if (step instanceof Integer index && at.hasArrayElements()) {
        at = index < at.getArraySize() ? at.getArrayElement(index) : null;
      } else {
        at = at.hasMembers() ? at.getMember(step.toString()) : null;
      }
      if (at == null) {
        return null;
      }
    }
    return at;
  }

  /**
   * Sets the value at the end of a way.
   *
   * @return false if that can't be done as easily as a script itself would: then nothing is changed
   */
  static boolean set(Value root, List<Object> steps, Value value) {
    Value holder = get(root, steps.subList(0, steps.size() - 1));
    if (holder == null || !holder.hasMembers() || holder.isNull()) {
      return false;
    }
    try {
      return setMember(holder, steps.get(steps.size() - 1), value);
    } catch (UnsupportedOperationException frozen) {
      return false;
    }
  }

  private static boolean setMember(Value holder, Object last, Value value) {
    boolean deletes = value.isNull() && value.toString().equals("undefined");
    if (holder.hasArrayElements()) {
      if (deletes || !(last instanceof Integer index)) {
        return false;
      }
      holder.setArrayElement(index, value);
    } else if (deletes) {
      holder.removeMember(last.toString());
    } else {
      holder.putMember(last.toString(), value);
    }
    return true;
  }
}
