package io.weir.editor;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import io.weir.editor.http.Endpoint;
import io.weir.editor.http.Json;
import io.weir.engine.flow.FlowDocument;
import io.weir.engine.flow.FlowReader;
import io.weir.engine.runtime.DeployType;
import io.weir.engine.runtime.FlowRuntime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /flows}: reading and deploying, in the two versions of Node-RED's API. */
final class FlowsRoutes {
  private static final String VERSION_HEADER = "Node-RED-API-Version";
  private static final String DEPLOYMENT_HEADER = "Node-RED-Deployment-Type";
  private static final String VERSIONS = "The form of the flows; v1 if it isn't said";
  private static final String KINDS =
      "What is started anew: everything, changed nodes, changed flows; reload reads the file again";

  private final FlowRuntime runtime;
  private final boolean mayStopFlows;
  private final Deployments deployments;

  FlowsRoutes(FlowRuntime runtime, EditorConfig config, Deployments deployments) {
    this.runtime = runtime;
    this.deployments = deployments;
    this.mayStopFlows = config.mayStopFlows();
  }

  List<Endpoint> endpoints() {
    List<Endpoint> endpoints = new ArrayList<>();
    endpoints.add(
        Endpoint.get("/flows", "The flows that are deployed")
            .needs("flows.read")
            .header(VERSION_HEADER, VERSIONS, "v1", "v2")
            .answers(200, "v1: the entries; v2: the entries and their revision", "FlowsOrEnvelope")
            .refuses(400, "invalid_api_version")
            .by(this::get));
    endpoints.add(
        Endpoint.post("/flows", "Deploys flows")
            .audited("flows.set")
            .needs("flows.write")
            .header(VERSION_HEADER, VERSIONS, "v1", "v2")
            .header(DEPLOYMENT_HEADER, KINDS, "full", "nodes", "flows", "reload")
            .takes("FlowsOrEnvelope")
            .answers(200, "v2: deployed", "Revision")
            .answers(204, "v1: deployed")
            .answers(400, "What can't be deployed, with what is wrong about it", "DeployError")
            .refuses(409, "version_mismatch: somebody else has deployed since that revision")
            .by(this::post));
    endpoints.add(
        Endpoint.get("/flows/state", "Whether the flows run")
            .needs("flows.read")
            .answers(200, "start, stop or safe", "FlowsState")
            .by(context -> Json.send(context, state())));
    if (mayStopFlows) {
      endpoints.add(
          Endpoint.post("/flows/state", "Starts or stops the flows")
              .audited("flows.state.set")
              .needs("flows.write")
              .takes("FlowsState")
              .answers(200, "Done", "FlowsState")
              .refuses(400, "invalid_run_state")
              .by(this::setState));
    }
    endpoints.add(
        Endpoint.get("/flows/problems", "What is wrong with the flows as they are")
            .needs("flows.read")
            .answers(200, "Problems of nodes, and why the file could not be read", "Problems")
            .by(context -> Json.send(context, problems())));
    return endpoints;
  }

  private Map<String, @Nullable Object> state() {
    return Map.of("state", runtime.state().word());
  }

  private void setState(RoutingContext context) {
    Object wanted = Json.body(context) instanceof Map<?, ?> body ? body.get("state") : null;
    if (!"start".equals(wanted) && !"stop".equals(wanted)) {
      throw new ApiFailure(
          400, "invalid_run_state", "Cannot change flows runtime state to '" + wanted + "'}");
    }
    runtime
        .setRunning("start".equals(wanted))
        .onSuccess(changed -> Json.send(context, state()))
        .onFailure(context::fail);
  }

  /** Ours: what is wrong with the flows as they are, and why they could not be loaded. */
  private Map<String, @Nullable Object> problems() {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("fault", runtime.loadFault());
    body.put("problems", ApiError.problems(runtime.problems()));
    return body;
  }

  private static @Nullable String version(RoutingContext context) {
    String version = context.request().getHeader(VERSION_HEADER);
    if (version == null || version.equals("v1") || version.equals("v2")) {
      return version == null ? "v1" : version;
    }
    ApiError.send(context, 400, "invalid_api_version", "Invalid API Version requested");
    return null;
  }

  private void get(RoutingContext context) {
    String version = version(context);
    if (version == null) {
      return;
    }
    FlowDocument document = runtime.document();
    Json.sendApart(context, () -> version.equals("v1") ? document.raw() : envelope(document));
  }

  private static Map<String, @Nullable Object> envelope(FlowDocument document) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("flows", document.raw());
    body.put("rev", document.revision());
    return body;
  }

  private void post(RoutingContext context) {
    String version = version(context);
    if (version == null) {
      return;
    }
    deploy(context, version)
        .onSuccess(
            revision -> {
              if (version.equals("v1")) {
                context.response().setStatusCode(204);
                Json.end(context, "");
              } else {
                Json.send(context, Map.of("rev", revision));
              }
            })
        .onFailure(context::fail);
  }

  private Future<String> deploy(RoutingContext context, String version) {
    String wanted = context.request().getHeader(DEPLOYMENT_HEADER);
    Audit.detail(context, "type", wanted == null ? "full" : wanted);
    if ("reload".equals(wanted)) {
      return runtime.reload();
    }
    DeployType type = type(wanted);
    return Json.bodyApart(context, body -> version.equals("v1") ? Given.v1(body) : Given.v2(body))
        .compose(
            given ->
                deployments.remembered(
                    context,
                    () ->
                        runtime.deploy(
                            given.flows(), type, given.expected(), given.credentials())));
  }

  /**
   * What a deploy brings.
   *
   * @param expected the revision that it started from; null to deploy whatever is there
   * @param credentials all credentials, encrypted; null to keep those that there are
   */
  private record Given(
      FlowDocument flows, @Nullable String expected, @Nullable String credentials) {

    static Given v1(@Nullable Object body) {
      return new Given(FlowReader.ofValue(body), null, null);
    }

    static Given v2(@Nullable Object body) {
      if (!(body instanceof Map<?, ?> envelope) || !envelope.containsKey("flows")) {
        throw new ApiFailure(
            400,
            "unexpected_error",
            "a deploy is an object with flows in it, as version v2 of the API has it");
      }
      return new Given(
          FlowReader.ofValue(withCredentials(envelope.get("flows"), envelope.get("credentials"))),
          envelope.get("rev") instanceof String rev && !rev.isEmpty() ? rev : null,
          envelope.get("credentials") instanceof Map<?, ?> file
                  && file.get("$") instanceof String text
              ? text
              : null);
    }
  }

  private static DeployType type(@Nullable String wanted) {
    return switch (wanted == null ? "full" : wanted) {
      case "nodes" -> DeployType.NODES;
      case "flows" -> DeployType.FLOWS;
      // Whatever else a client says, as in Node-RED.
      default -> DeployType.FULL;
    };
  }

  /** Credentials beside the flows go where they would stand inside them. */
  private static @Nullable Object withCredentials(
      @Nullable Object flows, @Nullable Object credentials) {
    if (!(flows instanceof List<?> entries) || !(credentials instanceof Map<?, ?> byNode)) {
      return flows;
    }
    List<@Nullable Object> merged = new ArrayList<>();
    for (Object entry : entries) {
      if (entry instanceof Map<?, ?> node && byNode.get(node.get("id")) instanceof Map<?, ?> own) {
        Map<Object, @Nullable Object> copy = new LinkedHashMap<>(node);
        copy.put("credentials", own);
        merged.add(copy);
      } else {
        merged.add(entry);
      }
    }
    return merged;
  }
}
