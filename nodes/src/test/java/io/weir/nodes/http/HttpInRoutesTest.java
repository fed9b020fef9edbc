package io.weir.nodes.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.engine.event.LogEntry;
import io.weir.engine.runtime.DeployType;
import io.weir.engine.testing.FlowTester;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Which node answers at an address, and when none does. */
class HttpInRoutesTest extends HttpNodesFixture {
  @Test
  void the_first_route_answers_and_heads_have_no_body() throws IOException {
    start(
        in("a", "get", "/x/:id", "fa"),
        in("b", "get", "/x/y", "fb"),
        in("d", "delete", "/x/y", "fb"),
        function("fa", "msg.payload = 'first'; return msg;", "out"),
        function("fb", "msg.payload = 'second'; return msg;", "out"),
        response("out"));

    assertThat(server.get("/api/x/y").body()).isEqualTo("first");
    assertThat(FlowServer.send(server.ask("/api/x/y").DELETE()).body()).isEqualTo("second");
    assertThat(server.get("/api/X/y/?q").body()).isEqualTo("first");
    try (Socket socket =
        server.raw("GET /api/x/%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")) {
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 400 ");
    }
    assertThat(server.get("/api/none").body()).isEqualTo("nobody");
    assertThat(server.get("/x/y").body()).isEqualTo("nobody");
    HttpResponse<String> options =
        FlowServer.send(server.ask("/api/x/y").method("OPTIONS", BodyPublishers.noBody()));
    assertThat(options.headers().firstValue("Allow")).contains("GET,HEAD,DELETE");
    assertThat(options.body()).isEqualTo("GET,HEAD,DELETE");
    try (Socket socket =
        server.raw("HEAD /api/x/y HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")) {
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 200 OK\r\n")
          .containsIgnoringCase("content-length: 5\r\n")
          .endsWith("\r\n\r\n");
    }
  }

  @Test
  void nodes_without_a_route_say_why() {
    start(in("a", "get", "", "out"), in("b", "trace", "/x", "out"), response("out"));

    assertThat(server.flow.logged(LogEntry.Level.WARN)).contains("missing path");
    assertThat(server.get("/api/x").statusCode()).isEqualTo(404);

    try (FlowTester shut =
        FlowTester.start(
            FlowServer.types(new HttpRoutes(null, 1)),
            FlowTester.tab(in("a", "get", "/x", "out"), response("out")))) {
      assertThat(shut.logged(LogEntry.Level.WARN))
          .containsExactly("Cannot create http-in node when httpNodeRoot set to false");
    }
  }

  @Test
  void a_deploy_keeps_the_routes_of_what_it_does_not_touch() {
    String kept = in("kept", "get", "/kept", "out");
    start(kept, in("gone", "get", "/gone", "out"), response("out"));

    Set<Integer> meanwhile = whileDeploying(kept, DeployType.NODES);

    assertThat(meanwhile).containsExactly(200);
    assertThat(server.get("/api/gone").statusCode()).isEqualTo(404);
    assertThat(server.get("/api/new0").statusCode()).isEqualTo(404);
    assertThat(server.routes.waiting()).isZero();
  }

  @Test
  void a_deploy_of_everything_leaves_no_client_without_an_answer() {
    String kept = in("kept", "get", "/kept", "out");
    start(kept, response("out"));

    // What was on its way through the flow is lost with it.
    assertThat(whileDeploying(kept, DeployType.FULL)).contains(200).isSubsetOf(200, 503);
    assertThat(server.routes.waiting()).isZero();
  }

  /** The statuses of answers while flows with one more node each are deployed. */
  private Set<Integer> whileDeploying(String kept, DeployType type) {
    AtomicBoolean isOver = new AtomicBoolean();
    CompletableFuture<Set<Integer>> asking =
        CompletableFuture.supplyAsync(
            () -> {
              Set<Integer> statuses = new HashSet<>();
              do {
                statuses.add(server.get("/api/kept").statusCode());
              } while (!isOver.get());
              return statuses;
            });
    for (int i = 0; i < 3; i++) {
      server.flow.deploy(
          FlowTester.tab(kept, in("new" + i, "get", "/new" + i, "out"), response("out")), type);
      assertThat(server.get("/api/new" + i).statusCode()).isEqualTo(200);
    }
    isOver.set(true);
    return asking.join();
  }

  @Test
  void clients_that_go_away_are_forgotten() throws IOException {
    start(in("in", "post", "/in", "out"), FlowTester.node("out", "test-collector"));

    try (Socket whole =
            server.raw("POST /api/in HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab");
        Socket half =
            server.raw("POST /api/in HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nab")) {
      server.flow.awaitMessages("out", 1);
      FlowTester.eventually(() -> assertThat(server.routes.waiting()).isEqualTo(2));
      assertThat(whole.isConnected() && half.isConnected()).isTrue();
    }

    FlowTester.eventually(() -> assertThat(server.routes.waiting()).isZero());
  }
}
