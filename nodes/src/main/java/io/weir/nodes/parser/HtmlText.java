package io.weir.nodes.parser;

import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

/**
 * Writes what is in an element: as HTML, or as XML with every character that isn't ASCII as its
 * number. Both are as Node-RED's html node has them, which jsoup's own writers are not: they leave
 * out the values of attributes that have an empty one, and keep such characters.
 */
final class HtmlText implements NodeVisitor {
  private static final Set<String> WITHOUT_CONTENT =
      Set.of(
          "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
          "source", "track", "wbr");
  // What is in them has no markup in it.
  private static final Set<String> RAW =
      Set.of("script", "style", "xmp", "iframe", "noembed", "noframes", "plaintext");

  private final boolean isXml;
  private final StringBuilder text = new StringBuilder();

  private HtmlText(boolean isXml) {
    this.isXml = isXml;
  }

  /** What is in an element, as HTML. */
  static String html(Element element) {
    return new HtmlText(false).write(element);
  }

  /** What is in an element, as XML. */
  static String xml(Element element) {
    return new HtmlText(true).write(element);
  }

  /** The texts in an element, without what marks them up. */
  static String plain(Element element) {
    StringBuilder text = new StringBuilder();
    NodeTraversor.traverse(
        (node, depth) -> {
          if (node instanceof TextNode part) {
            text.append(part.getWholeText());
          }
        },
        element);
    return text.toString();
  }

  // A visitor rather than calls of itself: elements may be nested as deep as anybody likes.
  private String write(Element root) {
    NodeTraversor.traverse(this, root);
    return text.toString().strip();
  }

  @Override
  public void head(Node node, int depth) {
    if (depth == 0) {
      return;
    }
    if (node instanceof Element element) {
      begin(element);
    } else if (node instanceof TextNode part) {
      append(part.getWholeText(), isRaw(part));
    } else if (node instanceof DataNode data) {
      append(data.getWholeData(), !isXml);
    } else if (node instanceof Comment comment) {
      text.append("<!--").append(comment.getData()).append("-->");
    }
  }

  private boolean isRaw(Node node) {
    return !isXml && node.parent() instanceof Element around && RAW.contains(around.normalName());
  }

  private void begin(Element element) {
    text.append('<').append(element.tagName());
    for (Attribute attribute : element.attributes()) {
      text.append(' ').append(attribute.getKey()).append("=\"");
      escape(attribute.getValue(), true);
      text.append('"');
    }
    text.append(isXml && element.childNodeSize() == 0 ? "/>" : ">");
  }

  @Override
  public void tail(Node node, int depth) {
    if (depth == 0 || !(node instanceof Element element)) {
      return;
    }
    boolean isOpen =
        isXml ? element.childNodeSize() > 0 : !WITHOUT_CONTENT.contains(element.normalName());
    if (isOpen) {
      text.append("</").append(element.tagName()).append('>');
    }
  }

  private void append(String content, boolean isRaw) {
    if (isRaw) {
      text.append(content);
    } else {
      escape(content, false);
    }
  }

  private void escape(String content, boolean isAttribute) {
    for (int i = 0; i < content.length(); ) {
      int c = content.codePointAt(i);
      i += Character.charCount(c);
      if (isXml) {
        escapeForXml(c);
      } else {
        escapeForHtml(c, isAttribute);
      }
    }
  }

  private void escapeForXml(int c) {
    switch (c) {
      case '&' -> text.append("&amp;");
      case '<' -> text.append("&lt;");
      case '>' -> text.append("&gt;");
      case '"' -> text.append("&quot;");
      case '\'' -> text.append("&apos;");
      default -> {
        if (c < 0x80) {
          text.append((char) c);
        } else {
          text.append("&#x").append(Integer.toHexString(c).toUpperCase(Locale.ROOT)).append(';');
        }
      }
    }
  }

  private void escapeForHtml(int c, boolean isAttribute) {
    if (c == '&') {
      text.append("&amp;");
    } else if (c == 0xa0) {
      text.append("&nbsp;");
    } else if (c == '"' && isAttribute) {
      text.append("&quot;");
    } else if (c == '<' && !isAttribute) {
      text.append("&lt;");
    } else if (c == '>' && !isAttribute) {
      text.append("&gt;");
    } else {
      text.appendCodePoint(c);
    }
  }
}
