package io.weir.nodes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.weir.broker.testing.Mosquitto;
import io.weir.broker.testing.OpenSsl;
import io.weir.broker.testing.Programs;
import io.weir.nodes.support.OutboundProxies;
import io.weir.nodes.tls.TlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways to a broker that isn't ours: encrypted, by WebSocket, by name and password. */
class RemoteConnectionsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;

  private final Vertx vertx = Vertx.vertx();
  // Kept: a client that nothing refers to is closed with its connections when it is collected.
  private final NetClient beyond = vertx.createNetClient();
  private final List<ConnectionState> states = new CopyOnWriteArrayList<>();
  private final List<Incoming> received = new CopyOnWriteArrayList<>();
  private final List<BrokerClient> clients = new CopyOnWriteArrayList<>();
  private @Nullable Mosquitto mosquitto;

  @AfterEach
  void close() {
    clients.forEach(client -> get(client.close()));
    if (mosquitto != null) {
      mosquitto.close();
    }
    get(vertx.close());
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private Mosquitto broker(String... options) {
    Mosquitto started = new Mosquitto(folder, options);
    mosquitto = started;
    return started;
  }

  private BrokerClient client(
      BrokerAddress address,
      BrokerSettings.Protocol protocol,
      BrokerSettings.@Nullable Login login,
      @Nullable TlsSettings tls,
      BrokerSettings.@Nullable Will will) {
    BrokerClient client =
        new RemoteBrokerClients(vertx, Duration.ofMillis(100), OutboundProxies.of(Map.of()))
            .open(
                new BrokerSettings(
                    address,
                    protocol,
                    new BrokerSettings.Session(
                        "c" + clients.size(),
                        true,
                        60,
                        0,
                        BrokerSettings.Limits.NONE,
                        List.of(new UserProperty("who", "test"))),
                    login,
                    tls,
                    will),
                states::add);
    clients.add(client);
    return client;
  }

  private void assertCarries(BrokerClient client) {
    get(client.connect());
    get(client.subscribe(new Subscription("t", 1, false, true, 0), this::take));
    get(
        client.publish(
            new Outgoing("t", Buffer.buffer("x"), 1, false, PublicationProperties.NONE)));
    await().atMost(PATIENCE).until(() -> received.size() == 1);
    assertThat(received.get(0).payload()).isEqualTo(Buffer.buffer("x"));
  }

  private void assertRefused(BrokerClient client, String reason) {
    client.connect();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(states)
                    .anySatisfy(
                        state -> {
                          assertThat(state.phase()).isEqualTo(ConnectionState.Phase.FAILED);
                          assertThat(state.reason()).containsIgnoringCase(reason);
                        }));
    assertThat(client.isConnected()).isFalse();
  }

  private void take(Incoming incoming) {
    received.add(incoming);
    incoming.acknowledge();
  }

  // ---- TLS ----

  private Buffer file(String name) {
    try {
      return Buffer.buffer(Files.readAllBytes(folder.resolve(name)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private TlsSettings trusting(String authority, String serverName) {
    return new TlsSettings(null, null, file(authority), null, "", serverName, "", true);
  }

  private int encryptedBroker(String names, String... more) {
    OpenSsl openssl = new OpenSsl(folder);
    openssl.authority();
    openssl.certificate("server", names);
    String[] options = new String[more.length + 4];
    options[0] = "allow_anonymous true";
    options[1] = "cafile " + folder.resolve("ca.crt");
    options[2] = "certfile " + folder.resolve("server.crt");
    options[3] = "keyfile " + folder.resolve("server.key");
    System.arraycopy(more, 0, options, 4, more.length);
    return broker(options).port();
  }

  private static BrokerAddress encrypted(int port) {
    return BrokerAddress.of("localhost", port, true);
  }

  @ParameterizedTest
  @EnumSource(
      value = BrokerSettings.Protocol.class,
      names = {"MQTT_3", "MQTT_5"})
  void a_certificate_of_a_trusted_authority_is_accepted(BrokerSettings.Protocol protocol) {
    int port = encryptedBroker("DNS:localhost");

    assertCarries(client(encrypted(port), protocol, null, trusting("ca.crt", ""), null));
  }

  @Test
  void a_certificate_of_an_unknown_authority_is_refused_unless_nobody_looks() {
    int port = encryptedBroker("DNS:localhost");

    assertRefused(
        client(
            encrypted(port),
            BrokerSettings.Protocol.MQTT_3,
            null,
            TlsSettings.defaults(true),
            null),
        "certification path");
    assertCarries(
        client(
            encrypted(port),
            BrokerSettings.Protocol.MQTT_3,
            null,
            TlsSettings.defaults(false),
            null));
  }

  @Test
  void a_certificate_for_another_name_is_refused_unless_that_name_is_asked_for() {
    int port = encryptedBroker("DNS:broker.example");

    assertRefused(
        client(encrypted(port), BrokerSettings.Protocol.MQTT_3, null, trusting("ca.crt", ""), null),
        "localhost");
    assertCarries(
        client(
            encrypted(port),
            BrokerSettings.Protocol.MQTT_3,
            null,
            trusting("ca.crt", "broker.example"),
            null));
  }

  @Test
  void the_server_is_told_the_name_that_is_asked_for() {
    OpenSsl openssl = new OpenSsl(folder);
    openssl.authority();
    openssl.certificate("server", "DNS:broker.example");
    List<String> names = new CopyOnWriteArrayList<>();
    NetServer server =
        vertx
            .createNetServer(
                new NetServerOptions()
                    .setHost("127.0.0.1")
                    .setSsl(true)
                    .setSni(true)
                    .setKeyCertOptions(
                        new PemKeyCertOptions()
                            .setCertValue(file("server.crt"))
                            .setKeyValue(file("server.key"))))
            .connectHandler(socket -> names.add(socket.indicatedServerName()));
    int port = get(server.listen(0)).actualPort();

    client(
            encrypted(port),
            BrokerSettings.Protocol.MQTT_5,
            null,
            trusting("ca.crt", "broker.example"),
            null)
        .connect();

    await().atMost(PATIENCE).until(() -> !names.isEmpty());
    assertThat(names.get(0)).isEqualTo("broker.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pkcs8 -topk8 -in client.key -passout pass:open -out other.key",
        "rsa -in client.key -traditional -out other.key"
      })
  void a_broker_that_asks_for_a_certificate_gets_ours(String conversion) {
    int port = encryptedBroker("DNS:localhost", "require_certificate true");
    OpenSsl openssl = new OpenSsl(folder);
    openssl.certificate("client", "DNS:client");
    openssl.run(conversion);

    TlsSettings ours =
        new TlsSettings(
            file("client.crt"), file("other.key"), file("ca.crt"), null, "open", "", "", true);
    assertCarries(client(encrypted(port), BrokerSettings.Protocol.MQTT_3, null, ours, null));
  }

  @Test
  void a_broker_that_asks_for_a_certificate_refuses_us_without() {
    int port = encryptedBroker("DNS:localhost", "require_certificate true");

    BrokerClient client =
        client(encrypted(port), BrokerSettings.Protocol.MQTT_3, null, trusting("ca.crt", ""), null);
    client.connect();

    await()
        .atMost(PATIENCE)
        .until(() -> states.stream().anyMatch(s -> s.phase() == ConnectionState.Phase.FAILED));
    assertThat(client.isConnected()).isFalse();
  }

  // ---- WebSocket ----

  @ParameterizedTest
  @EnumSource(
      value = BrokerSettings.Protocol.class,
      names = {"MQTT_3", "MQTT_5"})
  void messages_travel_by_web_socket(BrokerSettings.Protocol protocol) {
    int port = broker("protocol websockets", "allow_anonymous true").port();

    assertCarries(
        client(
            BrokerAddress.parse("ws://127.0.0.1:" + port + "/mqtt?a=b"),
            protocol,
            null,
            null,
            null));
  }

  @Test
  void encrypted_web_sockets_work_too() {
    int port = encryptedBroker("DNS:localhost", "protocol websockets");

    assertCarries(
        client(
            BrokerAddress.parse("wss://localhost:" + port + "/mqtt"),
            BrokerSettings.Protocol.MQTT_5,
            null,
            trusting("ca.crt", ""),
            null));
  }

  // ---- login ----

  private int guardedBroker() {
    Programs.assumeInstalled(Path.of("/usr/bin/mosquitto_passwd"));
    try {
      Process made =
          new ProcessBuilder("/usr/bin/mosquitto_passwd", "-b", "-c", "passwords", "ann", "secret")
              .directory(folder.toFile())
              .start();
      assertThat(made.waitFor(20, TimeUnit.SECONDS)).isTrue();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
    return broker("allow_anonymous false", "password_file " + folder.resolve("passwords")).port();
  }

  @ParameterizedTest
  @EnumSource(
      value = BrokerSettings.Protocol.class,
      names = {"MQTT_3", "MQTT_5"})
  void the_right_password_opens_and_a_wrong_one_does_not(BrokerSettings.Protocol protocol) {
    BrokerAddress address = BrokerAddress.of("127.0.0.1", guardedBroker(), false);

    assertRefused(
        client(address, protocol, new BrokerSettings.Login("ann", "wrong"), null, null),
        "NOT_AUTHORIZED");
    assertCarries(client(address, protocol, new BrokerSettings.Login("ann", "secret"), null, null));
  }

  // ---- will ----

  @Test
  void the_will_of_a_client_that_is_cut_off_has_all_its_properties() {
    int port = broker("allow_anonymous true").port();
    BrokerClient watcher =
        client(
            BrokerAddress.of("127.0.0.1", port, false),
            BrokerSettings.Protocol.MQTT_5,
            null,
            null,
            null);
    get(watcher.connect());
    get(watcher.subscribe(new Subscription("#", 1, false, true, 0), this::take));
    PublicationProperties properties =
        new PublicationProperties(
            true,
            2000,
            "text/plain",
            "answers",
            Buffer.buffer("abc"),
            List.of(new UserProperty("k", "v")));
    BrokerSettings.Will will =
        new BrokerSettings.Will(new Outgoing("st", Buffer.buffer("down"), 1, false, properties), 0);
    List<NetSocket> sockets = new CopyOnWriteArrayList<>();
    NetServer relay = vertx.createNetServer().connectHandler(in -> pass(in, port, sockets));
    int relayPort = get(relay.listen(0, "127.0.0.1")).actualPort();
    BrokerClient mortal =
        client(
            BrokerAddress.of("127.0.0.1", relayPort, false),
            BrokerSettings.Protocol.MQTT_5,
            null,
            null,
            will);
    get(mortal.connect());

    get(relay.close());
    sockets.forEach(NetSocket::close);

    await().atMost(PATIENCE).until(() -> received.size() == 1);
    assertThat(received.get(0).topic()).isEqualTo("st");
    assertThat(received.get(0).payload()).isEqualTo(Buffer.buffer("down"));
    assertThat(received.get(0).properties()).isEqualTo(properties);
  }

  private void pass(NetSocket in, int port, List<NetSocket> sockets) {
    sockets.add(in);
    in.pause();
    beyond
        .connect(port, "127.0.0.1")
        .onSuccess(
            out -> {
              sockets.add(out);
              in.pipeTo(out);
              out.pipeTo(in);
            });
  }
}
