package io.weir.nodes.parser;

import io.weir.engine.message.ErrorValue;
import io.weir.engine.node.NodeException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the first element of an XML text and tells what is in it.
 *
 * <p>Written by hand, since flows rely on the errors of Node-RED's parser, with their places, and
 * on what it lets pass: line ends as they are, attributes that are there twice, anything behind the
 * first element. There are no entities but those that XML itself has: a document type is passed
 * over, so nothing is fetched and nothing multiplies.
 */
final class XmlScanner {
  /** What is found in the text, in order. */
  interface Handler {
    /** An element begins. */
    void begin(String name, Map<String, String> attributes);

    /**
     * Text within the element.
     *
     * @param isCdata whether blanks in it count although there is nothing else
     */
    void text(String text, boolean isCdata);

    /** The element that began last, and has not ended, ends. */
    void end();
  }

  /** As deep as JSON may be. */
  private static final int DEEPEST = 1_000;

  private final String text;
  private final Handler handler;
  private final Deque<String> open = new ArrayDeque<>();
  private int at;

  private XmlScanner(String text, Handler handler) {
    this.text = text;
    this.handler = handler;
  }

  /**
   * Reads a text up to the end of its first element.
   *
   * @throws NodeException saying what is wrong and where
   */
  static void scan(String text, Handler handler) {
    new XmlScanner(text, handler).scan();
  }

  private void scan() {
    if (text.startsWith("\ufeff")) {
      at++;
    }
    while (at < text.length()) {
      if (text.charAt(at) != '<') {
        text();
      } else if (markup() && open.isEmpty()) {
        return;
      }
    }
    if (!open.isEmpty()) {
      throw error("Unclosed root tag");
    }
  }

  // ---- text ----

  private void text() {
    int end = text.indexOf('<', at);
    end = end < 0 ? text.length() : end;
    if (open.isEmpty()) {
      for (; at < end; at++) {
        if (!isBlank(text.charAt(at))) {
          throw error("Non-whitespace before first tag.");
        }
      }
      return;
    }
    handler.text(content('<'), false);
  }

  /** Text up to a character or the end, with what entities in it stand for. */
  private String content(char end) {
    StringBuilder content = new StringBuilder();
    while (at < text.length() && text.charAt(at) != end) {
      if (text.charAt(at) == '&') {
        entity(content);
      } else {
        content.append(text.charAt(at++));
      }
    }
    return content.toString();
  }

  private void entity(StringBuilder content) {
    int from = at + 1;
    for (at = from; at < text.length() && text.charAt(at) != ';'; at++) {
      char c = text.charAt(at);
      if (c != '#' && !isInName(c)) {
        throw error("Invalid character in entity name");
      }
    }
    if (at >= text.length()) {
      throw error("Unexpected end");
    }
    String name = text.substring(from, at);
    switch (name) {
      case "amp" -> content.append('&');
      case "lt" -> content.append('<');
      case "gt" -> content.append('>');
      case "quot" -> content.append('"');
      case "apos" -> content.append('\'');
      default -> content.appendCodePoint(codePoint(name));
    }
    at++;
  }

  private int codePoint(String name) {
    try {
      int c = -1;
      if (name.startsWith("#x") || name.startsWith("#X")) {
        c = Integer.parseUnsignedInt(name.substring(2), 16);
      } else if (name.startsWith("#")) {
        c = Integer.parseUnsignedInt(name.substring(1));
      }
      if (Character.isValidCodePoint(c)) {
        return c;
      }
    } catch (NumberFormatException e) {
      // As any other that isn't known.
    }
    throw error("Invalid character entity");
  }

  // ---- markup ----

  /**
   * Reads what begins with a less-than sign.
   *
   * @return whether an element may have ended
   */
  private boolean markup() {
    if (text.startsWith("<!--", at)) {
      comment();
    } else if (text.startsWith("<![CDATA[", at)) {
      cdata();
    } else if (text.startsWith("<!DOCTYPE", at) || text.startsWith("<!doctype", at)) {
      documentType();
    } else if (text.startsWith("<?", at)) {
      skipBehind("?>", 2);
    } else if (text.startsWith("</", at)) {
      closeTag();
      return true;
    } else {
      return openTag();
    }
    return false;
  }

  private void skipBehind(String end, int markLength) {
    int found = text.indexOf(end, at + markLength);
    if (found < 0) {
      at = text.length();
      throw error("Unexpected end");
    }
    at = found + end.length();
  }

  private void comment() {
    int dashes = text.indexOf("--", at + 4);
    if (dashes >= 0 && dashes + 2 < text.length() && text.charAt(dashes + 2) != '>') {
      at = dashes + 2;
      throw error("Malformed comment");
    }
    skipBehind("-->", 4);
  }

  private void cdata() {
    int from = at + "<![CDATA[".length();
    if (open.isEmpty()) {
      throw error("Non-whitespace before first tag.");
    }
    skipBehind("]]>", "<![CDATA[".length());
    handler.text(text.substring(from, at - "]]>".length()), true);
  }

  /** Passes over a document type and whatever it declares. */
  private void documentType() {
    if (!open.isEmpty()) {
      throw error("Inappropriately located doctype declaration");
    }
    boolean isInside = false;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"' || c == '\'') {
        int end = text.indexOf(c, at + 1);
        at = end < 0 ? text.length() : end;
      } else if (c == '[') {
        isInside = true;
      } else if (c == ']') {
        isInside = false;
      } else if (c == '>' && !isInside) {
        at++;
        return;
      }
    }
    throw error("Unexpected end");
  }

  private void closeTag() {
    at += 2;
    String name = name("Invalid closing tag name");
    skipBlanks();
    if (require() != '>') {
      throw error("Invalid characters in closing tag");
    }
    if (open.isEmpty()) {
      throw error("Unmatched closing tag: " + name);
    }
    if (!open.pop().equals(name)) {
      throw error("Unexpected close tag");
    }
    at++;
    handler.end();
  }

  private boolean openTag() {
    at++;
    String name = name("Unencoded <");
    char next = require();
    if (!isBlank(next) && next != '/' && next != '>') {
      throw error("Invalid character in tag name");
    }
    Map<String, String> attributes = attributes();
    boolean isEmpty = text.charAt(at) == '/';
    if (isEmpty) {
      at++;
      if (require() != '>') {
        throw error("Forward-slash in opening tag not followed by >");
      }
    }
    at++;
    if (open.size() == DEEPEST) {
      throw new NodeException("elements are nested more than " + DEEPEST + " deep");
    }
    handler.begin(name, attributes);
    if (isEmpty) {
      handler.end();
    } else {
      open.push(name);
    }
    return isEmpty;
  }

  /** The attributes of a tag, up to its end. */
  private Map<String, String> attributes() {
    Map<String, String> attributes = new LinkedHashMap<>();
    while (true) {
      boolean hasBlanks = skipBlanks();
      char next = require();
      if (next == '/' || next == '>') {
        return attributes;
      }
      if (!hasBlanks && isNameStart(next)) {
        throw error("No whitespace between attributes");
      }
      String name = name("Invalid attribute name");
      skipBlanks();
      if (require() != '=') {
        throw error(
            isBlank(text.charAt(at - 1)) || text.charAt(at) == '>'
                ? "Attribute without value"
                : "Invalid attribute name");
      }
      at++;
      attributes.putIfAbsent(name, attributeValue());
    }
  }

  private String attributeValue() {
    skipBlanks();
    char quote = require();
    if (quote != '"' && quote != '\'') {
      throw error("Unquoted attribute value");
    }
    at++;
    String value = content(quote);
    require();
    at++;
    return value;
  }

  private String name(String otherwise) {
    int from = at;
    if (!isNameStart(require())) {
      throw error(otherwise);
    }
    while (at < text.length() && isInName(text.charAt(at))) {
      at++;
    }
    return text.substring(from, at);
  }

  private boolean skipBlanks() {
    int from = at;
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
    return at > from;
  }

  private char require() {
    if (at >= text.length()) {
      throw error("Unexpected end");
    }
    return text.charAt(at);
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  static boolean isNameStart(char c) {
    return c == '_' || c == ':' || Character.isLetter(c) || Character.isSurrogate(c);
  }

  static boolean isInName(char c) {
    return isNameStart(c) || c == '-' || c == '.' || c == '\u00b7' || Character.isDigit(c);
  }

  // ---- errors ----

  /** An error at the present character, its place counted as Node-RED's parser does. */
  private NodeException error(String what) {
    boolean isAtEnd = at >= text.length();
    int behind = isAtEnd ? text.length() : at + 1;
    int lastBreak = text.lastIndexOf('\n', behind - 1);
    long lines = text.substring(0, behind).chars().filter(c -> c == '\n').count();
    return NodeException.of(
        new ErrorValue(
            "Error",
            what
                + "\nLine: "
                + lines
                + "\nColumn: "
                + (behind - 1 - lastBreak)
                + "\nChar: "
                + (isAtEnd ? "" : text.substring(at, behind)),
            null,
            null,
            null));
  }
}
