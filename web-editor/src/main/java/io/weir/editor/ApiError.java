package io.weir.editor;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.weir.editor.http.BodyException;
import io.weir.editor.http.Json;
import io.weir.engine.flow.FlowFormatException;
import io.weir.engine.flow.Problem;
import io.weir.engine.message.JsonException;
import io.weir.engine.message.MessageJson;
import io.weir.engine.node.NodeException;
import io.weir.engine.runtime.DeployException;
import io.weir.engine.store.StoreException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Errors as the Admin API tells them: {@code {"code":…,"message":…}} and what else is known. */
final class ApiError {
  private static final Logger log = LoggerFactory.getLogger(ApiError.class);

  private ApiError() {}

  static void send(RoutingContext context, int status, String code, String message) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("code", code);
    body.put("message", message);
    send(context, status, body);
  }

  /** Answers that there is nothing at this path, or nothing that this method does. */
  static void notFound(RoutingContext context) {
    byStatus(context, 404);
  }

  private static void send(RoutingContext context, int status, Map<String, @Nullable Object> body) {
    if (context.response().headWritten()) {
      context.response().reset();
      return;
    }
    context.response().setStatusCode(status);
    Audit.detail(context, "error", body.get("code"));
    Json.end(context, MessageJson.text(body));
  }

  /** Answers a request that failed, by what it failed with. */
  static void answer(RoutingContext context) {
    Throwable why = context.failure();
    if (why == null) {
      byStatus(context, context.statusCode());
    } else if (why instanceof ApiFailure failure) {
      send(context, failure.status(), failure.code(), String.valueOf(failure.getMessage()));
    } else if (why instanceof NodeException malformed) {
      send(
          context,
          400,
          malformed.code() == null ? "unexpected_error" : malformed.code(),
          String.valueOf(malformed.getMessage()));
    } else if (why instanceof DeployException refused) {
      deploy(context, refused);
    } else if (why instanceof FlowFormatException) {
      send(context, 400, "unexpected_error", String.valueOf(why.getMessage()));
    } else if (why instanceof JsonException || why instanceof BodyException) {
      send(context, 400, "invalid_request", String.valueOf(why.getMessage()));
    } else if (why.getClass().getName().contains("HttpPostRequestDecoder")) {
      // What curl --data does without a header: JSON that calls itself a form.
      send(
          context,
          400,
          "invalid_request",
          "the body is not the form that it says it is; send JSON with Content-Type:"
              + " application/json");
    } else if (why instanceof StoreException) {
      log.error("{}", why.getMessage());
      send(context, 500, "storage_failed", String.valueOf(why.getMessage()));
    } else {
      log.error("{} {} failed", context.request().method(), context.request().path(), why);
      send(context, 500, "unexpected_error", String.valueOf(why.getMessage()));
    }
  }

  private static void byStatus(RoutingContext context, int status) {
    switch (status) {
      case 413 -> {
        // The rest of the body is on its way and nobody will read it. HTTP/2 ends the one stream.
        if (context.request().version() != HttpVersion.HTTP_2) {
          context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        send(
            context,
            status,
            "too_large",
            "the request is larger than this server takes (web.bodyLimit in weir.yaml)");
      }
      case 404 ->
          send(
              context,
              status,
              "not_found",
              "Cannot " + context.request().method() + " " + context.request().path());
      default -> send(context, status < 400 ? 500 : status, "unexpected_error", "Error");
    }
  }

  private static void deploy(RoutingContext context, DeployException refused) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("code", refused.code());
    boolean isMismatch = refused.code().equals("version_mismatch");
    // Node-RED has no words for it, and clients go by the code.
    body.put("message", isMismatch ? "Error" : String.valueOf(refused.getMessage()));
    if (!refused.problems().isEmpty()) {
      body.put("problems", problems(refused.problems()));
    }
    send(context, isMismatch ? 409 : 400, body);
  }

  /** Problems as the editor shows them. */
  static List<Map<String, @Nullable Object>> problems(List<Problem> problems) {
    return problems.stream()
        .map(
            problem -> {
              Map<String, @Nullable Object> entry = new LinkedHashMap<>();
              entry.put("nodeId", problem.nodeId());
              entry.put("severity", problem.isFatal() ? "error" : "warning");
              entry.put("text", problem.text());
              if (problem.property() != null) {
                entry.put("property", problem.property());
              }
              return entry;
            })
        .toList();
  }
}
