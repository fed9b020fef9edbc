package io.weir.nodes.http;

import io.vertx.core.http.HttpServer;
import io.weir.engine.node.NodeType;
import io.weir.engine.testing.FlowTester;
import io.weir.nodes.common.CatchNode;
import io.weir.nodes.expression.JsonataExpressions;
import io.weir.nodes.function.ChangeNode;
import io.weir.nodes.function.FunctionNode;
import io.weir.nodes.function.SwitchNode;
import io.weir.nodes.function.TemplateNode;
import io.weir.nodes.function.script.GraalScripts;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Flows behind a web server, and a client to ask it. */
final class FlowServer implements AutoCloseable {
  static final long MOST_BYTES = 100_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final GraalScripts SCRIPTS = new GraalScripts();

  final HttpRoutes routes;
  final FlowTester flow;
  private final HttpServer server;

  private FlowServer(HttpRoutes routes, FlowTester flow) {
    this.routes = routes;
    this.flow = flow;
    server =
        FlowTester.get(
            flow.vertx()
                .createHttpServer()
                .requestHandler(
                    request ->
                        routes.handle(
                            request,
                            new Peer("10.0.0.1", List.of("10.0.0.1"), true, "a.b.example.org"),
                            () -> request.response().setStatusCode(404).end("nobody")))
                .listen(0, "127.0.0.1"));
  }

  /** Starts flows, with an address in front of what they serve. */
  static FlowServer start(String root, String flows) {
    return start(new HttpRoutes(root, MOST_BYTES), flows);
  }

  /** Starts flows on routes. */
  static FlowServer start(HttpRoutes routes, String flows) {
    return new FlowServer(routes, FlowTester.start(types(routes), flows, new JsonataExpressions()));
  }

  static List<NodeType> types(HttpRoutes routes, NodeType... more) {
    List<NodeType> types =
        new ArrayList<>(
            List.of(
                HttpInNode.type(routes),
                HttpResponseNode.TYPE,
                FunctionNode.type(SCRIPTS),
                ChangeNode.TYPE,
                SwitchNode.type(10),
                TemplateNode.TYPE,
                CatchNode.TYPE));
    types.addAll(List.of(more));
    return types;
  }

  int port() {
    return server.actualPort();
  }

  HttpRequest.Builder ask(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .timeout(PATIENCE);
  }

  HttpResponse<String> get(String path) {
    return send(ask(path));
  }

  HttpResponse<String> post(String path, String type, String body) {
    return send(
        ask(path).header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Sends bytes as they are. Whoever closes the socket goes away. */
  Socket raw(String request) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
    socket.setSoTimeout((int) PATIENCE.toMillis());
    OutputStream out = socket.getOutputStream();
    out.write(request.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    return socket;
  }

  @Override
  public void close() {
    FlowTester.get(server.close());
    flow.close();
  }
}
