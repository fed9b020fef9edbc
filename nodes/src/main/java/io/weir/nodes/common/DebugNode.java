package io.weir.nodes.common;

import static io.weir.engine.node.Property.flag;
import static io.weir.engine.node.Property.typed;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.message.PathException;
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
import io.weir.engine.node.Property.Untyped;
import io.weir.engine.node.Switchable;
import io.weir.engine.node.ValueSource;
import io.weir.nodes.support.Helps;
import io.weir.nodes.support.Outcome;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows messages: in the debug view, on the console, under itself. */
public final class DebugNode implements Node, Switchable {
  private static final int CONSOLE_DEPTH = 10;

  private static final Property<Boolean> ACTIVE = flag("active").label("On").defaultsTo(true);
  private static final Property<Boolean> TO_SIDEBAR =
      flag("tosidebar").label("Show in the debug view").defaultsTo(true);
  private static final Property<Boolean> TO_CONSOLE =
      flag("console").label("Write to the log").defaultsTo(false);
  private static final Property<Boolean> TO_STATUS =
      flag("tostatus").label("Show under the node").defaultsTo(false);
  private static final Property<ValueSource> WHAT =
      typed(
              "complete",
              "targetType",
              Untyped.is("msg").unless("true", "full"),
              "msg",
              Map.of("type", "full", "label", "complete message", "value", "true"),
              "jsonata")
          .label("Show")
          .defaultsTo("payload")
          .readAs("false", "payload")
          .readAs(false, "payload");
  private static final Property<ValueSource> STATUS_WHAT =
      typed(
              "statusVal",
              "statusType",
              "auto",
              Map.of("type", "auto", "label", "the same", "value", ""),
              "msg",
              "jsonata",
              Map.of("type", "counter", "label", "number of messages", "value", ""))
          .label("Under the node")
          .defaultsTo("")
          .shownWhen("tostatus", true);

  /**
   * The type.
   *
   * @param statusLength characters of its status, above which it is cut
   */
  public static NodeType type(int statusLength) {
    return NodeType.named("debug")
        .category(Category.COMMON)
        .kind(Kind.LOOK)
        .color("#87a980")
        .icon("debug.svg")
        .purpose("Show messages")
        .summary("{complete}")
        .synonyms("log", "print", "console", "inspect", "show")
        .inputs(1)
        .button("toggle", "active")
        .autoName()
        .selfContained()
        .help(Helps.of(DebugNode.class, "debug"))
        .properties(WHAT, TO_SIDEBAR, TO_CONSOLE, TO_STATUS, STATUS_WHAT, ACTIVE)
        .create((config, context) -> new DebugNode(config, context, statusLength));
  }

  private final NodeContext context;
  private final Shown shown;
  private final boolean toSidebar;
  private final boolean toConsole;
  private final @Nullable DebugStatus status;
  private boolean active;
  private boolean isBroken;

  private DebugNode(NodeConfig config, NodeContext context, int statusLength) {
    this.context = context;
    active = config.raw("active") == null || config.get(ACTIVE);
    toSidebar = config.raw("tosidebar") == null || config.get(TO_SIDEBAR);
    toConsole = config.get(TO_CONSOLE);
    shown = Shown.of(config.raw("complete"), config.raw("targetType"));
    status =
        Boolean.TRUE.equals(config.raw("tostatus"))
            ? DebugStatus.of(
                config.raw("statusType"), config.raw("statusVal"), shown, context, statusLength)
            : null;
    compile(shown);
    if (status != null) {
      compile(status.what());
    }
  }

  private void compile(Shown what) {
    if (what.expression instanceof ValueSource.Jsonata expression) {
      try {
        expression.compile(context);
      } catch (NodeException e) {
        isBroken = true;
        context.error("Invalid JSONata expression: " + e.getMessage(), null);
      }
    }
  }

  @Override
  public Future<Void> start() {
    if (status != null) {
      status.start();
    }
    return Node.done();
  }

  @Override
  public boolean isActive() {
    return active;
  }

  @Override
  public void setActive(boolean active) {
    this.active = active;
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    if (isBroken) {
      return Outcome.dropped();
    }
    // A status node may be wired to us: our own status must not come back as another message.
    if (message.get("status") instanceof Map<?, ?> from
        && from.get("source") instanceof Map<?, ?> source
        && context.id().equals(source.get("id"))) {
      return Node.done();
    }
    Object value;
    try {
      value = shown.in(message, context);
      if (status != null) {
        status.show(message);
      }
    } catch (NodeException e) {
      context.error(e, null);
      return Outcome.dropped();
    }
    if (toConsole) {
      context.log(consoleText(value));
    }
    if (active && toSidebar) {
      context.show(message.has("topic") ? message.get("topic") : null, shown.property, value);
    }
    return Node.done();
  }

  private static String consoleText(@Nullable Object value) {
    if (value instanceof String text) {
      return text.indexOf('\n') >= 0 ? "\n" + text : text;
    }
    String text = Inspector.text(value, CONSOLE_DEPTH);
    return "object".equals(Values.typeOf(value)) ? "\n" + text : text;
  }

  /**
   * What is shown of a message: a property, all of it, or an expression's result.
   *
   * @param property the property; null for the other two
   * @param expression the expression; null for the other two
   */
  record Shown(@Nullable String property, @Nullable ValueSource expression) {
    static final Shown ALL = new Shown(null, null);

    /** Reads the two keys of a configuration, old forms included. */
    static Shown of(@Nullable Object what, @Nullable Object type) {
      String text = what == null ? "false" : Values.toText(what);
      if ("jsonata".equals(type)) {
        return new Shown(null, ValueSource.of(text, "jsonata"));
      }
      if (text.equals("true") || "full".equals(type)) {
        return ALL;
      }
      return new Shown(text.equals("false") || text.isEmpty() ? "payload" : text, null);
    }

    @Nullable Object in(Message message, NodeContext context) {
      if (expression != null) {
        return expression.evaluate(message, context);
      }
      return property == null ? message.properties() : message.get(path(property));
    }

    private static PropertyPath path(String property) {
      try {
        return PropertyPath.ofMessage(property);
      } catch (PathException e) {
        throw NodeException.of(e);
      }
    }

    /** The payload in place of the whole message, which is too long for a status. */
    Shown inShort() {
      return property == null && expression == null ? new Shown("payload", null) : this;
    }
  }

  static boolean isMissing(@Nullable Object value) {
    return value == null || value == Undefined.VALUE;
  }
}
