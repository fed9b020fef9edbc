package io.weir.nodes.common;

import static io.weir.engine.node.Property.choice;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.NodeType.Category;
import io.weir.engine.node.NodeType.Kind;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Property;
import io.weir.engine.node.Property.Option;
import io.weir.nodes.support.Helps;
import java.util.List;

/** Sends messages to link in nodes on whichever tab, or back to the link call they came from. */
public final class LinkOutNode implements Node {
  private static final String RETURN = "return";

  private static final Property<String> MODE =
      choice(
              "mode",
              Option.of("link", "the link in nodes below"),
              Option.of(RETURN, "the link call that it came from"))
          .label("Send to")
          .defaultsTo("link");
  private static final Property<List<String>> LINKS =
      Property.links("links", false, "link in")
          .label("Link in nodes")
          .defaultsTo(List.of())
          .shownWhen("mode", "link", "");

  /** The type. */
  public static final NodeType TYPE =
      NodeType.named("link out")
          .category(Category.COMMON)
          .kind(Kind.ORGANISE)
          .color("#ddd")
          .icon("link-out.svg")
          .purpose("To a link in elsewhere, or back to a call")
          .synonyms("link", "wire", "return", "tab", "send")
          .inputs(1)
          .autoName()
          .selfContained()
          .help(Helps.of(LinkOutNode.class, "link out"))
          .linksTo(LINKS.key())
          .properties(MODE, LINKS)
          .create(LinkOutNode::new);

  private final NodeContext context;
  private final boolean returns;
  private final String event;

  private LinkOutNode(NodeConfig config, NodeContext context) {
    this.context = context;
    returns = RETURN.equals(config.raw(MODE.key()));
    event = "node:" + context.id();
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    Message marked = message.with("_event", event);
    out.leaveAs(marked);
    if (!returns) {
      out.send(marked);
    } else if (!context.links().giveBack(marked)) {
      context.warn("Missing return node information");
    }
    return Node.done();
  }
}
