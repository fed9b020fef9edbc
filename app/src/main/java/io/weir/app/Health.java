package io.weir.app;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the program lives and is ready, for supervisors and containers. */
final class Health {
  private static final Logger log = LoggerFactory.getLogger(Health.class);

  private volatile boolean ready;

  /** Says that broker and flows are up. */
  void nowReady() {
    ready = true;
  }

  void mount(Router router) {
    router.get("/health/live").handler(context -> answer(context, 200, "UP"));
    router
        .get("/health/ready")
        .handler(context -> answer(context, ready ? 200 : 503, ready ? "UP" : "STARTING"));
  }

  private static void answer(RoutingContext context, int status, String word) {
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end("{\"status\":\"" + word + "\"}")
        .onFailure(why -> log.debug("a health answer was not taken: {}", why.getMessage()));
  }
}
