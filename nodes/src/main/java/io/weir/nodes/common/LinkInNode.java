package io.weir.nodes.common;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.NodeType.Category;
import io.weir.engine.node.NodeType.Kind;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Property;
import io.weir.nodes.support.Helps;
import java.util.List;

/** Where messages come in from link out nodes and link calls, on whichever tab those are. */
public final class LinkInNode implements Node {
  private static final Property<List<String>> LINKS =
      Property.links("links", false, "link out").label("Linked from").defaultsTo(List.of());

  /** The type. */
  public static final NodeType TYPE =
      NodeType.named("link in")
          .category(Category.COMMON)
          .kind(Kind.ORGANISE)
          .color("#ddd")
          .icon("link-out.svg")
          .purpose("From a link out elsewhere")
          .synonyms("link", "wire", "subroutine", "tab", "receive")
          .outputs(1)
          .autoName()
          .selfContained()
          .help(Helps.of(LinkInNode.class, "link in"))
          .linkedFrom(LINKS.key())
          .properties(LINKS)
          .create((config, context) -> new LinkInNode());

  private LinkInNode() {}

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    out.send(message);
    return Node.done();
  }
}
