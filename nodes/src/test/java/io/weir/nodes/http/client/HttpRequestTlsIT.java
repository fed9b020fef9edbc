package io.weir.nodes.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.weir.broker.testing.OpenSsl;
import io.weir.engine.message.Message;
import io.weir.engine.testing.FlowTester;
import io.weir.engine.testing.NodeTester;
import io.weir.nodes.support.OutboundProxies;
import io.weir.nodes.tls.TlsConfigNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests to servers that speak TLS. */
class HttpRequestTlsIT {
  @TempDir private Path folder;

  private final Vertx vertx = Vertx.vertx();
  private final OutboundHttp http =
      new OutboundHttp(vertx, HttpRequestSettings.USUAL, OutboundProxies.of(Map.of()), 10_000);
  private OpenSsl openssl;
  private NodeTester node;

  @BeforeEach
  void makeCertificates() {
    openssl = new OpenSsl(folder);
    openssl.authority();
    openssl.certificate("server", "DNS:localhost");
  }

  @AfterEach
  void close() {
    node.close();
    FlowTester.get(vertx.close());
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private WebPeer server(ClientAuth clients) {
    return new WebPeer(
        vertx,
        new HttpServerOptions()
            .setSsl(true)
            .setKeyCertOptions(
                new PemKeyCertOptions()
                    .setCertPath(file("server.crt"))
                    .setKeyPath(file("server.key")))
            .setClientAuth(clients)
            .setTrustOptions(new PemTrustOptions().addCertPath(file("ca.crt"))));
  }

  private Message answer(String url, Map<String, Object> tls, Object verifies) {
    if (node != null) {
      node.close();
    }
    node = NodeTester.of(HttpRequestNode.type(http, 3)).with("method", "GET").with("url", url);
    if (!tls.isEmpty()) {
      Map<String, Object> entry = new LinkedHashMap<>(tls);
      entry.putAll(Map.of("id", "tls", "type", "tls-config"));
      node.with("tls", "tls").beside(TlsConfigNode.TYPE, entry);
    }
    Message message = Message.ofPayload("");
    node.receives(verifies == null ? message : message.with("rejectUnauthorized", verifies));
    return node.awaitSent(0, 1).get(0);
  }

  @Test
  void certificates_are_checked_unless_that_is_switched_off() {
    WebPeer server = server(ClientAuth.NONE);
    String url = server.url("/text");

    Message refused = answer(url, Map.of(), null);
    assertThat(refused.get("statusCode")).isEqualTo("UNABLE_TO_VERIFY_LEAF_SIGNATURE");
    assertThat((String) refused.payload())
        .startsWith("RequestError: unable to verify the first certificate : https://");
    assertThat(answer(url, Map.of(), "FALSE").payload()).isEqualTo("hällo");
    assertThat(answer(url, Map.of("verifyservercert", false), null).payload()).isEqualTo("hällo");
    String byAddress = url.replace("localhost", "127.0.0.1");
    assertThat(answer(byAddress, Map.of("ca", file("ca.crt")), null).get("statusCode"))
        .isEqualTo("ERR_TLS_CERT_ALTNAME_INVALID");
    assertThat(
            answer(byAddress, Map.of("ca", file("ca.crt"), "servername", "localhost"), null)
                .payload())
        .isEqualTo("hällo");
    assertThat(
            answer("localhost:" + server.port() + "/text", Map.of("ca", file("ca.crt")), null)
                .get("responseUrl"))
        .isEqualTo(url);
  }

  @Test
  void servers_may_want_to_know_who_asks() {
    openssl.certificate("client", "DNS:client");
    WebPeer server = server(ClientAuth.REQUIRED);

    assertThat(answer(server.url("/text"), Map.of("ca", file("ca.crt")), null).get("statusCode"))
        .isInstanceOf(String.class);
    assertThat(
            answer(
                    server.url("/text"),
                    Map.of(
                        "ca",
                        file("ca.crt"),
                        "cert",
                        file("client.crt"),
                        "key",
                        file("client.key")),
                    null)
                .payload())
        .isEqualTo("hällo");
  }
}
