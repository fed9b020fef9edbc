package io.weir.broker.listener;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.MqttWebSocketConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.vertx.core.Vertx;
import io.weir.broker.Broker;
import io.weir.broker.BrokerConfig;
import io.weir.broker.BrokerEvent;
import io.weir.broker.Listener;
import io.weir.broker.auth.AllowAll;
import io.weir.broker.conformance.Clause;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What carries MQTT: TLS, WebSockets, Unix domain sockets, proxies in between. */
class TransportTest {
  /** A 3.1.1 client called "c", and the answer that lets it in. */
  private static final String CONNECT = "100d00044d5154540402003c000163";

  private static final String CONNACK = "20020000";

  @TempDir private Path folder;

  private final List<BrokerEvent> events = new CopyOnWriteArrayList<>();
  private Vertx vertx;
  private Broker broker;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
  }

  @AfterEach
  void close() throws Exception {
    if (broker != null) {
      broker.stop().toCompletionStage().toCompletableFuture().get(30, SECONDS);
    }
    vertx.close().toCompletionStage().toCompletableFuture().get(30, SECONDS);
  }

  private int starts(Listener listener) throws Exception {
    broker =
        new Broker(
            vertx,
            BrokerConfig.localOnly().withListeners(List.of(listener)),
            AllowAll.INSTANCE,
            AllowAll.INSTANCE);
    broker.onEvent(events::add);
    broker.start().toCompletionStage().toCompletableFuture().get(30, SECONDS);
    return broker.addresses().get(0).port();
  }

  private static Listener local() {
    return Listener.tcp("127.0.0.1", 0);
  }

  /** A certificate and its key, in the form that was asked for. */
  private Listener.Tls certificate(String form) throws Exception {
    Path certificate = folder.resolve("cert.pem");
    Path key = folder.resolve("key.pem");
    String make =
        switch (form) {
          case "PKCS8" -> "openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out K";
          case "PKCS1" -> "openssl genrsa -traditional -out K 2048";
          case "EC" -> "openssl ecparam -genkey -name prime256v1 -noout -out K";
          default -> "openssl ecparam -genkey -name prime256v1 -out K";
        };
    runs(make.replace("K", key.toString()));
    runs(
        "openssl req -x509 -new -key "
            + key
            + " -out "
            + certificate
            + " -days 2 -subj /CN=localhost");
    return Listener.Tls.of(certificate, key);
  }

  private void runs(String command) throws Exception {
    Process process =
        new ProcessBuilder(command.split(" "))
            .redirectErrorStream(true)
            .directory(folder.toFile())
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(command + ": " + output).isZero();
  }

  private static MqttClientBuilder client(int port) {
    return MqttClient.builder().identifier("c").serverHost("127.0.0.1").serverPort(port);
  }

  private static MqttClientSslConfig trusting() {
    return MqttClientSslConfig.builder()
        .trustManagerFactory(InsecureTrustManagerFactory.INSTANCE)
        .hostnameVerifier((host, session) -> true)
        .build();
  }

  private static void works(MqttClientBuilder builder) throws Exception {
    Mqtt5BlockingClient client = builder.useMqttVersion5().buildBlocking();
    client.connect();
    byte[] payload = new byte[300_000];
    payload[299_999] = 7;
    try (Mqtt5BlockingClient.Mqtt5Publishes publishes =
        client.publishes(MqttGlobalPublishFilter.ALL)) {
      client.subscribeWith().topicFilter("t/#").qos(MqttQos.AT_LEAST_ONCE).send();
      client.publishWith().topic("t/1").qos(MqttQos.AT_LEAST_ONCE).payload(payload).send();
      assertThat(publishes.receive(30, SECONDS).orElseThrow().getPayloadAsBytes())
          .isEqualTo(payload);
    }
    client.disconnect();
  }

  @ParameterizedTest
  @CsvSource({"PKCS8", "PKCS1", "EC", "EC with parameters"})
  void tls_with_keys_of_every_form(String form) throws Exception {
    int port = starts(local().withTls(certificate(form)));

    works(client(port).sslConfig(trusting()));
  }

  @Test
  void certificates_are_read_again_and_connections_stay() throws Exception {
    int port = starts(local().withTls(certificate("EC")));
    Mqtt5BlockingClient before =
        client(port).sslConfig(trusting()).useMqttVersion5().buildBlocking();
    before.connect();
    certificate("PKCS8");

    broker.reloadCertificates().toCompletionStage().toCompletableFuture().get(30, SECONDS);

    works(client(port).identifier("other").sslConfig(trusting()));
    before.publishWith().topic("x").qos(MqttQos.AT_LEAST_ONCE).send();
    before.disconnect();
  }

  @Test
  void websockets_carry_mqtt_on_any_path() throws Exception {
    int port = starts(local().withWebSocket(Listener.WebSocket.DEFAULT));

    works(
        client(port)
            .webSocketConfig(MqttWebSocketConfig.builder().serverPath("any/where").build()));
  }

  @Test
  void websockets_work_over_tls_as_well() throws Exception {
    int port = starts(local().withTls(certificate("EC")).withWebSocket(Listener.WebSocket.DEFAULT));

    works(client(port).webSocketWithDefaultConfig().sslConfig(trusting()));
  }

  /** Collects what a WebSocket hears. */
  private static final class Ear implements WebSocket.Listener {
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final CompletableFuture<String> heard = new CompletableFuture<>();

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      heard.complete(HexFormat.of().formatHex(bytes));
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      closed.complete(status);
      return null;
    }
  }

  private static WebSocket websocket(int port, Ear ear, String protocol, String origin)
      throws Exception {
    WebSocket.Builder builder =
        HttpClient.newHttpClient().newWebSocketBuilder().subprotocols(protocol);
    if (origin != null) {
      builder.header("Origin", origin);
    }
    return builder.buildAsync(URI.create("ws://127.0.0.1:" + port + "/"), ear).get(30, SECONDS);
  }

  @Test
  @Clause(value = "MQTT-6.0.0-2", v311 = "MQTT-6.0.0-2")
  void a_packet_may_be_spread_over_frames_and_fragments() throws Exception {
    int port = starts(local().withWebSocket(Listener.WebSocket.DEFAULT));
    Ear ear = new Ear();
    WebSocket socket = websocket(port, ear, "mqttv3.1", null);
    assertThat(socket.getSubprotocol()).isEqualTo("mqttv3.1");
    byte[] connect = HexFormat.of().parseHex(CONNECT);

    socket.sendBinary(ByteBuffer.wrap(connect, 0, 3), false).get(30, SECONDS);
    socket.sendBinary(ByteBuffer.wrap(connect, 3, 4), true).get(30, SECONDS);
    socket.sendBinary(ByteBuffer.wrap(connect, 7, connect.length - 7), true).get(30, SECONDS);

    assertThat(ear.heard.get(30, SECONDS)).isEqualTo(CONNACK);
    socket.sendBinary(ByteBuffer.wrap(new byte[] {(byte) 0xE0, 0}), true).get(30, SECONDS);
    assertThat(ear.closed.get(30, SECONDS)).isEqualTo(1000);
  }

  @Test
  @Clause(value = "MQTT-6.0.0-1", v311 = "MQTT-6.0.0-1")
  void a_text_frame_ends_the_connection() throws Exception {
    int port = starts(local().withWebSocket(Listener.WebSocket.DEFAULT));
    Ear ear = new Ear();

    websocket(port, ear, "mqtt", null).sendText("hello", true).get(30, SECONDS);

    assertThat(ear.closed.get(30, SECONDS)).isEqualTo(1003);
  }

  @Test
  @Clause(value = "MQTT-6.0.0-4", v311 = "MQTT-6.0.0-4")
  void other_sub_protocols_and_pages_of_other_origins_are_refused() throws Exception {
    int port = starts(local().withWebSocket(new Listener.WebSocket(Set.of("https://ours"), 4_096)));

    assertThatThrownBy(() -> websocket(port, new Ear(), "chat", null))
        .isInstanceOf(ExecutionException.class);
    assertThatThrownBy(() -> websocket(port, new Ear(), "mqtt", "https://theirs"))
        .isInstanceOf(ExecutionException.class);
    assertThat(websocket(port, new Ear(), "mqtt", "https://ours").getSubprotocol())
        .isEqualTo("mqtt");
  }

  private static String answer(Socket socket, String request) throws IOException {
    socket.setSoTimeout(30_000);
    socket.getOutputStream().write(HexFormat.of().parseHex(request));
    InputStream in = socket.getInputStream();
    return HexFormat.of().formatHex(in.readNBytes(4));
  }

  private static Socket socket(int port) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  @Test
  void behind_a_proxy_the_client_s_own_address_counts() throws Exception {
    int port = starts(local().withProxy(Listener.Proxy.HEADER));
    String header =
        HexFormat.of().formatHex("PROXY TCP4 192.0.2.7 192.0.2.1 4000 1883\r\n".getBytes(US_ASCII));

    try (Socket socket = socket(port)) {
      assertThat(answer(socket, header + CONNECT)).isEqualTo(CONNACK);
    }

    assertThat(events)
        .filteredOn(BrokerEvent.ClientConnected.class::isInstance)
        .map(event -> ((BrokerEvent.ClientConnected) event).remoteAddress())
        .containsExactly("192.0.2.7:4000");
  }

  /** Version 2 of the header with part 0x20: 1 in its first byte says that the client used TLS. */
  @ParameterizedTest
  @CsvSource({
    "0014, 200005 01 00000000, true",
    "0014, 200005 06 00000000, false",
    "000c, '', false",
    "0010, 040001 00, false"
  })
  void a_proxy_has_to_say_that_the_client_has_encrypted(
      String length, String parts, boolean isLetIn) throws Exception {
    int port = starts(local().withProxy(Listener.Proxy.HEADER_OF_TLS));
    String addresses = "c0000207 c0000201 0fa0 075b";
    String header = "0d0a0d0a000d0a515549540a 21 11 " + length + addresses + parts;

    try (Socket socket = socket(port)) {
      String answer = answer(socket, header.replace(" ", "") + CONNECT);
      assertThat(answer).isEqualTo(isLetIn ? CONNACK : "");
    }

    assertThat(events)
        .filteredOn(BrokerEvent.ConnectionRefused.class::isInstance)
        .hasSize(isLetIn ? 0 : 1);
  }

  @Test
  void one_connection_too_many_is_closed_without_an_answer() throws Exception {
    Listener.Terms none = Listener.Terms.DEFAULT;
    int port =
        starts(
            local()
                .withTerms(
                    new Listener.Terms(
                        1,
                        none.maxQos(),
                        0,
                        10,
                        none.versions(),
                        "",
                        none.userNameSource(),
                        false,
                        true,
                        "auto-",
                        "",
                        true)));

    try (Socket first = socket(port)) {
      assertThat(answer(first, CONNECT)).isEqualTo(CONNACK);
      try (Socket second = socket(port)) {
        assertThat(second.getInputStream().read()).isEqualTo(-1);
      }
    }
    assertThat(events).anyMatch(BrokerEvent.LimitReached.class::isInstance);
  }

  @Test
  void a_unix_domain_socket_is_listened_on() throws Exception {
    Path path = folder.resolve("mqtt.sock");
    starts(Listener.unix(path));

    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(path));
      channel.write(ByteBuffer.wrap(HexFormat.of().parseHex(CONNECT)));
      ByteBuffer answer = ByteBuffer.allocate(4);
      while (answer.hasRemaining() && channel.read(answer) >= 0) {
        // More to come.
      }
      assertThat(HexFormat.of().formatHex(answer.array())).isEqualTo(CONNACK);
    }
  }
}
