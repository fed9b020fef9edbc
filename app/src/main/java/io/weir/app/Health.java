package io.weir.app;

import io.vertx.ext.web.RoutingContext;
import io.weir.editor.http.Answers;
import io.weir.editor.http.Endpoint;
import io.weir.editor.http.Endpoint.Kind;
import java.util.List;

/** Whether the program lives and is ready, for supervisors and containers. */
final class Health {
  private volatile boolean ready;

  /** Says that broker and flows are up. */
  void nowReady() {
    ready = true;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/health/live", "Whether the program lives")
            .of(Kind.SERVER)
            .answers(200, "It does", "Status")
            .by(context -> answer(context, 200, "UP")),
        Endpoint.get("/health/ready", "Whether broker and flows are up")
            .of(Kind.SERVER)
            .answers(200, "They are", "Status")
            .answers(503, "Not yet", "Status")
            .by(context -> answer(context, ready ? 200 : 503, ready ? "UP" : "STARTING")));
  }

  private static void answer(RoutingContext context, int status, String word) {
    context.response().setStatusCode(status);
    Answers.end(context, "application/json", "{\"status\":\"" + word + "\"}");
  }
}
