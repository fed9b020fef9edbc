package io.weir.nodes.function;

import static io.weir.engine.node.Property.choice;
import static io.weir.engine.node.Property.flag;
import static io.weir.engine.node.Property.path;
import static io.weir.engine.node.Property.text;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.message.PropertyPath;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.NodeType.Category;
import io.weir.engine.node.NodeType.Kind;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Property;
import io.weir.engine.node.Property.Option;
import io.weir.engine.node.Rule;
import io.weir.nodes.support.Helps;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets a message pass if its value has changed: at all, or by so much, or by no more. */
public final class FilterNode implements Node {
  // Topics may come from outside without end; the one not seen for longest is forgotten.
  private static final int MOST_TOPICS = 10_000;
  private static final String NO_TOPIC = "";
  private static final Object[] BANDS = {"deadbandEq", "deadband", "narrowbandEq", "narrowband"};

  private static final Property<String> MODE =
      choice(
              "func",
              Option.of("rbe", "it has changed"),
              new Option("rbei", "it has changed since the first", "The first does not pass."),
              Option.of("deadbandEq", "it has changed by at least"),
              Option.of("deadband", "it has changed by more than"),
              Option.of("narrowbandEq", "it has changed by less than"),
              Option.of("narrowband", "it has changed by at most"))
          .label("Pass if")
          .defaultsTo("rbe");
  private static final Property<String> GAP =
      text("gap")
          .label("Change")
          .hint("A number, or a percentage such as 5%.")
          .defaultsTo("")
          .rule(Rule.matches("(\\d*[.]*\\d*|)(%|)", "must be a number or a percentage"))
          .shownWhen("func", BANDS);
  private static final Property<String> COMPARED_WITH =
      choice(
              "inout",
              Option.of("out", "the last one that passed"),
              Option.of("in", "the last one that came"))
          .label("Compared with")
          .defaultsTo("out")
          .shownWhen("func", BANDS);
  private static final Property<String> START =
      text("start")
          .label("At first compared with")
          .hint("Empty: the first value itself.")
          .defaultsTo("")
          .shownWhen("func", "narrowbandEq", "narrowband");
  private static final Property<PropertyPath> PROPERTY =
      path("property").label("Property").defaultsTo("payload").required();
  private static final Property<Boolean> BY_TOPIC =
      flag("septopics").label("Each topic by itself").defaultsTo(true);
  private static final Property<PropertyPath> TOPIC =
      path("topi").label("Topic").defaultsTo("topic").required().shownWhen("septopics", true);

  /** The type. */
  public static final NodeType TYPE =
      NodeType.named("rbe")
          .label("filter")
          .category(Category.FUNCTION)
          .kind(Kind.DECIDE)
          .color("#E2D96E")
          .icon("rbe.png")
          .purpose("Pass only what has changed")
          .summary("{property}: {func} {gap}")
          .synonyms(
              "report by exception", "change", "deadband", "narrowband", "unique", "duplicate")
          .inputs(1)
          .outputs(1)
          .withoutCompletion()
          .preview()
          .help(Helps.of(FilterNode.class, "rbe"))
          .properties(MODE, GAP, COMPARED_WITH, START, PROPERTY, BY_TOPIC, TOPIC)
          .create(FilterNode::new);

  private final NodeContext context;
  private final PropertyPath property;
  private final @Nullable PropertyPath topic;
  private final String mode;
  private final double gap;
  private final boolean isPercentage;
  private final double start;
  private final boolean followsInput;
  private final Map<String, @Nullable Object> remembered =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, @Nullable Object> eldest) {
          return size() > MOST_TOPICS;
        }
      };

  private FilterNode(NodeConfig config, NodeContext context) {
    this.context = context;
    property = "".equals(config.raw("property")) ? PropertyPath.PAYLOAD : config.get(PROPERTY);
    topic =
        !config.get(BY_TOPIC)
            ? null
            : "".equals(config.raw("topi")) ? PropertyPath.of("topic") : config.get(TOPIC);
    mode = config.get(MODE);
    String width = config.get(GAP).strip();
    double number = LeadingNumber.of(width);
    gap = Double.isNaN(number) ? 0 : number;
    isPercentage = width.endsWith("%");
    start = LeadingNumber.of(config.get(START));
    followsInput = config.get(COMPARED_WITH).equals("in");
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    Object topicValue = topic == null ? Undefined.VALUE : message.get(topic);
    String key = Values.isTruthy(topicValue) ? Values.toText(topicValue) : NO_TOPIC;
    if (message.has("reset")) {
      if (topicValue instanceof String && !key.isEmpty()) {
        remembered.remove(key);
      } else {
        remembered.clear();
      }
    }
    Object value = message.get(property);
    if (value != Undefined.VALUE && passes(key, value)) {
      out.send(message);
    }
    return Node.done();
  }

  private boolean passes(String key, @Nullable Object value) {
    return switch (mode) {
      case "deadband", "deadbandEq", "narrowband", "narrowbandEq" -> {
        double n = LeadingNumber.of(value);
        if (Double.isNaN(n)) {
          context.warn("no number found in payload");
          yield false;
        }
        yield isWithin(key, n);
      }
      case "rbei" -> {
        boolean isFirst = !remembered.containsKey(key);
        yield hasChanged(key, value) && !isFirst;
      }
      default -> hasChanged(key, value);
    };
  }

  private boolean hasChanged(String key, @Nullable Object value) {
    Object before = remembered.containsKey(key) ? remembered.get(key) : Undefined.VALUE;
    remembered.put(key, value);
    if (!isObject(value)) {
      return !Values.strictEqual(value, before);
    }
    // An object after none is compared with an empty one, so {} doesn't pass; as in Node-RED.
    return !Values.deepEqual(value, isObject(before) ? before : Values.freeze(Map.of()));
  }

  private static boolean isObject(@Nullable Object value) {
    return Values.typeOf(value).equals("object");
  }

  private boolean isWithin(String key, double n) {
    boolean isNarrow = mode.startsWith("narrow");
    Object last = remembered.get(key);
    double before = last instanceof Double number ? number : isNarrow ? atFirst(n) : Double.NaN;
    double change = Math.abs(n - before);
    double limit = isPercentage ? Math.abs(before * gap / 100) : gap;
    boolean passes =
        switch (mode) {
          case "deadband" -> Double.isNaN(before) || change > limit;
          case "deadbandEq" -> Double.isNaN(before) || change >= limit;
          case "narrowband" -> change <= limit;
          default -> change < limit;
        };
    if (passes || followsInput) {
      remembered.put(key, n);
    }
    return passes;
  }

  private double atFirst(double n) {
    return Double.isNaN(start) ? n : start;
  }
}
