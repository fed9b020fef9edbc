package io.weir.nodes.sequence;

import static io.weir.engine.node.Property.choice;
import static io.weir.engine.node.Property.duration;
import static io.weir.engine.node.Property.flag;
import static io.weir.engine.node.Property.list;
import static io.weir.engine.node.Property.number;
import static io.weir.engine.node.Property.text;

import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.NodeType.Category;
import io.weir.engine.node.NodeType.Kind;
import io.weir.engine.node.Property;
import io.weir.engine.node.Property.Option;
import io.weir.engine.node.Rule;
import io.weir.nodes.support.Helps;
import java.util.List;
import java.util.Map;

/** The batch node: makes sequences of messages, by number, by time, or of other sequences. */
public final class BatchNode {
  private static final Property<String> MODE =
      choice(
              "mode",
              Option.of("count", "by number"),
              Option.of("interval", "by time"),
              new Option("concat", "of sequences", "One after the other, by their topics."))
          .label("Make sequences")
          .defaultsTo("count");
  static final Property<Double> COUNT =
      number("count")
          .label("Messages in each")
          .defaultsTo(10)
          .ifAbsent(1)
          .rule(Rule.atLeast(1))
          .shownWhen("mode", "count");
  static final Property<Double> OVERLAP =
      number("overlap")
          .label("Of these again in the next")
          .defaultsTo(0)
          .rule(Rule.atLeast(0))
          .shownWhen("mode", "count");
  static final Property<Boolean> HONOURS_PARTS =
      flag("honourParts")
          .label("The end of a sequence ends the batch")
          .defaultsTo(false)
          .shownWhen("mode", "count");
  static final Property<Double> INTERVAL =
      duration("interval", "s")
          .label("Every")
          .defaultsTo(10)
          .ifAbsent(0)
          .rule(Rule.atLeast(0))
          .shownWhen("mode", "interval");
  static final Property<Boolean> ALLOWS_EMPTY =
      flag("allowEmptySequence")
          .label("Send an empty message when there was none")
          .defaultsTo(false)
          .shownWhen("mode", "interval");
  private static final Property<String> TOPIC = text("topic").label("Topic");
  static final Property<List<NodeConfig>> TOPICS =
      list("topics", TOPIC)
          .label("Topics in order")
          .with("itemSummary", "{topic}")
          .defaultsTo(List.of(Map.of("topic", "")))
          .shownWhen("mode", "concat");

  private BatchNode() {}

  /**
   * The type.
   *
   * @param mostBuffered messages that wait for the rest of their batch
   */
  public static NodeType type(int mostBuffered) {
    return NodeType.named("batch")
        .category(Category.SEQUENCE)
        .kind(Kind.WAIT)
        .color("#E2D96E")
        .icon("batch.svg")
        .purpose("Group messages into sequences")
        .summary("{mode}")
        .synonyms("group", "window", "collect", "sequence", "chunk", "concat")
        .inputs(1)
        .outputs(1)
        .selfContained()
        .help(Helps.of(BatchNode.class, "batch"))
        .properties(MODE, COUNT, OVERLAP, HONOURS_PARTS, INTERVAL, ALLOWS_EMPTY, TOPICS)
        .create((config, context) -> create(config, context, mostBuffered));
  }

  private static Node create(NodeConfig config, NodeContext context, int mostBuffered) {
    return switch (config.get(MODE)) {
      case "count" -> CountBatch.of(config, context, mostBuffered);
      case "interval" -> new IntervalBatch(config, context, mostBuffered);
      case "concat" -> new ConcatBatch(config, mostBuffered);
      default -> new NoBatch(context, "unexpected mode");
    };
  }
}
