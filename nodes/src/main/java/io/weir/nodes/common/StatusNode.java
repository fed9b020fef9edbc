package io.weir.nodes.common;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.NodeType.Category;
import io.weir.engine.node.NodeType.Kind;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Property;
import io.weir.engine.node.Scope;
import io.weir.engine.node.StatusWatcher;
import io.weir.nodes.support.Helps;

/** Starts a flow when the status of another node of its tab changes. */
public final class StatusNode implements Node, StatusWatcher {
  private static final Property<Scope> SCOPE =
      Property.scope("scope", "all", "group", "nodes").label("Status of");

  /** The type. */
  public static final NodeType TYPE =
      NodeType.named("status")
          .category(Category.COMMON)
          .kind(Kind.START)
          .color("#94c1d0")
          .icon("status.svg")
          .purpose("Statuses of other nodes")
          .summary("status of {scope}")
          .synonyms("state", "watch", "connected")
          .outputs(1)
          .selfContained()
          .help(Helps.of(StatusNode.class, "status"))
          .properties(SCOPE)
          .create((config, context) -> new StatusNode(config));

  private final Scope scope;

  private StatusNode(NodeConfig config) {
    scope = config.get(SCOPE);
  }

  @Override
  public Scope scope() {
    return scope;
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    out.send(message);
    return Node.done();
  }
}
