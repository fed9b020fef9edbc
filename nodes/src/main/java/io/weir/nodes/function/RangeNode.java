package io.weir.nodes.function;

import static io.weir.engine.node.Property.choice;
import static io.weir.engine.node.Property.flag;
import static io.weir.engine.node.Property.number;
import static io.weir.engine.node.Property.path;

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
import io.weir.nodes.support.Helps;

/** Maps a number from one range to another. */
public final class RangeNode implements Node {
  private static final Property<PropertyPath> PROPERTY =
      path("property").label("Property").defaultsTo("payload");
  private static final Property<String> ACTION =
      choice(
              "action",
              Option.of("scale", "scale it"),
              Option.of("clamp", "scale it and keep it within the range"),
              Option.of("roll", "scale it and wrap it round within the range"),
              Option.of("drop", "scale it, and drop it if it is outside the range"))
          .label("Action")
          .defaultsTo("scale");
  private static final Property<Double> MIN_IN = bound("minin", "Input from");
  private static final Property<Double> MAX_IN = bound("maxin", "Input to");
  private static final Property<Double> MIN_OUT = bound("minout", "Output from");
  private static final Property<Double> MAX_OUT = bound("maxout", "Output to");
  private static final Property<Boolean> ROUND =
      flag("round").label("Round to whole numbers").defaultsTo(false);

  private static Property<Double> bound(String key, String label) {
    return number(key).label(label).defaultsTo("").storedAsText().required();
  }

  /** The type. */
  public static final NodeType TYPE =
      NodeType.named("range")
          .category(Category.FUNCTION)
          .kind(Kind.CHANGE)
          .color("#E2D96E")
          .icon("range.svg")
          .purpose("Map to another range")
          .summary("{minin} to {maxin} becomes {minout} to {maxout}")
          .synonyms("scale", "map", "limit", "clamp", "percent")
          .inputs(1)
          .outputs(1)
          .preview()
          .help(Helps.of(RangeNode.class, "range"))
          .properties(PROPERTY, ACTION, MIN_IN, MAX_IN, MIN_OUT, MAX_OUT, ROUND)
          .create(RangeNode::new);

  private final NodeContext context;
  private final PropertyPath property;
  private final String action;
  private final boolean rounds;
  private final double minIn;
  private final double maxIn;
  private final double minOut;
  private final double maxOut;

  private RangeNode(NodeConfig config, NodeContext context) {
    this.context = context;
    property = "".equals(config.raw("property")) ? PropertyPath.PAYLOAD : config.get(PROPERTY);
    action = config.get(ACTION);
    rounds = config.get(ROUND);
    double lowIn = config.get(MIN_IN);
    double highIn = config.get(MAX_IN);
    double lowOut = config.get(MIN_OUT);
    double highOut = config.get(MAX_OUT);
    boolean isReversed = lowIn > highIn;
    minIn = isReversed ? highIn : lowIn;
    maxIn = isReversed ? lowIn : highIn;
    double low = isReversed ? highOut : lowOut;
    double high = isReversed ? lowOut : highOut;
    // Rounding must not lead out of the range.
    minOut = rounds ? Math.ceil(low) : low;
    maxOut = rounds ? Math.floor(high) : high;
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    Object value = message.get(property);
    if (value == Undefined.VALUE) {
      out.send(message);
      return Node.done();
    }
    double n = Values.toNumber(value);
    if (Double.isNaN(n)) {
      context.log("Not a number: " + Values.toText(value));
      return Node.done();
    }
    switch (action) {
      case "drop" -> {
        if (n < minIn || n > maxIn) {
          return Node.done();
        }
      }
      case "clamp" -> n = Math.min(maxIn, Math.max(minIn, n));
      case "roll" -> {
        double width = maxIn - minIn;
        n = ((n - minIn) % width + width) % width + minIn;
      }
      default -> {}
    }
    double result = (n - minIn) / (maxIn - minIn) * (maxOut - minOut) + minOut;
    if (rounds) {
      // Halves go up, also below zero, as in JavaScript.
      result = Math.floor(result + 0.5);
    }
    out.send(message.with(property, Values.number(result)));
    return Node.done();
  }
}
