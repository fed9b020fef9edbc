package io.weir.nodes.parser;

import static io.weir.engine.node.Property.choice;
import static io.weir.engine.node.Property.path;
import static io.weir.engine.node.Property.text;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
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
import io.weir.engine.node.Property.Option;
import io.weir.nodes.support.Handover;
import io.weir.nodes.support.Helps;
import io.weir.nodes.support.InTurn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;
import org.jsoup.select.Selector;
import org.jspecify.annotations.Nullable;

/** Takes elements out of HTML that a CSS selector names. */
public final class HtmlNode implements Node {
  /** Characters of a document: as a tree it takes many times its room. */
  private static final int MOST_CHARACTERS = 16 * 1024 * 1024;

  /** Characters of all results in one array; of elements within others the text is there twice. */
  private static final int MOST_RESULTS = 64 * 1024 * 1024;

  private static final Property<PropertyPath> PROPERTY =
      path("property").label("Property").defaultsTo("payload");
  private static final Property<String> SELECTOR =
      text("tag").label("Selector").hint("CSS. Empty: what msg.select says.").defaultsTo("");
  private static final Property<String> RESULT =
      choice(
              "ret",
              Option.of("html", "the html content"),
              Option.of("text", "the text content"),
              Option.of("attr", "an object of the attributes"),
              Option.of("compl", "an object of attributes and html content"))
          .label("Of each element")
          .defaultsTo("html");
  private static final Property<String> CONTENT_KEY =
      text("chr").label("Key for the content").defaultsTo("_").shownWhen("ret", "compl");
  private static final Property<String> OUTPUT =
      choice(
              "as",
              Option.of("single", "one message with an array"),
              Option.of("multi", "a message for each element"))
          .label("Send")
          .defaultsTo("single");
  private static final Property<PropertyPath> TARGET =
      path("outproperty").label("In").defaultsTo("payload").ifAbsentLike(PROPERTY);

  /**
   * The type.
   *
   * @param mostBuffered messages that wait while an earlier one is handed over
   */
  public static NodeType type(int mostBuffered) {
    return NodeType.named("html")
        .category(Category.PARSER)
        .kind(Kind.CHANGE)
        .color("#DEBD5C")
        .icon("parser-html.svg")
        .purpose("Elements of an HTML document")
        .summary("{tag}")
        .synonyms("parse", "scrape", "css", "selector", "web page", "extract")
        .inputs(1)
        .outputs(1)
        .preview()
        .help(Helps.of(HtmlNode.class, "html"))
        .properties(PROPERTY, SELECTOR, RESULT, CONTENT_KEY, OUTPUT, TARGET)
        .create((config, context) -> new HtmlNode(config, context, mostBuffered));
  }

  private final NodeContext context;
  private final PropertyPath property;
  private final PropertyPath target;
  private final String selector;
  private final String result;
  private final String contentKey;
  private final boolean sendsEach;
  private final InTurn turns;

  private HtmlNode(NodeConfig config, NodeContext context, int mostBuffered) {
    this.context = context;
    property = isEmpty(config, "property") ? PropertyPath.PAYLOAD : config.get(PROPERTY);
    target = isEmpty(config, "outproperty") ? property : config.get(TARGET);
    selector = config.get(SELECTOR);
    result = config.get(RESULT);
    contentKey = isEmpty(config, "chr") ? "_" : config.get(CONTENT_KEY);
    sendsEach = config.get(OUTPUT).equals("multi");
    turns = new InTurn("html", mostBuffered);
  }

  private static boolean isEmpty(NodeConfig config, String key) {
    Object written = config.raw(key);
    return written == null || "".equals(written);
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    return turns.take(() -> convert(message, out));
  }

  private Future<Void> convert(Message message, Outputs out) {
    Object source = property.require(message);
    if (source == Undefined.VALUE) {
      out.send(message);
      return Node.done();
    }
    List<Element> elements = elements(document(source), selector(message));
    if (sendsEach) {
      return sendEach(elements, message, out);
    }
    out.send(message.with(target, results(elements)));
    return Node.done();
  }

  private static String document(@Nullable Object source) {
    if (!(source instanceof String) && !(source instanceof Buffer)) {
      throw new NodeException(
          "only texts and Buffers are read as HTML, not "
              + (source == null ? "null" : Values.typeOf(source)));
    }
    String document = Values.toText(source);
    if (document.length() > MOST_CHARACTERS) {
      throw new NodeException(
          "the document has "
              + document.length()
              + " characters; at most "
              + MOST_CHARACTERS
              + " are read");
    }
    return document;
  }

  private String selector(Message message) {
    return selector.isEmpty() && message.get("select") instanceof String select ? select : selector;
  }

  private static List<Element> elements(String document, String selector) {
    if (selector.isBlank()) {
      return List.of();
    }
    try {
      return Jsoup.parse(document).select(selector);
    } catch (Selector.SelectorParseException e) {
      throw new NodeException(String.valueOf(e.getMessage()));
    }
  }

  private List<Object> results(List<Element> elements) {
    List<Object> results = new ArrayList<>(elements.size());
    long characters = 0;
    for (Element element : elements) {
      Object value = result(element);
      results.add(value);
      Object content = value instanceof Map<?, ?> object ? object.get(contentKey) : value;
      characters += content instanceof String text ? text.length() : 0;
      if (characters > MOST_RESULTS) {
        throw new NodeException(
            "the elements have more than "
                + MOST_RESULTS
                + " characters in all; send each in a message of its own");
      }
    }
    return results;
  }

  private Object result(Element element) {
    return switch (result) {
      case "text" -> HtmlText.plain(element);
      case "attr" -> attributes(element, new LinkedHashMap<>());
      case "compl" -> {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put(contentKey, HtmlText.html(element));
        yield attributes(element, object);
      }
      default -> HtmlText.xml(element);
    };
  }

  private static Map<String, Object> attributes(Element element, Map<String, Object> object) {
    for (Attribute attribute : element.attributes()) {
      object.put(attribute.getKey(), attribute.getValue());
    }
    return object;
  }

  private Future<Void> sendEach(List<Element> elements, Message message, Outputs out) {
    ListIterator<Element> rest = elements.listIterator();
    return Handover.run(
        context,
        () -> {
          if (!rest.hasNext()) {
            return false;
          }
          long index = rest.nextIndex();
          Object value = result(rest.next());
          if (!"".equals(value)) {
            Map<String, Object> parts = new LinkedHashMap<>();
            parts.put("id", message.id());
            parts.put("index", index);
            parts.put("count", elements.size());
            parts.put("type", "string");
            parts.put("ch", "");
            out.send(message.with(target, value).with("parts", parts));
          }
          return true;
        });
  }

  @Override
  public Future<Void> stop(boolean removed) {
    return turns.drained();
  }
}
