package io.weir.nodes.parser;

import io.weir.engine.message.ErrorValue;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes XML text of an object, as xml2js does. By hand, since the JDK's writers have neither its
 * indents nor its entities.
 */
final class XmlWriter {
  /** As deep as JSON may be. */
  private static final int DEEPEST = 1_000;

  private static final String ROOT = "root";

  /** A part of the text: an element, or text with its entities. */
  private sealed interface Part {}

  private record Text(String written) implements Part {}

  private record Element(String name, Map<String, String> attributes, List<Part> parts)
      implements Part {
    Element(String name) {
      this(checked(name), new LinkedHashMap<>(), new ArrayList<>());
    }

    private static String checked(String name) {
      boolean isName = !name.isEmpty() && XmlScanner.isNameStart(name.charAt(0));
      if (!isName || !name.chars().allMatch(c -> XmlScanner.isInName((char) c))) {
        throw error("Error", "Invalid character in name");
      }
      return name;
    }

    boolean hasTextAlone() {
      return parts.size() == 1 && parts.get(0) instanceof Text;
    }
  }

  private final Map<?, ?> options;
  private final String attributesKey;
  private final String textKey;
  private final boolean usesCdata;
  private final boolean isPretty;
  private final String indent;
  private final String newline;
  private final StringBuilder out = new StringBuilder();

  private XmlWriter(Map<?, ?> options) {
    this.options = options;
    attributesKey = textOption(options, "attrkey", "$");
    textKey = textOption(options, "charkey", "_");
    usesCdata = Values.isTruthy(options.get("cdata"));
    Map<?, ?> shape =
        options.get("renderOpts") instanceof Map<?, ?> given ? given : Map.of("pretty", true);
    isPretty = Values.isTruthy(shape.get("pretty"));
    indent = textOption(shape, "indent", "  ");
    newline = textOption(shape, "newline", "\n");
  }

  private static String textOption(Map<?, ?> options, String name, String otherwise) {
    Object value = options.get(name);
    return value == null ? otherwise : Values.toText(value);
  }

  /**
   * Writes a value.
   *
   * @param options xml2js's, as the message has them
   * @throws NodeException if there is something in it that XML has no form for
   */
  static String write(@Nullable Object value, Map<?, ?> options) {
    if (value == null) {
      throw error("TypeError", "Cannot convert undefined or null to object");
    }
    return new XmlWriter(options).document(value);
  }

  private static NodeException error(String name, String text) {
    return NodeException.of(new ErrorValue(name, text, null, null, null));
  }

  private String document(Object value) {
    String rootName = textOption(options, "rootName", ROOT);
    Object content = value;
    if (value instanceof Map<?, ?> object && object.size() == 1 && rootName.equals(ROOT)) {
      Map.Entry<?, ?> only = object.entrySet().iterator().next();
      rootName = Values.toText(only.getKey());
      content = only.getValue();
    }
    Element root = new Element(rootName);
    if (content instanceof List<?> list) {
      // Of what stands in it, the members of objects count.
      for (@Nullable Object item : list) {
        fill(root, item instanceof Map<?, ?> ? item : null, 0);
      }
    } else {
      fill(root, content, 0);
    }
    if (!Values.isTruthy(options.get("headless"))) {
      declare();
    }
    write(root, 0);
    return out.toString();
  }

  // ---- what is to be written ----

  private void fill(Element element, @Nullable Object value, int depth) {
    if (depth > DEEPEST) {
      throw new NodeException("the object is nested more than " + DEEPEST + " deep");
    }
    if (value == Undefined.VALUE) {
      throw error("Error", "undefined has no form in XML: " + element.name);
    } else if (value instanceof Map<?, ?> object) {
      object.forEach((key, member) -> add(element, Values.toText(key), member, depth));
    } else if (value instanceof List<?> list) {
      for (@Nullable Object item : list) {
        fill(element, item, depth + 1);
      }
    } else if (value != null && !Values.typeOf(value).equals("object")) {
      addText(element, value);
    }
  }

  private void add(Element element, String key, @Nullable Object member, int depth) {
    if (key.equals(attributesKey)) {
      if (member instanceof Map<?, ?> attributes) {
        attributes.forEach((name, value) -> addAttribute(element, Values.toText(name), value));
      }
    } else if (key.equals(textKey)) {
      addText(element, member);
    } else if (member instanceof List<?> list) {
      for (@Nullable Object item : list) {
        addElement(element, key, item, depth);
      }
    } else {
      addElement(element, key, member, depth);
    }
  }

  private void addElement(Element parent, String name, @Nullable Object value, int depth) {
    Element element = new Element(name);
    fill(element, value, depth + 1);
    parent.parts.add(element);
  }

  private static void addAttribute(Element element, String name, @Nullable Object value) {
    if (value != null) {
      element.attributes.put(Element.checked(name), attribute(Values.toText(value)));
    }
  }

  private void addText(Element element, @Nullable Object value) {
    String text = value == null ? "" : Values.toText(value);
    if (!text.isEmpty()) {
      boolean hasMarkup = text.chars().anyMatch(c -> c == '&' || c == '<' || c == '>');
      element.parts.add(new Text(usesCdata && hasMarkup ? cdata(text) : escaped(text)));
    }
  }

  private static String cdata(String text) {
    return "<![CDATA[" + checked(text).replace("]]>", "]]]]><![CDATA[>") + "]]>";
  }

  private static String escaped(String text) {
    return checked(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\r", "&#xD;");
  }

  private static String attribute(String text) {
    return checked(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace("\"", "&quot;")
        .replace("\t", "&#x9;")
        .replace("\n", "&#xA;")
        .replace("\r", "&#xD;");
  }

  private static String checked(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && !XmlScanner.isBlank(c)) || c == '\ufffe' || c == '\uffff') {
        throw error("Error", "Invalid character in string: " + text + " at index " + i);
      }
    }
    return text;
  }

  // ---- the text ----

  private void declare() {
    Map<?, ?> declared =
        options.get("xmldec") instanceof Map<?, ?> own
            ? own
            : Map.of("encoding", "UTF-8", "standalone", true);
    out.append("<?xml version=\"").append(textOption(declared, "version", "1.0")).append('"');
    if (declared.get("encoding") != null) {
      out.append(" encoding=\"").append(textOption(declared, "encoding", "")).append('"');
    }
    if (declared.get("standalone") != null) {
      boolean standsAlone = Values.isTruthy(declared.get("standalone"));
      out.append(" standalone=\"").append(standsAlone ? "yes" : "no").append('"');
    }
    out.append("?>");
    newLine(0);
  }

  private void newLine(int depth) {
    if (isPretty) {
      out.append(newline);
      for (int i = 0; i < depth; i++) {
        out.append(indent);
      }
    }
  }

  private void write(Part part, int depth) {
    if (part instanceof Text text) {
      out.append(text.written);
    } else if (part instanceof Element element) {
      write(element, depth);
    }
  }

  private void write(Element element, int depth) {
    out.append('<').append(element.name);
    element.attributes.forEach(
        (name, value) -> out.append(' ').append(name).append("=\"").append(value).append('"'));
    if (element.parts.isEmpty()) {
      out.append("/>");
      return;
    }
    out.append('>');
    boolean isInLine = element.hasTextAlone();
    for (Part part : element.parts) {
      if (!isInLine) {
        newLine(depth + 1);
      }
      write(part, depth + 1);
    }
    if (!isInLine) {
      newLine(depth);
    }
    out.append("</").append(element.name).append('>');
  }
}
