package io.weir.nodes.mqtt;

import static io.weir.engine.node.Property.choice;
import static io.weir.engine.node.Property.code;
import static io.weir.engine.node.Property.number;
import static io.weir.engine.node.Property.text;
import static io.weir.engine.node.Property.topicName;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.message.Values;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.NodeType.Category;
import io.weir.engine.node.NodeType.Kind;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Property;
import io.weir.engine.node.Property.Option;
import io.weir.engine.node.Rule;
import io.weir.nodes.support.Helps;
import io.weir.nodes.support.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Publishes messages on a topic of an MQTT broker. */
public final class MqttOutNode implements Node {
  private static final Property<String> TOPIC =
      topicName("topic").label("Topic").hint("Empty: msg.topic").defaultsTo("");
  private static final Property<String> QOS =
      choice(
              "qos",
              Option.of("", "msg.qos, or 0"),
              Option.of("0", "0"),
              Option.of("1", "1"),
              Option.of("2", "2"))
          .label("QoS")
          .defaultsTo("");
  private static final Property<String> RETAIN =
      choice(
              "retain",
              Option.of("", "msg.retain, or no"),
              Option.of("false", "no"),
              Option.of("true", "yes"))
          .label("Retain")
          .defaultsTo("");
  private static final Property<String> CONTENT_TYPE =
      text("contentType")
          .label("Content type")
          .defaultsTo("")
          .shownWhenReferenced("broker", "protocolVersion", "5")
          .more();
  private static final Property<String> RESPONSE_TOPIC =
      topicName("respTopic")
          .label("Response topic")
          .defaultsTo("")
          .shownWhenReferenced("broker", "protocolVersion", "5")
          .more();
  private static final Property<String> CORRELATION =
      text("correl")
          .label("Correlation data")
          .defaultsTo("")
          .shownWhenReferenced("broker", "protocolVersion", "5")
          .more();
  private static final Property<String> USER_PROPERTIES =
      code("userProps", "json")
          .label("User properties")
          .defaultsTo("")
          .rule(Rule.json())
          .shownWhenReferenced("broker", "protocolVersion", "5")
          .more();
  private static final Property<Double> EXPIRY =
      number("expiry")
          .label("Expires after")
          .with("unit", "s")
          .defaultsTo("")
          .storedAsText()
          .rule(Rule.atLeast(0))
          .shownWhenReferenced("broker", "protocolVersion", "5")
          .more();

  /** The type. */
  public static final NodeType TYPE =
      NodeType.named("mqtt out")
          .category(Category.NETWORK)
          .kind(Kind.NETWORK)
          .color("#d8bfd8")
          .icon("bridge.svg")
          .purpose("Publish to a topic")
          .summary("{topic}")
          .synonyms("publish", "broker", "topic", "iot")
          .inputs(1)
          .help(Helps.of(MqttOutNode.class, "mqtt out"))
          .properties(
              MqttUser.BROKER,
              TOPIC,
              QOS,
              RETAIN,
              CONTENT_TYPE,
              RESPONSE_TOPIC,
              CORRELATION,
              USER_PROPERTIES,
              EXPIRY)
          .create(MqttOutNode::new);

  private final NodeContext context;
  private final MqttUser user;
  private final @Nullable MqttBrokerNode broker;
  private final String topic;
  private final @Nullable Object qos;
  private final @Nullable Object retain;
  // MQTT 5 properties that stand in the node, by the names that messages have for them.
  private final Map<String, Object> fixed = new LinkedHashMap<>();

  private MqttOutNode(NodeConfig config, NodeContext context) {
    this.context = context;
    user = new MqttUser(config, context);
    broker = user.broker();
    topic = config.get(TOPIC);
    qos = set(config.raw("qos"));
    retain = set(config.raw("retain"));
    fix("contentType", config.raw("contentType"));
    fix("responseTopic", config.raw("respTopic"));
    fix("correlationData", config.raw("correl"));
    fix("userProperties", config.raw("userProps"));
    fix("messageExpiryInterval", config.raw("expiry"));
  }

  /** Node-RED takes what JavaScript takes for false as not set. */
  private static @Nullable Object set(@Nullable Object value) {
    return Values.isTruthy(value) ? value : null;
  }

  private void fix(String name, @Nullable Object value) {
    if (value != null && !"".equals(value)) {
      fixed.put(name, value);
    }
  }

  @Override
  public Future<Void> start() {
    if (user.hasBroker()) {
      user.begin();
    }
    return Node.done();
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    if (broker == null) {
      return Outcome.dropped();
    }
    Object action = message.get("action");
    if (Values.isTruthy(action)) {
      return user.act(Values.toText(action), message);
    }
    if (!message.has("payload")) {
      return Node.done();
    }
    // As in Node-RED, nothing is kept for later: a value from before would only mislead.
    if (!broker.isConnected()) {
      return Outcome.dropped();
    }
    Message settled = settled(message, broker.isV5());
    out.leaveAs(settled);
    Outgoing publication = publication(settled, broker.isV5());
    if (publication == null) {
      context.warn("Invalid topic specified");
      return Outcome.dropped();
    }
    Future<Void> published = broker.publish(publication);
    return published.succeeded() ? Node.done() : published;
  }

  /** The message with what counts: the node's settings where it has any, else the message's. */
  private Message settled(Message message, boolean isV5) {
    Object level = qos == null ? message.get("qos") : qos;
    Object keep = retain == null ? message.get("retain") : retain;
    Message settled = topic.isEmpty() ? message : with(message, "topic", topic);
    settled = with(settled, "qos", (long) MqttValues.qos(level, 0));
    settled = with(settled, "retain", MqttValues.isTrue(keep));
    if (isV5) {
      for (Map.Entry<String, Object> property : fixed.entrySet()) {
        settled = settled.with(property.getKey(), property.getValue());
      }
    }
    return settled;
  }

  private static Message with(Message message, String name, Object value) {
    return value.equals(message.get(name)) ? message : message.with(name, value);
  }

  private static @Nullable Outgoing publication(Message message, boolean isV5) {
    String to = message.get("topic") instanceof String text ? text : "";
    PublicationProperties properties =
        isV5
            ? MqttValues.properties(
                message.properties(), MqttValues.isTrue(message.get("payloadFormatIndicator")))
            : PublicationProperties.NONE;
    if (to.isEmpty() && properties.responseTopic() != null) {
      // An answer to a request: the response topic of the request is where it goes.
      to = properties.responseTopic();
      properties = withoutResponseTopic(properties);
    }
    if (!TopicFilters.isValidName(to)) {
      return null;
    }
    return new Outgoing(
        to,
        MqttValues.payload(message.payload()),
        MqttValues.qos(message.get("qos"), 0),
        MqttValues.isTrue(message.get("retain")),
        properties);
  }

  private static PublicationProperties withoutResponseTopic(PublicationProperties from) {
    return new PublicationProperties(
        from.isUtf8(),
        from.expirySeconds(),
        from.contentType(),
        null,
        from.correlationData(),
        from.userProperties());
  }

  @Override
  public Future<Void> stop(boolean removed) {
    return user.end(removed);
  }
}
