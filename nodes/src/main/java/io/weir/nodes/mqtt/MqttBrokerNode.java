package io.weir.nodes.mqtt;

import static io.weir.engine.node.Property.choice;
import static io.weir.engine.node.Property.code;
import static io.weir.engine.node.Property.config;
import static io.weir.engine.node.Property.flag;
import static io.weir.engine.node.Property.number;
import static io.weir.engine.node.Property.secret;
import static io.weir.engine.node.Property.text;
import static io.weir.engine.node.Property.topicName;

import io.vertx.core.Future;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Property;
import io.weir.engine.node.Property.Option;
import io.weir.engine.node.Rule;
import io.weir.nodes.support.Helps;
import io.weir.nodes.tls.TlsConfigNode;
import io.weir.nodes.tls.TlsSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A broker, and the one connection to it that all nodes share which refer to this. */
public final class MqttBrokerNode implements Node {
  /** As long as a deploy may need to start a node anew, while publications for it wait. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private static final Property<String> BROKER =
      text("broker")
          .label("Server")
          .hint("Name or address, or a URL such as mqtts://host:8883 or wss://host/mqtt.")
          .defaultsTo("")
          .required();
  private static final Property<Double> PORT =
      number("port")
          .label("Port")
          .defaultsTo("1883")
          .storedAsText()
          .rule(Rule.atLeast(0))
          .rule(Rule.atMost(65_535));
  private static final Property<Boolean> AUTO_CONNECT =
      flag("autoConnect").label("Connect automatically").defaultsTo(true);
  private static final Property<Boolean> USE_TLS =
      flag("usetls").label("Encrypt (TLS)").defaultsTo(false);
  private static final Property<String> TLS =
      config("tls", "tls-config").label("TLS settings").shownWhen("usetls", true);
  private static final Property<String> VERSION =
      choice("protocolVersion", Option.of("3", "3.1"), Option.of("4", "3.1.1"), Option.of("5", "5"))
          .label("MQTT version")
          .defaultsTo("4");
  private static final Property<String> CLIENT_ID =
      text("clientid")
          .label("Client id")
          .hint("Empty: a new one at each start. Needed to keep a session.")
          .defaultsTo("");
  private static final Property<Double> KEEP_ALIVE =
      number("keepalive")
          .label("Keep alive")
          .with("unit", "s")
          .defaultsTo("60")
          .storedAsText()
          .rule(Rule.atLeast(0))
          .rule(Rule.atMost(65_535))
          .more();
  private static final Property<Boolean> CLEAN =
      flag("cleansession").label("Start with a clean session").defaultsTo(true);
  private static final Property<Boolean> UNSUBSCRIBES =
      flag("autoUnsubscribe")
          .label("Unsubscribe when nodes are deployed anew")
          .defaultsTo(true)
          .shownWhen("cleansession", false)
          .more();
  private static final Property<Double> EXPIRY =
      number("sessionExpiry")
          .label("Session expires after")
          .with("unit", "s")
          .defaultsTo("")
          .storedAsText()
          .rule(Rule.atLeast(0))
          .shownWhen("protocolVersion", "5");
  private static final Property<String> USER_PROPERTIES =
      code("userProps", "json")
          .label("User properties")
          .defaultsTo("")
          .rule(Rule.json())
          .shownWhen("protocolVersion", "5")
          .more();
  private static final Property<String> USER = text("user").label("User").asCredential();
  private static final Property<String> PASSWORD = secret("password").label("Password");

  private static List<Property<?>> message(String name, String label) {
    List<Property<?>> properties = new ArrayList<>(packet(name, label));
    if (name.equals("will")) {
      properties.add(
          seconds("willMsg.delay")
              .label(label + ": delay")
              .hint("How long the broker waits for our return.")
              .hiddenWhen("willTopic", "")
              .shownWhen("protocolVersion", "5"));
    }
    properties.addAll(properties(name + "Msg.", label, name + "Topic"));
    return properties;
  }

  private static Property<Double> seconds(String key) {
    return number(key).with("unit", "s").storedAsText().rule(Rule.atLeast(0)).more();
  }

  /** What MQTT 5 adds; kept in an object of its own. */
  private static List<Property<?>> properties(String key, String label, String topic) {
    List<Property<?>> all =
        List.of(
            text(key + "contentType").label(label + ": content type"),
            flag(key + "payloadFormatIndicator").label(label + ": payload is text"),
            code(key + "userProps", "json").label(label + ": user properties").rule(Rule.json()),
            topicName(key + "respTopic").label(label + ": response topic"),
            text(key + "correl").label(label + ": correlation data"),
            seconds(key + "expiry").label(label + ": expires after"));
    return all.stream()
        .<Property<?>>map(
            property -> property.more().hiddenWhen(topic, "").shownWhen("protocolVersion", "5"))
        .toList();
  }

  private static List<Property<?>> packet(String name, String label) {
    return List.of(
        topicName(name + "Topic").label(label + ": topic").defaultsTo("").more(),
        text(name + "Payload")
            .label(label + ": payload")
            .defaultsTo("")
            .hiddenWhen(name + "Topic", "")
            .more(),
        choice(name + "Qos", Option.of("0", "0"), Option.of("1", "1"), Option.of("2", "2"))
            .label(label + ": QoS")
            .defaultsTo("0")
            .hiddenWhen(name + "Topic", "")
            .more(),
        flag(name + "Retain")
            .label(label + ": retain")
            .with("trueValue", "true")
            .with("falseValue", "false")
            .defaultsTo("false")
            .hiddenWhen(name + "Topic", "")
            .more());
  }

  /** The type, for a way to brokers. */
  public static NodeType type(BrokerClients clients) {
    List<Property<?>> properties =
        new ArrayList<>(
            List.of(BROKER, PORT, USE_TLS, TLS, VERSION, USER, PASSWORD, CLIENT_ID, CLEAN, EXPIRY));
    properties.addAll(List.of(AUTO_CONNECT, KEEP_ALIVE, UNSUBSCRIBES, USER_PROPERTIES));
    properties.addAll(message("birth", "On connecting"));
    properties.addAll(message("close", "Before leaving"));
    properties.addAll(message("will", "When lost"));
    return NodeType.named("mqtt-broker")
        .config()
        .purpose("A connection to an MQTT broker")
        .summary("[{broker}:{port}]")
        .help(Helps.of(MqttBrokerNode.class, "mqtt-broker"))
        .properties(properties.toArray(Property<?>[]::new))
        .create((config, context) -> new MqttBrokerNode(config, context, clients));
  }

  private final NodeContext context;
  private final BrokerClients clients;
  private final BrokerOptions configured;

  // Nodes of several tabs come here, so everything below is guarded by this.
  private final Map<String, MqttUser> users = new HashMap<>();
  private final MqttSubscriptions subscriptions = new MqttSubscriptions();
  private BrokerOptions options;
  private @Nullable BrokerClient client;
  private boolean isConnecting;
  // Volatile besides: looked at with each publication.
  private volatile boolean isConnected;

  private MqttBrokerNode(NodeConfig config, NodeContext context, BrokerClients clients) {
    this.context = context;
    this.clients = clients;
    configured = new BrokerOptions(values(config), tls(config, context));
    options = configured;
    if (configured.lacksClientId()) {
      context.warn("No client ID set, using clean session");
    }
  }

  private static Map<String, @Nullable Object> values(NodeConfig config) {
    Map<String, @Nullable Object> values = new HashMap<>();
    for (String key : BrokerKeys.ALL) {
      if (config.has(key)) {
        values.put(key, config.raw(key));
      }
    }
    values.put("user", config.get(USER));
    values.put("password", config.get(PASSWORD));
    return values;
  }

  private static @Nullable TlsSettings tls(NodeConfig config, NodeContext context) {
    if (!MqttValues.isTrue(config.raw("usetls"))) {
      return null;
    }
    return context
        .configNode(config.get(TLS), TlsConfigNode.class)
        .map(TlsConfigNode::settings)
        .orElse(null);
  }

  boolean isV5() {
    return current().isV5();
  }

  boolean isLocal() {
    return current().isLocal();
  }

  private synchronized BrokerOptions current() {
    return options;
  }

  boolean isConnected() {
    return isConnected;
  }

  // ---- users ----

  /** A node begins to use the connection; the first one makes it. */
  synchronized void register(MqttUser user) {
    boolean isFirst = users.isEmpty();
    users.put(user.id(), user);
    user.show(
        isConnected
            ? MqttStatuses.CONNECTED
            : isConnecting ? MqttStatuses.CONNECTING : MqttStatuses.DISCONNECTED);
    if (isFirst && client == null && options.connectsByItself()) {
      connectNow().onFailure(e -> context.error(e, null));
    }
  }

  /**
   * A node stops using the connection; when the last one was removed, so is the connection.
   *
   * @param removed whether the node is gone for good
   */
  synchronized Future<Void> deregister(MqttUser user, boolean removed) {
    users.remove(user.id());
    unsubscribe(subscriptions.removeOwner(user.id()), removed || options.unsubscribes());
    user.show(MqttStatuses.DISCONNECTED);
    return removed && users.isEmpty() ? disconnect() : Node.done();
  }

  /**
   * A node stops using the connection, and most likely begins again in a moment. Its subscriptions
   * stay until then, so that nothing is missed.
   *
   * @param meanwhile takes what comes until then
   */
  synchronized void pause(MqttUser user, Consumer<Incoming> meanwhile) {
    users.remove(user.id());
    user.show(MqttStatuses.DISCONNECTED);
    Object pause = subscriptions.pause(user.id(), meanwhile);
    context.execute(
        () -> context.after(LONGEST_PAUSE.toMillis(), () -> endPause(user.id(), pause)));
  }

  private synchronized void endPause(String ownerId, Object pause) {
    unsubscribe(subscriptions.giveUp(ownerId, pause), options.unsubscribes());
  }

  private void unsubscribe(List<String> filters, boolean tellBroker) {
    BrokerClient connection = client;
    if (connection != null) {
      filters.forEach(filter -> ignore(connection.unsubscribe(filter, tellBroker)));
    }
  }

  private void showAll(io.weir.engine.node.Status status) {
    users.values().forEach(user -> user.show(status));
  }

  // ---- connection ----

  /**
   * The connect action of the nodes.
   *
   * @param overrides options to put over the configured ones; null for none
   * @return completes when connected; fails if that would change a connection that is in use
   */
  synchronized Future<Void> connect(@Nullable Map<?, ?> overrides) {
    if (client == null) {
      if (overrides != null) {
        options = options.with(overrides);
      }
      return connectNow();
    }
    if (overrides == null) {
      return Node.done();
    }
    if (!io.weir.engine.message.Values.isTruthy(overrides.get("force"))) {
      return Future.failedFuture(new NodeException("Disconnect from broker before connecting"));
    }
    return disconnect()
        .compose(
            left -> {
              synchronized (this) {
                options = options.with(overrides);
                return connectNow();
              }
            });
  }

  private Future<Void> connectNow() {
    BrokerClient made;
    try {
      BrokerClient[] self = new BrokerClient[1];
      made = clients.open(options.settings(), state -> changed(self, state));
      self[0] = made;
    } catch (NodeException e) {
      return Future.failedFuture(e);
    }
    client = made;
    context.execute(() -> made.shortcomings().forEach(context::warn));
    subscriptions.attach(made);
    return made.connect();
  }

  private synchronized void changed(BrokerClient[] self, ConnectionState state) {
    if (self[0] != null && self[0] != client) {
      return;
    }
    String where = where();
    switch (state.phase()) {
      case CONNECTING -> {
        isConnecting = true;
        showAll(MqttStatuses.CONNECTING);
      }
      case CONNECTED -> {
        isConnecting = false;
        isConnected = true;
        context.execute(() -> context.log("Connected to broker: " + where));
        showAll(MqttStatuses.CONNECTED);
        publishBirth();
      }
      case FAILED ->
          context.execute(() -> context.log("Connection failed to broker: " + where + why(state)));
      case LOST, DISCONNECTED -> {
        isConnecting = false;
        isConnected = false;
        subscriptions.forgetLeftBehind();
        context.execute(() -> context.log("Disconnected from broker: " + where + why(state)));
        showAll(MqttStatuses.DISCONNECTED);
      }
    }
  }

  private String where() {
    String id = MqttValues.text(options.values().get("clientid"));
    try {
      return (id.isEmpty() ? "" : id + "@") + options.settings().address();
    } catch (NodeException e) {
      return id;
    }
  }

  private static String why(ConnectionState state) {
    return state.reason().isEmpty() ? "" : " (" + state.reason() + ")";
  }

  private void publishBirth() {
    if (options.hasBadTopic("birth")) {
      context.execute(() -> context.warn("Invalid topic specified"));
    }
    Outgoing birth = options.message("birth");
    BrokerClient connection = client;
    if (birth != null && connection != null) {
      ignore(connection.publish(birth));
    }
  }

  /** The disconnect action of the nodes: says good-bye and stays away. */
  synchronized Future<Void> disconnect() {
    BrokerClient connection = client;
    if (connection == null) {
      return Node.done();
    }
    Outgoing close = options.message("close");
    Future<Void> said =
        isConnected && close != null ? connection.publish(close).otherwiseEmpty() : Node.done();
    return said.compose(published -> connection.close())
        .onComplete(
            closed -> {
              synchronized (this) {
                if (client == connection) {
                  client = null;
                  isConnected = false;
                  isConnecting = false;
                  showAll(MqttStatuses.DISCONNECTED);
                }
              }
            })
        .otherwiseEmpty();
  }

  @Override
  public Future<Void> stop(boolean removed) {
    return disconnect();
  }

  // ---- traffic ----

  /** Publishes; fails if not connected. */
  Future<Void> publish(Outgoing publication) {
    BrokerClient connection;
    synchronized (this) {
      connection = client;
    }
    return connection == null
        ? Future.failedFuture(new NodeException("not connected"))
        : connection.publish(publication);
  }

  /** Subscribes for a node; the same filter again replaces what the node had. */
  synchronized Future<Void> subscribe(
      String ownerId, Subscription subscription, Consumer<Incoming> handler) {
    unsubscribe(subscriptions.add(ownerId, subscription, handler, options.unsubscribes()), true);
    BrokerClient connection = client;
    return connection == null
        ? Node.done()
        : subscriptions.subscribe(connection, subscription.filter());
  }

  /** Keeps a publication for a node that has stopped, until it subscribes again. */
  synchronized void leave(String ownerId, Incoming incoming) {
    subscriptions.leave(ownerId, incoming);
  }

  /** Ends a node's subscription. */
  synchronized Future<Void> unsubscribe(String ownerId, String filter) {
    BrokerClient connection = client;
    return subscriptions.remove(ownerId, filter) && connection != null
        ? connection.unsubscribe(filter, true)
        : Node.done();
  }

  private void ignore(Future<Void> attempt) {
    // Nobody waits for it; what matters is that the reason can be found.
    attempt.onFailure(e -> context.execute(() -> context.debug(String.valueOf(e.getMessage()))));
  }
}
