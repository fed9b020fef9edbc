package io.weir.nodes.http.client;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.weir.engine.message.MessageJson;
import io.weir.engine.testing.FlowTester;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A web server for requests to be made to. */
final class WebPeer implements AutoCloseable {
  private final HttpServer server;
  private final String scheme;
  final List<String> connections = new CopyOnWriteArrayList<>();
  final List<String> gone = new CopyOnWriteArrayList<>();
  final List<String> silent = new CopyOnWriteArrayList<>();

  WebPeer(Vertx vertx) {
    this(vertx, new HttpServerOptions());
  }

  WebPeer(Vertx vertx, HttpServerOptions options) {
    scheme = options.isSsl() ? "https" : "http";
    server =
        FlowTester.get(
            vertx
                .createHttpServer(options)
                .connectionHandler(made -> connections.add(made.remoteAddress().toString()))
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1"));
  }

  int port() {
    return server.actualPort();
  }

  String url(String path) {
    return scheme + "://localhost:" + port() + path;
  }

  private void answer(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    String path = request.path();
    response.closeHandler(closed -> gone.add(path));
    request.body().onSuccess(body -> answer(request, response, path, body));
  }

  private void answer(
      HttpServerRequest request, HttpServerResponse response, String path, Buffer body) {
    switch (path) {
      case "/text" -> response.end("hällo");
      case "/json" -> response.end("{\"a\":[1]}");
      case "/bad-json" -> response.end("{a:1");
      case "/nothing" -> response.setStatusCode(204).end();
      case "/missing" -> response.setStatusCode(404).end("nobody");
      case "/silent" -> silent.add(path);
      case "/hang-up" -> request.connection().close();
      case "/large" -> response.end("x".repeat(10_001));
      case "/gzip" ->
          response
              .putHeader("Content-Encoding", "gzip")
              .end(Buffer.buffer(new byte[] {0x1f, (byte) 0x8b, 1}));
      case "/set-cookies" ->
          response
              .putHeader(
                  "Set-Cookie",
                  (Iterable<String>) List.of("a=1; Path=/; HttpOnly", "b=%C3%A9", "c=\"d e\""))
              .end("cookies");
      case "/redirect" ->
          response
              .setStatusCode(Integer.parseInt(request.getParam("status", "302")))
              .putHeader("Location", request.getParam("to", "/echo"))
              .putHeader("Set-Cookie", "r" + request.getParam("n", "0") + "=v; Path=/")
              .end("gone");
      case "/round" -> response.setStatusCode(302).putHeader("Location", "/round").end();
      case "/digest" -> digest(request, response);
      default -> response.end(MessageJson.text(described(request, body)));
    }
  }

  private static Map<String, Object> described(HttpServerRequest request, Buffer body) {
    Map<String, Object> described = new LinkedHashMap<>();
    List<String> headers = new ArrayList<>();
    request.headers().forEach((name, value) -> headers.add(name + ": " + value));
    described.put("method", request.method().name());
    described.put("uri", request.uri());
    described.put("headers", headers);
    described.put("body", body.toString());
    return described;
  }

  private static void digest(HttpServerRequest request, HttpServerResponse response) {
    String given = request.getHeader("Authorization");
    if (given == null) {
      response
          .setStatusCode(401)
          .putHeader(
              "WWW-Authenticate",
              request.getParam("bad") == null
                  ? "Digest realm=\"r\", nonce=\"n\", opaque=\"o\", algorithm=SHA-256, qop=\"auth\""
                  : "Digest realm=\"r\"")
          .end("no");
    } else {
      response.setStatusCode(201).end(given);
    }
  }

  @Override
  public void close() {
    FlowTester.get(server.close());
  }
}
