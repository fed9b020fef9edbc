package io.weir.nodes.common;

import io.weir.engine.node.Node;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.NodeType.Category;
import io.weir.engine.node.NodeType.Kind;
import io.weir.engine.node.Property;
import io.weir.nodes.support.Helps;

/** A note on the canvas. */
public final class CommentNode implements Node {
  private static final Property<String> TEXT =
      Property.code("info", "markdown").label("Text").defaultsTo("");

  /** The type. */
  public static final NodeType TYPE =
      NodeType.named("comment")
          .category(Category.COMMON)
          .kind(Kind.ORGANISE)
          .color("#ffffff")
          .icon("comment.svg")
          .purpose("Write a note beside the flow")
          .synonyms("note", "text", "documentation")
          .selfContained()
          .help(Helps.of(CommentNode.class, "comment"))
          .properties(TEXT)
          .create((config, context) -> new CommentNode());

  private CommentNode() {}
}
