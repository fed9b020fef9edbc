package io.weir.editor;

import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.weir.engine.message.MessageIds;
import io.weir.engine.runtime.FlowRuntime;
import java.util.Map;

/** {@code /flow}: one flow at a time. */
final class FlowRoutes {
  private final FlowRuntime runtime;

  FlowRoutes(FlowRuntime runtime) {
    this.runtime = runtime;
  }

  void mount(Router router) {
    router.get("/flow/:id").handler(this::get);
    router.post("/flow").handler(this::add);
    router.put("/flow/:id").handler(this::replace);
    router.delete("/flow/:id").handler(this::remove);
  }

  private void get(RoutingContext context) {
    Json.send(context, SingleFlow.of(runtime.document(), context.pathParam("id")));
  }

  private static Map<?, ?> flow(RoutingContext context) {
    if (Json.body(context) instanceof Map<?, ?> flow) {
      return flow;
    }
    throw new ApiFailure(400, "invalid_request", "a flow is an object");
  }

  private void add(RoutingContext context) {
    Map<?, ?> flow = flow(context);
    String id = MessageIds.next();
    answer(context, runtime.edit(document -> SingleFlow.with(document, id, flow)), id);
  }

  private void replace(RoutingContext context) {
    Map<?, ?> flow = flow(context);
    String id = context.pathParam("id");
    answer(context, runtime.edit(document -> SingleFlow.replaced(document, id, flow)), id);
  }

  private static void answer(RoutingContext context, Future<String> deployed, String id) {
    deployed.onSuccess(revision -> Json.send(context, Map.of("id", id))).onFailure(context::fail);
  }

  private void remove(RoutingContext context) {
    String id = context.pathParam("id");
    runtime
        .edit(document -> SingleFlow.without(document, id))
        .onSuccess(revision -> Answers.nothing(context))
        .onFailure(context::fail);
  }
}
