package io.weir.nodes.sequence;

import static io.weir.engine.node.Property.choice;
import static io.weir.engine.node.Property.duration;
import static io.weir.engine.node.Property.flag;
import static io.weir.engine.node.Property.number;
import static io.weir.engine.node.Property.path;
import static io.weir.engine.node.Property.text;
import static io.weir.engine.node.Property.typed;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.Message;
import io.weir.engine.message.PathException;
import io.weir.engine.message.PropertyPath;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.NodeType.Category;
import io.weir.engine.node.NodeType.Kind;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Property;
import io.weir.engine.node.Property.Option;
import io.weir.engine.node.Rule;
import io.weir.engine.node.ValueSource;
import io.weir.nodes.sequence.JoinGroup.Recipe;
import io.weir.nodes.support.Helps;
import io.weir.nodes.support.Parts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes one message of many: by what the messages say of their sequence, or as configured. {@link
 * Reduction} is its third mode.
 */
public final class JoinNode implements Node {
  /**
   * Values and messages that all groups keep together, and places that an array has. As many
   * messages as a tab takes before it refuses more: no sequence that arrives whole is longer.
   */
  private static final int MOST_HELD = 200_000;

  private static final String ONLY_GROUP = "_";

  private static final Property<String> MODE =
      choice(
              "mode",
              new Option("auto", "as msg.parts says", "Puts together what was split."),
              Option.of("custom", "as set here"),
              new Option("reduce", "by an expression", "For each sequence, message by message."))
          .label("Join")
          .defaultsTo("auto");
  private static final Property<ValueSource> PROPERTY =
      typed(
              "property",
              "propertyType",
              "msg",
              "msg",
              Map.of("type", "full", "label", "complete message", "value", "payload"))
          .label("Combine each")
          .defaultsTo("payload")
          .shownWhen("mode", "custom");
  private static final Property<String> BUILD =
      choice(
              "build",
              Option.of("string", "a text"),
              Option.of("buffer", "a Buffer"),
              Option.of("array", "an array"),
              Option.of("object", "an object with a key for each message"),
              Option.of("merged", "one object of all objects"))
          .label("to")
          .defaultsTo("object")
          .ifAbsent("array")
          .shownWhen("mode", "custom");
  private static final Property<PropertyPath> KEY =
      path("key")
          .label("Key from")
          .defaultsTo("topic")
          .shownWhen("mode", "custom")
          .shownWhen("build", "object");
  private static final Property<ValueSource> JOINER =
      typed("joiner", "joinerType", "str", "str", "bin")
          .label("Joined with")
          .hint("\\n is a new line, \\r a return, \\t a tab.")
          .defaultsTo("\\n")
          .ifAbsent("")
          .shownWhen("mode", "custom")
          .shownWhen("build", "string", "buffer");
  private static final Property<Double> COUNT =
      number("count")
          .label("Send after messages")
          .hint("For objects: keys. Empty: as many as msg.parts says.")
          .defaultsTo("")
          .storedAsText()
          .rule(Rule.atLeast(0))
          .shownWhen("mode", "custom");
  private static final Property<Boolean> ACCUMULATES =
      flag("accumulate")
          .label("And again after every message that follows")
          .defaultsTo(false)
          .shownWhen("mode", "custom")
          .shownWhen("build", "object", "merged");
  private static final Property<Double> TIMEOUT =
      duration("timeout", "s")
          .label("Send after")
          .hint("What there is then. Empty: no limit.")
          .defaultsTo("")
          .storedAsText()
          .rule(Rule.atLeast(0))
          .shownWhen("mode", "custom");
  private static final Property<Boolean> USES_PARTS =
      flag("useparts")
          .label("Heed msg.parts")
          .defaultsTo(false)
          .ifAbsent(true)
          .shownWhen("mode", "custom")
          .more();
  private static final Property<String> EXPRESSION =
      text("reduceExp")
          .with("multiline", true)
          .label("Expression")
          .hint("JSONata: $A is the result so far, $I the place, $N the number of messages.")
          .shownWhen("mode", "reduce");
  private static final Property<ValueSource> INITIAL =
      typed(
              "reduceInit",
              "reduceInitType",
              "num",
              "flow",
              "global",
              "str",
              "num",
              "bool",
              "json",
              "bin",
              "date",
              "jsonata",
              "env")
          .label("Result at first")
          .shownWhen("mode", "reduce");
  private static final Property<String> FIX_UP =
      text("reduceFixup")
          .with("multiline", true)
          .label("Expression at the end")
          .hint("JSONata of $A and $N. Empty: the result as it is.")
          .shownWhen("mode", "reduce");
  private static final Property<Boolean> FROM_LAST =
      flag("reduceRight").label("From the last to the first").shownWhen("mode", "reduce");

  /**
   * The type.
   *
   * @param mostBuffered messages that wait for the rest of their sequences, to be reduced
   */
  public static NodeType type(int mostBuffered) {
    return NodeType.named("join")
        .category(Category.SEQUENCE)
        .kind(Kind.WAIT)
        .color("#E2D96E")
        .icon("join.svg")
        .purpose("Many messages to one")
        .summary("{mode}[ after {count}]")
        .synonyms("merge", "combine", "collect", "array", "reduce", "sum", "concat")
        .inputs(1)
        .outputs(1)
        .selfContained()
        .help(Helps.of(JoinNode.class, "join"))
        .properties(
            MODE,
            PROPERTY,
            BUILD,
            KEY,
            JOINER,
            COUNT,
            ACCUMULATES,
            TIMEOUT,
            USES_PARTS,
            EXPRESSION,
            INITIAL,
            FIX_UP,
            FROM_LAST)
        .create(
            (config, context) ->
                config.get(MODE).equals("reduce")
                    ? new Reduction(config, context, mostBuffered)
                    : new JoinNode(config, context));
  }

  private final NodeContext context;
  private final boolean isAuto;
  private final boolean usesParts;
  private final boolean isCountOpen;
  private final boolean accumulates;
  private final boolean takesWhole;
  private final double count;
  private final long timeoutMillis;
  private final PropertyPath key;
  private final Recipe recipe;
  private final Map<String, JoinGroup> groups = new HashMap<>();
  private int held;

  private JoinNode(NodeConfig config, NodeContext context) {
    this.context = context;
    isAuto = !config.get(MODE).equals("custom");
    usesParts = config.get(USES_PARTS);
    isCountOpen = "".equals(config.raw("count"));
    double number = config.get(COUNT);
    count = number > 0 ? number : 0;
    accumulates = !isAuto && Boolean.TRUE.equals(config.raw("accumulate"));
    double seconds = config.get(TIMEOUT);
    timeoutMillis = !isAuto && seconds > 0 ? Math.max(1, Math.round(seconds * 1000)) : 0;
    takesWhole = "full".equals(config.raw("propertyType"));
    key = "".equals(config.raw("key")) ? PropertyPath.of("topic") : config.get(KEY);
    recipe =
        new Recipe(
            JoinGroup.Kind.of(config.get(BUILD)), property(config), joiner(config), Double.NaN);
  }

  private static PropertyPath property(NodeConfig config) {
    String written = config.raw("property") instanceof String text ? text : "";
    return written.isEmpty() || "full".equals(config.raw("propertyType"))
        ? PropertyPath.PAYLOAD
        : PropertyPath.ofMessage(written);
  }

  private static @Nullable Object joiner(NodeConfig config) {
    Object written = config.raw("joiner");
    if (written == null || "".equals(written)) {
      return null;
    }
    return "bin".equals(config.raw("joinerType"))
        ? Separator.bytes(Separator.byteNumbers(Values.toText(written)))
        : Separator.text(Values.toText(written));
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    return isAuto ? receiveAuto(message, out) : receiveCustom(message, out);
  }

  // ---- as msg.parts says ----

  private Future<Void> receiveAuto(Message message, Outputs out) {
    Map<?, ?> parts = Parts.of(message);
    if (parts == null || !parts.containsKey("id")) {
      if (message.has("reset")) {
        List.copyOf(groups.keySet()).forEach(this::discard);
      } else {
        context.warn("Message missing msg.parts property - cannot join in 'auto' mode");
      }
      return Node.done();
    }
    String id = Parts.id(parts);
    if (message.has("reset")) {
      discard(id);
      return Node.done();
    }
    JoinGroup present = groups.get(id);
    JoinGroup group = present == null ? new JoinGroup(recipe(parts), out) : present;
    Object partKey = parts.get("key");
    boolean isObject = group.kind() == JoinGroup.Kind.OBJECT;
    if (isObject && isMissing(partKey)) {
      context.warn("Message missing 'msg.parts.key' property - cannot add to object");
      return Node.done();
    }
    Object value = property(parts).require(message);
    check(group.kind(), value);
    int index = index(parts);
    int sizeBefore = register(id, group);
    if (isObject) {
      group.put(Values.toText(partKey), value);
    } else if (group.kind() == JoinGroup.Kind.MERGED) {
      merge(group, value, message);
    } else if (index >= 0) {
      group.put(index, value);
    } else if (value != Undefined.VALUE) {
      group.append(value);
    }
    return added(id, group, message, out, sizeBefore);
  }

  private static Recipe recipe(Map<?, ?> parts) {
    return new Recipe(
        JoinGroup.Kind.of(parts.get("type")),
        property(parts),
        parts.get("ch"),
        Parts.number(parts, "len"));
  }

  private static PropertyPath property(Map<?, ?> parts) {
    return parts.get("property") instanceof String text && !text.isEmpty()
        ? PropertyPath.ofMessage(text)
        : PropertyPath.PAYLOAD;
  }

  /** The place that a message asks for; -1 for the next. */
  private static int index(Map<?, ?> parts) {
    double index = Parts.number(parts, "index");
    if (index >= MOST_HELD) {
      throw new NodeException(
          "msg.parts.index is " + Values.toText(index) + "; at most " + MOST_HELD + " are joined");
    }
    return index >= 0 && index == Math.rint(index) ? (int) index : -1;
  }

  // ---- as configured ----

  private Future<Void> receiveCustom(Message received, Outputs out) {
    Message message = usesParts ? received : withoutParts(received);
    Map<?, ?> parts = Parts.of(message);
    String id = isCountOpen && parts != null ? Parts.id(parts) : ONLY_GROUP;
    JoinGroup present = groups.get(id);
    if (present != null && message.has("restartTimeout")) {
      startTimer(id, present);
    }
    if (message.has("reset")) {
      discard(id);
      return Node.done();
    }
    Object value;
    try {
      value = takesWhole ? message.properties() : recipe.property().require(message);
    } catch (PathException e) {
      context.warn("Message property " + recipe.property() + " not found");
      return Node.done();
    }
    Object itsKey = recipe.kind() == JoinGroup.Kind.OBJECT ? message.get(key) : "";
    if (recipe.kind() == JoinGroup.Kind.OBJECT && isMissing(itsKey)) {
      return withoutKey(id, present, message, out);
    }
    check(recipe.kind(), value);
    JoinGroup group = present == null ? new JoinGroup(recipe, out) : present;
    int sizeBefore = register(id, group);
    switch (recipe.kind()) {
      case OBJECT -> group.put(Values.toText(itsKey), value);
      case MERGED -> merge(group, value, message);
      default -> {
        if (value != Undefined.VALUE) {
          group.append(value);
        }
      }
    }
    group.expect(count);
    if (present == null) {
      startTimer(id, group);
    }
    return added(id, group, message, out, sizeBefore);
  }

  /** The message without its own place in a sequence, which the sequence around keeps. */
  private static Message withoutParts(Message message) {
    Map<?, ?> parts = Parts.of(message);
    Object outer = parts == null ? null : parts.get("parts");
    return outer == null ? message.without("parts") : message.with("parts", Map.of("parts", outer));
  }

  private Future<Void> withoutKey(
      String id, @Nullable JoinGroup group, Message message, Outputs out) {
    if (!message.has("complete")) {
      context.warn("Message missing key property 'msg." + key + "' - cannot add to object");
    } else if (group != null) {
      group.take(Message.empty().with("complete", message.get("complete")), out);
      send(id, group);
    }
    return Node.done();
  }

  // ---- either ----

  private static boolean isMissing(@Nullable Object key) {
    return key == null || key == Undefined.VALUE || "".equals(key);
  }

  private static void check(JoinGroup.Kind kind, @Nullable Object value) {
    boolean isUsable =
        kind != JoinGroup.Kind.BYTES
            || value == Undefined.VALUE
            || value instanceof Buffer
            || value instanceof String
            || value instanceof List<?>;
    if (!isUsable) {
      throw new NodeException("Cannot join " + Values.typeOf(value) + " to buffer");
    }
  }

  private void merge(JoinGroup group, @Nullable Object value, Message message) {
    if (value instanceof Map<?, ?> object) {
      object.forEach(
          (name, member) -> {
            if (!Message.ID.equals(name)) {
              group.put(Values.toText(name), member);
            }
          });
    } else if ((value instanceof List<?> || !"object".equals(Values.typeOf(value)))
        && !message.has("complete")) {
      context.warn("Cannot merge non-object types");
    }
  }

  private int register(String id, JoinGroup group) {
    groups.put(id, group);
    return group.size();
  }

  private Future<Void> added(
      String id, JoinGroup group, Message message, Outputs out, int sizeBefore) {
    group.take(message, out);
    Map<?, ?> parts = Parts.of(message);
    if (parts != null) {
      group.expect(Parts.number(parts, "count"));
    }
    held += group.size() - sizeBefore;
    if (group.isComplete() || message.has("complete")) {
      send(id, group);
      return Node.done();
    }
    int size = group.size();
    Future<Void> sent = group.waiting().add();
    held += group.size() - size;
    if (held > MOST_HELD) {
      dropAll();
      throw new NodeException("too many pending messages in join node");
    }
    return sent;
  }

  private void startTimer(String id, JoinGroup group) {
    if (timeoutMillis > 0) {
      group.limit(context.after(timeoutMillis, () -> send(id, group)));
    }
  }

  private void send(String id, JoinGroup group) {
    group.stopTimer();
    int size = group.size();
    if (!accumulates || group.isDeclaredComplete()) {
      groups.remove(id);
      held -= size;
    }
    group.send();
    group.waiting().complete();
    if (groups.get(id) == group) {
      held += group.size() - size;
    }
  }

  private void discard(String id) {
    JoinGroup group = groups.remove(id);
    if (group != null) {
      held -= group.size();
      group.stopTimer();
      group.waiting().complete();
    }
  }

  private void dropAll() {
    groups
        .values()
        .forEach(
            group -> {
              group.stopTimer();
              group.waiting().drop();
            });
    groups.clear();
    held = 0;
  }

  @Override
  public Future<Void> stop(boolean removed) {
    List.copyOf(groups.keySet()).forEach(this::discard);
    return Node.done();
  }
}
