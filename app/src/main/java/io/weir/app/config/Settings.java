package io.weir.app.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A section of the configuration file. Remembers which keys were asked for.
 *
 * <p>In every text {@code ${NAME}} stands for an environment variable, and {@code ${NAME:-text}}
 * for one that may be unset or empty. A text with such in it may be what a number is read from, or
 * true and false; nothing at all counts as a key that isn't there.
 */
final class Settings {
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}");
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,9}");
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,9}(\\.\\d+)?");

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
    return value(key);
  }

  private @Nullable Object value(String key) {
    Object value = resolved(key, values.get(key));
    return isOfVariables(key) && "".equals(value) ? null : value;
  }

  private boolean isOfVariables(String key) {
    return values.get(key) instanceof String text && VARIABLE.matcher(text).find();
  }

  /** A value with environment variables put in if it is a text. */
  private @Nullable Object resolved(String key, @Nullable Object value) {
    return value instanceof String text
        ? VARIABLE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(variable(key, found)))
        : value;
  }

  private String variable(String key, MatchResult found) {
    String variable = System.getenv(found.group(1));
    String otherwise = found.group(2);
    if (otherwise != null && (variable == null || variable.isEmpty())) {
      return otherwise;
    }
    if (variable == null) {
      throw wrong(key, "names the environment variable " + found.group(1) + ", which is not set");
    }
    return variable;
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
    return value(key) instanceof String && !isFlag(key) && !isWhole(key);
  }

  /** Whether a value is true or false. */
  boolean isFlag(String key) {
    Object value = value(key);
    return value instanceof Boolean
        || (isOfVariables(key) && ("true".equals(value) || "false".equals(value)));
  }

  /** Whether a value is a whole number. */
  boolean isWhole(String key) {
    Object value = value(key);
    return value instanceof Integer
        || (isOfVariables(key) && value != null && WHOLE.matcher(value.toString()).matches());
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
      return list.stream().map(item -> String.valueOf(resolved(key, item))).toList();
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

  /** A text; null if there is none. */
  @Nullable String optional(String key) {
    String text = text(key, "");
    return text.isEmpty() ? null : text;
  }

  /** A text. */
  String text(String key, String otherwise) {
    Object value = take(key);
    if (value instanceof Map<?, ?> || value instanceof List<?>) {
      throw wrong(key, "must be a text");
    }
    return value == null ? otherwise : value.toString();
  }

  /** Names with a text each. */
  Map<String, String> textsByName(String key) {
    Settings section = section(key);
    Map<String, String> texts = new LinkedHashMap<>();
    section.values.keySet().forEach(name -> texts.put(name.toString(), section.text(name)));
    return texts;
  }

  private String text(Object key) {
    Object value = resolved(key.toString(), values.get(key));
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
    if (isWhole(key)) {
      return Integer.parseInt(value.toString());
    }
    throw wrong(key, "must be a whole number but is " + value);
  }

  /** A whole number that may not be smaller. */
  int atLeast(int least, String key, int otherwise) {
    int value = whole(key, otherwise);
    if (value < least) {
      throw wrong(key, "must be at least " + least + " but is " + value);
    }
    return value;
  }

  double number(String key, double otherwise) {
    Object value = take(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (isOfVariables(key) && NUMBER.matcher(value.toString()).matches()) {
      return Double.parseDouble(value.toString());
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
    if (isFlag(key)) {
      return Boolean.parseBoolean(value.toString());
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
