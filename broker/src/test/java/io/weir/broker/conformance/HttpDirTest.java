package io.weir.broker.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.broker.conformance.ConfiguredBroker.Kind;
import io.weir.broker.testing.Programs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A page beside the WebSockets of a listener, as {@code http_dir} has it. */
class HttpDirTest {
  @TempDir private Path folder;

  private final int port = Programs.freePort();
  private ConfiguredBroker broker;

  @AfterEach
  void stop() throws Exception {
    broker.close();
  }

  private void start(Kind kind) throws Exception {
    Path web = Files.createDirectories(folder.resolve("web/sub"));
    Files.writeString(folder.resolve("web/index.html"), "<p>index");
    Files.writeString(web.resolve("a b.txt"), "text");
    Files.writeString(folder.resolve("secret"), "secret");
    broker =
        new ConfiguredBroker(
            kind,
            folder,
            "allow_anonymous true",
            "listener " + port + " 127.0.0.1",
            "protocol websockets",
            "http_dir DIR/web",
            "allow_anonymous true");
  }

  /** What comes back, to its end. */
  private String ask(String method, String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);
      String request = method + " " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  @ParameterizedTest
  @EnumSource
  void files_of_the_folder_are_shown_and_no_others(Kind kind) throws Exception {
    start(kind);

    assertThat(ask("GET", "/")).contains(" 200 ").endsWith("\r\n\r\n<p>index");
    assertThat(ask("GET", "/index.html")).contains(" 200 ").endsWith("<p>index");
    assertThat(ask("GET", "/none")).contains(" 404 ");
    for (String path : new String[] {"/../secret", "/sub/../../secret", "/%2e%2e/secret"}) {
      assertThat(ask("GET", path)).as(path).doesNotContain("secret").doesNotContain(" 200 ");
    }
    assertThat(ask("POST", "/")).doesNotContain(" 200 ");
  }

  @Test
  void links_lead_nowhere_else_and_types_are_told() throws Exception {
    start(Kind.WEIR);
    Files.createSymbolicLink(folder.resolve("web/link"), folder.resolve("secret"));

    assertThat(ask("GET", "/link")).startsWith("HTTP/1.1 404 ");
    assertThat(ask("GET", "/sub/")).startsWith("HTTP/1.1 404 ");
    assertThat(ask("GET", "//secret")).startsWith("HTTP/1.1 400 ");
    assertThat(ask("GET", "/sub/a%20b.txt?x=1"))
        .contains("content-type: text/plain; charset=utf-8\r\n")
        .endsWith("\r\n\r\ntext");
    assertThat(ask("HEAD", "/")).contains("content-length: 8\r\n").endsWith("\r\n\r\n");
    assertThat(ask("GET", "/%00")).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void websockets_go_on_beside() throws Exception {
    start(Kind.WEIR);

    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .subprotocols("mqtt")
            .buildAsync(
                URI.create("ws://127.0.0.1:" + port + "/index.html"), new WebSocket.Listener() {})
            .get(30, TimeUnit.SECONDS);

    assertThat(socket.getSubprotocol()).isEqualTo("mqtt");
    socket.abort();
  }
}
