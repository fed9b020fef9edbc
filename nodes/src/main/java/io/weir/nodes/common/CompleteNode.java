package io.weir.nodes.common;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.node.CompletionWatcher;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.NodeType.Category;
import io.weir.engine.node.NodeType.Kind;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Property;
import io.weir.engine.node.Scope;
import io.weir.nodes.support.Helps;
import java.util.List;
import java.util.Set;

/** Starts a flow when another node has finished with a message. */
public final class CompleteNode implements Node, CompletionWatcher {
  private static final Property<Scope> SCOPE =
      Property.scope("scope", "nodes").label("Completions of").defaultsTo(List.of()).required();

  /** The type. */
  public static final NodeType TYPE =
      NodeType.named("complete")
          .category(Category.COMMON)
          .kind(Kind.START)
          .color("#c0edc0")
          .icon("alert.svg")
          .purpose("When a node has finished")
          .summary("{scope} done")
          .synonyms("done", "finished", "completion")
          .outputs(1)
          .selfContained()
          .help(Helps.of(CompleteNode.class, "complete"))
          .properties(SCOPE)
          .create((config, context) -> new CompleteNode(config));

  private final Scope scope;

  private CompleteNode(NodeConfig config) {
    Scope configured = config.get(SCOPE);
    // Without a list it watches nothing; "all" would make it watch itself.
    scope =
        configured.kind() == Scope.Kind.NODES ? configured : new Scope(Scope.Kind.NODES, Set.of());
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
