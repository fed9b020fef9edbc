package io.weir.editor;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.weir.editor.broker.BrokerView;
import io.weir.editor.broker.TopicTree;
import io.weir.editor.broker.TopicWatch;
import io.weir.editor.http.Answers;
import io.weir.editor.http.Endpoint;
import io.weir.editor.http.Endpoint.Kind;
import io.weir.editor.http.Json;
import io.weir.engine.message.MessageJson;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The built-in broker's topics and clients, and publishing by hand. */
final class BrokerRoutes {
  private static final int MOST_ROWS = 1_000;
  private static final int DEEPEST = 3;

  private final BrokerView broker;
  private final TopicWatch watch;

  BrokerRoutes(BrokerView broker, TopicWatch watch) {
    this.broker = broker;
    this.watch = watch;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/weir/topics", "Topics of the built-in broker, with their last messages")
            .of(Kind.EDITOR)
            .needs("mqtt.read")
            .query("under", "The topic that they are below; without it the first levels")
            .query("depth", "How many levels", "1", "2", "3")
            .answers(200, "The levels, in the order of their names", "Topics")
            .refuses(400, "invalid_request")
            .by(this::topics),
        Endpoint.get("/weir/clients", "Who is connected to the built-in broker")
            .of(Kind.EDITOR)
            .needs("mqtt.read")
            .answers(200, "The clients", "Clients")
            .by(this::clients),
        Endpoint.post("/weir/publish", "Publishes a message")
            .of(Kind.EDITOR)
            .needs("mqtt.write")
            .takes("PublishRequest")
            .answers(204, "Published")
            .refuses(400, "invalid_request")
            .refuses(403, "not_authorized: the broker's access rules forbid it")
            .by(this::publish),
        Endpoint.delete("/weir/retained/{topic*}", "Clears the message that a topic retains")
            .of(Kind.EDITOR)
            .needs("mqtt.write")
            .part("topic", "The topic")
            .answers(204, "Cleared")
            .refuses(400, "invalid_request")
            .refuses(403, "not_authorized: the broker's access rules forbid it")
            .by(this::clear));
  }

  private void topics(RoutingContext context) {
    String under = context.request().getParam("under", "");
    TopicTree tree = watch.look();
    List<Object> budget = new ArrayList<>();
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("under", under);
    answer.put("rows", rows(tree, under, depth(context), budget));
    answer.put("cut", tree.isCut() || budget.size() > MOST_ROWS);
    Json.send(context, answer);
  }

  private static int depth(RoutingContext context) {
    String depth = context.request().getParam("depth", "1");
    try {
      return Math.max(1, Math.min(DEEPEST, Integer.parseInt(depth)));
    } catch (NumberFormatException e) {
      throw new ApiFailure(400, "invalid_request", "depth must be a number but is " + depth);
    }
  }

  /** Counts what it gives in the budget, and ends when that is used up. */
  private static List<Map<String, @Nullable Object>> rows(
      TopicTree tree, String under, int depth, List<Object> budget) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (TopicTree.Row row : tree.below(under, 0).rows()) {
      budget.add(row);
      if (budget.size() > MOST_ROWS) {
        break;
      }
      Map<String, @Nullable Object> shown = TopicFeed.row(row);
      if (depth > 1 && row.topics() > 0) {
        shown.put("rows", rows(tree, row.topic(), depth - 1, budget));
      }
      rows.add(shown);
    }
    return rows;
  }

  private void clients(RoutingContext context) {
    Json.send(
        context, Map.of("clients", broker.clients().stream().map(BrokerRoutes::json).toList()));
  }

  private static Map<String, @Nullable Object> json(BrokerView.Client client) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("id", client.clientId());
    shown.put("protocol", client.protocol());
    shown.put("address", client.address());
    shown.put("user", client.userName());
    shown.put("cleanStart", client.cleanStart());
    shown.put("keepAlive", client.keepAliveSeconds());
    shown.put("since", client.sinceMillis());
    shown.put("filters", client.filters());
    return shown;
  }

  // ---- publishing ----

  private void publish(RoutingContext context) {
    if (!(Json.body(context) instanceof Map<?, ?> body)
        || !(body.get("topic") instanceof String topic)) {
      throw new ApiFailure(400, "invalid_request", "topic must be a text");
    }
    publish(
        context,
        topic,
        payload(body),
        qos(body.get("qos")),
        Boolean.TRUE.equals(body.get("retain")));
  }

  private static Buffer payload(Map<?, ?> body) {
    if (body.get("payloadBase64") instanceof String encoded) {
      try {
        return Buffer.buffer(Base64.getDecoder().decode(encoded));
      } catch (IllegalArgumentException e) {
        throw new ApiFailure(400, "invalid_request", "payloadBase64: " + e.getMessage());
      }
    }
    Object payload = body.get("payload");
    if (payload == null) {
      return Buffer.buffer();
    }
    return Buffer.buffer(payload instanceof String text ? text : MessageJson.text(payload));
  }

  private static int qos(@Nullable Object value) {
    if (value == null) {
      return 0;
    }
    if (value instanceof Long level && level >= 0 && level <= 2) {
      return level.intValue();
    }
    throw new ApiFailure(400, "invalid_request", "qos must be 0, 1 or 2 but is " + value);
  }

  private void clear(RoutingContext context) {
    publish(context, context.pathParam("topic"), Buffer.buffer(), 0, true);
  }

  private void publish(
      RoutingContext context, String topic, Buffer payload, int qos, boolean retain) {
    AccessControl.Identity identity = AccessControl.of(context);
    if (!broker.mayPublish(identity == null ? null : identity.user(), topic)) {
      throw new ApiFailure(
          403, "not_authorized", "the broker's access rules don't let you publish to " + topic);
    }
    broker
        .publish(topic, payload, qos, retain)
        .onSuccess(published -> Answers.nothing(context))
        .onFailure(
            why -> {
              if (why instanceof IllegalArgumentException) {
                ApiError.send(context, 400, "invalid_request", String.valueOf(why.getMessage()));
              } else {
                context.fail(why);
              }
            });
  }
}
