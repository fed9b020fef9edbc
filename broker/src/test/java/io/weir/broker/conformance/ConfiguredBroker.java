package io.weir.broker.conformance;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.weir.broker.Broker;
import io.weir.broker.BrokerConfig;
import io.weir.broker.BrokerEvent;
import io.weir.broker.BrokerStats;
import io.weir.broker.Limits;
import io.weir.broker.Reconfigured;
import io.weir.broker.auth.AccessControl;
import io.weir.broker.config.MosquittoConf;
import io.weir.broker.testing.Mosquitto;
import io.weir.broker.testing.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A broker by lines of a mosquitto.conf, ours or Mosquitto itself: to see that a line does the same
 * in both.
 */
final class ConfiguredBroker {
  enum Kind {
    WEIR,
    MOSQUITTO
  }

  private final Path folder;
  private final List<String> lines = new ArrayList<>();
  private final List<Wire> wires = new ArrayList<>();
  private final List<BrokerEvent> events = new CopyOnWriteArrayList<>();
  private final Mosquitto mosquitto;
  private final Vertx vertx;
  private final int port;
  private Broker broker;
  private AccessControl access;

  /**
   * Starts one.
   *
   * @param folder where its files go; lines may call it DIR
   * @param lines further ones, from the listener on
   */
  ConfiguredBroker(Kind kind, Path folder, String... lines) throws Exception {
    this.folder = folder;
    this.lines.addAll(List.of(lines));
    if (kind == Kind.MOSQUITTO) {
      mosquitto = new Mosquitto(folder, lines);
      vertx = null;
      port = mosquitto.port();
    } else {
      mosquitto = null;
      vertx = Vertx.vertx();
      port = Programs.freePort();
      if (Boolean.getBoolean("weir.test.store") && !this.lines.contains("persistence true")) {
        this.lines.addAll(List.of("persistence true", "persistence_location DIR"));
      }
      start();
    }
  }

  private MosquittoConf conf() throws Exception {
    boolean isPerListener = lines.stream().anyMatch(line -> line.startsWith("listener "));
    String text =
        "per_listener_settings "
            + isPerListener
            + "\nlistener "
            + port
            + " 127.0.0.1\n"
            + String.join("\n", lines)
            + "\n";
    Path file = folder.resolve("weir.conf");
    Files.writeString(file, text.replace("DIR", folder.toString()));
    return MosquittoConf.read(file, List.of());
  }

  private void start() throws Exception {
    MosquittoConf conf = conf();
    access = new AccessControl(conf.policies());
    broker = new Broker(vertx, conf.broker(), access, access);
    broker.onEvent(events::add);
    broker.start().toCompletionStage().toCompletableFuture().get(30, SECONDS);
  }

  /**
   * Gives it other lines while it runs.
   *
   * @return what our broker made of it, or null
   */
  Reconfigured reload(String... newLines) throws Exception {
    if (mosquitto != null) {
      mosquitto.reload(newLines);
      return null;
    }
    List<String> ofStore = lines.stream().filter(line -> line.startsWith("persistence")).toList();
    lines.clear();
    lines.addAll(List.of(newLines));
    lines.addAll(ofStore);
    MosquittoConf conf = conf();
    access.replace(conf.policies());
    return broker
        .reconfigure(conf.broker())
        .toCompletionStage()
        .toCompletableFuture()
        .get(30, SECONDS);
  }

  /** Drops absent sessions after so many seconds; the lines count in hours. */
  void expiresAfter(int seconds) throws Exception {
    BrokerConfig config = conf().broker();
    Limits limits = config.limits();
    broker
        .reconfigure(
            config.withLimits(limits.withSession(limits.session().withMaxExpirySeconds(seconds))))
        .toCompletionStage()
        .toCompletableFuture()
        .get(30, SECONDS);
  }

  /** Reads the files that say who may do what again. */
  void reload() throws Exception {
    if (mosquitto != null) {
      mosquitto.reload();
    } else {
      access.replace(conf().policies());
    }
  }

  /** Stops it in order, and starts it on the same port. */
  void restart() throws Exception {
    closeWires();
    if (mosquitto != null) {
      mosquitto.stop();
      mosquitto.start();
    } else {
      stop();
      start();
    }
  }

  private void stop() throws Exception {
    broker.stop().toCompletionStage().toCompletableFuture().get(30, SECONDS);
    access.close();
  }

  BrokerStats stats() {
    return broker.stats();
  }

  List<BrokerEvent> events() {
    return List.copyOf(events);
  }

  int port() {
    return port;
  }

  Wire opens() {
    return opens(port);
  }

  /** A connection to another one of its listeners. */
  Wire opens(int otherPort) {
    Wire wire = new Wire(otherPort);
    wires.add(wire);
    return wire;
  }

  /** A 3.1.1 client with a clean session. */
  Wire client(String clientId) {
    return opens().sends(Bytes.connect311(clientId)).receives("20020000");
  }

  /** The same with a user name, which is believed. */
  Wire user(String userName) {
    return opens()
        .sends(Bytes.packet(0x10, "MQTT", 4, 0x82, 0, 60, userName + "-id", userName))
        .receives("20020000");
  }

  /** A v5 client with a clean start. */
  Wire client5(String clientId, Object... properties) {
    Wire wire = opens().sends(Bytes.connect5(clientId, properties));
    assertThat(wire.nextPacket()).startsWith(0x20);
    return wire;
  }

  /** A 3.1.1 client whose session goes on without it. */
  Wire session(String clientId, boolean isPresent) {
    return opens().sends(Bytes.resume311(clientId)).receives(isPresent ? "20020100" : "20020000");
  }

  private void closeWires() {
    wires.forEach(Wire::close);
    wires.clear();
  }

  void close() throws Exception {
    closeWires();
    if (mosquitto != null) {
      mosquitto.close();
    } else {
      stop();
      vertx.close().toCompletionStage().toCompletableFuture().get(30, SECONDS);
    }
  }
}
