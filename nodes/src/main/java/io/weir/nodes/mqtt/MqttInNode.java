package io.weir.nodes.mqtt;

import static io.weir.engine.node.Property.choice;
import static io.weir.engine.node.Property.flag;
import static io.weir.engine.node.Property.topicFilter;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageIds;
import io.weir.engine.message.Values;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.NodeType.Category;
import io.weir.engine.node.NodeType.Kind;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Property;
import io.weir.engine.node.Property.Option;
import io.weir.nodes.support.Helps;
import io.weir.nodes.support.Utf8Text;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Receives what is published on topics of an MQTT broker. */
public final class MqttInNode implements Node {
  private static final String[] NAMES = {"topic", "payload", "qos", "retain", Message.ID};

  private static final Property<String> INPUTS =
      choice(
              "inputs",
              Option.of(0, "the topic below"),
              new Option(1, "what messages ask for", "Messages with msg.action subscribe."))
          .label("Subscribe to")
          .defaultsTo(0);
  private static final Property<String> TOPIC =
      topicFilter("topic")
          .label("Topic")
          .hint("+ stands for one level, # for all that follow.")
          .defaultsTo("")
          .required()
          .shownWhen("inputs", 0);
  private static final Property<String> QOS =
      choice("qos", Option.of("0", "0"), Option.of("1", "1"), Option.of("2", "2"))
          .label("QoS")
          .defaultsTo("2")
          .shownWhen("inputs", 0);
  private static final Property<String> DATATYPE =
      choice(
              "datatype",
              Option.of("auto-detect", "parsed JSON, text or Buffer"),
              Option.of("auto", "text or Buffer"),
              Option.of("buffer", "Buffer"),
              Option.of("utf8", "text"),
              Option.of("json", "parsed JSON"),
              Option.of("base64", "text, base64"))
          .label("Payload as")
          .defaultsTo("auto-detect")
          .ifAbsent("utf8");
  private static final Property<Boolean> NO_LOCAL =
      flag("nl")
          .label("Not what we publish ourselves")
          .defaultsTo(false)
          .shownWhen("inputs", 0)
          .shownWhenReferenced("broker", "protocolVersion", "5")
          .more();
  private static final Property<Boolean> RETAIN_AS_PUBLISHED =
      flag("rap")
          .label("Keep the publisher's retain flag")
          .defaultsTo(true)
          .shownWhen("inputs", 0)
          .shownWhenReferenced("broker", "protocolVersion", "5")
          .more();
  private static final Property<String> RETAIN_HANDLING =
      choice(
              "rh",
              Option.of(0, "always"),
              Option.of(1, "if the subscription is new"),
              Option.of(2, "never"))
          .label("Send retained messages")
          .defaultsTo(0)
          .shownWhen("inputs", 0)
          .shownWhenReferenced("broker", "protocolVersion", "5")
          .more();

  /** The type. */
  public static final NodeType TYPE =
      NodeType.named("mqtt in")
          .category(Category.NETWORK)
          .kind(Kind.NETWORK)
          .color("#d8bfd8")
          .icon("bridge.svg")
          .purpose("Listen to a topic")
          .summary("{topic}")
          .synonyms("subscribe", "broker", "topic", "iot")
          .inputsFrom("inputs")
          .outputs(1)
          .help(Helps.of(MqttInNode.class, "mqtt in"))
          .properties(
              MqttUser.BROKER,
              INPUTS,
              TOPIC,
              QOS,
              DATATYPE,
              NO_LOCAL,
              RETAIN_AS_PUBLISHED,
              RETAIN_HANDLING)
          .create(MqttInNode::new);

  private final NodeContext context;
  private final MqttUser user;
  private final @Nullable MqttBrokerNode broker;
  private final boolean isDynamic;
  private final Subscription fixed;
  private final PayloadKind kind;
  private final IncomingQueue queue;
  private final DynamicSubscriptions dynamic;
  private volatile boolean isGone;

  private MqttInNode(NodeConfig config, NodeContext context) {
    this.context = context;
    user = new MqttUser(config, context);
    broker = user.broker();
    isDynamic = config.raw("inputs") != null && Values.toNumber(config.raw("inputs")) == 1;
    kind = PayloadKind.of(config.get(DATATYPE));
    fixed = subscription(config.get(TOPIC), config);
    queue = new IncomingQueue(context, this::leave);
    dynamic = new DynamicSubscriptions(context.id(), kind, this::handler);
  }

  private static Subscription subscription(String topic, NodeConfig config) {
    int handling = MqttValues.qos(config.raw("rh"), 0);
    return new Subscription(
        topic,
        MqttValues.qos(config.raw("qos"), 2),
        MqttValues.isTrue(config.raw("nl")),
        config.raw("rap") == null || MqttValues.isTrue(config.raw("rap")),
        handling);
  }

  @Override
  public Future<Void> start() {
    if (!user.hasBroker() || broker == null) {
      return Node.done();
    }
    if (isDynamic) {
      user.begin();
    } else if (fixed.filter().isEmpty()) {
      context.error("topic not defined", null);
    } else if (!TopicFilters.isValidFilter(fixed.filter())) {
      context.warn("Invalid topic specified");
    } else {
      user.begin();
      broker.subscribe(user.id(), fixed, handler(kind)).onFailure(e -> context.error(e, null));
    }
    return Node.done();
  }

  private Consumer<Incoming> handler(PayloadKind as) {
    Consumer<Incoming> take = incoming -> take(incoming, as);
    return incoming -> queue.add(incoming, take);
  }

  /** Turns a publication into a message, on the tab's thread. */
  private void take(Incoming incoming, PayloadKind as) {
    try {
      Message message = message(incoming, as.decode(incoming.payload(), incoming.properties()));
      if (incoming.qos() > 0) {
        // The broker keeps it until the flow has finished with it.
        context.send(message, incoming::acknowledge, () -> leave(incoming));
        return;
      }
      context.send(message);
    } catch (NodeException e) {
      context.error(e, message(incoming, undecoded(incoming, as)));
    }
    incoming.acknowledge();
  }

  private static Object undecoded(Incoming incoming, PayloadKind as) {
    Buffer payload = incoming.payload();
    String text = Utf8Text.of(payload);
    return text == null || as == PayloadKind.BUFFER ? payload : text;
  }

  private Message message(Incoming incoming, @Nullable Object payload) {
    Message message =
        Message.ofArrays(
            NAMES,
            new @Nullable Object[] {
              incoming.topic(), payload, (long) incoming.qos(), incoming.retain(), MessageIds.next()
            });
    PublicationProperties more = incoming.properties();
    if (!more.isNone()) {
      message = withProperties(message, more);
    }
    return broker != null && broker.isLocal() ? message.with("_topic", incoming.topic()) : message;
  }

  private static Message withProperties(Message message, PublicationProperties more) {
    Message m = message;
    m = more.responseTopic() == null ? m : m.with("responseTopic", more.responseTopic());
    m = more.correlationData() == null ? m : m.with("correlationData", more.correlationData());
    m = more.contentType() == null ? m : m.with("contentType", more.contentType());
    m = more.expirySeconds() < 0 ? m : m.with("messageExpiryInterval", more.expirySeconds());
    m = more.isUtf8() ? m.with("payloadFormatIndicator", true) : m;
    return more.userProperties().isEmpty()
        ? m
        : m.with("userProperties", MqttValues.object(more.userProperties()));
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    if (broker == null) {
      return Node.done();
    }
    Object action = message.get("action");
    String name = action instanceof String text ? text : "";
    return switch (name) {
      case "subscribe" -> {
        Future<Void> made = dynamic.subscribe(broker, message.get("topic"));
        out.leaveAs(message.with("subscriptions", dynamic.list()));
        yield made;
      }
      case "unsubscribe" -> {
        Future<Void> ended = dynamic.unsubscribe(broker, message.get("topic"));
        out.leaveAs(message.with("subscriptions", dynamic.list()));
        yield ended;
      }
      case "getSubscriptions" -> {
        out.send(message.with("topic", "subscriptions").with("payload", dynamic.list()));
        yield Node.done();
      }
      default -> user.act(name, message);
    };
  }

  @Override
  public Future<Void> stop(boolean removed) {
    isGone = removed;
    // First no more arrives, then what has is handed on.
    Future<Void> ended = removed || isDynamic ? user.end(removed) : user.pause(this::leave);
    queue.close();
    return ended;
  }

  /**
   * A deploy may start this node again; then it takes what it had not begun with, or its flow not
   * finished.
   *
   * @threads any
   */
  private void leave(Incoming incoming) {
    if (broker == null || isGone || isDynamic) {
      incoming.acknowledge();
    } else {
      broker.leave(user.id(), incoming);
    }
  }
}
