package io.weir.editor;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import io.weir.editor.http.Answers;
import io.weir.editor.http.Endpoint;
import io.weir.editor.http.Json;
import io.weir.engine.message.Message;
import io.weir.engine.runtime.FlowRuntime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The buttons on nodes: {@code /inject/:id}, {@code /debug/:id/:state}, and what their forms ask
 * for: {@code /udp-ports/:id}.
 */
final class NodeActionRoutes {
  private static final String USER_PROPERTIES = "__user_inject_props__";

  private static final String NODE = "The id of the node";
  private static final String TEXT = "text/plain";

  private final FlowRuntime runtime;
  private final Supplier<List<Integer>> udpPorts;

  NodeActionRoutes(FlowRuntime runtime, EditorConfig config) {
    this.runtime = runtime;
    udpPorts = config.udpPorts();
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.post("/inject/{id}", "Hands a message to a node")
            .audited("inject")
            .needs("inject.write")
            .part("id", NODE)
            .saying(
                "Without a body the node gets an empty message. With __user_inject_props__ in it the"
                    + " body is the message, and an inject node uses these properties.")
            .takes("Message")
            .answersWith(200, "OK", TEXT)
            .answersWith(404, "Not Found: there is no such node, or it doesn't run", TEXT)
            .by(this::inject),
        Endpoint.post("/debug/{state}", "Switches debug nodes on or off")
            .needs("debug.write")
            .part("state", "What they are to be", "enable", "disable")
            .takes("NodeIds")
            .answersWith(200, "OK: on", TEXT)
            .answersWith(201, "Created: off", TEXT)
            .refuses(400, "nodes is not an array")
            .answersWith(404, "Not Found: neither enable nor disable", TEXT)
            .by(this::switchMany),
        Endpoint.post("/debug/{id}/{state}", "Switches a debug node on or off")
            .needs("debug.write")
            .part("id", NODE)
            .part("state", "What it is to be", "enable", "disable")
            .answersWith(200, "OK: on", TEXT)
            .answersWith(201, "Created: off", TEXT)
            .answersWith(404, "Not Found: there is no such node or state", TEXT)
            .by(this::switchOne),
        Endpoint.get("/udp-ports/{id}", "The ports that flows listen on for datagrams")
            .needs("udp-ports.read")
            .part("id", NODE + "; all get the same answer")
            .answers(200, "The ports, as texts", "Ports")
            .by(
                context ->
                    Json.send(context, udpPorts.get().stream().map(String::valueOf).toList())));
  }

  private void inject(RoutingContext context) {
    runtime
        .nodes()
        .deliver(context.pathParam("id"), message(Json.body(context)))
        .onSuccess(
            delivered ->
                Answers.status(context, delivered ? 200 : 404, delivered ? "OK" : "Not Found"))
        .onFailure(context::fail);
  }

  /** The body itself if it says what to inject, a fresh message otherwise. */
  private static @Nullable Message message(@Nullable Object body) {
    if (!(body instanceof Map<?, ?> map) || !map.containsKey(USER_PROPERTIES)) {
      return null;
    }
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    map.forEach((key, value) -> properties.put(String.valueOf(key), value));
    return Message.of(properties);
  }

  private static @Nullable Boolean state(RoutingContext context) {
    return switch (context.pathParam("state")) {
      case "enable" -> true;
      case "disable" -> false;
      default -> null;
    };
  }

  private static void answerSwitched(RoutingContext context, boolean active) {
    Answers.status(context, active ? 200 : 201, active ? "OK" : "Created");
  }

  private void switchOne(RoutingContext context) {
    Boolean active = state(context);
    if (active == null) {
      Answers.status(context, 404, "Not Found");
      return;
    }
    runtime
        .nodes()
        .setActive(context.pathParam("id"), active)
        .onSuccess(
            switched -> {
              if (switched) {
                answerSwitched(context, active);
              } else {
                Answers.status(context, 404, "Not Found");
              }
            })
        .onFailure(context::fail);
  }

  private void switchMany(RoutingContext context) {
    Boolean active = state(context);
    if (active == null) {
      Answers.status(context, 404, "Not Found");
      return;
    }
    if (!(Json.body(context) instanceof Map<?, ?> body)
        || !(body.get("nodes") instanceof List<?> ids)) {
      ApiError.send(context, 400, "invalid_request", "nodes must be an array of node ids");
      return;
    }
    List<Future<Boolean>> switching = new ArrayList<>();
    ids.forEach(id -> switching.add(runtime.nodes().setActive(String.valueOf(id), active)));
    Future.all(switching)
        .onSuccess(switched -> answerSwitched(context, active))
        .onFailure(context::fail);
  }
}
