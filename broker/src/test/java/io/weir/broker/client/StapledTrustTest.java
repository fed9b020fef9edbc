package io.weir.broker.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.weir.broker.testing.OpenSsl;
import io.weir.broker.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenSSL's server sends what its own responder has said of its certificate. */
class StapledTrustTest {
  private final Vertx vertx = Vertx.vertx();

  @TempDir private Path folder;
  private OpenSsl openSsl;
  private Process server;
  // Kept: a client that nothing refers to is closed with its connections when it is collected.
  private NetClient network;

  @BeforeEach
  void makeCertificates() {
    openSsl = new OpenSsl(folder);
    openSsl.authority();
    openSsl.certificate("server", "DNS:localhost,IP:127.0.0.1");
  }

  @AfterEach
  void stop() throws Exception {
    if (server != null) {
      server.destroyForcibly();
    }
    vertx.close().toCompletionStage().toCompletableFuture().get(30, SECONDS);
  }

  /** What the authority says: {@code response.der}. */
  private void respond(String state) throws Exception {
    X509Certificate certificate;
    try (var in = Files.newInputStream(folder.resolve("server.crt"))) {
      certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
    Files.writeString(
        folder.resolve("index.txt"),
        state
            + "\t401231000000Z\t"
            + (state.equals("R") ? "200101000000Z" : "")
            + "\t"
            + certificate.getSerialNumber().toString(16).toUpperCase(java.util.Locale.ROOT)
            + "\tunknown\t/CN=server\n",
        US_ASCII);
    openSsl.run("ocsp -issuer ca.crt -cert server.crt -reqout request.der");
    openSsl.run(
        "ocsp -index index.txt -CA ca.crt -rsigner ca.crt -rkey ca.key -ndays 1"
            + " -reqin request.der -respout response.der");
  }

  private Future<NetSocket> connect(String version, String... options) throws IOException {
    int port = Programs.freePort();
    List<String> words =
        new ArrayList<>(
            List.of("/usr/bin/openssl", "s_server", "-accept", Integer.toString(port), version));
    words.addAll(List.of("-cert", "server.crt", "-key", "server.key"));
    words.addAll(List.of(options));
    server =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("server.log").toFile())
            .start();
    await().atMost(Duration.ofSeconds(30)).until(() -> Programs.isListening(port));
    NetClientOptions client = new NetClientOptions();
    new Encryption(
            StapledTrust.options(List.of(folder.resolve("ca.crt"))),
            null,
            List.of(),
            List.of(),
            List.of(),
            true)
        .addTo(client);
    network = vertx.createNetClient(client);
    return network.connect(port, "localhost");
  }

  private static <T> T get(Future<T> connecting) throws Exception {
    return connecting.toCompletionStage().toCompletableFuture().get(30, SECONDS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void proof_that_a_certificate_is_valid_is_taken(String version) throws Exception {
    respond("V");

    // Asked as soon as it is connected: s_server ends a TLS 1.2 connection soon after, and a socket
    // that is closed has no encryption any more.
    Future<Boolean> isEncrypted =
        connect(version, "-status_file", "response.der").map(NetSocket::isSsl);

    assertThat(get(isEncrypted)).isTrue();
  }

  @Test
  void a_revoked_certificate_is_not() throws Exception {
    respond("R");

    assertThatThrownBy(() -> get(connect("-tls1_3", "-status_file", "response.der")))
        .rootCause()
        .hasMessageContaining("revoked");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void without_proof_there_is_no_connection(String version) {
    assertThatThrownBy(() -> get(connect(version)))
        .rootCause()
        .hasMessageContaining("no proof (OCSP)");
  }

  @Test
  void proof_of_another_certificate_is_none() throws Exception {
    respond("V");
    openSsl.certificate("server", "DNS:localhost");

    assertThatThrownBy(() -> get(connect("-tls1_3", "-status_file", "response.der")))
        .isInstanceOf(java.util.concurrent.ExecutionException.class);
  }
}
