package io.weir.nodes.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.weir.engine.event.LogEntry;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import io.weir.engine.message.Values;
import io.weir.engine.testing.FlowTester;
import io.weir.nodes.http.client.HttpRequestSettings;
import io.weir.nodes.http.client.OutboundHttp;
import io.weir.nodes.support.OutboundProxies;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebSocketNodesTest {
  private final Vertx vertx = Vertx.vertx();
  private final FlowSockets sockets = new FlowSockets("/api/");
  private final OutboundHttp http =
      new OutboundHttp(vertx, HttpRequestSettings.USUAL, OutboundProxies.of(Map.of()));
  private final WebSocketClient client = vertx.createWebSocketClient();
  private HttpServer server;
  private FlowTester flow;

  /** A client of a listener. */
  private static final class Peer {
    final List<Object> received = new CopyOnWriteArrayList<>();
    final WebSocket socket;

    Peer(WebSocket socket) {
      this.socket = socket;
      socket.textMessageHandler(received::add);
      socket.binaryMessageHandler(received::add);
    }

    void awaits(Object... all) {
      FlowTester.eventually(() -> assertThat(received).containsExactly(all));
    }
  }

  @BeforeEach
  void serve() {
    server =
        FlowTester.get(
            vertx
                .createHttpServer(new HttpServerOptions().setWebSocketSubProtocols(List.of("*")))
                .requestHandler(
                    request ->
                        sockets.handle(request, () -> request.response().setStatusCode(404).end()))
                .listen(0, "127.0.0.1"));
  }

  @AfterEach
  void close() {
    if (flow != null) {
      flow.close();
    }
    FlowTester.get(vertx.close());
  }

  private void start(String... entries) {
    flow =
        FlowTester.start(
            List.of(
                SocketNode.listener(sockets, http),
                SocketNode.client(sockets, http, Duration.ofMillis(20)),
                WebSocketInNode.TYPE,
                WebSocketOutNode.TYPE),
            FlowTester.tab(entries));
  }

  private static String listener(String id, String path, String whole) {
    return "{\"id\":\"%s\",\"type\":\"websocket-listener\",\"path\":\"%s\",\"wholemsg\":\"%s\"}"
        .formatted(id, path, whole);
  }

  private String connection(String id, String path, String more) {
    return "{\"id\":\"%s\",\"type\":\"websocket-client\",\"path\":\"ws://localhost:%d%s\"%s}"
        .formatted(id, server.actualPort(), path, more);
  }

  private static String in(String id, String server, String client, String target) {
    return """
        {"id":"%s","type":"websocket in","z":"t","x":1,"y":1,"server":"%s","client":"%s","wires":[["%s"]]}
        """
        .formatted(id, server, client, target);
  }

  private static String out(String id, String server, String client) {
    return """
        {"id":"%s","type":"websocket out","z":"t","x":1,"y":1,"server":"%s","client":"%s","wires":[]}
        """
        .formatted(id, server, client);
  }

  private static String collector(String id) {
    return FlowTester.node(id, "test-collector");
  }

  private Peer connect(String path, String... protocols) {
    return new Peer(
        FlowTester.get(
            client.connect(
                new WebSocketConnectOptions()
                    .setHost("localhost")
                    .setPort(server.actualPort())
                    .setURI(path)
                    .setSubProtocols(List.of(protocols)))));
  }

  private List<Object> payloads(String collector, int count) {
    return flow.awaitMessages(collector, count).stream().map(Message::payload).toList();
  }

  @SuppressWarnings("unchecked")
  private static Message parsed(String json) {
    return Message.of((Map<String, ?>) MessageJson.parse(json)).withId();
  }

  // ---- listeners ----

  @Test
  void what_comes_is_sent_back_to_who_sent_it() {
    start(listener("l", "ws", "false"), in("in", "l", "", "out"), out("out", "l", ""));
    Peer one = connect("/api/ws");
    Peer other = connect("/api/ws");

    one.socket.writeTextMessage("hello");
    one.awaits("hello");
    one.socket.writeBinaryMessage(Buffer.buffer("bytes"));
    one.awaits("hello", Buffer.buffer("bytes"));
    flow.send("out", "to all");
    other.awaits("to all");
  }

  @Test
  void payloads_are_texts_or_bytes() {
    start(
        listener("l", "/ws", "false"), in("in", "l", "", "c"), collector("c"), out("out", "l", ""));
    Peer peer = connect("/api/ws", "first", "second");
    assertThat(peer.socket.subProtocol()).isEqualTo("first");
    peer.socket.writeTextMessage("{\"a\":1}");
    Message message = flow.awaitMessages("c", 1).get(0);
    assertThat(message.payload()).isEqualTo("{\"a\":1}");
    assertThat(((Map<?, ?>) message.get("_session")).get("type")).isEqualTo("websocket");
    assertThat((String) ((Map<?, ?>) message.get("_session")).get("id")).matches("[0-9a-f]{16}");

    for (String json : List.of("{}", "{\"payload\":\"\"}", "{\"payload\":null}")) {
      flow.send("out", parsed(json));
    }
    flow.send("out", 7.5);
    flow.send("out", false);
    flow.send("out", Map.of("a", 1));
    flow.send("out", Buffer.buffer());

    peer.awaits("7.5", "false", "{\"a\":1}", Buffer.buffer());
  }

  @Test
  void whole_messages_travel_as_json() {
    start(
        listener("l", "/ws", "true"), in("in", "l", "", "c"), collector("c"), out("out", "l", ""));
    Peer peer = connect("/api/ws");
    for (String text : List.of("123", "null", "[1]", "not json")) {
      peer.socket.writeTextMessage(text);
    }
    peer.socket.writeBinaryMessage(Buffer.buffer(new byte[] {1, 2}));
    peer.socket.writeTextMessage("{\"text\":\"hello\",\"_msgid\":\"m\",\"_session\":\"x\"}");

    assertThat(payloads("c", 6))
        .usingElementComparator((a, b) -> Values.deepEqual(a, b) ? 0 : 1)
        .containsExactly(
            123L, null, List.of(1L), "not json", Buffer.buffer(new byte[] {1, 2}), null);
    Message whole = flow.received("c").get(5);
    assertThat(whole.get("text")).isEqualTo("hello");
    assertThat(whole.id()).isEqualTo("m");
    assertThat(whole.get("_session")).isInstanceOf(Map.class);
    assertThat(whole.has("payload")).isFalse();

    flow.send("out", whole);
    peer.awaits("{\"text\":\"hello\",\"_msgid\":\"m\"}");
  }

  @Test
  void what_is_for_somebody_gone_is_dropped() {
    start(listener("l", "/ws", "false"), out("out", "l", ""));
    Peer peer = connect("/api/ws");

    flow.send(
        "out", Message.ofPayload("x").with("_session", Map.of("type", "websocket", "id", "none")));
    flow.send("out", Message.ofPayload("y").with("_session", Map.of("type", "tcp", "id", "none")));

    peer.awaits("y");
  }

  @Test
  void statuses_tell_of_connections() {
    start(listener("l", "/ws", "false"), out("out", "l", ""));
    Peer one = connect("/api/ws");
    Peer other = connect("/api/ws");
    FlowTester.get(one.socket.close());
    FlowTester.eventually(() -> assertThat(flow.statuses("out")).hasSize(3));
    FlowTester.get(other.socket.close());

    FlowTester.eventually(
        () ->
            assertThat(flow.statuses("out"))
                .extracting(each -> each.status().text() + " " + each.status().more().get("event"))
                .containsExactly(
                    "connected 1 connect",
                    "connected 2 connect",
                    "connected 1 disconnect",
                    "common.status.disconnected disconnect"));
  }

  @Test
  void a_path_is_one_listeners_and_goes_with_it() {
    start(
        listener("l", "/ws", "false"),
        listener("m", "ws", "false"),
        in("in", "", "", "c"),
        collector("c"));
    assertThat(flow.logged(LogEntry.Level.ERROR))
        .containsExactly(
            "Cannot have two WebSocket listeners on the same path: /api/ws",
            "Missing server configuration");
    Peer peer = connect("/api/ws");
    List<String> closed = new CopyOnWriteArrayList<>();
    peer.socket.closeHandler(gone -> closed.add("closed"));

    flow.deploy("[]");

    FlowTester.eventually(() -> assertThat(closed).hasSize(1));
    assertThat(client.connect(server.actualPort(), "localhost", "/api/ws"))
        .as("the path")
        .satisfies(again -> FlowTester.eventually(() -> assertThat(again.failed()).isTrue()));
  }

  // ---- clients ----

  @Test
  void a_client_connects_once_for_all_its_nodes() {
    start(
        listener("l", "/ws", "false"),
        in("lin", "l", "", "lc"),
        out("lout", "l", ""),
        connection("k", "/api/ws", ",\"hb\":\"60\""),
        out("kout", "", "k"),
        in("kin", "l", "k", "kc"),
        collector("lc"),
        collector("kc"));
    FlowTester.eventually(
        () ->
            assertThat(flow.statuses("kin"))
                .last()
                .satisfies(each -> assertThat(each.status().text()).isEqualTo("connected ")));

    flow.send("kout", "up");
    assertThat(payloads("lc", 1)).containsExactly("up");
    flow.send("lout", "down");
    assertThat(payloads("kc", 1)).containsExactly("down");
    flow.send("kout", flow.received("kc").get(0));
    flow.send("kout", "after");
    assertThat(payloads("lc", 2)).containsExactly("up", "after");
  }

  @Test
  void a_client_says_who_it_is_and_comes_back() {
    List<ServerWebSocket> opened = new CopyOnWriteArrayList<>();
    HttpServer elsewhere =
        FlowTester.get(
            vertx
                .createHttpServer(new HttpServerOptions().setWebSocketSubProtocols(List.of("two")))
                .webSocketHandler(opened::add)
                .listen(0, "127.0.0.1"));
    start(
        """
        {"id":"k","type":"websocket-client","path":"ws://u:p@localhost:%d/x?y","wholemsg":"false",
         "subprotocol":"one, two","headers":[
           {"keyType":"other","keyValue":"X-A","valueType":"other","valueValue":"b"},
           {"keyType":"User-Agent","keyValue":"","valueType":"env","valueValue":"NR_NODE_ID"},
           {"keyType":"other","keyValue":"","valueType":"other","valueValue":"lost"}]}
        """
            .formatted(elsewhere.actualPort()),
        out("out", "", "k"));
    FlowTester.eventually(() -> assertThat(opened).hasSize(1));
    ServerWebSocket first = opened.get(0);
    assertThat(first.uri()).isEqualTo("/x?y");
    assertThat(first.subProtocol()).isEqualTo("two");
    assertThat(first.headers().get("X-A")).isEqualTo("b");
    assertThat(first.headers().get("User-Agent")).isEqualTo("k");
    assertThat(first.headers().get("Authorization")).isEqualTo("Basic dTpw");

    FlowTester.get(first.close());
    FlowTester.eventually(() -> assertThat(opened).hasSize(2));

    FlowTester.get(elsewhere.close());
    FlowTester.eventually(
        () ->
            assertThat(flow.statuses("out"))
                .extracting(each -> each.status().text())
                .containsSubsequence(
                    "connected ",
                    "common.status.disconnected",
                    "connected ",
                    "common.status.disconnected",
                    "common.status.error",
                    "common.status.disconnected"));
    flow.deploy("[]");
  }

  @Test
  void a_server_that_does_not_answer_a_heartbeat_is_left() {
    List<String> seen = new CopyOnWriteArrayList<>();
    // Takes the connection, and says nothing any more.
    HttpServer deaf =
        FlowTester.get(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      seen.add("opened");
                      request
                          .response()
                          .setStatusCode(101)
                          .putHeader("Upgrade", "websocket")
                          .putHeader("Connection", "Upgrade")
                          .putHeader(
                              "Sec-WebSocket-Accept",
                              accept(request.getHeader("Sec-WebSocket-Key")));
                      request.toNetSocket().onFailure(why -> seen.add("" + why));
                    })
                .listen(0, "127.0.0.1"));
    start(
        "{\"id\":\"k\",\"type\":\"websocket-client\",\"hb\":\"0.05\",\"path\":\"ws://localhost:%d/\"}"
            .formatted(deaf.actualPort()),
        out("out", "", "k"));

    FlowTester.eventually(
        () ->
            assertThat(flow.statuses("out"))
                .extracting(each -> each.status().text())
                .contains("common.status.error"));
    FlowTester.eventually(() -> assertThat(seen).hasSizeGreaterThan(1));
  }

  private static String accept(String key) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-1")
                  .digest(
                      (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                          .getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
