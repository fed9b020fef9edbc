package io.weir.editor;

import static io.weir.engine.testing.FlowTester.get;

import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.weir.engine.message.MessageJson;
import io.weir.engine.testing.FlowTester;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Calls the Admin API of a flow under test. */
final class ApiClient {
  private final HttpClient client = HttpClient.newHttpClient();
  private final String base;

  ApiClient(FlowTester flow, EditorConfig config) {
    EditorServer editor = new EditorServer(flow.vertx(), flow.runtime(), config);
    Router router = editor.router();
    EditorServer.answerErrors(router);
    HttpServer server =
        get(flow.vertx().createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
    base = "127.0.0.1:" + server.actualPort();
  }

  HttpClient http() {
    return client;
  }

  URI socket() {
    return URI.create("ws://" + base + "/comms");
  }

  HttpResponse<String> call(String method, String path, String body, String... headers) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create("http://" + base + path))
              .method(
                  method,
                  body == null
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
      if (headers.length > 0) {
        request.headers(headers);
      }
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  int status(String method, String path, String body, String... headers) {
    return call(method, path, body, headers).statusCode();
  }

  String text(String path, String... headers) {
    return call("GET", path, null, headers).body();
  }

  Object json(String path, String... headers) {
    return MessageJson.parse(text(path, headers));
  }
}
