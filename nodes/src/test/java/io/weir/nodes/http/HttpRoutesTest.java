package io.weir.nodes.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.weir.engine.testing.FlowTester;
import io.weir.nodes.http.HttpRoutes.Arrival;
import io.weir.nodes.http.HttpRoutes.Route;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpRoutesTest {
  private FlowServer server;

  @BeforeEach
  void start() {
    start(Duration.ofMinutes(1));
  }

  private void start(Duration longestGap) {
    server =
        FlowServer.start(new HttpRoutes("/", 1_000, new OpenExchanges(2, 100), longestGap), "[]");
  }

  @AfterEach
  void close() {
    server.close();
  }

  /** Keeps what comes, or answers it with its name. */
  private static class Fake implements HttpRoutes.Server {
    final List<Arrival> arrived = new CopyOnWriteArrayList<>();
    private final String name;
    private final boolean isBusy;

    Fake(String name, boolean isBusy) {
      this.name = name;
      this.isBusy = isBusy;
    }

    @Override
    public boolean isBusy() {
      return isBusy;
    }

    @Override
    public void take(Arrival arrival) {
      arrived.add(arrival);
      if (!name.isEmpty()) {
        arrival.exchange().answer(Answer.plain(200, name + arrival.live().member("params")));
      }
    }
  }

  private Route add(String id, String pattern, Fake fake) {
    Route route = new Route(id, HttpMethod.GET, pattern, fake);
    server.routes.add(route);
    return route;
  }

  private CompletableFuture<HttpResponse<String>> asking(String path) {
    return CompletableFuture.supplyAsync(() -> server.get(path));
  }

  @Test
  void a_busy_flow_is_not_asked() {
    Fake busy = new Fake("busy", true);
    add("n", "/x", busy);

    assertThat(server.get("/x").statusCode()).isEqualTo(503);
    assertThat(busy.arrived).isEmpty();
    assertThat(server.routes.waiting()).isZero();
  }

  @Test
  void what_is_asked_while_a_node_starts_anew_waits_for_it() {
    Route old = add("n", "/x/:old", new Fake("old", false));
    add("m", "/y", new Fake("other", false));
    server.routes.pause(old);
    CompletableFuture<HttpResponse<String>> waiting = asking("/x/1");
    FlowTester.eventually(() -> assertThat(server.routes.waiting()).isEqualTo(1));
    assertThat(server.get("/y").body()).startsWith("other");

    add("n", "/x/:new", new Fake("new", false));

    assertThat(waiting.join().body()).isEqualTo("new{new=1}");
  }

  @Test
  void what_waits_for_a_node_that_comes_with_another_address_is_answered() {
    Route old = add("n", "/x", new Fake("old", false));
    server.routes.pause(old);
    CompletableFuture<HttpResponse<String>> waiting = asking("/x");
    FlowTester.eventually(() -> assertThat(server.routes.waiting()).isEqualTo(1));

    add("n", "/z", new Fake("new", false));

    assertThat(waiting.join().statusCode()).isEqualTo(404);
    assertThat(server.get("/z").body()).startsWith("new");
  }

  @Test
  void a_node_that_does_not_come_back_is_gone() {
    server.close();
    start(Duration.ofMillis(50));
    Route old = add("n", "/x", new Fake("old", false));
    server.routes.pause(old);

    assertThat(server.get("/x").statusCode()).isEqualTo(404);
    assertThat(server.get("/x").statusCode()).isEqualTo(404);
    assertThat(server.routes.waiting()).isZero();
  }

  @Test
  void a_new_request_is_refused_while_flows_are_about_to_answer_as_many_as_there_may_be() {
    Fake silent = new Fake("", false);
    add("n", "/x", silent);
    CompletableFuture<HttpResponse<String>> first = asking("/x");
    CompletableFuture<HttpResponse<String>> second = asking("/x");
    FlowTester.eventually(() -> assertThat(silent.arrived).hasSize(2));

    assertThat(server.get("/x").statusCode()).isEqualTo(503);

    silent.arrived.forEach(each -> each.exchange().answer(Answer.plain(200, "late")));
    assertThat(first.join().body()).isEqualTo("late");
    assertThat(second.join().body()).isEqualTo("late");
    assertThat(server.routes.waiting()).isZero();
  }

  @Test
  void the_oldest_that_no_message_stands_for_gives_way() {
    Fake silent = new Fake("", false);
    add("n", "/x", silent);
    CompletableFuture<HttpResponse<String>> kept = asking("/x");
    FlowTester.eventually(() -> assertThat(silent.arrived).hasSize(1));
    CompletableFuture<HttpResponse<String>> forgotten = asking("/x");
    FlowTester.eventually(() -> assertThat(silent.arrived).hasSize(2));
    silent.arrived.get(1).exchange().forgotten();
    add("m", "/y", new Fake("there is room", false));

    assertThat(server.get("/y").body()).startsWith("there is room");

    assertThat(forgotten.join().statusCode()).isEqualTo(503);
    silent.arrived.get(0).exchange().answer(Answer.plain(200, "kept"));
    assertThat(kept.join().body()).isEqualTo("kept");
  }

  @Test
  void bodies_take_only_so_much_room_together() throws IOException {
    Fake silent = new Fake("", false);
    server.routes.add(new Route("n", HttpMethod.POST, "/x", silent));

    String request = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 60\r\n\r\n" + "x".repeat(60);
    try (Socket first = server.raw(request)) {
      FlowTester.eventually(() -> assertThat(silent.arrived).hasSize(1));
      try (Socket second = server.raw(request)) {
        assertThat(start(second)).isEqualTo("HTTP/1.1 503");
      }
      silent.arrived.get(0).exchange().answer(Answer.plain(200, "ok"));
      assertThat(start(first)).isEqualTo("HTTP/1.1 200");
    }
  }

  private static String start(Socket socket) throws IOException {
    return new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8);
  }
}
