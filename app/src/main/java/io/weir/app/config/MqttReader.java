package io.weir.app.config;

import io.weir.app.config.WeirConfig.Mqtt;
import io.weir.app.config.WeirConfig.MqttAccess;
import io.weir.app.config.WeirConfig.MqttLimits;
import io.weir.app.config.WeirConfig.MqttWeb;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the built-in broker, {@code mqtt}. */
final class MqttReader {
  private MqttReader() {}

  /**
   * The settings; null for no broker.
   *
   * @param overrides what the command line says
   * @throws IllegalArgumentException naming file, key and what is wrong
   */
  static @Nullable Mqtt read(Settings mqtt, Path userDir, ConfigReader.Overrides overrides) {
    MqttLimits limits = MqttLimitsReader.read(mqtt.section("limits"));
    Mqtt config =
        new Mqtt(
            Objects.requireNonNullElse(overrides.mqttHost(), mqtt.text("host", "127.0.0.1")),
            Objects.requireNonNullElse(overrides.mqttPort(), mqtt.whole("port", 1883)),
            access(mqtt, userDir),
            limits,
            web(mqtt),
            MqttListenersReader.read(mqtt, userDir, limits.connectTimeout()),
            MqttBridgesReader.read(mqtt, userDir));
    boolean isOn = mqtt.flag("enabled", true) && !overrides.noBroker();
    mqtt.requireNoOther();
    return isOn ? config : null;
  }

  private static MqttAccess access(Settings mqtt, Path userDir) {
    Map<String, String> users = mqtt.textsByName("users");
    String passwordFile = mqtt.text("passwordFile", "");
    String aclFile = mqtt.text("aclFile", "");
    // Who writes users down wants to know them.
    boolean isOpen = users.isEmpty() && passwordFile.isEmpty();
    return new MqttAccess(
        mqtt.flag("allowAnonymous", isOpen),
        users,
        passwordFile.isEmpty() ? null : userDir.resolve(passwordFile),
        aclFile.isEmpty() ? null : userDir.resolve(aclFile),
        mqtt.flag("refuseUnreadable", false),
        !isOpen || mqtt.has("allowAnonymous"));
  }

  private static @Nullable MqttWeb web(Settings mqtt) {
    if (mqtt.isFlag("webSocket")) {
      return mqtt.flag("webSocket", true) ? MqttWeb.USUAL : null;
    }
    Settings section = mqtt.section("webSocket");
    String path = section.text("path", MqttWeb.USUAL.path());
    if (!path.matches("/[A-Za-z0-9_./-]*[A-Za-z0-9_-]")) {
      throw section.wrong("path", "must be a plain path such as /mqtt but is " + path);
    }
    List<String> origins = section.texts("origins");
    section.requireNoOther();
    return new MqttWeb(path, origins);
  }
}
