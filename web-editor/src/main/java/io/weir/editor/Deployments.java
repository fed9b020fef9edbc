package io.weir.editor;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import io.weir.editor.http.Endpoint;
import io.weir.editor.http.Endpoint.Kind;
import io.weir.editor.http.Json;
import io.weir.engine.flow.FlowDocument;
import io.weir.engine.runtime.DeployType;
import io.weir.engine.runtime.FlowRuntime;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deploys that are remembered with who made them, and going back to one.
 *
 * @threads any
 */
final class Deployments {
  private static final Logger log = LoggerFactory.getLogger(Deployments.class);

  private final Vertx vertx;
  private final FlowRuntime runtime;
  private final DeployHistory history;
  private final Clock clock;
  // What was asked for last, until it is remembered. Written under this.
  private volatile Future<Void> latest = Future.succeededFuture();

  Deployments(Vertx vertx, FlowRuntime runtime, Path userDir, Clock clock) {
    this.vertx = vertx;
    this.runtime = runtime;
    this.history = new DeployHistory(userDir);
    this.clock = clock;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/weir/deploys", "The latest deploys")
            .of(Kind.EDITOR)
            .needs("flows.read")
            .answers(200, "Who deployed what, the latest first", "Deploys")
            .by(this::list),
        Endpoint.post("/weir/deploys/{rev}/restore", "Puts flows of before back in place")
            .audited("flows.restore")
            .of(Kind.EDITOR)
            .needs("flows.write")
            .part("rev", "The revision that is to be in place")
            .takes("RestoreRequest")
            .answers(200, "The revision that is in place", "Revision")
            .refuses(404, "not_found")
            .refuses(409, "version_mismatch: somebody has deployed meanwhile")
            .by(this::restore));
  }

  /**
   * Deploys, and remembers it.
   *
   * @param deploy deploys
   * @return as the deploy itself; that it couldn't be remembered is no failure of it
   */
  synchronized Future<String> remembered(RoutingContext context, Supplier<Future<String>> deploy) {
    // One after the other, as the runtime takes them anyway: what was there before and what is
    // there afterwards then belong to this one.
    Promise<String> deployed = Promise.promise();
    latest = latest.transform(ended -> deployNow(context, deploy, deployed));
    return deployed.future();
  }

  /** Deploys; who asked for it doesn't wait until it is remembered, the next deploy does. */
  private Future<Void> deployNow(
      RoutingContext context, Supplier<Future<String>> deploy, Promise<String> deployed) {
    FlowDocument before = runtime.document();
    AccessControl.Identity identity = AccessControl.of(context);
    String user = identity == null ? null : identity.user();
    return deploy
        .get()
        .onSuccess(revision -> Audit.detail(context, "revision", revision))
        .onComplete(deployed)
        .compose(revision -> remember(user, before, runtime.document()));
  }

  private Future<Void> remember(@Nullable String user, FlowDocument before, FlowDocument after) {
    return vertx
        .<Void>executeBlocking(
            () -> {
              history.add(user, before, after, clock.millis());
              return null;
            })
        .onFailure(why -> log.warn("a deploy is not remembered: {}", why.getMessage()));
  }

  private void list(RoutingContext context) {
    latest
        .transform(ended -> vertx.executeBlocking(history::latest))
        .onSuccess(latest -> Json.send(context, Map.of("deploys", latest)))
        .onFailure(context::fail);
  }

  private void restore(RoutingContext context) {
    String wanted = context.pathParam("rev");
    String expected =
        Json.body(context) instanceof Map<?, ?> body && body.get("rev") instanceof String rev
            ? rev
            : null;
    latest
        .transform(ended -> vertx.executeBlocking(() -> history.flows(wanted)))
        .compose(
            flows ->
                flows.isEmpty()
                    ? Future.<String>failedFuture(
                        new ApiFailure(404, "not_found", "deploy " + wanted + " is not remembered"))
                    : remembered(
                        context, () -> runtime.deploy(flows.get(), DeployType.NODES, expected)))
        .onSuccess(revision -> Json.send(context, Map.of("rev", revision)))
        .onFailure(context::fail);
  }
}
