package io.weir.app.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A section of the configuration file. Remembers which keys were asked for. */
final class Settings {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

  private final String file;
  private final String path;
  private final Map<?, ?> values;
  private final Set<String> known = new LinkedHashSet<>();

  Settings(String file, String path, Map<?, ?> values) {
    this.file = file;
    this.path = path;
    this.values = values;
  }

  private @Nullable Object take(String key) {
    known.add(key);
    return values.get(key);
  }

  /** What to throw for a value that is of no use. */
  IllegalArgumentException wrong(String key, String text) {
    return new IllegalArgumentException(file + ": " + path + key + " " + text);
  }

  Settings section(String key) {
    Object value = take(key);
    if (value == null) {
      return new Settings(file, path + key + ".", Map.of());
    }
    if (value instanceof Map<?, ?> map) {
      return new Settings(file, path + key + ".", map);
    }
    throw wrong(key, "must hold keys and values of its own");
  }

  /** Whether the file says something about a key. */
  boolean has(String key) {
    return values.get(key) != null;
  }

  /** Whether there is nothing in it. */
  boolean isEmpty() {
    return values.isEmpty();
  }

  /** The keys that the file has, in its order. */
  List<String> keys() {
    return values.keySet().stream().map(String::valueOf).toList();
  }

  /** Whether a value is a text. */
  boolean isText(String key) {
    return values.get(key) instanceof String;
  }

  /** Whether a value is true or false. */
  boolean isFlag(String key) {
    return values.get(key) instanceof Boolean;
  }

  /** Whether a value is a whole number. */
  boolean isWhole(String key) {
    return values.get(key) instanceof Integer;
  }

  /** Values of any kind by name. */
  Map<String, Object> values(String key) {
    Map<String, Object> named = new LinkedHashMap<>();
    section(key)
        .values
        .forEach(
            (name, value) -> {
              if (value == null) {
                throw wrong(key + "." + name, "has no value");
              }
              named.put(String.valueOf(name), value);
            });
    return named;
  }

  /** A list of sections; a single one counts as a list of it. */
  List<Settings> list(String key) {
    Object value = take(key);
    List<Settings> sections = new ArrayList<>();
    List<?> items =
        value == null ? List.of() : value instanceof List<?> many ? many : List.of(value);
    for (int i = 0; i < items.size(); i++) {
      if (!(items.get(i) instanceof Map<?, ?> map)) {
        throw wrong(key, "must be a list of keys and values");
      }
      sections.add(new Settings(file, path + key + "[" + i + "].", map));
    }
    return sections;
  }

  /** A text, or several in a list. */
  List<String> texts(String key) {
    Object value = take(key);
    if (value instanceof List<?> list) {
      return list.stream().map(String::valueOf).toList();
    }
    String text = text(key, "");
    return text.isEmpty() ? List.of() : List.of(text);
  }

  /** A text that has to be there. */
  String required(String key) {
    String text = text(key, "");
    if (text.isEmpty()) {
      throw wrong(key, "is missing");
    }
    return text;
  }

  /** A text, with environment variables put in for {@code ${NAME}}. */
  String text(String key, String otherwise) {
    Object value = take(key);
    if (value == null) {
      return otherwise;
    }
    Matcher variables = VARIABLE.matcher(value.toString());
    return variables.replaceAll(
        found -> {
          String variable = System.getenv(found.group(1));
          if (variable == null) {
            throw wrong(
                key, "names the environment variable " + found.group(1) + ", which is not set");
          }
          return Matcher.quoteReplacement(variable);
        });
  }

  /** Names with a text each. */
  Map<String, String> textsByName(String key) {
    Settings section = section(key);
    Map<String, String> texts = new LinkedHashMap<>();
    section.values.keySet().forEach(name -> texts.put(name.toString(), section.text(name)));
    return texts;
  }

  private String text(Object key) {
    Object value = values.get(key);
    if (value == null || value instanceof Map<?, ?>) {
      throw wrong(key.toString(), "must be a text");
    }
    return value.toString();
  }

  int whole(String key, int otherwise) {
    Object value = take(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Integer number) {
      return number;
    }
    throw wrong(key, "must be a whole number but is " + value);
  }

  double number(String key, double otherwise) {
    Object value = take(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw wrong(key, "must be a number but is " + value);
  }

  /** One of an enum's names, in lower case. */
  <E extends Enum<E>> E choice(String key, E otherwise, Class<E> type) {
    String given = text(key, otherwise.name().toLowerCase(Locale.ROOT));
    List<String> names = new ArrayList<>();
    for (E each : type.getEnumConstants()) {
      names.add(each.name().toLowerCase(Locale.ROOT));
      if (names.get(names.size() - 1).equals(given)) {
        return each;
      }
    }
    throw wrong(key, "must be one of " + String.join(", ", names) + " but is " + given);
  }

  boolean flag(String key, boolean otherwise) {
    Object value = take(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw wrong(key, "must be true or false but is " + value);
  }

  /**
   * Refuses keys that nobody asked for.
   *
   * @throws IllegalArgumentException naming the key and the nearest known one
   */
  void requireNoOther() {
    for (Object key : values.keySet()) {
      String name = String.valueOf(key);
      if (!known.contains(name)) {
        throw wrong(name, "is not a setting" + suggestion(name));
      }
    }
  }

  private String suggestion(String name) {
    return known.stream()
        .min(java.util.Comparator.comparingInt(candidate -> distance(name, candidate)))
        .map(nearest -> "; did you mean " + path + nearest + "?")
        .orElse("");
  }

  /** How many letters have to be changed, added or left out to get from one word to the other. */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int substitution = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
