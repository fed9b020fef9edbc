package io.weir.app;

import static io.weir.app.RunningWeir.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.broker.auth.HashAlgorithm;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MQTT over WebSockets on the web server's port. */
class MqttOverWebTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private RunningWeir weir;
  private final List<MqttClient> clients = new ArrayList<>();
  private final List<String> arrived = new CopyOnWriteArrayList<>();

  private void start(String yaml) throws Exception {
    weir = RunningWeir.start(folder, yaml);
  }

  @AfterEach
  void stop() throws Exception {
    for (MqttClient client : clients) {
      client.disconnectForcibly(0, 1, false);
      client.close(true);
    }
    if (weir != null) {
      weir.close();
    }
  }

  private String web() {
    return "ws://127.0.0.1:" + weir.port() + "/mqtt";
  }

  private String tcp() {
    return "tcp://127.0.0.1:" + weir.weir().mqttAddresses().get(0).port();
  }

  private MqttClient connect(String url, String id, MqttConnectOptions options)
      throws MqttException {
    MqttClient client = new MqttClient(url, id, new MemoryPersistence());
    client.setTimeToWait(PATIENCE.toMillis());
    clients.add(client);
    client.connect(options);
    return client;
  }

  private MqttClient connect(String url, String id) throws MqttException {
    return connect(url, id, new MqttConnectOptions());
  }

  private void listen(MqttClient client, String filter, int qos) throws MqttException {
    client.subscribe(
        filter,
        qos,
        (topic, message) ->
            arrived.add(topic + " " + message.getQos() + " " + message.getPayload().length));
  }

  @Test
  void a_client_publishes_to_others_and_hears_them() throws Exception {
    start("");
    MqttClient browser = connect(web(), "browser");
    MqttClient device = connect(tcp(), "device");
    listen(browser, "to/browser/#", 2);
    listen(device, "to/device/#", 2);

    for (int qos = 0; qos <= 2; qos++) {
      browser.publish("to/device/" + qos, new byte[10], qos, false);
      device.publish("to/browser/" + qos, new byte[20], qos, false);
    }
    // Larger than a frame or a read.
    browser.publish("to/device/large", new byte[1_000_000], 1, false);
    device.publish("to/browser/large", new byte[1_000_000], 1, false);

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(arrived)
                    .containsExactlyInAnyOrder(
                        "to/device/0 0 10",
                        "to/device/1 1 10",
                        "to/device/2 2 10",
                        "to/device/large 1 1000000",
                        "to/browser/0 0 20",
                        "to/browser/1 1 20",
                        "to/browser/2 2 20",
                        "to/browser/large 1 1000000"));
  }

  @Test
  void a_session_goes_on_by_whichever_way_its_client_comes() throws Exception {
    MqttConnectOptions keeping = new MqttConnectOptions();
    keeping.setCleanSession(false);
    start("");
    MqttClient first = connect(web(), "wanderer", keeping);
    listen(first, "kept", 1);
    first.disconnect();
    connect(tcp(), "sender").publish("kept", new byte[3], 1, false);
    MqttClient second = new MqttClient(tcp(), "wanderer", new MemoryPersistence());
    clients.add(second);
    second.setCallback(new Arrivals(arrived));
    second.connect(keeping);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(arrived).containsExactly("kept 1 3"));
    second.disconnect();
    connect(tcp(), "sender").publish("kept", new byte[4], 1, false);

    // Over a restart as well: what was noted by the web server's loop is not lost.
    for (MqttClient client : clients) {
      client.disconnectForcibly(0, 1, false);
    }
    clients.clear();
    weir.close();
    start("");
    MqttClient third = new MqttClient(web(), "wanderer", new MemoryPersistence());
    clients.add(third);
    third.setCallback(new Arrivals(arrived));
    third.connect(keeping);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(arrived).containsExactly("kept 1 3", "kept 1 4"));
  }

  @Test
  void the_same_users_get_in() throws Exception {
    String hash = HashAlgorithm.BCRYPT.hash("secret".getBytes(StandardCharsets.UTF_8)).text();
    start("mqtt: { users: { ann: %s } }".formatted(hash));
    MqttConnectOptions ann = new MqttConnectOptions();
    ann.setUserName("ann");
    ann.setPassword("secret".toCharArray());

    assertThat(connect(web(), "a", ann).isConnected()).isTrue();
    assertRefused();
    // Who has to log in may be a page of anywhere.
    assertThat(handshake("Origin: http://elsewhere.example")).startsWith("HTTP/1.1 101");
  }

  @Test
  void before_set_up_nobody_gets_in() throws Exception {
    start("mqtt: { host: 0.0.0.0 }");

    assertRefused();
  }

  private void assertRefused() throws IOException {
    try (Socket socket = open("/mqtt", "Sec-WebSocket-Protocol: mqtt")) {
      byte[] connect = {0x10, 12, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 60, 0, 0};
      // One binary frame, masked by zeros.
      socket.getOutputStream().write(new byte[] {(byte) 0x82, (byte) (0x80 | 14), 0, 0, 0, 0});
      socket.getOutputStream().write(connect);
      // CONNACK: not authorized.
      assertThat(socket.getInputStream().readNBytes(6)).containsExactly(0x82, 4, 0x20, 2, 0, 5);
    }
  }

  @ParameterizedTest
  @CsvSource({"'mqtt: { enabled: false }'", "'mqtt: { webSocket: false }'"})
  void there_may_be_none(String yaml) throws Exception {
    start(yaml);

    assertThat(handshake("Sec-WebSocket-Protocol: mqtt")).startsWith("HTTP/1.1 404");
  }

  @Test
  void it_may_be_at_another_path_for_pages_that_are_named() throws Exception {
    start("mqtt: { webSocket: { path: /ws/mqtt, origins: [http://a.example] } }");

    assertThat(connect(web().replace("/mqtt", "/ws/mqtt"), "a").isConnected()).isTrue();
    assertThat(handshake("/ws/mqtt", "Origin: http://a.example")).startsWith("HTTP/1.1 101");
    assertThat(handshake("/ws/mqtt", "Origin: http://b.example")).startsWith("HTTP/1.1 403");
  }

  @Test
  void pages_of_other_sites_and_other_machines_are_kept_out_while_nobody_logs_in()
      throws Exception {
    start("web: { trustProxy: loopback }");

    assertThat(handshake("Origin: http://evil.example")).startsWith("HTTP/1.1 403");
    assertThat(handshake("Origin: http://127.0.0.1:" + weir.port())).startsWith("HTTP/1.1 101");
    assertThat(handshake("X-Forwarded-For: 192.0.2.7"))
        .startsWith("HTTP/1.1 403")
        .contains("MQTT is for clients on this machine");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Sec-WebSocket-Protocol: mqttv3.1|101",
        "Sec-WebSocket-Protocol: chat, mqtt|101",
        "Sec-WebSocket-Protocol: chat|400",
        "Sec-WebSocket-Extensions: permessage-deflate|101",
        "Sec-WebSocket-Version: 8|426",
      })
  void what_is_not_mqtt_is_refused(String line, int status) throws Exception {
    start("");

    String answer = handshake(line);

    assertThat(answer).startsWith("HTTP/1.1 " + status).doesNotContain("permessage");
    if (line.contains("mqttv3.1")) {
      assertThat(answer).contains("Sec-WebSocket-Protocol: mqttv3.1");
    }
  }

  @Test
  void a_page_of_that_name_is_not_in_its_way() throws Exception {
    start("");

    assertThat(weir.get("/mqtt").statusCode()).isEqualTo(404);
    assertThat(header(weir.get("/mqtt"), "content-type")).contains("json");
  }

  @Test
  void a_text_frame_ends_the_connection_and_a_ping_is_answered() throws Exception {
    start("");
    try (Socket socket = open("/mqtt", "Sec-WebSocket-Protocol: mqtt")) {
      OutputStream out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      // An empty ping, masked; then the text "x".
      out.write(new byte[] {(byte) 0x89, (byte) 0x80, 0, 0, 0, 0});
      assertThat(in.readNBytes(2)).containsExactly(0x8A, 0x00);
      out.write(new byte[] {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, 'x'});
      // 1003: it can't take this kind of data.
      assertThat(in.readNBytes(4)).startsWith(0x88).endsWith(0x03, 0xEB);
      assertThat(in.readAllBytes()).asString().isEqualTo("Invalid message type");
    }
  }

  private String handshake(String line) throws IOException {
    return handshake("/mqtt", line);
  }

  private String handshake(String path, String line) throws IOException {
    try (Socket socket = connected(path, line)) {
      return head(socket);
    }
  }

  private Socket open(String path, String line) throws IOException {
    Socket socket = connected(path, line);
    assertThat(head(socket)).startsWith("HTTP/1.1 101");
    return socket;
  }

  private Socket connected(String path, String line) throws IOException {
    String version =
        line.startsWith("Sec-WebSocket-Version") ? line : "Sec-WebSocket-Version: 13\r\n" + line;
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), weir.port());
    socket.setSoTimeout((int) PATIENCE.toMillis());
    socket
        .getOutputStream()
        .write(
            ("GET "
                    + path
                    + " HTTP/1.1\r\nHost: 127.0.0.1:"
                    + weir.port()
                    + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                    + version
                    + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** An answer up to its empty line, and what of its body is there if it has one. */
  private static String head(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return head.toString();
      }
      head.append((char) next);
    }
    int at = head.toString().toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ");
    if (at >= 0) {
      int length = Integer.parseInt(head.substring(at + 16, head.indexOf("\r\n", at)));
      head.append(new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }
    return head.toString();
  }
}
