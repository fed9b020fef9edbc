package io.weir.engine.node;

import io.weir.engine.message.PathException;
import io.weir.engine.message.PropertyPath;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A property of a node, declared once as a typed key: from it come the value at start, the check at
 * deploy, the field in the edit form and the entry in the reference.
 *
 * <p>The factories are the closed list of kinds; docs/reference/node-descriptor.md says what each
 * looks like to the editor and how it is stored. Property objects are immutable: the methods which
 * refine one return another.
 *
 * @param <T> what node code gets
 */
public final class Property<T> {
  private final String key;
  private final Map<String, Object> descriptor;
  private final List<Rule> rules;
  private final List<Property<?>> item;
  private final BiFunction<@Nullable Object, NodeConfig, T> read;

  private Property(
      String key,
      Map<String, Object> descriptor,
      List<Rule> rules,
      List<Property<?>> item,
      BiFunction<@Nullable Object, NodeConfig, T> read) {
    this.key = key;
    this.descriptor = descriptor;
    this.rules = rules;
    this.item = item;
    this.read = read;
  }

  private static <T> Property<T> make(
      String key, String kind, BiFunction<@Nullable Object, NodeConfig, T> read) {
    Map<String, Object> descriptor = new LinkedHashMap<>();
    descriptor.put("key", key);
    descriptor.put("kind", kind);
    return new Property<>(key, descriptor, List.of(), List.of(), read);
  }

  private static String asText(@Nullable Object raw) {
    return raw == null ? "" : Values.toText(raw);
  }

  // ---- kinds ----

  /** A line of text. */
  public static Property<String> text(String key) {
    return make(key, "text", (raw, config) -> asText(raw));
  }

  /** A number; NaN if what stands there is none. */
  public static Property<Double> number(String key) {
    return make(
        key,
        "number",
        (raw, config) -> raw == null || "".equals(raw) ? Double.NaN : Values.toNumber(raw));
  }

  /** A switch, stored as a boolean. Text {@code "true"} counts as true. */
  public static Property<Boolean> flag(String key) {
    return make(key, "flag", (raw, config) -> raw instanceof Boolean b ? b : "true".equals(raw));
  }

  /** One of several options. */
  public static Property<String> choice(String key, Option... options) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Option option : options) {
      list.add(option.data());
    }
    return Property.<String>make(key, "choice", (raw, config) -> asText(raw)).with("options", list);
  }

  /**
   * A span of time.
   *
   * @param unit {@code ms} or {@code s}: what the stored number counts
   */
  public static Property<Double> duration(String key, String unit) {
    return Property.<Double>make(
            key,
            "duration",
            (raw, config) -> raw == null || "".equals(raw) ? Double.NaN : Values.toNumber(raw))
        .with("unit", unit);
  }

  /** A path into the message, without {@code msg.} in front. */
  public static Property<PropertyPath> path(String key) {
    return Property.<PropertyPath>make(key, "path", (raw, config) -> toPath(raw)).rule(Rule.path());
  }

  private static PropertyPath toPath(@Nullable Object raw) {
    try {
      return PropertyPath.ofMessage(asText(raw));
    } catch (PathException e) {
      throw NodeException.of(e);
    }
  }

  /**
   * A value and its type, in two keys.
   *
   * @param typeKey the key of the type
   * @param defaultType the type if none is stored
   * @param types type names in the order of the menu, or maps for types with a fixed value
   */
  public static Property<ValueSource> typed(
      String key, String typeKey, String defaultType, Object... types) {
    return typed(key, typeKey, Untyped.is(defaultType), types);
  }

  /**
   * A value and its type, in two keys.
   *
   * @param typeKey the key of the type
   * @param untyped what values without a type are
   * @param types type names in the order of the menu, or maps for types with a fixed value
   */
  public static Property<ValueSource> typed(
      String key, String typeKey, Untyped untyped, Object... types) {
    Property<ValueSource> property =
        Property.<ValueSource>make(
                key, "typed", (raw, config) -> untyped.source(raw, config.raw(typeKey)))
            .with("typeKey", typeKey)
            .with("types", List.of(types))
            .with("defaultType", untyped.type());
    return untyped.cases().isEmpty()
        ? property
        : property.with("untyped", untyped.cases().stream().map(Untyped.Case::data).toList());
  }

  /** A program or document in a language, {@code javascript} or {@code json} say. */
  public static Property<String> code(String key, String language) {
    return Property.<String>make(key, "code", (raw, config) -> asText(raw))
        .with("language", language);
  }

  /** Rows, each with the same properties. */
  public static Property<List<NodeConfig>> list(String key, Property<?>... item) {
    Property<List<NodeConfig>> list =
        make(
            key,
            "list",
            (raw, config) -> {
              List<NodeConfig> rows = new ArrayList<>();
              if (raw instanceof List<?> values) {
                for (Object value : values) {
                  if (value instanceof Map<?, ?> row) {
                    rows.add(config.row(row));
                  }
                }
              }
              return rows;
            });
    return new Property<>(list.key, list.descriptor, List.of(), List.of(item), list.read);
  }

  /** A reference to a config node, by its id; empty if none is chosen. */
  public static Property<String> config(String key, String configType) {
    return Property.<String>make(key, "config", (raw, config) -> asText(raw))
        .with("configType", configType);
  }

  /** A secret, kept with the credentials. */
  public static Property<String> secret(String key) {
    return Property.<String>make(key, "secret", (raw, config) -> asText(config.credential(key)))
        .with("credential", true);
  }

  /**
   * Which nodes are meant.
   *
   * @param choices of {@code all}, {@code group}, {@code nodes}: those offered
   */
  public static Property<Scope> scope(String key, String... choices) {
    return Property.<Scope>make(key, "scope", (raw, config) -> Scope.of(raw))
        .with("choices", List.of(choices));
  }

  /**
   * The ids of nodes on any tab that messages go to or come from without wires.
   *
   * @param single whether there is one at most
   * @param types the types of node that can be chosen
   */
  public static Property<List<String>> links(String key, boolean single, String... types) {
    return Property.<List<String>>make(
            key,
            "links",
            (raw, config) ->
                raw instanceof List<?> list
                    ? list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                    : raw instanceof String id && !id.isEmpty() ? List.of(id) : List.of())
        .with("types", List.of(types))
        .with("single", single);
  }

  /** An MQTT topic filter. */
  public static Property<String> topicFilter(String key) {
    return Property.<String>make(key, "topic", (raw, config) -> asText(raw))
        .rule(Rule.topicFilter());
  }

  /** An MQTT topic to publish to. */
  public static Property<String> topicName(String key) {
    return Property.<String>make(key, "topic", (raw, config) -> asText(raw))
        .with("publish", true)
        .rule(Rule.topicName());
  }

  /** A cron expression of five or six fields. */
  public static Property<String> cron(String key) {
    return make(key, "cron", (raw, config) -> asText(raw));
  }

  // ---- refinements ----

  /** Sets a further key of the descriptor, one that the kind knows. */
  public Property<T> with(String descriptorKey, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(descriptor);
    more.put(descriptorKey, value);
    return new Property<>(key, more, rules, item, read);
  }

  /** What stands above the field. */
  public Property<T> label(String label) {
    return with("label", label);
  }

  /** What stands below the field, if that says more than the label. */
  public Property<T> hint(String hint) {
    return with("hint", hint);
  }

  /**
   * The value of a new node, as flows.json has it; also what node code gets if the key is absent,
   * unless that means something else.
   */
  public Property<T> defaultsTo(Object value) {
    return with("default", value);
  }

  /**
   * What an absent key means, where that isn't the default of a new node: flows from before there
   * was the key go on as they were.
   */
  public Property<T> ifAbsent(Object value) {
    return with("ifAbsent", value);
  }

  /** An absent key means what another property has. */
  public Property<T> ifAbsentLike(Property<?> other) {
    return with("ifAbsent", Map.of("property", other.key));
  }

  /** A value that files may have besides those that the form writes, and the one that it means. */
  public Property<T> readAs(Object value, Object means) {
    List<Object> all = new ArrayList<>();
    if (descriptor.get("readAs") instanceof List<?> list) {
      all.addAll(list);
    }
    all.add(Map.of("value", value, "means", means));
    return with("readAs", List.copyOf(all));
  }

  /** A rule for the value. */
  public Property<T> rule(Rule rule) {
    List<Rule> more = new ArrayList<>(rules);
    more.add(rule);
    return new Property<>(key, descriptor, List.copyOf(more), item, read);
  }

  /** The value must be there. */
  public Property<T> required() {
    return rule(Rule.required());
  }

  /**
   * One of the two counts at a time: the form shows the one that is set and a choice between them.
   */
  public Property<T> insteadOf(Property<?> other) {
    return with("insteadOf", other.key);
  }

  /** Rarely used: shown under <i>More</i>. */
  public Property<T> more() {
    return with("more", true);
  }

  /** What stands in the empty field. */
  public Property<T> placeholder(String text) {
    return with("placeholder", text);
  }

  /** Values to choose from while one types; others are as good. */
  public Property<T> suggestions(String... values) {
    return with("suggestions", List.of(values));
  }

  /** The value is a path below another, which the form and summaries show in front of it. */
  public Property<T> below(String path) {
    return path.isEmpty() ? this : with("below", path);
  }

  /** The number is stored as text, as Node-RED does for some. */
  public Property<T> storedAsText() {
    return with("storedAs", "text");
  }

  /** Kept with the credentials instead of the node. */
  public Property<T> asCredential() {
    Property<T> secret = with("credential", true);
    return new Property<>(
        key,
        secret.descriptor,
        rules,
        item,
        (raw, config) -> read.apply(config.credential(key), config));
  }

  /** Shown only while another property of the same form has one of the values. */
  public Property<T> shownWhen(String otherKey, Object... values) {
    return condition(Map.of("key", otherKey, "in", List.of(values)));
  }

  /**
   * Shown in the editor only while the config node that another property of the form refers to has
   * one of the values. The engine, which sees one node at a time, takes it for shown.
   */
  public Property<T> shownWhenReferenced(String configKey, String itsKey, Object... values) {
    return condition(Map.of("key", configKey, "of", itsKey, "in", List.of(values)));
  }

  /** Hidden while another property of the same form has one of the values. */
  public Property<T> hiddenWhen(String otherKey, Object... values) {
    return condition(Map.of("key", otherKey, "notIn", List.of(values)));
  }

  private Property<T> condition(Map<String, Object> condition) {
    List<Object> conditions = new ArrayList<>();
    if (descriptor.get("shownWhen") instanceof List<?> list) {
      conditions.addAll(list);
    }
    conditions.add(condition);
    return with("shownWhen", conditions);
  }

  // ---- use ----

  /** The key in flows.json. */
  public String key() {
    return key;
  }

  /** What the user calls it. */
  public String label() {
    return descriptor.get("label") instanceof String label ? label : key;
  }

  /** Whether the value is kept with the credentials. */
  public boolean isCredential() {
    return Boolean.TRUE.equals(descriptor.get("credential"));
  }

  /** Whether the value is kept with the credentials and never shown. */
  public boolean isSecret() {
    return "secret".equals(descriptor.get("kind"));
  }

  /** Whether the value refers to a config node, and of which type; null if not. */
  public @Nullable String configType() {
    return descriptor.get("configType") instanceof String type ? type : null;
  }

  /** The default as flows.json has it; null if there is none. */
  public @Nullable Object defaultValue() {
    return descriptor.get("default");
  }

  /** The properties of a row, for lists. */
  public List<Property<?>> item() {
    return item;
  }

  T read(NodeConfig config) {
    return read.apply(valueIn(config), config);
  }

  /** The value as flows.json has it, or what it means that there is none. */
  private @Nullable Object valueIn(NodeConfig config) {
    Object raw = config.raw(key);
    if (raw != null && raw != Undefined.VALUE) {
      return meaningOf(raw);
    }
    Object meant = descriptor.get("ifAbsent");
    if (meant instanceof Map<?, ?> reference && reference.get("property") instanceof String other) {
      meant = config.raw(other);
    }
    return meant == null ? defaultValue() : meant;
  }

  private Object meaningOf(Object raw) {
    if (descriptor.get("readAs") instanceof List<?> list) {
      for (Object each : list) {
        Map<?, ?> as = (Map<?, ?>) each;
        if (raw.equals(as.get("value"))) {
          return Objects.requireNonNull(as.get("means"));
        }
      }
    }
    return raw;
  }

  /** Whether the field is shown, given the values of the form that it stands in. */
  public boolean isShown(NodeConfig config, List<Property<?>> form) {
    if (!(descriptor.get("shownWhen") instanceof List<?> conditions)) {
      return true;
    }
    for (Object condition : conditions) {
      Map<?, ?> c = (Map<?, ?>) condition;
      if (c.containsKey("of")) {
        continue;
      }
      String other = String.valueOf(c.get("key"));
      Object value =
          form.stream()
              .filter(p -> p.key.equals(other))
              .findFirst()
              .map(p -> p.valueIn(config))
              .orElseGet(() -> config.raw(other));
      boolean in = contains(c.containsKey("in") ? c.get("in") : c.get("notIn"), value);
      if (in != c.containsKey("in")) {
        return false;
      }
    }
    return true;
  }

  private static boolean contains(@Nullable Object list, @Nullable Object value) {
    for (Object candidate : (List<?>) Objects.requireNonNull(list)) {
      if (Values.toText(candidate).equals(Values.toText(value))) {
        return true;
      }
    }
    return false;
  }

  /** What is wrong with the value in a configuration, one sentence each. */
  public List<String> problems(NodeConfig config) {
    List<String> problems = new ArrayList<>();
    if (isCredential()) {
      return problems;
    }
    Object value = valueIn(config);
    for (Rule rule : rules) {
      String wrong = rule.check(value);
      if (wrong != null) {
        problems.add(label() + " " + wrong);
      }
    }
    if (value instanceof List<?> rows) {
      int number = 0;
      for (Object row : rows) {
        number++;
        if (row instanceof Map<?, ?> map) {
          NodeConfig rowConfig = config.row(map);
          for (Property<?> property : item) {
            if (property.isShown(rowConfig, item)) {
              for (String problem : property.problems(rowConfig)) {
                problems.add(label() + ", row " + number + ": " + problem);
              }
            }
          }
        }
      }
    }
    return problems;
  }

  /** The property as the editor receives it. */
  public Map<String, Object> descriptor() {
    Map<String, Object> data = new LinkedHashMap<>(descriptor);
    if (!rules.isEmpty()) {
      data.put("rules", rules.stream().map(Rule::data).toList());
    }
    if (!item.isEmpty()) {
      data.put("item", item.stream().map(Property::descriptor).toList());
    }
    return data;
  }

  /**
   * What values without a type are, as files from before there were types have them.
   *
   * @param type the type of most
   * @param cases those that are of another, the first that applies counts
   */
  public record Untyped(String type, List<Case> cases) {
    /** All are of one type. */
    public static Untyped is(String type) {
      return new Untyped(type, List.of());
    }

    /**
     * Those of another type.
     *
     * @param matches the pattern that the whole of the value's text matches
     */
    public Untyped unless(String matches, String type) {
      return unless(new Case(Pattern.compile(matches), type, null));
    }

    /**
     * Those that stand for a value of another type.
     *
     * @param matches the pattern that the whole of the value's text matches
     */
    public Untyped unless(String matches, String type, String value) {
      return unless(new Case(Pattern.compile(matches), type, value));
    }

    private Untyped unless(Case other) {
      List<Case> more = new ArrayList<>(cases);
      more.add(other);
      return new Untyped(type, List.copyOf(more));
    }

    private ValueSource source(@Nullable Object raw, @Nullable Object written) {
      if (written != null && !"".equals(written)) {
        return ValueSource.of(raw, Values.toText(written));
      }
      for (Case each : cases) {
        if (each.matches.matcher(asText(raw)).matches()) {
          return ValueSource.of(each.value == null ? raw : each.value, each.type);
        }
      }
      return ValueSource.of(raw, type);
    }

    /**
     * A kind of value.
     *
     * @param matches what the whole of its text matches
     * @param type its type
     * @param value what it stands for; null for itself
     */
    public record Case(Pattern matches, String type, @Nullable String value) {
      Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("matches", matches.pattern());
        data.put("type", type);
        if (value != null) {
          data.put("value", value);
        }
        return data;
      }
    }
  }

  /**
   * An option of a choice.
   *
   * @param value the value in flows.json: string, number or boolean
   * @param label what the user reads
   * @param hint what the label doesn't say; null for nothing
   */
  public record Option(Object value, String label, @Nullable String hint) {
    /** An option without a hint. */
    public static Option of(Object value, String label) {
      return new Option(value, label, null);
    }

    Map<String, Object> data() {
      Map<String, Object> data = new LinkedHashMap<>();
      data.put("value", value);
      data.put("label", label);
      if (hint != null) {
        data.put("hint", hint);
      }
      return data;
    }
  }
}
