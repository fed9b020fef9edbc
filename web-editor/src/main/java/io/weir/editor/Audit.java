package io.weir.editor;

import io.vertx.ext.web.RoutingContext;
import io.weir.editor.http.TrustedProxies;
import io.weir.engine.message.MessageJson;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down who did what, when and from where: one line of JSON in Node-RED's words for each call
 * that is declared to be audited, once it is answered. Neither tokens nor passwords nor what was
 * deployed are in it.
 *
 * @threads the web server's context
 */
final class Audit {
  private static final Logger log = LoggerFactory.getLogger("audit");
  private static final String DETAILS = "weir.audit";
  private static final String EVENT = "event";

  /** Node-RED's number of this kind of line. */
  private static final int LEVEL = 98;

  private final TrustedProxies proxies;
  private final Clock clock;

  Audit(TrustedProxies proxies, Clock clock) {
    this.proxies = proxies;
    this.clock = clock;
  }

  /** Begins a line, which is written when the call is answered. */
  void begin(RoutingContext context, String event) {
    if (!log.isInfoEnabled()) {
      return;
    }
    Map<String, @Nullable Object> details = new LinkedHashMap<>();
    details.put(EVENT, event);
    context.put(DETAILS, details);
    // The path and address are gone with the request.
    String path = context.request().path();
    String address = proxies.clientOf(context.request()).address();
    context.addEndHandler(ended -> write(context, details, path, address));
  }

  /** Adds to the line of a call that is audited. */
  static void detail(RoutingContext context, String key, @Nullable Object value) {
    Map<String, @Nullable Object> details = context.get(DETAILS);
    if (details != null && value != null) {
      details.put(key, value);
    }
  }

  /** Calls it by another name than the one that it is declared with. */
  static void event(RoutingContext context, String name) {
    detail(context, EVENT, name);
  }

  private void write(
      RoutingContext context, Map<String, @Nullable Object> details, String path, String address) {
    Map<String, @Nullable Object> line = new LinkedHashMap<>(details);
    int status = context.response().getStatusCode();
    if (status >= 400) {
      line.putIfAbsent("error", "status_" + status);
    }
    AccessControl.Identity identity = AccessControl.of(context);
    if (identity != null) {
      line.put("user", identity.asJson());
    }
    line.put("path", path);
    line.put("ip", address);
    line.put("level", LEVEL);
    line.put("timestamp", clock.millis());
    log.info(MessageJson.text(line));
  }
}
