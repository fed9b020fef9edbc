package io.weir.editor;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import io.weir.editor.broker.TopicWatch;
import io.weir.editor.http.Endpoint;
import io.weir.editor.http.Endpoint.Kind;
import io.weir.engine.event.DebugOutput;
import io.weir.engine.event.FlowStuck;
import io.weir.engine.event.FlowsDeployed;
import io.weir.engine.event.FlowsUnreadable;
import io.weir.engine.event.LogEntry;
import io.weir.engine.event.NodeSetSwitched;
import io.weir.engine.event.NodeStatus;
import io.weir.engine.event.RuntimeEvent;
import io.weir.engine.event.RuntimeStateChanged;
import io.weir.engine.message.JsonException;
import io.weir.engine.message.MessageJson;
import io.weir.engine.node.Status;
import io.weir.engine.runtime.FlowRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The comms socket: tells every browser what happens, and those that come later what still holds.
 *
 * @threads the web server's context
 */
final class CommsHub {
  private static final Logger log = LoggerFactory.getLogger(CommsHub.class);
  private static final String STUCK = "notification/flow-stuck/";

  private final Vertx vertx;
  private final FlowRuntime runtime;
  private final DebugEncoding encoding;
  private final AccessControl access;
  private final WireFeed wires;
  private final @Nullable TopicFeed topics;
  private final Duration keepAlive;
  private final Set<CommsConnection> connections = new LinkedHashSet<>();
  // By topic. Bounded by the number of nodes: a node's entry goes with the node.
  private final Map<String, CommsMessage> retained = new LinkedHashMap<>();

  /**
   * A hub.
   *
   * @param access says who may listen
   * @param topics the topics of the built-in broker; null without it
   */
  CommsHub(
      Vertx vertx,
      FlowRuntime runtime,
      EditorConfig config,
      AccessControl access,
      @Nullable TopicWatch topics) {
    this.topics = topics == null ? null : new TopicFeed(vertx, topics);
    this.access = access;
    this.vertx = vertx;
    this.runtime = runtime;
    this.encoding = new DebugEncoding(config.debugMaxLength());
    this.keepAlive = config.keepAlive();
    this.wires = new WireFeed(vertx, runtime);
  }

  /** Begins to listen to what happens. */
  void start() {
    runtime.events().listen(this::tell);
    vertx.setPeriodic(keepAlive.toMillis(), timer -> beat());
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/comms", "The WebSocket that tells what happens")
            .of(Kind.EDITOR)
            .saying("Who may listen (status.read) says so in its first frame.")
            .answers(101, "A WebSocket from here on")
            .refuses(400, "This is a WebSocket")
            .by(this::connect));
  }

  // ---- browsers ----

  private void connect(RoutingContext context) {
    if (!"websocket".equalsIgnoreCase(context.request().getHeader(HttpHeaders.UPGRADE))) {
      ApiError.send(context, 400, "invalid_request", "this is a WebSocket");
      return;
    }
    context
        .request()
        .toWebSocket()
        .onSuccess(this::accept)
        // Told already why it is none.
        .onFailure(why -> log.debug("no comms socket: {}", why.getMessage()));
  }

  private void beat() {
    judgeAnew();
    sendAll(CommsMessage.of("hb", System.currentTimeMillis()));
  }

  /** Parts with those who may not listen any more: logged out, expired, struck off the list. */
  void judgeAnew() {
    // A copy, since one that is refused leaves the set.
    for (CommsConnection connection : List.copyOf(connections)) {
      if (!mayListen(connection.token())) {
        refuse(connection);
      }
    }
  }

  private void accept(ServerWebSocket socket) {
    CommsConnection connection = new CommsConnection(vertx, socket);
    if (access.login() == null) {
      connections.add(connection);
    }
    socket.closeHandler(closed -> forget(connection));
    socket.exceptionHandler(why -> log.debug("comms socket failed: {}", why.getMessage()));
    socket.textMessageHandler(text -> receive(connection, text));
  }

  private boolean mayListen(@Nullable String token) {
    return access.mayDo(token, "status.read");
  }

  private void forget(CommsConnection connection) {
    connections.remove(connection);
    wires.leave(connection);
    if (topics != null) {
      topics.leave(connection);
    }
  }

  private void refuse(CommsConnection connection) {
    forget(connection);
    connection.sayAndClose("{\"auth\":\"fail\"}");
  }

  private void receive(CommsConnection connection, String text) {
    try {
      if (!(MessageJson.parse(text) instanceof Map<?, ?> frame)) {
        return;
      }
      if (frame.get("auth") instanceof String token) {
        login(connection, token);
        return;
      }
      if (!connections.contains(connection)) {
        // Whoever says anything else first is nobody in particular.
        if (!mayListen(null)) {
          refuse(connection);
          return;
        }
        connections.add(connection);
      }
      if (frame.get("unsubscribe") instanceof String topic) {
        unsubscribe(connection, topic);
      }
      if (frame.get("subscribe") instanceof String filter) {
        subscribe(connection, filter);
      }
    } catch (JsonException e) {
      log.debug("a comms frame is not JSON: {}", e.getMessage());
    }
  }

  private void subscribe(CommsConnection connection, String filter) {
    if (filter.startsWith(WireFeed.TOPIC)) {
      wires.watch(connection, filter.substring(WireFeed.TOPIC.length()));
    } else if (filter.startsWith(TopicFeed.TOPIC)) {
      if (topics != null && access.mayDo(connection.token(), "mqtt.read")) {
        topics.watch(connection, filter.substring(TopicFeed.TOPIC.length()));
      }
    } else {
      Pattern wanted = topics(filter);
      retained.values().stream()
          .filter(message -> wanted.matcher(message.topic()).matches())
          .forEach(connection::send);
    }
  }

  private void unsubscribe(CommsConnection connection, String topic) {
    if (topic.startsWith(WireFeed.TOPIC)) {
      wires.unwatch(connection, topic.substring(WireFeed.TOPIC.length()));
    } else if (topics != null && topic.startsWith(TopicFeed.TOPIC)) {
      topics.unwatch(connection, topic.substring(TopicFeed.TOPIC.length()));
    }
  }

  private void login(CommsConnection connection, String token) {
    if (!mayListen(token)) {
      refuse(connection);
      return;
    }
    connection.loggedIn(token);
    connection.say("{\"auth\":\"ok\"}");
    connections.add(connection);
  }

  /** {@code +} stands for one level, a trailing {@code /#} for the topic and all below. */
  private static Pattern topics(String filter) {
    String pattern =
        Pattern.quote(filter).replace("+", "\\E[^/]+\\Q").replaceFirst("/#\\\\E$", "\\\\E(/.*)?");
    return Pattern.compile(pattern);
  }

  // ---- what happens ----

  private void tell(RuntimeEvent event) {
    if (event instanceof DebugOutput output) {
      debug(output);
    } else if (event instanceof LogEntry entry) {
      log(entry);
    } else if (event instanceof NodeStatus status) {
      status(status);
    } else if (event instanceof RuntimeStateChanged state) {
      retain(CommsMessage.of("notification/runtime-state", state.notification()));
    } else if (event instanceof NodeSetSwitched switched) {
      sendAll(
          CommsMessage.of(
              "notification/node/" + (switched.enabled() ? "enabled" : "disabled"),
              NodesRoutes.json(switched.set(), switched.enabled())));
    } else if (event instanceof FlowsUnreadable unreadable) {
      notice("notification/flows-unreadable", "error", unreadable.fault());
    } else if (event instanceof FlowStuck stuck) {
      retain(CommsMessage.of(STUCK + stuck.flowId(), stuck(stuck)));
    } else if (event instanceof FlowsDeployed deployed) {
      takeBackStuck();
      retain(
          CommsMessage.of("notification/runtime-deploy", Map.of("revision", deployed.revision())));
    }
  }

  private static Map<String, Object> stuck(FlowStuck stuck) {
    return Map.of("type", "error", "text", stuck.text(), "z", stuck.flowId(), "id", stuck.nodeId());
  }

  /** A deploy gives every flow another chance. */
  private void takeBackStuck() {
    List<String> told = retained.keySet().stream().filter(key -> key.startsWith(STUCK)).toList();
    told.forEach(topic -> notice(topic, "error", null));
  }

  /** Shows a text to everybody, those who come later too, until it is taken back with null. */
  void notice(String topic, String type, @Nullable String text) {
    if (text == null) {
      retained.remove(topic);
      sendAll(CommsMessage.of(topic, Map.of()));
    } else {
      retain(CommsMessage.of(topic, Map.of("type", type, "text", text)));
    }
  }

  private void debug(DebugOutput output) {
    if (connections.isEmpty()) {
      return;
    }
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("id", output.nodeId());
    put(data, "z", output.flowId());
    put(data, "_alias", output.alias());
    data.put("path", output.path());
    put(data, "name", output.name());
    if (output.topic() != null) {
      data.put("topic", output.topic());
    }
    put(data, "property", output.property());
    encoded(data, output.value());
    data.put("timestamp", System.currentTimeMillis());
    sendAll(CommsMessage.droppable("debug", data));
  }

  private void log(LogEntry entry) {
    if (connections.isEmpty() || entry.level().number() > LogEntry.Level.WARN.number()) {
      return;
    }
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("level", entry.level().number());
    put(data, "id", entry.nodeId());
    put(data, "_alias", entry.alias());
    put(data, "type", entry.type());
    put(data, "z", entry.flowId());
    put(data, "name", entry.name());
    put(data, "path", entry.path());
    encoded(data, entry.value());
    data.put("timestamp", entry.timestamp());
    sendAll(CommsMessage.droppable("debug", data));
  }

  private void encoded(Map<String, @Nullable Object> data, @Nullable Object value) {
    DebugEncoding.Encoded encoded = encoding.encode(value);
    data.put("msg", encoded.message());
    data.put("format", encoded.format());
  }

  private static void put(Map<String, @Nullable Object> data, String key, @Nullable Object value) {
    if (value != null && !"".equals(value)) {
      data.put(key, value);
    }
  }

  private void status(NodeStatus change) {
    String topic = "status/" + change.nodeId();
    Status status = change.status();
    if (status == null || status.isNone()) {
      // A cleared status is told and not kept; one that nobody was told of need not be cleared.
      if (retained.remove(topic) != null) {
        sendAll(CommsMessage.of(topic, Map.of()));
      }
      return;
    }
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    put(data, "text", status.text());
    put(data, "fill", status.fill());
    put(data, "shape", status.shape());
    retain(CommsMessage.of(topic, data));
  }

  private void retain(CommsMessage message) {
    retained.put(message.topic(), message);
    sendAll(message);
  }

  private void sendAll(CommsMessage message) {
    // Copied, since a connection that is closed leaves the set.
    List<CommsConnection> all = new ArrayList<>(connections);
    all.forEach(connection -> connection.send(message));
  }
}
