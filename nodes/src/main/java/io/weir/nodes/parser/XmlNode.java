package io.weir.nodes.parser;

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
import io.weir.engine.node.NodeException;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.NodeType.Category;
import io.weir.engine.node.NodeType.Kind;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Property;
import io.weir.nodes.support.Helps;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts between XML text and objects. */
public final class XmlNode implements Node {
  /** Characters of a document: as an object it takes many times its room. */
  private static final int MOST_CHARACTERS = 16 * 1024 * 1024;

  private static final String ATTRIBUTES_KEY = "$";
  private static final String TEXT_KEY = "_";

  private static final Property<PropertyPath> PROPERTY =
      path("property").label("Property").defaultsTo("payload");
  private static final Property<String> ATTRIBUTES =
      text("attr").label("From text: key for attributes").hint("Empty: $").defaultsTo("");
  private static final Property<String> TEXT =
      text("chr").label("From text: key for text").hint("Empty: _").defaultsTo("");

  /** The type. */
  public static final NodeType TYPE =
      NodeType.named("xml")
          .category(Category.PARSER)
          .kind(Kind.CHANGE)
          .color("#DEBD5C")
          .icon("parser-xml.svg")
          .purpose("XML text to objects, back")
          .summary("{property}")
          .synonyms("parse", "stringify", "convert", "soap", "feed")
          .inputs(1)
          .outputs(1)
          .preview()
          .help(Helps.of(XmlNode.class, "xml"))
          .properties(PROPERTY, ATTRIBUTES, TEXT)
          .create(XmlNode::new);

  private final NodeContext context;
  private final PropertyPath property;
  private final String attributesKey;
  private final String textKey;

  private XmlNode(NodeConfig config, NodeContext context) {
    this.context = context;
    property = "".equals(config.raw("property")) ? PropertyPath.PAYLOAD : config.get(PROPERTY);
    attributesKey = config.get(ATTRIBUTES);
    textKey = config.get(TEXT);
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    Object value = property.require(message);
    if (value == Undefined.VALUE) {
      out.send(message);
    } else if (value instanceof String text) {
      out.send(read(text, message));
    } else if (value == null || value instanceof Map<?, ?> || value instanceof List<?>) {
      // Without options of the message there are no line breaks.
      Map<?, ?> options =
          message.get("options") instanceof Map<?, ?> own
              ? own
              : Map.of("renderOpts", Map.of("pretty", false));
      out.send(message.with(property, XmlWriter.write(value, options)));
    } else {
      context.warn("This node only handles xml strings or js objects.");
    }
    return Node.done();
  }

  private Message read(String text, Message message) {
    if (text.length() > MOST_CHARACTERS) {
      throw new NodeException(
          "the text has "
              + text.length()
              + " characters; at most "
              + MOST_CHARACTERS
              + " are read");
    }
    if (!(message.get("options") instanceof Map<?, ?> given)) {
      return message.with(
          property,
          XmlReader.read(
              text,
              Map.of(),
              attributesKey.isEmpty() ? ATTRIBUTES_KEY : attributesKey,
              textKey.isEmpty() ? TEXT_KEY : textKey));
    }
    Map<String, @Nullable Object> options = new LinkedHashMap<>();
    given.forEach((name, value) -> options.put(Values.toText(name), value));
    // As Node-RED leaves them in the message.
    options.put("async", true);
    String attributes = key(options, "attrkey", attributesKey, ATTRIBUTES_KEY);
    String texts = key(options, "charkey", textKey, TEXT_KEY);
    return message
        .with("options", options)
        .with(property, XmlReader.read(text, options, attributes, texts));
  }

  /** The node's own, or else the message's, or else the usual one; set among the options. */
  private static String key(
      Map<String, @Nullable Object> options, String name, String own, String usual) {
    Object given = options.get(name);
    String key = !own.isEmpty() ? own : Values.isTruthy(given) ? Values.toText(given) : usual;
    options.put(name, key);
    return key;
  }
}
