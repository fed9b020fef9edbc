package io.weir.nodes.mqtt;

import io.weir.engine.message.MessageIds;
import io.weir.engine.message.Values;
import io.weir.engine.node.NodeException;
import io.weir.nodes.tls.TlsSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a broker as a flow file has it, with what a connect action put over it.
 *
 * @param values the keys of the configuration
 * @param tls the TLS configuration referred to; null if none
 */
record BrokerOptions(Map<String, @Nullable Object> values, @Nullable TlsSettings tls) {
  private static final int PORT = 1883;
  private static final int KEEP_ALIVE_SECONDS = 60;

  /** The options with others over them. */
  BrokerOptions with(Map<?, ?> overrides) {
    Map<String, @Nullable Object> merged = new HashMap<>(values);
    overrides.forEach(
        (key, value) -> {
          switch ((String) key) {
            case "birth", "close", "will" -> override(merged, (String) key, value);
            case "userProperties" -> merged.put("userProps", value);
            case "sessionExpiryInterval" -> merged.put("sessionExpiry", value);
            case "username" -> merged.put("user", value);
            case "force" -> {}
            case "broker", "port" -> {
              merged.put((String) key, value);
              merged.remove("url");
            }
            default -> merged.put((String) key, value);
          }
        });
    return new BrokerOptions(merged, tls);
  }

  /** Sets one of the messages; anything but an object clears it. */
  private static void override(
      Map<String, @Nullable Object> merged, String message, @Nullable Object value) {
    Map<?, ?> map = value instanceof Map<?, ?> given ? given : Map.of();
    merged.put(message + "Topic", map.get("topic"));
    merged.put(message + "Payload", map.get("payload"));
    merged.put(message + "Qos", map.get("qos"));
    merged.put(message + "Retain", map.get("retain"));
    merged.put(message + "Msg", map.get("properties"));
  }

  private String text(String key) {
    return MqttValues.text(values.get(key));
  }

  private boolean isTrueUnlessSaid(String key) {
    Object value = values.get(key);
    return !Boolean.FALSE.equals(value) && !"false".equals(value);
  }

  private double number(String key, double otherwise) {
    double n = text(key).isEmpty() ? Double.NaN : Values.toNumber(values.get(key));
    return n >= 0 ? n : otherwise;
  }

  boolean connectsByItself() {
    return isTrueUnlessSaid("autoConnect");
  }

  boolean unsubscribes() {
    return !Boolean.FALSE.equals(values.get("autoUnsubscribe"));
  }

  boolean isV5() {
    return text("protocolVersion").equals("5");
  }

  private BrokerSettings.Protocol protocol() {
    if (isV5()) {
      return BrokerSettings.Protocol.MQTT_5;
    }
    return text("protocolVersion").equals("3") || MqttValues.isTrue(values.get("compatmode"))
        ? BrokerSettings.Protocol.MQTT_3_1
        : BrokerSettings.Protocol.MQTT_3;
  }

  /** Whether the broker is said to be on this machine, which Node-RED's messages show. */
  boolean isLocal() {
    return text("broker").equals("localhost") || text("broker").equals("127.0.0.1");
  }

  /** Whether a session is wanted that outlives the connection but can't be told by a name. */
  boolean lacksClientId() {
    return !isTrueUnlessSaid("cleansession") && text("clientid").isEmpty();
  }

  private BrokerAddress address() {
    String url = text("url").isEmpty() ? text("broker").strip() : text("url");
    try {
      if (url.contains("://")) {
        return BrokerAddress.parse(url);
      }
      int port = (int) number("port", PORT);
      return BrokerAddress.of(
          url.isEmpty() ? "localhost" : url,
          port == 0 || url.isEmpty() ? PORT : port,
          MqttValues.isTrue(values.get("usetls")));
    } catch (IllegalArgumentException e) {
      throw new NodeException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * How to connect.
   *
   * @throws NodeException if the address is of no use
   */
  BrokerSettings settings() {
    String clientId = text("clientid");
    boolean isClean = isTrueUnlessSaid("cleansession") || clientId.isEmpty();
    boolean isV5 = isV5();
    BrokerSettings.Session session =
        new BrokerSettings.Session(
            clientId.isEmpty() ? "nodered" + MessageIds.next() : clientId,
            isClean,
            (int) Math.min(65_535, number("keepalive", KEEP_ALIVE_SECONDS)),
            isV5 ? (long) number("sessionExpiry", 0) : 0,
            new BrokerSettings.Limits(
                (int) number("receiveMaximum", 0),
                (long) number("maximumPacketSize", 0),
                (int) number("topicAliasMaximum", 0)),
            isV5 ? MqttValues.userProperties(values.get("userProps")) : List.of());
    String user = text("user");
    Outgoing will = message("will");
    return new BrokerSettings(
        address(),
        protocol(),
        session,
        user.isEmpty() ? null : new BrokerSettings.Login(user, text("password")),
        tls == null ? TlsSettings.defaults(MqttValues.isTrue(values.get("verifyservercert"))) : tls,
        will == null ? null : new BrokerSettings.Will(will, willDelay()));
  }

  private long willDelay() {
    return values.get("willMsg") instanceof Map<?, ?> more
        ? Math.max(0, MqttValues.seconds(MqttValues.first(more, "delay", "willDelayInterval")))
        : 0;
  }

  /** The birth, close or will message; null if none is wanted or its topic can't be. */
  @Nullable Outgoing message(String name) {
    String topic = text(name + "Topic");
    if (!TopicFilters.isValidName(topic)) {
      return null;
    }
    Map<?, ?> more = values.get(name + "Msg") instanceof Map<?, ?> map ? map : Map.of();
    return new Outgoing(
        topic,
        MqttValues.payload(values.get(name + "Payload")),
        MqttValues.qos(values.get(name + "Qos"), 0),
        MqttValues.isTrue(values.get(name + "Retain")),
        isV5()
            ? MqttValues.properties(more, MqttValues.isTrue(more.get("payloadFormatIndicator")))
            : PublicationProperties.NONE);
  }

  /** Whether a topic is given that can't be published to. */
  boolean hasBadTopic(String name) {
    String topic = text(name + "Topic");
    return !topic.isEmpty() && !TopicFilters.isValidName(topic);
  }
}
