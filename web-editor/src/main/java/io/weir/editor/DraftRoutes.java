package io.weir.editor;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.weir.editor.http.Answers;
import io.weir.editor.http.Endpoint;
import io.weir.editor.http.Endpoint.Kind;
import io.weir.editor.http.Json;
import io.weir.engine.message.MessageJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /weir/draft}: what a user has edited and not deployed, so that no device loses it. */
final class DraftRoutes {
  private static final int MOST_BYTES = 1 << 20;

  private final Vertx vertx;
  private final Drafts drafts;

  DraftRoutes(Vertx vertx, Path userDir) {
    this.vertx = vertx;
    this.drafts = new Drafts(userDir);
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/weir/draft", "What the user has edited and not deployed")
            .of(Kind.EDITOR)
            .needs("flows.read")
            .answers(200, "The draft, with an ETag", "Draft")
            .answers(204, "There is none")
            .by(this::get),
        Endpoint.put("/weir/draft", "Keeps a draft")
            .of(Kind.EDITOR)
            .needs("flows.write")
            .header("If-Match", "The ETag of the draft that it replaces")
            .header("If-None-Match", "*, if it is to replace none")
            .takes("Draft")
            .answers(204, "Kept")
            .refuses(400, "invalid_request")
            .refuses(412, "draft_mismatch: another device has changed it")
            .refuses(413, "too_large: more than 1 MB")
            .by(this::put),
        Endpoint.delete("/weir/draft", "Forgets the draft")
            .of(Kind.EDITOR)
            .needs("flows.write")
            .header("If-Match", "The ETag of the draft that is meant")
            .answers(204, "Forgotten")
            .refuses(412, "draft_mismatch: another device has changed it")
            .by(this::delete));
  }

  private static String user(RoutingContext context) {
    AccessControl.Identity identity = AccessControl.of(context);
    String name = identity == null ? null : identity.user();
    return name == null ? UserSettings.ANONYMOUS : name;
  }

  private void get(RoutingContext context) {
    String user = user(context);
    vertx
        .executeBlocking(() -> Optional.ofNullable(drafts.of(user)))
        .onSuccess(
            draft -> {
              if (draft.isEmpty()) {
                Answers.nothing(context);
                return;
              }
              context
                  .response()
                  .putHeader(HttpHeaders.ETAG, draft.get().tag())
                  .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
              Json.end(context, draft.get().text());
            })
        .onFailure(context::fail);
  }

  private void put(RoutingContext context) {
    if (context.body().length() > MOST_BYTES) {
      throw new ApiFailure(413, "too_large", "a draft may have 1 MB");
    }
    if (!(Json.body(context) instanceof Map<?, ?> draft)) {
      throw new ApiFailure(400, "invalid_request", "a draft is an object");
    }
    String user = user(context);
    String text = MessageJson.text(draft);
    Drafts.Condition condition = condition(context);
    vertx
        .executeBlocking(() -> Optional.ofNullable(drafts.put(user, text, condition)))
        .onSuccess(
            tag -> {
              if (tag.isEmpty()) {
                mismatch(context);
              } else {
                context.response().putHeader(HttpHeaders.ETAG, tag.get());
                Answers.nothing(context);
              }
            })
        .onFailure(context::fail);
  }

  private void delete(RoutingContext context) {
    String user = user(context);
    Drafts.Condition condition = condition(context);
    vertx
        .executeBlocking(() -> drafts.delete(user, condition))
        .onSuccess(
            isDeleted -> {
              if (isDeleted) {
                Answers.nothing(context);
              } else {
                mismatch(context);
              }
            })
        .onFailure(context::fail);
  }

  private static Drafts.Condition condition(RoutingContext context) {
    HttpServerRequest request = context.request();
    return new Drafts.Condition(
        request.getHeader(HttpHeaders.IF_MATCH), request.getHeader(HttpHeaders.IF_NONE_MATCH));
  }

  private static void mismatch(RoutingContext context) {
    ApiError.send(
        context, 412, "draft_mismatch", "the draft was changed from another device; read it again");
  }
}
