package io.weir.nodes.function;

import com.samskivert.mustache.DefaultCollector;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import io.weir.engine.message.Message;
import io.weir.engine.message.PropertyPath;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.Variables;
import java.io.StringReader;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Mustache templates with a message, its flow's and all flows' variables, and the environment to
 * take values from.
 */
public final class MustacheText {
  private static final Pattern VARIABLES = Pattern.compile("(flow|global)(?:\\[(\\w+)])?");

  private final @Nullable NodeContext context;
  private final Mustache.Compiler compiler;
  // The last template: mostly there is but one.
  private String text = "";
  private @Nullable Template compiled;

  /**
   * Templates.
   *
   * @param context where to look up variables; null for templates that know the message alone
   * @param forJson whether texts go into JSON, and so need its escapes
   */
  public MustacheText(@Nullable NodeContext context, boolean forJson) {
    this.context = context;
    compiler =
        Mustache.compiler()
            .defaultValue("")
            .emptyStringIsFalse(true)
            .zeroIsFalse(true)
            .withCollector(new Members())
            .withLoader(name -> new StringReader(""))
            .withEscaper(MustacheText::escaped)
            .withFormatter(
                value ->
                    forJson && value instanceof String s ? inJson(s) : Values.toText(plain(value)));
  }

  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Fraction fraction) {
      return fraction.value();
    }
    return value instanceof Scope ? Map.of() : Values.freeze(value);
  }

  /**
   * The template filled.
   *
   * @throws NodeException if the template is malformed
   */
  public String fill(String template, Message message) {
    try {
      Template ready = compiled;
      if (ready == null || !template.equals(text)) {
        checkClosed(template);
        ready = compiler.compile(template);
        compiled = ready;
        text = template;
      }
      return ready.execute(new Root(message, context));
    } catch (MustacheException e) {
      throw new NodeException(String.valueOf(e.getMessage()));
    }
  }

  /** The library takes a tag without an end for text; to the user it is a slip. */
  private static void checkClosed(String template) {
    boolean hasOtherDelimiters = template.contains("{{=");
    if (!hasOtherDelimiters && template.lastIndexOf("{{") > template.lastIndexOf("}}")) {
      throw new NodeException("Unclosed tag at " + template.length());
    }
  }

  private static String escaped(String raw) {
    StringBuilder escaped = null;
    for (int i = 0; i < raw.length(); i++) {
      String entity =
          switch (raw.charAt(i)) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            case '\'' -> "&#39;";
            case '/' -> "&#x2F;";
            case '`' -> "&#x60;";
            case '=' -> "&#x3D;";
            default -> "";
          };
      if (!entity.isEmpty() && escaped == null) {
        escaped = new StringBuilder(raw.length() + 16).append(raw, 0, i);
      }
      if (escaped != null) {
        if (entity.isEmpty()) {
          escaped.append(raw.charAt(i));
        } else {
          escaped.append(entity);
        }
      }
    }
    return escaped == null ? raw : escaped.toString();
  }

  private static String inJson(String raw) {
    StringBuilder escaped = new StringBuilder(raw.length() + 8);
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      switch (c) {
        case '\\' -> escaped.append("\\\\");
        case '\n' -> escaped.append("\\n");
        case '\t' -> escaped.append("\\t");
        case '\r' -> escaped.append("\\r");
        case '\f' -> escaped.append("\\f");
        case '\b' -> escaped.append("\\b");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /** Names by which something other than the message can be reached. */
  private abstract static class Scope implements Mustache.CustomContext {}

  /** Looks into values as paths through a message do, and never by Java's reflection. */
  private static final class Members extends DefaultCollector {
    @Override
    public Mustache.VariableFetcher createFetcher(Object of, String name) {
      return of instanceof Scope
          ? super.createFetcher(of, name)
          : (value, member) -> {
            Object found = PropertyPath.child(value, member);
            return found == Undefined.VALUE ? Template.NO_FETCHER_FOUND : judged(found);
          };
    }
  }

  /**
   * A number other than zero whose whole part is zero, by which alone the library would judge it.
   */
  private record Fraction(double value) {}

  private static @Nullable Object judged(@Nullable Object value) {
    return value instanceof Double number && number.longValue() == 0 && Values.isTruthy(number)
        ? new Fraction(number)
        : value;
  }

  /** The outermost names: those of the message, then env, flow and global. */
  private static final class Root extends Scope {
    private final Message message;
    private final @Nullable NodeContext context;

    Root(Message message, @Nullable NodeContext context) {
      this.message = message;
      this.context = context;
    }

    @Override
    public @Nullable Object get(String name) {
      if (message.has(name)) {
        return judged(message.get(name));
      }
      NodeContext around = context;
      if (around == null) {
        return null;
      }
      if (name.equals("env")) {
        return new Named(around::env);
      }
      Matcher scope = VARIABLES.matcher(name);
      if (!scope.matches()) {
        return null;
      }
      Variables variables =
          "flow".equals(scope.group(1)) ? around.flowVariables() : around.globalVariables();
      String store = scope.group(2);
      return new Named(key -> variables.get(key, store));
    }
  }

  /** Names that are looked up one by one. */
  private static final class Named extends Scope {
    private final java.util.function.Function<String, @Nullable Object> lookUp;

    Named(java.util.function.Function<String, @Nullable Object> lookUp) {
      this.lookUp = lookUp;
    }

    @Override
    public @Nullable Object get(String name) {
      Object value = lookUp.apply(name);
      return value == Undefined.VALUE ? null : judged(value);
    }
  }
}
