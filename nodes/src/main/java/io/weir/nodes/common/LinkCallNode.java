package io.weir.nodes.common;

import static io.weir.engine.node.Property.choice;
import static io.weir.engine.node.Property.duration;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.engine.message.ErrorValue;
import io.weir.engine.message.Message;
import io.weir.engine.message.Values;
import io.weir.engine.node.LinkCaller;
import io.weir.engine.node.LinkCalls;
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
import io.weir.engine.node.Rule;
import io.weir.nodes.support.Helps;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Calls a link in node like a subroutine and goes on with what comes back. */
public final class LinkCallNode implements Node, LinkCaller {
  private static final double DEFAULT_SECONDS = 30;
  // Each keeps its message; a subroutine that never answers fills this within the time limit only
  // when it is called without end.
  private static final int MOST_WAITING = 10_000;

  private static final Property<String> KIND =
      choice(
              "linkType",
              Option.of("static", "the link in node below"),
              new Option("dynamic", "what msg.target names", "The name or id of a link in node."))
          .label("Call")
          .defaultsTo("static");
  private static final Property<List<String>> LINKS =
      Property.links("links", true, "link in")
          .label("Link in node")
          .defaultsTo(List.of())
          .required()
          .shownWhen("linkType", "static");
  private static final Property<Double> TIMEOUT =
      duration("timeout", "s")
          .label("Give up after")
          .defaultsTo("30")
          .storedAsText()
          .rule(Rule.atLeast(0));

  /** The type. */
  public static final NodeType TYPE =
      NodeType.named("link call")
          .category(Category.COMMON)
          .kind(Kind.ORGANISE)
          .color("#ddd")
          .icon("link-call.svg")
          .purpose("Call a link in and wait for what comes back")
          .synonyms("link", "subroutine", "call", "function", "return")
          .inputs(1)
          .outputs(1)
          .selfContained()
          .help(Helps.of(LinkCallNode.class, "link call"))
          .properties(KIND, LINKS, TIMEOUT)
          .create(LinkCallNode::new);

  private final NodeContext context;
  private final boolean isDynamic;
  private final String target;
  private final long timeoutMillis;
  private final Map<String, Waiting> waiting = new HashMap<>();

  /** A call that nobody has answered yet. */
  private record Waiting(Outputs out, Promise<Void> answered, NodeContext.Timer timer) {}

  private LinkCallNode(NodeConfig config, NodeContext context) {
    this.context = context;
    isDynamic = "dynamic".equals(config.raw(KIND.key()));
    List<String> links = config.get(LINKS);
    target = links.isEmpty() ? "" : links.get(0);
    Object raw = config.raw(TIMEOUT.key());
    double seconds = raw == null || "".equals(raw) ? Double.NaN : Values.toNumber(raw);
    timeoutMillis = Math.round((seconds >= 0 ? seconds : DEFAULT_SECONDS) * 1000);
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    if (waiting.size() >= MOST_WAITING) {
      return Future.failedFuture(
          new NodeException(MOST_WAITING + " calls of this node wait for an answer already"));
    }
    LinkCalls.Call call = call(message);
    Promise<Void> answered = Promise.promise();
    NodeContext.Timer timer = context.after(timeoutMillis, () -> giveUp(call));
    waiting.put(call.id(), new Waiting(out, answered, timer));
    return answered.future();
  }

  private LinkCalls.Call call(Message message) {
    try {
      return context.links().call(targetFor(message), message);
    } catch (NodeException e) {
      // Flows know it as the Error that Node-RED throws, by its name too.
      throw NodeException.of(
          new ErrorValue("Error", String.valueOf(e.getMessage()), null, null, null));
    }
  }

  private String targetFor(Message message) {
    if (!isDynamic) {
      return target;
    }
    Object named = message.get("target");
    return context.links().find(named == null ? "" : Values.toText(named));
  }

  private void giveUp(LinkCalls.Call call) {
    Waiting given = waiting.remove(call.id());
    if (given != null) {
      context.error("timeout", call.message());
      given.answered.fail(NodeException.dropped());
    }
  }

  @Override
  public void answered(String callId, Message message) {
    Waiting given = waiting.remove(callId);
    if (given == null) {
      // Too late, or the second answer: sent on all the same, as flows have come to expect.
      context.send(message);
      return;
    }
    given.timer.cancel();
    given.out.send(message);
    given.answered.complete();
  }

  @Override
  public Future<Void> stop(boolean removed) {
    waiting.values().forEach(given -> given.timer.cancel());
    waiting.clear();
    return Node.done();
  }
}
