package io.weir.nodes.parser;

import io.weir.engine.message.Values;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes an object of XML text, in the shape that xml2js gives it. */
final class XmlReader implements XmlScanner.Handler {
  private static final Pattern BLANKS = Pattern.compile("\\s{2,}");

  /** An element that hasn't ended. */
  private static final class Open {
    final String name;
    final Map<String, Object> members = new LinkedHashMap<>();
    final StringBuilder text = new StringBuilder();
    // Then blanks count although there is nothing else.
    boolean hasCdata;

    Open(String name) {
      this.name = name;
    }
  }

  private final Map<?, ?> options;
  private final String attributesKey;
  private final String textKey;
  private final boolean makesArrays;
  private final Deque<Open> open = new ArrayDeque<>();
  private @Nullable Object result;

  private XmlReader(Map<?, ?> options, String attributesKey, String textKey) {
    this.options = options;
    this.attributesKey = attributesKey;
    this.textKey = textKey;
    makesArrays = !options.containsKey("explicitArray") || is("explicitArray");
  }

  /**
   * Reads a text.
   *
   * @param options xml2js's, as the message has them
   * @return null if there is no element in it
   * @throws io.weir.engine.node.NodeException if it isn't well-formed
   */
  static @Nullable Object read(
      String text, Map<?, ?> options, String attributesKey, String textKey) {
    XmlReader reader = new XmlReader(options, attributesKey, textKey);
    XmlScanner.scan(text, reader);
    return reader.result;
  }

  private boolean is(String option) {
    return Values.isTruthy(options.get(option));
  }

  @Override
  public void begin(String name, Map<String, String> attributes) {
    Open element = new Open(is("normalizeTags") ? name.toLowerCase(Locale.ROOT) : name);
    open.push(element);
    if (attributes.isEmpty() || is("ignoreAttrs")) {
      return;
    }
    if (is("mergeAttrs")) {
      attributes.forEach((key, value) -> add(element, key, value));
    } else {
      element.members.put(attributesKey, attributes);
    }
  }

  @Override
  public void text(String text, boolean isCdata) {
    Open element = open.element();
    element.text.append(text);
    element.hasCdata |= isCdata;
  }

  @Override
  public void end() {
    Open element = open.remove();
    Object value = value(element);
    if (!open.isEmpty()) {
      add(open.element(), element.name, value);
    } else {
      boolean hasRoot = !options.containsKey("explicitRoot") || is("explicitRoot");
      result = hasRoot ? Map.of(element.name, value) : value;
    }
  }

  private Object value(Open element) {
    String text = element.text.toString();
    boolean isBlank = text.isBlank() && !element.hasCdata;
    if (isBlank) {
      return element.members.isEmpty() ? empty(text) : element.members;
    }
    String counted = is("normalize") ? BLANKS.matcher(text).replaceAll(" ") : text;
    counted = is("trim") || is("normalize") ? counted.strip() : counted;
    if (element.members.isEmpty() && !is("explicitCharkey")) {
      return counted;
    }
    Map<String, Object> members = new LinkedHashMap<>();
    members.put(textKey, counted);
    members.putAll(element.members);
    return members;
  }

  private Object empty(String blanks) {
    Object emptyTag = options.get("emptyTag");
    return emptyTag == null || "".equals(emptyTag) ? blanks : emptyTag;
  }

  private void add(Open element, String name, Object value) {
    Object present = element.members.get(name);
    if (present instanceof Several several) {
      several.add(value);
    } else if (present != null) {
      element.members.put(name, new Several(present, value));
    } else {
      element.members.put(name, makesArrays ? new Several(value) : value);
    }
  }

  /** The children of one name, in contrast to a single one that is an array itself. */
  private static final class Several extends ArrayList<Object> {
    private static final long serialVersionUID = 1;

    Several(Object... values) {
      super(List.of(values));
    }
  }
}
