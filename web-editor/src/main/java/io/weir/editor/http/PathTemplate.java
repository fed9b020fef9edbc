package io.weir.editor.http;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path with named parts in it: {@code /flow/{id}}. A part is one segment; {@code {path*}} is all
 * the rest, and {@code {module@}} has a scope in front of it if it begins with an @.
 *
 * <p>Neither the case of letters outside the parts nor a slash at the end makes a difference.
 */
public final class PathTemplate {
  private static final Pattern PART = Pattern.compile("\\{(\\w+)([*@]?)}");

  private final String pattern;
  private final String shown;
  private final List<String> names = new ArrayList<>();

  /** Reads a template. */
  public PathTemplate(String template) {
    StringBuilder regex = new StringBuilder("(?i)");
    StringBuilder text = new StringBuilder();
    Matcher part = PART.matcher(template);
    int end = 0;
    boolean isRest = false;
    while (part.find()) {
      String literal = template.substring(end, part.start());
      regex.append(literal(literal)).append("(?<").append(part.group(1)).append('>');
      isRest = part.group(2).equals("*");
      regex.append(isRest ? ".+" : part.group(2).isEmpty() ? "[^/]+" : "(?:@[^/]+/)?[^/]+");
      regex.append(')');
      text.append(literal).append('{').append(part.group(1)).append('}');
      names.add(part.group(1));
      end = part.end();
    }
    String literal = template.substring(end);
    regex.append(literal(literal));
    text.append(literal);
    if (!isRest && !template.endsWith("/")) {
      regex.append("/?");
    }
    pattern = regex.toString();
    shown = text.toString();
  }

  private static String literal(String text) {
    return text.isEmpty() ? "" : Pattern.quote(text);
  }

  /** The expression that fits a path, with a group for each part. */
  public String pattern() {
    return pattern;
  }

  /** The names of the parts, in their order. */
  public List<String> names() {
    return List.copyOf(names);
  }

  /** The path as OpenAPI writes it. */
  @Override
  public String toString() {
    return shown;
  }
}
