package io.weir.nodes.function;

import static io.weir.engine.node.Property.choice;
import static io.weir.engine.node.Property.typed;

import io.vertx.core.Future;
import io.weir.engine.message.JsonException;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
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
import io.weir.engine.node.Property.Option;
import io.weir.engine.node.ValueSource;
import io.weir.nodes.parser.YamlReader;
import io.weir.nodes.support.Helps;
import org.jspecify.annotations.Nullable;

/** Fills a template with values of the message. */
public final class TemplateNode implements Node {
  private static final Property<String> TEMPLATE =
      Property.code("template", "mustache")
          .with("languageKey", "format")
          .label("Template")
          .defaultsTo("This is the payload: {{payload}} !");
  private static final Property<ValueSource> FIELD =
      typed("field", "fieldType", "msg", "msg", "flow", "global")
          .label("Set")
          .defaultsTo("payload");
  private static final Property<String> SYNTAX =
      choice("syntax", Option.of("mustache", "Mustache"), Option.of("plain", "plain text"))
          .label("Template is")
          .defaultsTo("mustache");
  private static final Property<String> OUTPUT =
      choice(
              "output",
              Option.of("str", "text"),
              Option.of("json", "parsed JSON"),
              Option.of("yaml", "parsed YAML"))
          .label("Result as")
          .defaultsTo("str");
  private static final Property<String> FORMAT =
      choice(
              "format",
              Option.of("handlebars", "Mustache"),
              Option.of("html", "HTML"),
              Option.of("json", "JSON"),
              Option.of("javascript", "JavaScript"),
              Option.of("css", "CSS"),
              Option.of("markdown", "Markdown"),
              Option.of("php", "PHP"),
              Option.of("python", "Python"),
              Option.of("sql", "SQL"),
              Option.of("yaml", "YAML"),
              Option.of("text", "none"))
          .label("Highlighting")
          .defaultsTo("handlebars")
          .more();

  /** The type. */
  public static final NodeType TYPE =
      NodeType.named("template")
          .category(Category.FUNCTION)
          .kind(Kind.CHANGE)
          .color("rgb(243, 181, 103)")
          .icon("template.svg")
          .purpose("Fill a text with values")
          .summary("set {field}")
          .synonyms("mustache", "text", "html", "format", "string")
          .inputs(1)
          .outputs(1)
          .preview()
          .help(Helps.of(TemplateNode.class, "template"))
          .properties(FIELD, TEMPLATE, SYNTAX, OUTPUT, FORMAT)
          .create(TemplateNode::new);

  private final NodeContext context;
  private final String field;
  private final String fieldType;
  private final String output;
  private final boolean isPlain;
  private final @Nullable String template;
  private final MustacheText mustache;

  private TemplateNode(NodeConfig config, NodeContext context) {
    this.context = context;
    String target = config.raw("field") instanceof String text ? text : "";
    field = target.isEmpty() ? "payload" : target;
    fieldType = config.raw("fieldType") instanceof String type ? type : "msg";
    output = config.get(OUTPUT);
    isPlain = config.get(SYNTAX).equals("plain");
    Object own = config.has("template") ? config.raw("template") : TEMPLATE.defaultValue();
    template = own == null || "".equals(own) ? null : Values.toText(own);
    mustache = new MustacheText(context, output.equals("json"));
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    String text = template;
    if (text == null) {
      text = message.has("template") ? Values.toText(message.get("template")) : "";
    }
    Object result = parsed(isPlain ? text : mustache.fill(text, message));
    if (fieldType.equals("msg")) {
      out.send(message.with(PropertyPath.ofMessage(field), result));
    } else {
      ValueSource.Variable variable = new ValueSource.Variable(fieldType, field);
      variable.scope(context).set(variable.resolvedKey(message), result, null);
      out.send(message);
    }
    return Node.done();
  }

  private @Nullable Object parsed(String text) {
    return switch (output) {
      case "json" -> {
        try {
          yield MessageJson.parse(text);
        } catch (JsonException e) {
          throw new NodeException(String.valueOf(e.getMessage()));
        }
      }
      case "yaml" -> YamlReader.read(text);
      default -> text;
    };
  }
}
