package io.weir.engine.blueprint;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import io.weir.engine.message.Values;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Nodes that belong to the file format itself and stand in no palette. */
final class BuiltInNodes {
  private static final int LONGEST_STATUS = 32;

  private static final NodeType.Factory PASS_ON =
      (config, context) ->
          new Node() {
            @Override
            public Future<Void> receive(Message message, Outputs out) {
              out.send(message);
              return Node.done();
            }
          };

  /** A dot on wires. */
  static final NodeType JUNCTION =
      NodeType.named("junction").inputs(1).outputs(1).selfContained().create(PASS_ON);

  /** An instance of a subflow: hands on to the nodes at its input. */
  static final NodeType INSTANCE =
      NodeType.named("subflow").inputs(1).withoutCompletion().selfContained().create(PASS_ON);

  /** The status output of an instance: shows what it gets under the instance. */
  static final NodeType STATUS_OUTPUT =
      NodeType.named("subflow-status")
          .inputs(1)
          .withoutCompletion()
          .selfContained()
          .create(
              (config, context) ->
                  new Node() {
                    @Override
                    public Future<Void> receive(Message message, Outputs out) {
                      Status status = statusIn(message);
                      if (status != null && context instanceof InstanceContext inside) {
                        inside.showOnInstance(status);
                      }
                      return Node.done();
                    }
                  });

  private BuiltInNodes() {}

  /** The status that a message asks for; null if it says nothing about one. */
  static @Nullable Status statusIn(Message message) {
    if (message.has("payload")) {
      Object payload = message.payload();
      if (payload instanceof String text) {
        return Status.text(text);
      }
      if (payload instanceof Map<?, ?> map && looksLikeStatus(map)) {
        return status(map, "");
      }
      String text =
          payload instanceof Map<?, ?> || payload instanceof List<?>
              ? MessageJson.text(payload)
              : Values.toText(payload);
      return Status.text(
          text.length() > LONGEST_STATUS ? text.substring(0, LONGEST_STATUS) + "..." : text);
    }
    return message.get("status") instanceof Map<?, ?> map ? status(map, "node-red:") : null;
  }

  private static boolean looksLikeStatus(Map<?, ?> map) {
    return map.isEmpty()
        || map.containsKey("text")
        || map.containsKey("fill")
        || map.containsKey("shape");
  }

  private static Status status(Map<?, ?> map, String catalogue) {
    Map<String, @Nullable Object> more = new LinkedHashMap<>();
    map.forEach((key, value) -> more.put(String.valueOf(key), value));
    more.keySet().removeAll(Set.of("fill", "shape", "text", "source"));
    String text = text(map.get("text"));
    return new Status(
        text(map.get("fill")),
        text(map.get("shape")),
        text != null && text.startsWith("common.") ? catalogue + text : text,
        more);
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : Values.toText(value);
  }
}
