package io.weir.nodes.parser;

import static io.weir.engine.node.Property.choice;
import static io.weir.engine.node.Property.flag;
import static io.weir.engine.node.Property.path;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.JsonException;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import io.weir.engine.message.Opaque;
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
import io.weir.nodes.support.Helps;
import io.weir.nodes.support.Outcome;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Converts between JSON text and values. */
public final class JsonNode implements Node {
  private static final int INDENT = 4;

  private static final Property<String> ACTION =
      choice(
              "action",
              Option.of("", "to the other form"),
              Option.of("str", "to JSON text"),
              Option.of("obj", "to an object"))
          .label("Convert")
          .defaultsTo("");
  private static final Property<PropertyPath> PROPERTY =
      path("property").label("Property").defaultsTo("payload");
  private static final Property<Boolean> PRETTY =
      flag("pretty").label("Indent the text").defaultsTo(false).hiddenWhen("action", "obj");

  /** The type. */
  public static final NodeType TYPE =
      NodeType.named("json")
          .category(Category.PARSER)
          .kind(Kind.CHANGE)
          .color("#DEBD5C")
          .icon("parser-json.svg")
          .purpose("JSON text to values, back")
          .summary("{property}")
          .synonyms("parse", "stringify", "convert", "schema")
          .inputs(1)
          .outputs(1)
          .preview()
          .help(Helps.of(JsonNode.class, "json"))
          .properties(ACTION, PROPERTY, PRETTY)
          .create(JsonNode::new);

  private final NodeContext context;
  private final String action;
  private final PropertyPath property;
  private final boolean isPretty;
  private final SchemaCheck schemas = new SchemaCheck();

  private JsonNode(NodeConfig config, NodeContext context) {
    this.context = context;
    action = config.get(ACTION);
    property = "".equals(config.raw("property")) ? PropertyPath.PAYLOAD : config.get(PROPERTY);
    isPretty = config.get(PRETTY);
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    Object value = message.get(property);
    if (value == Undefined.VALUE) {
      out.send(message);
      return Node.done();
    }
    if (value instanceof Opaque || value instanceof BigInteger) {
      context.warn("Ignored unsupported payload type");
      return Node.done();
    }
    boolean isText = value instanceof String || value instanceof Buffer;
    boolean hasSchema = Values.isTruthy(message.get("schema"));
    Object object = isText && (hasSchema || !action.equals("str")) ? parsed(value) : value;
    Message checked = message;
    if (hasSchema) {
      List<Object> errors = schemas.errors(message.get("schema"), object);
      if (!errors.isEmpty()) {
        return refuse(message, errors);
      }
      checked = message.without("schema");
    }
    out.send(isText ? fromText(checked, object) : fromValue(checked, object));
    return Node.done();
  }

  private static @Nullable Object parsed(@Nullable Object text) {
    try {
      return MessageJson.parse(Values.toText(text));
    } catch (JsonException e) {
      throw new NodeException("SyntaxError", String.valueOf(e.getMessage()));
    }
  }

  private Message fromText(Message message, @Nullable Object object) {
    return action.equals("str") ? message : message.with(property, object);
  }

  private Message fromValue(Message message, @Nullable Object value) {
    if (action.equals("obj")) {
      return message;
    }
    try {
      return message.with(property, MessageJson.text(value, isPretty ? INDENT : 0));
    } catch (IllegalArgumentException e) {
      throw new NodeException("Failed to convert payload");
    }
  }

  private Future<Void> refuse(Message message, List<Object> errors) {
    context.error(
        new NodeException("JSON Schema error: " + SchemaCheck.text(errors)),
        message.with("schemaError", errors));
    return Outcome.dropped();
  }
}
