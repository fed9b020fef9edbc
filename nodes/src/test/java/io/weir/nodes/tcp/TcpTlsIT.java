package io.weir.nodes.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.broker.testing.OpenSsl;
import io.weir.broker.testing.Programs;
import io.weir.engine.event.LogEntry;
import io.weir.engine.message.Message;
import io.weir.engine.testing.FlowTester;
import io.weir.engine.testing.NodeTester;
import io.weir.nodes.tls.TlsConfigNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TCP nodes that speak TLS with each other. */
class TcpTlsIT {
  private static final TcpSettings SETTINGS = new TcpSettings(Duration.ofMillis(100), null, 10);

  @TempDir private Path folder;

  private final TcpConnections pool = new TcpConnections();
  private final int port = Programs.freePort();
  private NodeTester server;
  private NodeTester client;

  @BeforeEach
  void serve() {
    OpenSsl openssl = new OpenSsl(folder);
    openssl.authority();
    openssl.certificate("server", "DNS:localhost");
    server =
        NodeTester.of(TcpInNode.type(pool, SETTINGS))
            .with("port", port)
            .with("datatype", "utf8")
            .with("tls", "tls")
            .beside(
                TlsConfigNode.TYPE,
                Map.of(
                    "id",
                    "tls",
                    "type",
                    "tls-config",
                    "cert",
                    folder.resolve("server.crt").toString(),
                    "key",
                    folder.resolve("server.key").toString()))
            .starts();
    TcpPeer.connect(port).close();
  }

  @AfterEach
  void close() {
    server.close();
    client.close();
  }

  private NodeTester asks(Map<String, Object> tls) {
    client =
        NodeTester.of(TcpRequestNode.type(SETTINGS))
            .with("server", "localhost")
            .with("port", String.valueOf(port))
            .with("ret", "string")
            .with("tls", "tls")
            .beside(TlsConfigNode.TYPE, tls);
    return client;
  }

  @Test
  void what_is_sent_encrypted_arrives_and_is_answered() {
    asks(Map.of("id", "tls", "type", "tls-config", "ca", folder.resolve("ca.crt").toString()))
        .receives("hello");

    Message heard = server.awaitSent(0, 1).get(0);
    assertThat(heard.payload()).isEqualTo("hello");
    try (NodeTester reply =
        NodeTester.of(TcpOutNode.type(pool, SETTINGS)).with("beserver", "reply")) {
      reply.receives(heard.with("payload", "welcome"));
      client.assertSent("welcome");
    }
  }

  @Test
  void a_certificate_that_nobody_vouches_for_is_refused_unless_nobody_looks() {
    asks(Map.of("id", "tls", "type", "tls-config")).receives("hello");
    client.assertFailedWith("connect failed localhost:" + port);
    client.close();

    asks(Map.of("id", "tls", "type", "tls-config", "verifyservercert", false)).receives("hello");
    assertThat(server.awaitSent(0, 1).get(0).payload()).isEqualTo("hello");
  }

  @Test
  void a_server_without_a_certificate_does_not_listen() {
    client =
        NodeTester.of(TcpInNode.type(pool, SETTINGS))
            .with("port", Programs.freePort())
            .with("tls", "tls")
            .beside(TlsConfigNode.TYPE, Map.of("id", "tls", "type", "tls-config"))
            .starts();

    FlowTester.eventually(
        () ->
            assertThat(client.flow().logged(LogEntry.Level.ERROR))
                .anyMatch(text -> text.endsWith("error: No certificate/key file provided")));
  }
}
