package io.weir.nodes.common;

import static io.weir.engine.node.Property.cron;
import static io.weir.engine.node.Property.duration;
import static io.weir.engine.node.Property.flag;
import static io.weir.engine.node.Property.list;
import static io.weir.engine.node.Property.text;
import static io.weir.engine.node.Property.typed;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.message.PathException;
import io.weir.engine.message.PropertyPath;
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
import io.weir.engine.node.Rule;
import io.weir.engine.node.ValueSource;
import io.weir.nodes.support.Helps;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Starts a flow: by hand, after the start, at intervals, or at certain times. */
public final class InjectNode implements Node {
  /** Carries other properties for a single message: the editor's values not yet deployed. */
  private static final String OTHER_PROPERTIES = "__user_inject_props__";

  private static final double LONGEST_SECONDS = 2_147_483;

  private static final Property<String> PATH =
      text("p").label("Property").required().rule(Rule.path());
  private static final Property<ValueSource> VALUE =
      typed(
              "v", "vt", "str", "flow", "global", "str", "num", "bool", "json", "bin", "date",
              "jsonata", "env", "msg")
          .label("Value");
  private static final Property<List<NodeConfig>> PROPERTIES =
      list("props", PATH, VALUE)
          .label("Message")
          .defaultsTo(
              List.of(
                  Map.of("p", "payload", "v", "", "vt", "date"),
                  Map.of("p", "topic", "v", "", "vt", "str")))
          .ifAbsent(
              List.of(
                  Map.of("p", "payload", "v", "", "vt", "str"),
                  Map.of("p", "topic", "v", "", "vt", "str")))
          .with("itemSummary", "{p}: {v}")
          .with(
              "legacyKeys",
              List.of(
                  Map.of("row", "payload", "value", "payload", "type", "payloadType"),
                  Map.of("row", "topic", "value", "topic")));
  private static final Property<Double> REPEAT =
      duration("repeat", "s")
          .label("Repeat every")
          .hint("Empty: not at intervals.")
          .defaultsTo("")
          .storedAsText()
          .rule(Rule.atLeast(0))
          .rule(Rule.atMost(LONGEST_SECONDS));
  private static final Property<String> CRONTAB =
      cron("crontab")
          .label("Repeat at")
          .hint("Minute, hour, day, month, weekday; local time. Used if there is no interval.")
          .defaultsTo("");
  private static final Property<Boolean> ONCE =
      flag("once").label("Also once after the start").defaultsTo(false);
  private static final Property<Double> ONCE_DELAY =
      duration("onceDelay", "s")
          .label("After")
          .defaultsTo(0.1)
          .rule(Rule.atLeast(0))
          .shownWhen("once", true);

  /** The type. */
  public static final NodeType TYPE =
      NodeType.named("inject")
          .category(Category.COMMON)
          .kind(Kind.START)
          .color("#a6bbcf")
          .icon("inject.svg")
          .purpose("By hand or on a schedule")
          .summary("{props}")
          .synonyms("timer", "timestamp", "schedule", "interval", "cron", "start", "trigger")
          .outputs(1)
          .button("inject", null)
          .help(Helps.of(InjectNode.class, "inject"))
          .properties(PROPERTIES, ONCE, ONCE_DELAY, REPEAT, CRONTAB)
          .create(
              (config, context) ->
                  new InjectNode(config, context, Clock.system(ZoneId.systemDefault())));

  /** A property to set and where its value comes from. */
  private record Entry(String path, ValueSource value) {}

  private final NodeContext context;
  private final Clock clock;
  private final List<Entry> entries;
  private final boolean once;
  private final double onceSeconds;
  private final double repeatSeconds;
  private final String crontab;

  InjectNode(NodeConfig config, NodeContext context, Clock clock) {
    this.context = context;
    this.clock = clock;
    entries = entries(config);
    once = config.get(ONCE);
    double delay = Values.toNumber(config.raw("onceDelay"));
    onceSeconds = delay > 0 ? delay : 0.1;
    double seconds = config.get(REPEAT);
    if (seconds > LONGEST_SECONDS) {
      context.error("Interval too large", null);
      seconds = 0;
    }
    repeatSeconds = seconds;
    crontab = config.get(CRONTAB);
    for (Entry entry : entries) {
      check(entry);
    }
  }

  private void check(Entry entry) {
    if (entry.value instanceof ValueSource.Jsonata expression && !expression.text().isEmpty()) {
      try {
        expression.compile(context);
      } catch (NodeException e) {
        context.error("Invalid JSONata expression: " + e.getMessage(), null);
      }
    }
  }

  private static List<Entry> entries(NodeConfig config) {
    Object props = config.raw("props");
    if (!(props instanceof List<?> rows)) {
      return List.of(
          new Entry("payload", source(config.raw("payload"), config.raw("payloadType"))),
          new Entry("topic", source(config.raw("topic"), "str")));
    }
    List<Entry> entries = new ArrayList<>();
    for (Object row : rows) {
      if (row instanceof Map<?, ?> map) {
        add(entries, map, config);
      }
    }
    return entries;
  }

  /** Rows for payload and topic may leave their values in keys of the node, as older files do. */
  private static void add(List<Entry> entries, Map<?, ?> row, NodeConfig config) {
    String path = row.get("p") instanceof String p ? p : "";
    if (path.isEmpty()) {
      return;
    }
    if (row.containsKey("v")) {
      entries.add(new Entry(path, source(row.get("v"), row.get("vt"))));
    } else if (path.equals("payload")) {
      entries.add(new Entry(path, source(config.raw("payload"), config.raw("payloadType"))));
    } else if (path.equals("topic") && "str".equals(row.get("vt"))) {
      entries.add(new Entry(path, source(config.raw("topic"), "str")));
    } else {
      entries.add(new Entry(path, source("", row.get("vt"))));
    }
  }

  private static ValueSource source(@Nullable Object value, @Nullable Object type) {
    String name = type == null ? "str" : Values.toText(type);
    return switch (name) {
      case "string", "none" -> ValueSource.of(value == null ? "" : value, "str");
      default -> ValueSource.of(value == null ? "" : value, name);
    };
  }

  @Override
  public Future<Void> start() {
    if (once) {
      context.after(
          Math.round(onceSeconds * 1000),
          () -> {
            fire();
            repeat();
          });
    } else {
      repeat();
    }
    return Node.done();
  }

  private void repeat() {
    if (repeatSeconds > 0) {
      context.every(Math.max(1, Math.round(repeatSeconds * 1000)), this::fire);
    } else if (!crontab.isBlank()) {
      Cron cron = new Cron(crontab);
      await(cron, ZonedDateTime.now(clock));
    }
  }

  private void await(Cron cron, ZonedDateTime from) {
    cron.after(from)
        .ifPresent(
            next ->
                context.after(
                    Math.max(1, Duration.between(ZonedDateTime.now(clock), next).toMillis()),
                    () -> {
                      fire();
                      // From the time that was due: a timer which runs early must not fire twice.
                      ZonedDateTime now = ZonedDateTime.now(clock);
                      await(cron, now.isAfter(next) ? now : next);
                    }));
  }

  private void fire() {
    // A tab that can't keep up isn't helped by more.
    if (!context.isCongested()) {
      context.deliver(Message.create());
    }
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    List<Entry> wanted = entries;
    Message built = message;
    if (message.get(OTHER_PROPERTIES) instanceof List<?> rows) {
      wanted = others(rows);
      built = message.without(OTHER_PROPERTIES);
    }
    List<String> problems = new ArrayList<>();
    for (Entry entry : wanted) {
      try {
        built = with(built, entry);
      } catch (NodeException | PathException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    if (!problems.isEmpty()) {
      // With the properties that could be had.
      context.error(String.join("; ", problems), built);
      return Node.dropped();
    }
    out.send(built);
    return Node.done();
  }

  private static List<Entry> others(List<?> rows) {
    List<Entry> entries = new ArrayList<>();
    for (Object row : rows) {
      if (row instanceof Map<?, ?> map && map.get("p") instanceof String path && !path.isEmpty()) {
        entries.add(new Entry(path, source(map.get("v"), map.get("vt"))));
      }
    }
    return entries;
  }

  private Message with(Message message, Entry entry) {
    if (entry.value instanceof ValueSource.Jsonata expression && expression.text().isEmpty()) {
      return message;
    }
    Object value = entry.value.evaluate(message, context);
    return message.with(PropertyPath.ofMessage(entry.path), value);
  }
}
