package io.weir.nodes.function;

import static io.weir.engine.node.Property.choice;
import static io.weir.engine.node.Property.flag;
import static io.weir.engine.node.Property.list;
import static io.weir.engine.node.Property.typed;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
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
import io.weir.nodes.support.Helps;
import io.weir.nodes.support.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sets, changes, deletes and moves properties of messages and variables. */
public final class ChangeNode implements Node {
  private static final Property<String> ACTION =
      choice(
              "t",
              Option.of("set", "set"),
              Option.of("change", "change"),
              Option.of("delete", "delete"),
              Option.of("move", "move"))
          .label("Action")
          .defaultsTo("set");
  private static final Property<ValueSource> TARGET =
      typed("p", "pt", "msg", "msg", "flow", "global").label("Property").defaultsTo("payload");
  private static final Property<ValueSource> VALUE =
      typed(
              "to", "tot", "str", "msg", "flow", "global", "str", "num", "bool", "json", "bin",
              "date", "jsonata", "env")
          .label("to")
          .defaultsTo("")
          .shownWhen("t", "set");
  private static final Property<Boolean> COPIES =
      flag("dc")
          .label("Deep copy")
          .hint("Values are never shared here; kept for flows that go back to Node-RED.")
          .defaultsTo(false)
          .shownWhen("t", "set")
          .shownWhen("tot", "msg", "flow", "global", "env")
          .more();
  private static final Property<ValueSource> SEARCH =
      typed("from", "fromt", "str", "msg", "flow", "global", "str", "re", "num", "bool", "env")
          .label("Search for")
          .defaultsTo("")
          .shownWhen("t", "change");
  private static final Property<ValueSource> REPLACE =
      typed("to", "tot", "str", "msg", "flow", "global", "str", "num", "bool", "json", "bin", "env")
          .label("Replace with")
          .defaultsTo("")
          .shownWhen("t", "change");
  private static final Property<ValueSource> DESTINATION =
      typed("to", "tot", "msg", "msg", "flow", "global")
          .label("to")
          .defaultsTo("")
          .shownWhen("t", "move");
  private static final Property<List<NodeConfig>> RULES =
      list("rules", ACTION, TARGET, VALUE, SEARCH, REPLACE, DESTINATION, COPIES)
          .label("Rules")
          .with("itemSummary", "{t} {p} {to}")
          .defaultsTo(
              List.of(Map.of("t", "set", "p", "payload", "pt", "msg", "to", "", "tot", "str")))
          .ifAbsent(List.of());

  /** The type. */
  public static final NodeType TYPE =
      NodeType.named("change")
          .category(Category.FUNCTION)
          .kind(Kind.CHANGE)
          .color("#E2D96E")
          .icon("swap.svg")
          .purpose("Set, change or move values")
          .summary("{rules}")
          .synonyms("set", "move", "delete", "replace", "rename", "assign")
          .inputs(1)
          .outputs(1)
          .preview()
          .help(Helps.of(ChangeNode.class, "change"))
          .properties(RULES)
          .create(ChangeNode::new);

  private final ChangeRule[] rules;
  private final boolean isBroken;

  private ChangeNode(NodeConfig config, NodeContext context) {
    List<ChangeRule> made = new ArrayList<>();
    boolean failed = false;
    for (Map<?, ?> row : rows(config)) {
      try {
        made.add(ChangeRule.of(row, context));
      } catch (NodeException e) {
        failed = true;
        context.error(e, null);
      }
    }
    rules = made.toArray(ChangeRule[]::new);
    isBroken = failed;
  }

  private static List<Map<?, ?>> rows(NodeConfig config) {
    List<Map<?, ?>> rows = new ArrayList<>();
    if (config.raw("rules") instanceof List<?> list) {
      for (Object row : list) {
        if (row instanceof Map<?, ?> map) {
          rows.add(map);
        }
      }
    } else if (config.has("action")) {
      rows.add(oldRule(config));
    }
    return rows;
  }

  /** The one rule of a node from before there were lists of them. */
  private static Map<?, ?> oldRule(NodeConfig config) {
    Map<String, @Nullable Object> rule = new HashMap<>();
    rule.put("t", "replace".equals(config.raw("action")) ? "set" : config.raw("action"));
    rule.put("p", config.raw("property"));
    rule.put("to", config.raw("to"));
    rule.put("from", config.raw("from"));
    rule.put("re", config.raw("reg") == null || Boolean.TRUE.equals(config.raw("reg")));
    return rule;
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    if (isBroken) {
      return Outcome.dropped();
    }
    Message changed = message;
    for (ChangeRule rule : rules) {
      changed = rule.apply(changed);
    }
    out.send(changed);
    return Node.done();
  }
}
