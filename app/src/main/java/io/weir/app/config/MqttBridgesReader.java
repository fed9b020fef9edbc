package io.weir.app.config;

import io.weir.app.web.HostAddress;
import io.weir.broker.bridge.BridgeSettings;
import io.weir.broker.bridge.BridgeSettings.Address;
import io.weir.broker.bridge.BridgeSettings.Direction;
import io.weir.broker.bridge.BridgeSettings.Limits;
import io.weir.broker.bridge.BridgeSettings.Local;
import io.weir.broker.bridge.BridgeSettings.Login;
import io.weir.broker.bridge.BridgeSettings.Network;
import io.weir.broker.bridge.BridgeSettings.Notifications;
import io.weir.broker.bridge.BridgeSettings.Remote;
import io.weir.broker.bridge.BridgeSettings.Restart;
import io.weir.broker.bridge.BridgeSettings.Start;
import io.weir.broker.bridge.BridgeSettings.Tcp;
import io.weir.broker.bridge.BridgeSettings.Tls;
import io.weir.broker.bridge.BridgeSettings.Topic;
import io.weir.broker.packet.ProtocolVersion;
import io.weir.broker.packet.Qos;
import io.weir.broker.topic.TopicFilter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads connections of the built-in broker to others, {@code mqtt.bridges}. */
final class MqttBridgesReader {
  private static final Pattern ADDRESS =
      Pattern.compile("(\\[[^\\]]+]|[^:\\[\\]]+)(?::(\\d{1,5}))?");
  private static final int PLAIN_PORT = 1883;
  private static final int TLS_PORT = 8883;

  private final Settings settings;
  private final Path userDir;

  private MqttBridgesReader(Settings settings, Path userDir) {
    this.settings = settings;
    this.userDir = userDir;
  }

  /**
   * The bridges.
   *
   * @param userDir what paths in them are relative to
   * @throws IllegalArgumentException naming file, key and what is wrong
   */
  static List<BridgeSettings> read(Settings mqtt, Path userDir) {
    List<BridgeSettings> bridges = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<String> clientIds = new HashSet<>();
    for (Settings each : mqtt.list("bridges")) {
      BridgeSettings bridge = new MqttBridgesReader(each, userDir).bridge();
      if (!names.add(bridge.name())) {
        throw each.wrong("name", "is that of another bridge: " + bridge.name());
      }
      if (!clientIds.add(bridge.local().clientId())) {
        throw each.wrong("clientId", "is that of another bridge; each needs one of its own");
      }
      bridges.add(bridge);
      each.requireNoOther();
    }
    return bridges;
  }

  private BridgeSettings bridge() {
    String name = settings.required("name");
    Tls tls = tls();
    String clientId = settings.text("clientId", HostAddress.nameOfThisMachine() + "." + name);
    boolean isClean = settings.flag("cleanSession", false);
    return new BridgeSettings(
        name,
        addresses(tls == null ? PLAIN_PORT : TLS_PORT),
        settings.flag("takesTurns", false),
        topics(),
        new Remote(
            clientId,
            login(),
            isClean,
            whole("keepAliveSeconds", 5, 65_535, 60),
            version(),
            true,
            true,
            settings.flag("retain", true),
            Limits.DEFAULT),
        new Local("local." + clientId, isClean),
        new Start(
            settings.choice("start", Start.Kind.AUTOMATIC, Start.Kind.class),
            Duration.ofSeconds(whole("idleSeconds", 1, 31_536_000, 60)),
            whole("threshold", 1, 65_535, 10)),
        new Restart(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ZERO),
        new Notifications(
            settings.flag("notifications", true),
            settings.flag("notificationsLocalOnly", false),
            String.format(Locale.ROOT, "$SYS/broker/connection/%s/state", clientId)),
        new Network(null, Tcp.DEFAULT, tls),
        false);
  }

  private int whole(String key, int least, int most, int otherwise) {
    int value = settings.whole(key, otherwise);
    if (value < least || value > most) {
      throw settings.wrong(key, "must be " + least + " to " + most + " but is " + value);
    }
    return value;
  }

  private List<Address> addresses(int usualPort) {
    List<Address> addresses = new ArrayList<>();
    for (String text : settings.texts("address")) {
      Matcher parts = ADDRESS.matcher(text.strip());
      int port = parts.matches() && parts.group(2) != null ? Integer.parseInt(parts.group(2)) : 0;
      if (!parts.matches() || port > 65_535) {
        throw settings.wrong("address", "must be a host or host:port but is " + text);
      }
      addresses.add(
          new Address(
              parts.group(1).replaceAll("^\\[|]$", ""), parts.group(2) == null ? usualPort : port));
    }
    if (addresses.isEmpty()) {
      throw settings.wrong("address", "is missing");
    }
    return addresses;
  }

  private List<Topic> topics() {
    List<Topic> topics = new ArrayList<>();
    for (Settings each : settings.list("topics")) {
      int qos = each.whole("qos", 0);
      if (qos < 0 || qos > 2) {
        throw each.wrong("qos", "must be 0, 1 or 2 but is " + qos);
      }
      Topic topic =
          new Topic(
              each.text("topic", ""),
              each.choice("direction", Direction.OUT, Direction.class),
              Qos.of(qos),
              each.text("localPrefix", ""),
              each.text("remotePrefix", ""));
      check(each, topic);
      topics.add(topic);
      each.requireNoOther();
    }
    if (topics.isEmpty()) {
      throw settings.wrong("topics", "is missing: it says what goes across");
    }
    return topics;
  }

  private static void check(Settings owner, Topic topic) {
    if (topic.pattern().isEmpty()
        && (topic.localPrefix().isEmpty() || topic.remotePrefix().isEmpty())) {
      throw owner.wrong("topic", "is missing; without one, both prefixes have to be whole topics");
    }
    for (String filter : List.of(topic.localFilter(), topic.remoteFilter())) {
      String problem = TopicFilter.problem(filter);
      if (problem != null) {
        throw owner.wrong(
            "topic", "makes \"" + filter + "\", which is no topic filter: " + problem);
      }
    }
    for (String prefix : List.of(topic.localPrefix(), topic.remotePrefix())) {
      if (prefix.indexOf('#') >= 0 || prefix.indexOf('+') >= 0) {
        throw owner.wrong("topic", "has the prefix \"" + prefix + "\", which holds wildcards");
      }
    }
  }

  private @Nullable Login login() {
    String user = settings.text("userName", "");
    String password = settings.text("password", "");
    if (user.isEmpty() && !password.isEmpty()) {
      throw settings.wrong("userName", "is missing, and a password is of no use without one");
    }
    return user.isEmpty() ? null : new Login(user, password.isEmpty() ? null : password);
  }

  private ProtocolVersion version() {
    String version = settings.text("version", "3.1.1");
    return switch (version) {
      case "3.1" -> ProtocolVersion.MQTT_3_1;
      case "3.1.1" -> ProtocolVersion.MQTT_3_1_1;
      case "5", "5.0" -> ProtocolVersion.MQTT_5;
      default -> throw settings.wrong("version", "must be 3.1, 3.1.1 or 5 but is " + version);
    };
  }

  private @Nullable Tls tls() {
    if (!settings.has("tls") || settings.isFlag("tls")) {
      return settings.flag("tls", false)
          ? new Tls(List.of(), null, null, List.of(), List.of(), List.of(), true, false)
          : null;
    }
    Settings section = settings.section("tls");
    Path authority = MqttTls.file(section, "caFile", userDir);
    Path certificate = MqttTls.file(section, "certFile", userDir);
    Path key = MqttTls.file(section, "keyFile", userDir);
    if ((certificate == null) != (key == null)) {
      throw section.wrong(certificate == null ? "certFile" : "keyFile", "is missing");
    }
    Tls tls =
        new Tls(
            authority == null ? List.of() : List.of(authority),
            certificate,
            key,
            MqttTls.versions(section),
            List.of(),
            section.texts("alpn"),
            !section.flag("insecure", false),
            section.flag("requireOcsp", false));
    section.requireNoOther();
    return tls;
  }
}
