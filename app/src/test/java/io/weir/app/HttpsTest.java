package io.weir.app;

import static io.weir.app.RunningWeir.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.weir.broker.testing.OpenSsl;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The web server with TLS. */
class HttpsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final char[] PASSWORD = "secret".toCharArray();

  @TempDir private Path folder;
  private OpenSsl openSsl;
  private RunningWeir weir;

  @BeforeEach
  void makeCertificates() {
    openSsl = new OpenSsl(folder);
    openSsl.authority();
    openSsl.certificate("first", "IP:127.0.0.1");
    openSsl.certificate("second", "IP:127.0.0.1");
  }

  @AfterEach
  void stop() throws Exception {
    if (weir != null) {
      weir.close();
    }
  }

  private void start(String https) throws Exception {
    weir = RunningWeir.start(folder, "web: { https: " + https + " }");
  }

  private SSLContext tls(String certificate) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null);
    try (InputStream in = Files.newInputStream(folder.resolve("ca.crt"))) {
      trusted.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null);
    if (!certificate.isEmpty()) {
      openSsl.run(
          "pkcs12 -export -in %1$s.crt -inkey %1$s.key -out %1$s.p12 -passout pass:secret"
              .formatted(certificate));
      try (InputStream in = Files.newInputStream(folder.resolve(certificate + ".p12"))) {
        own.load(in, PASSWORD);
      }
    }
    keys.init(own, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private HttpClient client(String certificate) throws Exception {
    return HttpClient.newBuilder().sslContext(tls(certificate)).build();
  }

  private int status(HttpClient client) {
    return weir.ask(client, "GET", "/flows", "").statusCode();
  }

  /** The name in the certificate that a new connection is shown, by a version of TLS. */
  private String shown(String version) throws Exception {
    try (SSLSocket socket =
        (SSLSocket) tls("").getSocketFactory().createSocket("127.0.0.1", weir.port())) {
      socket.setSoTimeout(10_000);
      socket.setEnabledProtocols(new String[] {version});
      socket.startHandshake();
      X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return certificate.getSubjectX500Principal().getName();
    }
  }

  @Test
  void the_editor_speaks_tls_and_is_not_sent_elsewhere() throws Exception {
    weir =
        RunningWeir.start(
            folder,
            "web: { requireHttps: true, https: { keyFile: first.key, certFile: first.crt } }");

    HttpClient client = client("");
    assertThat(status(client)).isEqualTo(200);
    assertThat(
            weir.ask(client, "GET", "/flows", "", "Origin", "https://127.0.0.1:" + weir.port())
                .statusCode())
        .isEqualTo(200);
    assertThat(header(weir.ask(client, "GET", "/", ""), "content-type")).contains("text/html");
    assertThat(shown("TLSv1.2")).isEqualTo("CN=first");
  }

  @Test
  void mqtt_over_web_sockets_is_encrypted_too() throws Exception {
    start("{ keyFile: first.key, certFile: first.crt }");
    MqttConnectOptions options = new MqttConnectOptions();
    options.setSocketFactory(tls("").getSocketFactory());

    MqttClient client =
        new MqttClient("wss://127.0.0.1:" + weir.port() + "/mqtt", "a", new MemoryPersistence());
    client.connect(options);
    client.publish("t", new byte[100_000], 1, false);
    client.disconnect();
    client.close();
  }

  @Test
  void a_certificate_that_is_renewed_is_taken_up_without_a_restart() throws Exception {
    Files.copy(folder.resolve("first.key"), folder.resolve("used.key"));
    Files.copy(folder.resolve("first.crt"), folder.resolve("used.crt"));
    start("{ keyFile: used.key, certFile: used.crt }");
    HttpClient open = client("");
    assertThat(status(open)).isEqualTo(200);
    assertThat(shown("TLSv1.3")).isEqualTo("CN=first");

    replace("second.crt", "used.crt");
    replace("second.key", "used.key");

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(shown("TLSv1.3")).isEqualTo("CN=second"));
    assertThat(status(open)).isEqualTo(200);
  }

  private void replace(String from, String to) throws Exception {
    Path temporary = Files.copy(folder.resolve(from), folder.resolve(to + ".new"));
    Files.move(temporary, folder.resolve(to), StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void clients_may_be_asked_for_a_certificate() throws Exception {
    start(
        "{ keyFile: first.key, certFile: first.crt, caFile: ca.crt, requestCert: true, minVersion:"
            + " TLSv1.3 }");

    assertThat(status(client("second"))).isEqualTo(200);
    HttpClient nobody = client("");
    assertThatThrownBy(() -> status(nobody)).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> shown("TLSv1.2")).hasMessageContaining("protocol_version");
  }

  @Test
  void clients_without_a_valid_certificate_may_be_let_in_all_the_same() throws Exception {
    start(
        "{ keyFile: first.key, certFile: first.crt, requestCert: true, rejectUnauthorized: false }");

    assertThat(status(client(""))).isEqualTo(200);
    assertThat(status(client("second"))).isEqualTo(200);
  }

  @Test
  void keys_may_be_encrypted_or_come_with_their_certificate_in_one_file() throws Exception {
    openSsl.run("pkcs8 -topk8 -in first.key -out locked.key -passout pass:secret");
    start("{ keyFile: locked.key, certFile: first.crt, passphrase: secret }");
    assertThat(status(client(""))).isEqualTo(200);
    weir.close();

    openSsl.run("pkcs12 -export -in second.crt -inkey second.key -out both.p12 -passout pass:open");
    start("{ pfxFile: both.p12, passphrase: open }");
    assertThat(shown("TLSv1.3")).isEqualTo("CN=second");
  }

  @Test
  void files_that_do_not_fit_are_named() {
    assertThatThrownBy(() -> start("{ keyFile: first.key, certFile: second.crt }"))
        .hasMessageContaining("first.key is not the key of the certificate in")
        .hasMessageContaining("second.crt");
    assertThatThrownBy(() -> start("{ keyFile: first.crt, certFile: first.crt }"))
        .hasMessageContaining("first.crt can't be used");
    assertThatThrownBy(() -> start("{ pfxFile: first.crt }"))
        .hasMessageContaining("first.crt can't be opened");
  }
}
