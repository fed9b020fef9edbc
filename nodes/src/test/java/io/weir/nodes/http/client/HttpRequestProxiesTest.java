package io.weir.nodes.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.weir.engine.message.MessageJson;
import io.weir.engine.testing.FlowTester;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Requests that take a way round. */
class HttpRequestProxiesTest extends HttpRequestFixture {
  // Kept: a client that nothing refers to is closed with its connections when it is collected.
  private final NetClient beyond = vertx.createNetClient();

  @Test
  void proxies_are_gone_through() {
    List<String> heads = new CopyOnWriteArrayList<>();
    NetServer proxy =
        FlowTester.get(
            vertx
                .createNetServer()
                .connectHandler(socket -> tunnel(socket, heads))
                .listen(0, "127.0.0.1"));
    String address = "localhost:" + proxy.actualPort();
    Map<String, Object> configured = new LinkedHashMap<>();
    configured.putAll(Map.of("id", "p", "type", "http proxy", "url", "http://" + address));
    configured.put("noproxy", List.of("", "127.0.0.1"));
    configured.put("credentials", Map.of("username", "u", "password", "p"));
    node().beside(HttpProxyNode.TYPE, Map.of("id", "q", "type", "http proxy"));
    deploy(
        Map.of("method", "GET", "url", "", "proxy", "p"), Map.of(), MessageJson.text(configured));

    assertThat(answer("url", peer.url("/text")).payload()).isEqualTo("hällo");
    assertThat(heads)
        .singleElement()
        .asString()
        .startsWith("CONNECT localhost:" + peer.port() + " ")
        .contains("Basic dTpw");
    answer("url", "http://127.0.0.1:" + peer.port() + "/text");
    assertThat(heads).hasSize(1);

    node(
        outbound(Map.of("http_proxy", "http://a:b@" + address)),
        "method",
        "GET",
        "url",
        peer.url("/text"));
    assertThat(answer().payload()).isEqualTo("hällo");
    assertThat(heads).hasSize(2).last().asString().contains("Basic YTpi");

    node(
        outbound(Map.of("http_proxy", "http://localhost")),
        "method",
        "GET",
        "url",
        peer.url("/text"));
    assertThat(answer().payload()).isEqualTo("hällo");
    FlowTester.eventually(
        () -> assertThat(warnings()).containsExactly("Bad proxy url: http://localhost"));
    FlowTester.get(proxy.close());
  }

  private void tunnel(NetSocket client, List<String> heads) {
    client.handler(
        head -> {
          heads.add(head.toString());
          client.pause();
          beyond
              .connect(peer.port(), "127.0.0.1")
              .onSuccess(
                  server -> {
                    client.write("HTTP/1.1 200 OK\r\n\r\n");
                    client.handler(server::write);
                    server.handler(client::write);
                    server.closeHandler(closed -> client.close());
                    client.resume();
                  });
        });
  }
}
