package io.weir.engine.messagetest;

import io.weir.engine.message.Message;
import io.weir.engine.message.PropertyPath;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.messagetest.MessageTest.OutputMessages;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compares the messages of an output with those that should be there, one after the other. */
public final class MessageComparison {
  private static final int MOST_DIFFERENCES = 20;
  private static final Pattern NAME = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");

  /** What the runtime itself writes into messages, another each time. */
  private static final Set<String> OWN = Set.of(Message.ID, "_linkSource");

  private final List<List<Object>> ignored;
  private final List<Difference> differences = new ArrayList<>();
  private int further;
  private int number;

  private MessageComparison(List<PropertyPath> ignored) {
    this.ignored = ignored.stream().map(PropertyPath::steps).toList();
  }

  /**
   * Compares.
   *
   * @param expected what should have come
   * @param actual what came, as {@link RecordedMessage} has it
   * @param ignored what may be different in each message
   */
  public static OutputResult of(
      OutputMessages expected, List<Message> actual, List<PropertyPath> ignored) {
    MessageComparison comparison = new MessageComparison(ignored);
    comparison.compare(expected.messages(), actual);
    return new OutputResult(
        expected.nodeId(), expected.output(), comparison.differences, comparison.further);
  }

  private void compare(List<Message> expected, List<Message> actual) {
    for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
      number = i + 1;
      if (i >= actual.size()) {
        add("", expected.get(i).properties(), Undefined.VALUE);
      } else if (i >= expected.size()) {
        add("", Undefined.VALUE, actual.get(i).properties());
      } else {
        members(expected.get(i).properties(), actual.get(i).properties(), List.of(), "");
      }
    }
  }

  private void add(String path, @Nullable Object expected, @Nullable Object actual) {
    if (differences.size() < MOST_DIFFERENCES) {
      differences.add(Difference.of(number, path, expected, actual));
    } else {
      further++;
    }
  }

  private void members(Map<?, ?> expected, Map<?, ?> actual, List<Object> steps, String path) {
    Set<String> keys = new LinkedHashSet<>();
    expected.keySet().forEach(key -> keys.add(String.valueOf(key)));
    actual.keySet().forEach(key -> keys.add(String.valueOf(key)));
    for (String key : keys) {
      if (!steps.isEmpty() || !OWN.contains(key)) {
        value(member(expected, key), member(actual, key), and(steps, key), path + named(path, key));
      }
    }
  }

  private static @Nullable Object member(Map<?, ?> map, String key) {
    return map.containsKey(key) ? map.get(key) : Undefined.VALUE;
  }

  private static String named(String path, String key) {
    if (NAME.matcher(key).matches()) {
      return path.isEmpty() ? key : "." + key;
    }
    return "[\"" + key + "\"]";
  }

  private static List<Object> and(List<Object> steps, Object next) {
    List<Object> all = new ArrayList<>(steps);
    all.add(next);
    return all;
  }

  private void value(
      @Nullable Object expected, @Nullable Object actual, List<Object> steps, String path) {
    if (ignored.contains(steps) || Values.deepEqual(expected, actual)) {
      return;
    }
    if (expected instanceof Map<?, ?> a && actual instanceof Map<?, ?> b) {
      members(a, b, steps, path);
    } else if (expected instanceof List<?> a && actual instanceof List<?> b) {
      for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
        value(item(a, i), item(b, i), and(steps, i), path + "[" + i + "]");
      }
    } else {
      add(path, expected, actual);
    }
  }

  private static @Nullable Object item(List<?> list, int index) {
    return index < list.size() ? list.get(index) : Undefined.VALUE;
  }
}
