package io.weir.broker.bridge;

import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.broker.Broker;
import io.weir.broker.BrokerConfig;
import io.weir.broker.BrokerEvent;
import io.weir.broker.LocalClient;
import io.weir.broker.LocalClientOptions;
import io.weir.broker.SubscribeOptions;
import io.weir.broker.auth.AllowAll;
import io.weir.broker.auth.Authenticator;
import io.weir.broker.config.MosquittoConf;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.PublishProperties;
import io.weir.broker.packet.Qos;
import io.weir.broker.testing.Programs;
import io.weir.broker.topic.TopicFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A broker of ours for tests of bridges, with a client in its process. */
final class BridgedBroker implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration RESTART = Duration.ofMillis(200);

  private final Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final Broker broker;
  private final LocalClient client;
  private final List<BrokerEvent> events = new CopyOnWriteArrayList<>();

  /**
   * What a subscriber got, in the words {@code topic payload qos}, an {@code r} behind if retained.
   */
  private final List<String> received = new CopyOnWriteArrayList<>();

  BridgedBroker(Path folder, int port) {
    this(folder, port, null, AllowAll.INSTANCE);
  }

  /**
   * Starts one.
   *
   * @param port 0 for one that nobody else gets after it has stopped
   * @param persistence or null to keep all in memory
   */
  BridgedBroker(
      Path folder,
      int port,
      BrokerConfig.@Nullable Persistence persistence,
      Authenticator authenticator) {
    this.folder = folder;
    broker =
        new Broker(
            vertx,
            BrokerConfig.listeningOn("127.0.0.1", port == 0 ? Programs.freePort() : port)
                .withPersistence(persistence)
                .withEventLoops(2),
            authenticator,
            AllowAll.INSTANCE);
    broker.onEvent(events::add);
    get(broker.start());
    client = broker.connect(LocalClientOptions.clean("test-client"));
  }

  static <T> T get(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  int port() {
    return broker.addresses().get(0).port();
  }

  Broker broker() {
    return broker;
  }

  /** Runs the bridges of a mosquitto.conf, which try again much sooner than can be said there. */
  void bridges(String... lines) {
    try {
      String text = String.join("\n", lines).replace("DIR", folder.toString());
      Path file = Files.writeString(Files.createTempFile(folder, "bridge", ".conf"), text);
      broker.runBridges(
          MosquittoConf.read(file, List.of()).bridges().stream()
              .map(BridgedBroker::impatient)
              .toList());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static BridgeSettings impatient(BridgeSettings as) {
    return new BridgeSettings(
        as.name(),
        as.addresses(),
        as.takesTurns(),
        as.topics(),
        as.remote(),
        as.local(),
        as.start(),
        new BridgeSettings.Restart(RESTART, RESTART, Duration.ZERO),
        as.notifications(),
        as.network(),
        as.reloadsAtOnce());
  }

  /** One bridge called {@code b} to a port of this machine. */
  void bridge(int port, String... lines) {
    bridges(
        "connection b", "address 127.0.0.1:" + port, "restart_timeout 1", String.join("\n", lines));
  }

  void subscribe(String filter) {
    get(
        client.subscribe(
            TopicFilter.of(filter),
            new SubscribeOptions(
                Qos.EXACTLY_ONCE, false, true, SubscribeOptions.RetainHandling.SEND, 0),
            delivery -> {
              Publication publication = delivery.publication();
              received.add(
                  publication.topic()
                      + " "
                      + publication.payloadText()
                      + " "
                      + delivery.qos().level()
                      + (delivery.retain() ? "r" : ""));
              delivery.acknowledge();
            }));
  }

  /** Looks for a retained message, once. */
  void retained(String topic, Consumer<PublishProperties> found) {
    LocalClient visitor = broker.connect(LocalClientOptions.clean(""));
    get(
        visitor.subscribe(
            TopicFilter.of(topic),
            SubscribeOptions.atMost(Qos.AT_MOST_ONCE),
            delivery -> found.accept(delivery.publication().properties())));
    get(visitor.close());
  }

  void publish(String topic, String payload, int qos) {
    publish(Publication.of(topic, payload, Qos.of(qos), false));
  }

  void publish(Publication publication) {
    get(client.publish(publication));
  }

  List<String> received() {
    return received;
  }

  void awaitReceived(String... expected) {
    await().atMost(PATIENCE).until(() -> received.containsAll(List.of(expected)));
  }

  <T extends BrokerEvent> List<T> events(Class<T> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  void awaitConnected(int times) {
    await().atMost(PATIENCE).until(() -> events(BrokerEvent.BridgeConnected.class).size() >= times);
  }

  void stop() {
    get(broker.stop());
  }

  @Override
  public void close() {
    stop();
    get(vertx.close());
  }
}
