package io.weir.broker.config;

import io.weir.broker.bridge.BridgeSettings;
import io.weir.broker.bridge.BridgeSettings.Address;
import io.weir.broker.bridge.BridgeSettings.Limits;
import io.weir.broker.bridge.BridgeSettings.Local;
import io.weir.broker.bridge.BridgeSettings.Login;
import io.weir.broker.bridge.BridgeSettings.Network;
import io.weir.broker.bridge.BridgeSettings.Notifications;
import io.weir.broker.bridge.BridgeSettings.Remote;
import io.weir.broker.bridge.BridgeSettings.Restart;
import io.weir.broker.bridge.BridgeSettings.Start;
import io.weir.broker.bridge.BridgeSettings.Tcp;
import io.weir.broker.packet.ProtocolVersion;
import io.weir.broker.topic.TopicName;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the options of a bridge, but for its topics and addresses. */
final class ConfBridges {
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
  private static final long NEVER = 0xFFFF_FFFFL;

  /** What a client id of MQTT 3.1 may have. */
  private static final int MAX_ID_OF_3_1 = 23;

  private final ConfSection section;
  private final ConfLine opening;
  private final ConfTree tree;
  private final List<BridgeSettings> before;

  /**
   * Reads from a section.
   *
   * @param before the bridges read already, from which this one has to differ
   */
  ConfBridges(ConfSection section, ConfTree tree, List<BridgeSettings> before) {
    ConfLine first = section.opening();
    if (first == null) {
      throw new IllegalArgumentException("a bridge begins with a line");
    }
    this.section = section;
    this.opening = first;
    this.tree = tree;
    this.before = before;
  }

  BridgeSettings read() throws ConfException {
    String name = opening.value();
    List<Address> addresses = ConfBridgeLines.addresses(section);
    if (addresses.isEmpty()) {
      throw new ConfException(opening, "the connection needs an address");
    }
    List<BridgeSettings.Topic> topics = ConfBridgeLines.topics(section);
    if (topics.isEmpty()) {
      throw new ConfException(opening, "the connection needs a topic");
    }
    String remoteId = either("remote_clientid", "clientid", null);
    if (remoteId == null) {
      remoteId = hostName() + "." + name;
    }
    boolean isClean = section.flag("cleansession", false);
    Local local =
        new Local(
            section.text("local_clientid", "local." + remoteId),
            section.flag("local_cleansession", isClean));
    requireUnique(name, local);
    return new BridgeSettings(
        name,
        addresses,
        section.flag("round_robin", false),
        topics,
        remote(remoteId, isClean),
        local,
        start(),
        restart(),
        notifications(remoteId),
        network(),
        choice("bridge_reload_type", Map.of("lazy", false, "immediate", true), false));
  }

  private void requireUnique(String name, Local local) throws ConfException {
    for (BridgeSettings other : before) {
      if (other.name().equals(name)) {
        throw new ConfException(opening, "there is a connection " + name + " already");
      }
      if (other.local().clientId().equals(local.clientId())) {
        ConfLine line = section.line("local_clientid");
        throw new ConfException(
            line == null ? opening : line,
            "the connection " + other.name() + " has the local_clientid " + local.clientId());
      }
    }
  }

  private @Nullable String either(String newer, String older, @Nullable String otherwise) {
    String text = section.text(newer);
    text = text == null ? section.text(older) : text;
    return text == null ? otherwise : text;
  }

  private static String hostName() {
    try {
      if (Files.isReadable(HOST_NAME)) {
        return Files.readString(HOST_NAME).strip();
      }
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return "unknown";
    }
  }

  private <T> T choice(String name, Map<String, T> choices, T otherwise) throws ConfException {
    ConfLine line = section.line(name);
    if (line == null) {
      return otherwise;
    }
    T chosen = choices.get(line.word());
    if (chosen == null) {
      throw new ConfException(
          line,
          name
              + " must be one of "
              + String.join(", ", choices.keySet().stream().sorted().toList()));
    }
    return chosen;
  }

  private Remote remote(String clientId, boolean isClean) throws ConfException {
    String user = either("remote_username", "username", null);
    String password = either("remote_password", "password", null);
    if (user == null && password != null) {
      ConfLine line = section.line("remote_password");
      throw new ConfException(
          line == null ? opening : line, "a password needs a remote_username as well");
    }
    return new Remote(
        clientId,
        user == null ? null : new Login(user, password),
        isClean,
        section.whole("keepalive_interval", 5, 65_535, 60),
        version(clientId),
        section.flag("try_private", true),
        section.flag("bridge_attempt_unsubscribe", true),
        section.flag("bridge_outgoing_retain", true),
        limits());
  }

  private ProtocolVersion version(String clientId) throws ConfException {
    ProtocolVersion version =
        choice(
            "bridge_protocol_version",
            Map.of(
                "mqttv31",
                ProtocolVersion.MQTT_3_1,
                "mqttv311",
                ProtocolVersion.MQTT_3_1_1,
                "mqttv50",
                ProtocolVersion.MQTT_5),
            ProtocolVersion.MQTT_3_1_1);
    ConfLine line = section.line("bridge_protocol_version");
    if (line != null && version == ProtocolVersion.MQTT_3_1 && clientId.length() > MAX_ID_OF_3_1) {
      tree.warn(
          line,
          "MQTT 3.1 allows client ids of 23 characters; since \""
              + clientId
              + "\" is longer, 3.1.1 is spoken");
      return ProtocolVersion.MQTT_3_1_1;
    }
    return version;
  }

  private Limits limits() throws ConfException {
    ConfLine expiry = section.line("bridge_session_expiry_interval");
    return new Limits(
        section.whole("bridge_max_packet_size", 0, Integer.MAX_VALUE, 0),
        section.whole("bridge_max_topic_alias", 0, 65_535, 10),
        section.whole("bridge_receive_maximum", 1, 65_535, 65_535),
        expiry == null ? NEVER : ConfValue.whole(expiry, 0, Integer.MAX_VALUE));
  }

  private Start start() throws ConfException {
    Start.Kind kind =
        choice(
            "start_type",
            Map.of(
                "automatic",
                Start.Kind.AUTOMATIC,
                "lazy",
                Start.Kind.LAZY,
                "once",
                Start.Kind.ONCE),
            Start.Kind.AUTOMATIC);
    return new Start(
        kind,
        Duration.ofSeconds(section.whole("idle_timeout", 1, 31_536_000, 60)),
        section.whole("threshold", 1, 65_535, 10));
  }

  private Restart restart() throws ConfException {
    ConfLine line = section.line("restart_timeout");
    if (line == null) {
      return new Restart(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ZERO);
    }
    List<Duration> seconds = ConfBridgeLines.seconds(line, 1, 3);
    Duration base = seconds.get(0);
    Duration cap = seconds.size() > 1 ? seconds.get(1) : base;
    if (base.isZero() || cap.compareTo(base) < 0) {
      throw new ConfException(
          line, "restart_timeout takes BASE [CAP [STABLE]], BASE at least 1 and CAP not below it");
    }
    return new Restart(base, cap, seconds.size() > 2 ? seconds.get(2) : Duration.ZERO);
  }

  private Notifications notifications(String remoteId) throws ConfException {
    ConfLine line = section.line("notification_topic");
    String problem = line == null ? null : TopicName.problem(line.value(), Integer.MAX_VALUE);
    if (line != null && problem != null) {
      throw new ConfException(line, problem);
    }
    return new Notifications(
        section.flag("notifications", true),
        section.flag("notifications_local_only", false),
        line == null
            ? String.format(Locale.ROOT, "$SYS/broker/connection/%s/state", remoteId)
            : line.value());
  }

  private Network network() throws ConfException {
    ConfLine keepAlive = section.line("bridge_tcp_keepalive");
    List<Duration> probes =
        keepAlive == null ? List.of() : ConfBridgeLines.seconds(keepAlive, 3, 3);
    int userTimeout = section.whole("bridge_tcp_user_timeout", 0, 2_000_000, 0);
    Tcp tcp =
        probes.isEmpty()
            ? new Tcp(false, 0, 0, 0, userTimeout * 1_000)
            : new Tcp(
                true,
                (int) probes.get(0).toSeconds(),
                (int) probes.get(1).toSeconds(),
                (int) probes.get(2).toSeconds(),
                userTimeout * 1_000);
    return new Network(
        section.text("bridge_bind_address"),
        tcp,
        new ConfTls(section, tree, "bridge_").readClient());
  }
}
