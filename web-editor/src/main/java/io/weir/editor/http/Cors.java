package io.weir.editor.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What pages of other sites may ask for, in the terms of the {@code cors} middleware that Node-RED
 * hands its settings to.
 *
 * @param rule whom they may be of
 * @param origins what the rule is about
 * @param methods which methods they may use
 * @param allowedHeaders which headers they may send; null for those that they ask for
 * @param exposedHeaders which headers of answers they may read
 * @param credentials whether they may send cookies and logins
 * @param maxAgeSeconds how long a browser may remember that; negative leaves it to the browser
 * @param preflightStatus the status of answers to browsers that ask beforehand
 */
public record Cors(
    Rule rule,
    List<String> origins,
    List<String> methods,
    @Nullable List<String> allowedHeaders,
    List<String> exposedHeaders,
    boolean credentials,
    long maxAgeSeconds,
    int preflightStatus)
    implements Handler<RoutingContext> {

  /** Whose pages. */
  public enum Rule {
    /** Everybody's, in so many words: {@code *}. */
    ANY,
    /** Everybody's, by telling each that it is the one. */
    REFLECT,
    /** One origin's, which is told to everybody. */
    ONE,
    /** Those of a list. */
    LIST
  }

  /** The methods that are allowed if nothing is said. */
  public static final List<String> USUAL_METHODS =
      List.of("GET", "HEAD", "PUT", "PATCH", "POST", "DELETE");

  /** The status of preflight answers if nothing is said. */
  public static final int USUAL_STATUS = 204;

  public Cors {
    origins = List.copyOf(origins);
    methods = List.copyOf(methods);
    allowedHeaders = allowedHeaders == null ? null : List.copyOf(allowedHeaders);
    exposedHeaders = List.copyOf(exposedHeaders);
  }

  /** Whether pages of an origin may ask. */
  public boolean allows(String origin) {
    return rule == Rule.ANY || rule == Rule.REFLECT || origins.contains(origin);
  }

  /** Says who may ask, and answers those that ask beforehand. */
  @Override
  public void handle(RoutingContext context) {
    HttpServerResponse response = context.response();
    tellOrigin(response, context.request().getHeader(HttpHeaders.ORIGIN));
    if (credentials) {
      response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
    }
    if (!exposedHeaders.isEmpty()) {
      response.putHeader(
          HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, String.join(",", exposedHeaders));
    }
    if (context.request().method().equals(HttpMethod.OPTIONS)) {
      answerPreflight(context, response);
    } else {
      context.next();
    }
  }

  private void tellOrigin(HttpServerResponse response, @Nullable String origin) {
    if (rule == Rule.ANY) {
      response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
      return;
    }
    addVary(response, "Origin");
    if (rule == Rule.ONE) {
      response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origins.get(0));
    } else if (origin != null && allows(origin)) {
      response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
  }

  private void answerPreflight(RoutingContext context, HttpServerResponse response) {
    response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, String.join(",", methods));
    String wanted = context.request().getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
    String headers = allowedHeaders == null ? wanted : String.join(",", allowedHeaders);
    if (allowedHeaders == null) {
      addVary(response, "Access-Control-Request-Headers");
    }
    if (headers != null && !headers.isEmpty()) {
      response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, headers);
    }
    if (maxAgeSeconds >= 0) {
      response.putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, Long.toString(maxAgeSeconds));
    }
    response.setStatusCode(preflightStatus).putHeader(HttpHeaders.CONTENT_LENGTH, "0");
    Answers.end(context, "");
  }

  private static void addVary(HttpServerResponse response, String header) {
    String present = response.headers().get(HttpHeaders.VARY);
    response.putHeader(HttpHeaders.VARY, present == null ? header : present + ", " + header);
  }
}
