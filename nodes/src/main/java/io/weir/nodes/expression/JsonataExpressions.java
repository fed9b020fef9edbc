package io.weir.nodes.expression;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.node.Expressions;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.Surroundings;
import io.weir.engine.node.Variables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The expression language JSONata, with the functions that Node-RED adds to it. */
public final class JsonataExpressions implements Expressions {
  /** An expression that says {@code msg} was written when the root was an object with it in. */
  private static final Pattern SAYS_MSG =
      Pattern.compile("(^|[^a-zA-Z0-9_'\".])msg([^a-zA-Z0-9_'\"]|$)");

  private static final Pattern DEFINES_FUNCTION = Pattern.compile("function|\\u03bb");

  /** As long as a script may run without a pause. */
  private static final long LONGEST_MILLIS = 10_000;

  private static final int DEEPEST = 400;

  /** The expression language. */
  public JsonataExpressions() {}

  @Override
  public Expression compile(String text) {
    try {
      // The editor stores line breaks as tabs; to the language both are white space.
      return new Compiled(text, Jsonata.jsonata(text));
    } catch (JException e) {
      throw new NodeException(e.getError(), reason(e));
    } catch (RuntimeException e) {
      throw new NodeException("the expression can't be parsed: " + text);
    }
  }

  private static String reason(JException e) {
    return String.valueOf(e.getMessage());
  }

  /**
   * An expression.
   *
   * @threads the context of the node that it belongs to
   */
  private static final class Compiled implements Expression {
    private final Jsonata jsonata;
    private final boolean isOld;
    private final boolean mayLoop;
    // Whose variables the functions see; set while evaluating.
    private @Nullable Surroundings around;

    Compiled(String text, Jsonata jsonata) {
      this.jsonata = jsonata;
      isOld = SAYS_MSG.matcher(text).find();
      mayLoop = DEFINES_FUNCTION.matcher(text).find();
      jsonata.setValidateInput(false);
      jsonata.setOutputConvertNulls(false);
      register("flowContext", "<s-s?:x>", args -> variable(around().flowVariables(), args));
      register("globalContext", "<s-s?:x>", args -> variable(around().globalVariables(), args));
      register("env", "<s-:x>", args -> env(String.valueOf(args.get(0))));
      register("clone", "<(oa)-:o>", args -> args.get(0));
      register("moment", "<x?x?x?x?:o>", Moment::of);
    }

    private interface Body {
      @Nullable Object call(List<?> args);
    }

    private void register(String name, String signature, Body body) {
      jsonata.registerFunction(
          name, new Jsonata.JFunction((input, args) -> body.call(args), signature));
    }

    private Surroundings around() {
      return java.util.Objects.requireNonNull(around);
    }

    private static @Nullable Object variable(Variables variables, List<?> args) {
      Object store = args.size() > 1 ? args.get(1) : null;
      return forLibrary(
          variables.get(String.valueOf(args.get(0)), store instanceof String s ? s : null));
    }

    private @Nullable Object env(String name) {
      Object value = around().env(name);
      return value == Undefined.VALUE ? "" : forLibrary(value);
    }

    private static @Nullable Object forLibrary(@Nullable Object value) {
      return value == Undefined.VALUE ? null : value == null ? Jsonata.NULL_VALUE : value;
    }

    /** A message with its live objects, a request say, as the library can look into them. */
    private static @Nullable Object opened(@Nullable Object root) {
      if (!(root instanceof Map<?, ?> message)
          || message.values().stream().noneMatch(HostView::isHostObject)) {
        return root;
      }
      Map<Object, @Nullable Object> opened = new LinkedHashMap<>(message);
      opened.replaceAll((name, value) -> HostView.of(value));
      return opened;
    }

    @Override
    public @Nullable Object evaluate(
        @Nullable Object root, Map<String, ? extends @Nullable Object> bound, Surroundings place) {
      Surroundings before = around;
      around = place;
      try {
        Jsonata.Frame frame = jsonata.createFrame();
        if (mayLoop) {
          frame.setRuntimeBounds(LONGEST_MILLIS, DEEPEST);
        }
        bound.forEach((name, value) -> frame.bind(name, forLibrary(value)));
        return fromLibrary(jsonata.evaluate(root(forLibrary(opened(root))), frame));
      } catch (JException e) {
        throw new NodeException(e.getError(), reason(e));
      } catch (StackOverflowError e) {
        throw new NodeException("U1001", "the expression calls itself without an end");
      } catch (NodeException e) {
        throw e;
      } catch (RuntimeException e) {
        // The library lets some of Java's own out, as for $number of a text that is none.
        throw new NodeException("the expression can't be evaluated: " + e.getMessage());
      } finally {
        around = before;
      }
    }

    private @Nullable Object root(@Nullable Object value) {
      return isOld && value != null ? Map.of("msg", value) : value;
    }

    /** A result as a message value: the library's own kinds of null and list replaced. */
    private static @Nullable Object fromLibrary(@Nullable Object value) {
      if (value == null) {
        return Undefined.VALUE;
      }
      return Values.freeze(plain(value));
    }

    private static @Nullable Object plain(@Nullable Object value) {
      if (value == null || value == Jsonata.NULL_VALUE) {
        return null;
      }
      if (value instanceof HostView view) {
        return view.value();
      }
      if (value instanceof List<?> list) {
        List<@Nullable Object> plain = new ArrayList<>(list.size());
        list.forEach(item -> plain.add(plain(item)));
        return plain;
      }
      if (value instanceof Map<?, ?> map) {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        map.forEach((key, member) -> plain.put(String.valueOf(key), plain(member)));
        return plain;
      }
      return value;
    }
  }
}
