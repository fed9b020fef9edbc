package io.weir.nodes.common;

import static io.weir.engine.node.Property.flag;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.node.ErrorCatcher;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.NodeType.Category;
import io.weir.engine.node.NodeType.Kind;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Property;
import io.weir.engine.node.Scope;
import io.weir.nodes.support.Helps;

/** Starts a flow when another node of its tab reports an error. */
public final class CatchNode implements Node, ErrorCatcher {
  private static final Property<Scope> SCOPE =
      Property.scope("scope", "all", "group", "nodes").label("Errors of");
  private static final Property<Boolean> UNCAUGHT =
      flag("uncaught").label("Only errors that no other catch node takes").defaultsTo(false);

  /** The type. */
  public static final NodeType TYPE =
      NodeType.named("catch")
          .category(Category.COMMON)
          .kind(Kind.START)
          .color("#e49191")
          .icon("alert.svg")
          .purpose("Errors of other nodes")
          .summary("errors of {scope}")
          .synonyms("error", "exception", "failure")
          .outputs(1)
          .selfContained()
          .help(Helps.of(CatchNode.class, "catch"))
          .properties(SCOPE, UNCAUGHT)
          .create((config, context) -> new CatchNode(config));

  private final Scope scope;
  private final boolean wantsOnlyUncaught;

  private CatchNode(NodeConfig config) {
    scope = config.get(SCOPE);
    wantsOnlyUncaught = scope.kind() != Scope.Kind.NODES && config.get(UNCAUGHT);
  }

  @Override
  public Scope scope() {
    return scope;
  }

  @Override
  public boolean wantsOnlyUncaught() {
    return wantsOnlyUncaught;
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    out.send(message);
    return Node.done();
  }
}
