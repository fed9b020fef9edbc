package io.weir.nodes.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text of a query or a form as the object that it stands for: {@code a=1&a=2} is {@code
 * {"a":["1","2"]}}, {@code a[b]=c} is {@code {"a":{"b":"c"}}}, {@code a[]=x} and {@code a[0]=x} are
 * {@code {"a":["x"]}}.
 */
final class FormText {
  /** More are an attack rather than a form. */
  static final int MOST_FIELDS = 1_000;

  /** What stands deeper is a name as it is. */
  private static final int MOST_LEVELS = 5;

  /** A larger index is a name, so that nobody can ask for an array of a million. */
  private static final int LARGEST_INDEX = 20;

  private static final Pattern PART = Pattern.compile("\\[([^\\[\\]]*)]");

  private FormText() {}

  /** How many fields a text has. */
  static int fields(String text) {
    return text.isEmpty() ? 0 : 1 + (int) text.chars().filter(c -> c == '&').count();
  }

  /** The object; fields beyond {@link #MOST_FIELDS} are left out. */
  static Map<String, @Nullable Object> parse(String text) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    int at = 0;
    for (int count = 0; at < text.length() && count < MOST_FIELDS; count++) {
      int end = text.indexOf('&', at);
      end = end < 0 ? text.length() : end;
      add(object, text.substring(at, end));
      at = end + 1;
    }
    object.replaceAll((name, value) -> settled(value));
    return object;
  }

  private static void add(Map<String, @Nullable Object> object, String field) {
    if (field.isEmpty()) {
      return;
    }
    int equals = field.indexOf("]=") >= 0 ? field.indexOf("]=") + 1 : field.indexOf('=');
    String name = decoded(equals < 0 ? field : field.substring(0, equals));
    String value = equals < 0 ? "" : decoded(field.substring(equals + 1));
    put(object, path(name), value);
  }

  private static String decoded(String text) {
    String plain = Escapes.decode(text, true);
    return plain == null ? text.replace('+', ' ') : plain;
  }

  private static List<String> path(String name) {
    int bracket = name.indexOf('[');
    Matcher part = PART.matcher(name);
    if (bracket <= 0 || !part.find()) {
      return List.of(name);
    }
    List<String> path = new ArrayList<>();
    path.add(name.substring(0, part.start()));
    int end = part.start();
    part.reset();
    while (path.size() <= MOST_LEVELS && part.find(end) && part.start() == end) {
      path.add(part.group(1));
      end = part.end();
    }
    if (end < name.length()) {
      path.add(name.substring(end));
    }
    return path;
  }

  private static void put(Map<String, @Nullable Object> object, List<String> path, String value) {
    String name = path.get(0);
    if (path.size() == 1) {
      Object present = object.get(name);
      object.put(name, present == null ? value : joined(present, value));
      return;
    }
    Object inner = object.get(name);
    Branch branch = inner instanceof Branch made ? made : new Branch();
    if (inner != null && inner != branch) {
      branch.append(inner);
    }
    object.put(name, branch);
    branch.put(path.subList(1, path.size()), value);
  }

  private static Object joined(Object present, String value) {
    if (present instanceof Branch branch) {
      branch.append(value);
      return branch;
    }
    List<Object> all = new ArrayList<>(present instanceof List<?> list ? list : List.of(present));
    all.add(value);
    return all;
  }

  private static @Nullable Object settled(@Nullable Object value) {
    return value instanceof Branch branch ? branch.settled() : value;
  }

  /** What is below a name: an array while all its names are small indexes, else an object. */
  private static final class Branch {
    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();
    private boolean isArray = true;
    private int next;

    void append(Object value) {
      if (value instanceof List<?> list) {
        list.forEach(item -> members.put(String.valueOf(next++), item));
      } else {
        members.put(String.valueOf(next++), value);
      }
    }

    void put(List<String> path, String value) {
      String name = path.get(0).isEmpty() ? String.valueOf(next++) : path.get(0);
      boolean isIndex = name.matches("0|[1-9]\\d?") && Integer.parseInt(name) <= LARGEST_INDEX;
      isArray &= isIndex || path.get(0).isEmpty();
      next = isIndex ? Math.max(next, Integer.parseInt(name) + 1) : next;
      List<String> inner = new ArrayList<>(path);
      inner.set(0, name);
      FormText.put(members, inner, value);
    }

    Object settled() {
      members.replaceAll((name, value) -> FormText.settled(value));
      if (!isArray) {
        return members;
      }
      List<@Nullable Object> items = new ArrayList<>();
      members.entrySet().stream()
          .sorted(
              (a, b) -> Integer.compare(Integer.parseInt(a.getKey()), Integer.parseInt(b.getKey())))
          .forEach(entry -> items.add(entry.getValue()));
      return items;
    }
  }
}
