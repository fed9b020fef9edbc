package io.weir.broker;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What differs between two configurations, in words for a log. */
final class ConfigDifference {
  private ConfigDifference() {}

  /**
   * Such as {@code session.maxQueued is 10 instead of 1000}; none if both are equal.
   *
   * @param prefix what each begins with
   */
  static <T extends Record> List<String> between(String prefix, T before, T now) {
    List<String> found = new ArrayList<>();
    compare(prefix, before, now, found);
    return found;
  }

  private static void compare(String prefix, Record before, Record now, List<String> found) {
    for (RecordComponent component : before.getClass().getRecordComponents()) {
      Object was = value(component, before);
      Object is = value(component, now);
      String name = prefix + component.getName();
      if (was instanceof Record wasGroup && is instanceof Record isGroup) {
        compare(name + ".", wasGroup, isGroup, found);
      } else if (!Objects.equals(was, is)) {
        found.add(name + " is " + is + " instead of " + was);
      }
    }
  }

  private static Object value(RecordComponent component, Record of) {
    try {
      return component.getAccessor().invoke(of);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
