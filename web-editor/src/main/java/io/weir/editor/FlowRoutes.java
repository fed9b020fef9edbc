package io.weir.editor;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import io.weir.editor.http.Answers;
import io.weir.editor.http.Endpoint;
import io.weir.editor.http.Json;
import io.weir.engine.flow.FlowDocument;
import io.weir.engine.message.MessageIds;
import io.weir.engine.runtime.FlowRuntime;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** {@code /flow}: one flow at a time. */
final class FlowRoutes {
  private final FlowRuntime runtime;
  private final Deployments deployments;

  FlowRoutes(FlowRuntime runtime, Deployments deployments) {
    this.runtime = runtime;
    this.deployments = deployments;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/flow/{id}", "One flow with what is in it")
            .needs("flows.read")
            .part("id", "The id of a tab, or global for config nodes and subflows")
            .answers(200, "The flow", "Flow")
            .refuses(404, "not_found")
            .by(this::get),
        Endpoint.post("/flow", "Adds a flow")
            .audited("flow.add")
            .needs("flows.write")
            .takes("Flow")
            .answers(200, "The id that it got", "Id")
            .refuses(400, "A flow that can't be added")
            .by(this::add),
        Endpoint.put("/flow/{id}", "Replaces a flow")
            .audited("flow.update")
            .needs("flows.write")
            .part("id", "The id of a tab, or global")
            .takes("Flow")
            .answers(200, "Its id", "Id")
            .refuses(400, "A flow that can't be in its place")
            .refuses(404, "not_found")
            .by(this::replace),
        Endpoint.delete("/flow/{id}", "Removes a flow")
            .audited("flow.remove")
            .needs("flows.write")
            .part("id", "The id of a tab")
            .answers(204, "Removed")
            .refuses(400, "Not allowed to remove global")
            .refuses(404, "not_found")
            .by(this::remove));
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
    answer(context, document -> SingleFlow.with(document, id, flow), id);
  }

  private void replace(RoutingContext context) {
    Map<?, ?> flow = flow(context);
    String id = context.pathParam("id");
    answer(context, document -> SingleFlow.replaced(document, id, flow), id);
  }

  private void answer(RoutingContext context, UnaryOperator<FlowDocument> edit, String id) {
    deploy(context, edit)
        .onSuccess(revision -> Json.send(context, Map.of("id", id)))
        .onFailure(context::fail);
  }

  private Future<String> deploy(RoutingContext context, UnaryOperator<FlowDocument> edit) {
    Audit.detail(context, "id", context.pathParam("id"));
    return deployments.remembered(context, () -> runtime.edit(edit));
  }

  private void remove(RoutingContext context) {
    String id = context.pathParam("id");
    deploy(context, document -> SingleFlow.without(document, id))
        .onSuccess(revision -> Answers.nothing(context))
        .onFailure(context::fail);
  }
}
