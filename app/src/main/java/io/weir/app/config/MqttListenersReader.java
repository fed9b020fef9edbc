package io.weir.app.config;

import io.weir.broker.Listener;
import io.weir.broker.Listener.Terms;
import io.weir.broker.Listener.Tls;
import io.weir.broker.Listener.UserNameSource;
import io.weir.broker.Listener.WebSocket;
import io.weir.broker.packet.Qos;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads further listeners of the built-in broker, {@code mqtt.listeners}. */
final class MqttListenersReader {
  private static final int PLAIN_PORT = 1883;
  private static final int TLS_PORT = 8883;

  private MqttListenersReader() {}

  /**
   * The listeners.
   *
   * @param userDir what paths in them are relative to
   * @param connectTimeout how long a connection may take to send its CONNECT
   * @throws IllegalArgumentException naming file, key and what is wrong
   */
  static List<Listener> read(Settings mqtt, Path userDir, Duration connectTimeout) {
    List<Listener> listeners = new ArrayList<>();
    for (Settings each : mqtt.list("listeners")) {
      listeners.add(listener(each, userDir).withConnectTimeout(connectTimeout));
      each.requireNoOther();
    }
    return listeners;
  }

  private static Listener listener(Settings settings, Path userDir) {
    Tls tls = tls(settings.section("tls"), userDir);
    int port = settings.whole("port", tls == null ? PLAIN_PORT : TLS_PORT);
    if (port < 0 || port > 65_535) {
      throw settings.wrong("port", "must be 0 to 65535 but is " + port);
    }
    return Listener.tcp(settings.text("host", "127.0.0.1"), port)
        .withTls(tls)
        .withWebSocket(webSocket(settings))
        .withProxy(
            settings.flag("proxyProtocol", false) ? Listener.Proxy.HEADER : Listener.Proxy.NONE)
        .withTerms(terms(settings, tls));
  }

  private static @Nullable WebSocket webSocket(Settings settings) {
    if (!settings.has("webSocket") || settings.isFlag("webSocket")) {
      return settings.flag("webSocket", false) ? WebSocket.DEFAULT : null;
    }
    Settings section = settings.section("webSocket");
    WebSocket webSocket =
        new WebSocket(new HashSet<>(section.texts("origins")), WebSocket.DEFAULT.maxHeaderBytes());
    section.requireNoOther();
    return webSocket;
  }

  private static Terms terms(Settings settings, @Nullable Tls tls) {
    Terms usual = Terms.DEFAULT;
    int maxQos = settings.whole("maxQos", usual.maxQos().level());
    if (maxQos < 0 || maxQos > 2) {
      throw settings.wrong("maxQos", "must be 0, 1 or 2 but is " + maxQos);
    }
    int connections = settings.whole("connections", 0);
    if (connections < 0) {
      throw settings.wrong("connections", "must be at least 0 but is " + connections);
    }
    UserNameSource source =
        settings.choice("userNameFrom", UserNameSource.CONNECT, UserNameSource.class);
    if (source != UserNameSource.CONNECT && (tls == null || !tls.requiresCertificate())) {
      throw settings.wrong("userNameFrom", "needs tls.requireCertificate: true");
    }
    try {
      return new Terms(
          connections,
          Qos.of(maxQos),
          usual.topicAliasMaximum(),
          usual.topicAliasesToClients(),
          usual.versions(),
          settings.text("mountPoint", ""),
          source,
          settings.flag("userNameAsClientId", false),
          settings.flag("allowEmptyClientId", true),
          usual.assignedIdPrefix(),
          usual.requiredIdPrefix(),
          usual.allowsRetain());
    } catch (IllegalArgumentException e) {
      throw settings.wrong("mountPoint", "can't be used: " + e.getMessage());
    }
  }

  private static @Nullable Tls tls(Settings section, Path userDir) {
    if (section.isEmpty()) {
      return null;
    }
    Path certificate = MqttTls.file(section, "certFile", userDir);
    Path key = MqttTls.file(section, "keyFile", userDir);
    if (certificate == null || key == null) {
      throw section.wrong(certificate == null ? "certFile" : "keyFile", "is missing");
    }
    Path authority = MqttTls.file(section, "caFile", userDir);
    boolean requires = section.flag("requireCertificate", false);
    if (requires && authority == null) {
      throw section.wrong("caFile", "is missing: it says whose certificates are valid");
    }
    Tls tls =
        new Tls(
            certificate,
            key,
            authority == null ? List.of() : List.of(authority),
            requires,
            MqttTls.file(section, "crlFile", userDir),
            MqttTls.versions(section),
            List.of());
    section.requireNoOther();
    return tls;
  }
}
