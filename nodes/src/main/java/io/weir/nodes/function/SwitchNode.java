package io.weir.nodes.function;

import static io.weir.engine.node.Property.choice;
import static io.weir.engine.node.Property.flag;
import static io.weir.engine.node.Property.list;
import static io.weir.engine.node.Property.typed;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageIds;
import io.weir.engine.message.Undefined;
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
import io.weir.engine.node.Property.Untyped;
import io.weir.engine.node.ValueSource;
import io.weir.nodes.support.Helps;
import io.weir.nodes.support.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends a message to the outputs whose rules it meets. */
public final class SwitchNode implements Node {
  private static final Object[] VALUE_TYPES = {
    "msg",
    "flow",
    "global",
    "str",
    "num",
    "jsonata",
    "env",
    Map.of("type", "prev", "label", "previous value", "value", "")
  };

  /** What JavaScript takes for a number, nothing at all included. */
  private static final Untyped UNTYPED =
      Untyped.is("str")
          .unless(
              "\\s*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?|[+-]?Infinity"
                  + "|0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+)?\\s*",
              "num");

  private static final Object[] WITHOUT_VALUE = {
    "true", "false", "null", "nnull", "empty", "nempty", "istype", "jsonata_exp", "else"
  };

  private static final Property<ValueSource> PROPERTY =
      typed("property", "propertyType", "msg", "msg", "flow", "global", "jsonata", "env")
          .label("Property")
          .defaultsTo("payload");
  private static final Property<String> OPERATOR =
      choice(
              "t",
              Option.of("eq", "=="),
              Option.of("neq", "!="),
              Option.of("lt", "<"),
              Option.of("lte", "<="),
              Option.of("gt", ">"),
              Option.of("gte", ">="),
              Option.of("hask", "has key"),
              Option.of("btwn", "is between"),
              Option.of("cont", "contains"),
              Option.of("regex", "matches regex"),
              Option.of("true", "is true"),
              Option.of("false", "is false"),
              Option.of("null", "is null"),
              Option.of("nnull", "is not null"),
              Option.of("istype", "is of type"),
              Option.of("empty", "is empty"),
              Option.of("nempty", "is not empty"),
              new Option("head", "head", "The first messages of a sequence."),
              new Option("index", "index between", "By the place in a sequence."),
              new Option("tail", "tail", "The last messages of a sequence."),
              Option.of("jsonata_exp", "JSONata expression"),
              new Option("else", "otherwise", "If no rule above was met."))
          .label("Rule")
          .defaultsTo("eq");
  private static final Property<ValueSource> FIRST =
      typed("v", "vt", UNTYPED, VALUE_TYPES)
          .label("Value")
          .defaultsTo("")
          .hiddenWhen("t", WITHOUT_VALUE);
  private static final Property<ValueSource> SECOND =
      typed("v2", "v2t", UNTYPED, VALUE_TYPES)
          .label("and")
          .defaultsTo("")
          .shownWhen("t", "btwn", "index");
  private static final Property<ValueSource> EXPRESSION =
      typed("v", "vt", "jsonata", "jsonata").label("Expression").shownWhen("t", "jsonata_exp");
  private static final Property<ValueSource> TYPE_WORD =
      typed(
              "v",
              "vt",
              "string",
              word("string"),
              word("number"),
              word("boolean"),
              word("array"),
              word("buffer"),
              word("object"),
              Map.of("type", "json", "label", "JSON text", "value", "json"),
              word("undefined"),
              word("null"))
          .label("Type")
          .shownWhen("t", "istype");
  private static final Property<Boolean> IGNORES_CASE =
      flag("case").label("Ignore case").defaultsTo(false).shownWhen("t", "regex");
  private static final Property<List<NodeConfig>> RULES =
      list("rules", OPERATOR, FIRST, SECOND, EXPRESSION, TYPE_WORD, IGNORES_CASE)
          .label("Rules")
          .with("itemSummary", "{t} {v}")
          .with("countsIn", "outputs")
          .defaultsTo(List.of(Map.of("t", "eq", "v", "", "vt", "str")))
          .ifAbsent(List.of());
  private static final Property<String> CHECK_ALL =
      choice(
              "checkall",
              Option.of("true", "every output whose rule is met"),
              Option.of("false", "the first output whose rule is met"))
          .label("Send to")
          .defaultsTo("true");
  private static final Property<Boolean> REPAIR =
      flag("repair").label("Make new sequences of what leaves an output").defaultsTo(false).more();

  private static Map<String, Object> word(String word) {
    return Map.of("type", word, "label", word, "value", word);
  }

  /**
   * The type.
   *
   * @param mostBuffered messages that wait for the rest of their sequences
   */
  public static NodeType type(int mostBuffered) {
    return NodeType.named("switch")
        .category(Category.FUNCTION)
        .kind(Kind.DECIDE)
        .color("#E2D96E")
        .icon("switch.svg")
        .purpose("Decide where a message goes")
        .summary("if {property} {rules}")
        .synonyms("if", "else", "route", "filter", "condition", "case")
        .inputs(1)
        .outputsFrom("outputs")
        .withoutCompletion()
        .preview()
        .help(Helps.of(SwitchNode.class, "switch"))
        .properties(PROPERTY, RULES, CHECK_ALL, REPAIR)
        .create((config, context) -> new SwitchNode(config, context, mostBuffered));
  }

  private final NodeContext context;
  private final ValueSource property;
  private final SwitchRule[] rules;
  private final boolean stopsAtFirst;
  private final boolean repairs;
  private final @Nullable SequenceBuffer sequences;
  private boolean isBroken;
  private @Nullable Object previous;

  private SwitchNode(NodeConfig config, NodeContext context, int mostBuffered) {
    this.context = context;
    property = config.get(PROPERTY);
    rules = rules(config);
    stopsAtFirst = "false".equals(config.raw("checkall"));
    repairs = config.get(REPAIR);
    boolean needsWhole = repairs;
    for (SwitchRule rule : rules) {
      needsWhole |= rule.needsWholeSequence();
    }
    sequences = needsWhole ? new SequenceBuffer(mostBuffered) : null;
    compile();
  }

  private static SwitchRule[] rules(NodeConfig config) {
    List<SwitchRule> rules = new ArrayList<>();
    if (config.raw("rules") instanceof List<?> rows) {
      for (Object row : rows) {
        if (row instanceof Map<?, ?> map) {
          rules.add(SwitchRule.of(map));
        }
      }
    }
    return rules.toArray(SwitchRule[]::new);
  }

  private void compile() {
    try {
      if (property instanceof ValueSource.Jsonata expression) {
        expression.compile(context);
      }
      for (SwitchRule rule : rules) {
        rule.check(context);
      }
    } catch (NodeException e) {
      isBroken = true;
      context.error("Invalid JSONata expression: " + e.getMessage(), null);
    }
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    if (isBroken) {
      return Outcome.dropped();
    }
    if (sequences == null || !SequenceBuffer.isPart(message)) {
      route(message, (output, m) -> out.send(output, m));
      return Node.done();
    }
    List<Message> whole = sequences.add(message);
    if (!whole.isEmpty()) {
      if (repairs) {
        sendRepaired(whole, out);
      } else {
        whole.forEach(part -> route(part, (output, m) -> out.send(output, m)));
      }
    }
    return Node.done();
  }

  /** What to do with a message that met a rule. */
  private interface Target {
    void take(int output, Message message);
  }

  private void route(Message message, Target target) {
    Object value;
    try {
      value = value(message);
    } catch (NodeException e) {
      context.warn("Invalid JSONata expression: " + e.getMessage());
      return;
    }
    Object before = previous;
    boolean nothingMatched = true;
    // Remembered as bits: a rule that fails must leave nothing sent.
    long matched = 0;
    List<Integer> many = rules.length > Long.SIZE ? new ArrayList<>() : List.of();
    for (int i = 0; i < rules.length; i++) {
      SwitchRule rule = rules[i];
      boolean matches =
          rule.isElse() ? nothingMatched : rule.matches(value, before, message, context);
      if (matches) {
        nothingMatched = false;
        if (rules.length > Long.SIZE) {
          many.add(i);
        } else {
          matched |= 1L << i;
        }
        if (stopsAtFirst) {
          break;
        }
      }
      // What follows an "otherwise" is a block of rules of its own.
      nothingMatched |= rule.isElse();
    }
    previous = value;
    for (; matched != 0; matched &= matched - 1) {
      target.take(Long.numberOfTrailingZeros(matched), message);
    }
    many.forEach(output -> target.take(output, message));
  }

  private @Nullable Object value(Message message) {
    if (property instanceof ValueSource.MessagePath path) {
      return message.get(path.path());
    }
    if (property instanceof ValueSource.Jsonata) {
      return property.evaluate(message, context);
    }
    try {
      return property.evaluate(message, context);
    } catch (NodeException e) {
      return Undefined.VALUE;
    }
  }

  private void sendRepaired(List<Message> whole, Outputs out) {
    int[] counts = new int[rules.length];
    List<Runnable> sends = new ArrayList<>();
    String[] ids = new String[rules.length];
    for (Message part : whole) {
      route(
          part,
          (output, message) -> {
            int index = counts[output]++;
            if (index == 0) {
              ids[output] = MessageIds.next();
            }
            sends.add(
                () ->
                    out.send(
                        output,
                        SequenceBuffer.renumbered(message, ids[output], index, counts[output])));
          });
    }
    sends.forEach(Runnable::run);
  }
}
