package io.weir.nodes.parser;

import static io.weir.engine.node.Property.path;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.Message;
import io.weir.engine.message.Opaque;
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
import io.weir.nodes.support.Helps;

/** Converts between YAML text and values. */
public final class YamlNode implements Node {
  private static final Property<PropertyPath> PROPERTY =
      path("property").label("Property").defaultsTo("payload");

  /** The type. */
  public static final NodeType TYPE =
      NodeType.named("yaml")
          .category(Category.PARSER)
          .kind(Kind.CHANGE)
          .color("#DEBD5C")
          .icon("parser-yaml.svg")
          .purpose("YAML text to values, back")
          .summary("{property}")
          .synonyms("parse", "stringify", "convert", "configuration")
          .inputs(1)
          .outputs(1)
          .preview()
          .help(Helps.of(YamlNode.class, "yaml"))
          .properties(PROPERTY)
          .create(YamlNode::new);

  private final NodeContext context;
  private final PropertyPath property;

  private YamlNode(NodeConfig config, NodeContext context) {
    this.context = context;
    property = "".equals(config.raw("property")) ? PropertyPath.PAYLOAD : config.get(PROPERTY);
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    Object value = property.require(message);
    if (value == Undefined.VALUE) {
      out.send(message);
    } else if (value instanceof String text) {
      out.send(message.with(property, YamlReader.read(text)));
    } else if (value instanceof Buffer) {
      context.warn("Ignored non-object payload");
    } else if (Values.typeOf(value).equals("object") && !(value instanceof Opaque)) {
      out.send(message.with(property, YamlWriter.write(value)));
    } else {
      context.warn("Ignored unsupported payload type");
    }
    return Node.done();
  }
}
