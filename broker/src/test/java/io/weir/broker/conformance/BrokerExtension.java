package io.weir.broker.conformance;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.weir.broker.Broker;
import io.weir.broker.BrokerConfig;
import io.weir.broker.BrokerConfig.Persistence;
import io.weir.broker.BrokerEvent;
import io.weir.broker.auth.AllowAll;
import io.weir.broker.auth.Authenticator;
import io.weir.broker.auth.Authorizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A broker for each test, on a port of its own, and the connections that the test opens. */
final class BrokerExtension
    implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
  private final BrokerConfig config;
  private final Authenticator authenticator;
  private final Authorizer authorizer;
  private final List<Wire> wires = new ArrayList<>();
  private final List<BrokerEvent> events = new CopyOnWriteArrayList<>();
  private Vertx vertx;
  private Broker broker;
  private Path directory;

  BrokerExtension() {
    this(BrokerConfig.listeningOn("127.0.0.1", 0));
  }

  BrokerExtension(BrokerConfig config) {
    this(config, AllowAll.INSTANCE, AllowAll.INSTANCE);
  }

  BrokerExtension(BrokerConfig config, Authenticator authenticator, Authorizer authorizer) {
    this.config = config;
    this.authenticator = authenticator;
    this.authorizer = authorizer;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    vertx = Vertx.vertx();
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, SECONDS);
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    events.clear();
    broker = new Broker(vertx, keptIfAsked(), authenticator, authorizer);
    broker.onEvent(events::add);
    broker.start().toCompletionStage().toCompletableFuture().get(30, SECONDS);
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    wires.forEach(Wire::close);
    wires.clear();
    broker.stop().toCompletionStage().toCompletableFuture().get(30, SECONDS);
    if (directory != null) {
      Directories.delete(directory);
    }
  }

  /** The build runs these tests a second time over a store, which must not change an answer. */
  private BrokerConfig keptIfAsked() throws IOException {
    if (!Boolean.getBoolean("weir.test.store") || config.persistence() != null) {
      return config;
    }
    directory = Files.createTempDirectory("weir-broker-");
    return config.withPersistence(
        new Persistence(directory.resolve("broker"), Persistence.Sync.PROCESS));
  }

  Broker broker() {
    return broker;
  }

  int port() {
    return broker.addresses().get(0).port();
  }

  /** A connection on which nothing has been said yet. */
  Wire opens() {
    Wire wire = new Wire(port());
    wires.add(wire);
    return wire;
  }

  /** A 3.1.1 client with a clean session. */
  Wire client(String clientId) {
    return opens().sends(Bytes.connect311(clientId)).receives("20020000");
  }

  /** A v5 client with a clean start. */
  Wire client5(String clientId, Object... properties) {
    Wire wire = opens().sends(Bytes.connect5(clientId, properties));
    wire.receives(CONNACK5);
    return wire;
  }

  /** What a v5 client is told with the default limits. */
  static final byte[] CONNACK5 =
      Bytes.packet(
          0x20,
          0,
          0,
          Bytes.properties(0x21, Bytes.u16(20), 0x27, Bytes.u32(2_000_000), 0x22, 0, 10));

  /** The same, going on with an earlier session. */
  static final byte[] CONNACK5_PRESENT =
      Bytes.packet(
          0x20,
          1,
          0,
          Bytes.properties(0x21, Bytes.u16(20), 0x27, Bytes.u32(2_000_000), 0x22, 0, 10));

  /** Waits for an event. */
  BrokerEvent event(Predicate<BrokerEvent> wanted) {
    return await()
        .atMost(30, SECONDS)
        .until(() -> events.stream().filter(wanted).findFirst(), found -> found.isPresent())
        .orElseThrow();
  }

  /** Waits until a client's connection is over. */
  void lost(String clientId) {
    event(
        e -> e instanceof BrokerEvent.ClientDisconnected gone && gone.clientId().equals(clientId));
  }

  List<BrokerEvent> events() {
    return List.copyOf(events);
  }
}
