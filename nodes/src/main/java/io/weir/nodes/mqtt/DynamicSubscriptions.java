package io.weir.nodes.mqtt;

import io.vertx.core.Future;
import io.weir.engine.message.Values;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The subscriptions that messages asked an {@code mqtt in} node for. */
final class DynamicSubscriptions {
  private final String ownerId;
  private final PayloadKind kind;
  private final Function<PayloadKind, Consumer<Incoming>> handlers;
  // By filter; the objects are what getSubscriptions shows.
  private final Map<String, Map<String, @Nullable Object>> current = new LinkedHashMap<>();

  DynamicSubscriptions(
      String ownerId, PayloadKind kind, Function<PayloadKind, Consumer<Incoming>> handlers) {
    this.ownerId = ownerId;
    this.kind = kind;
    this.handlers = handlers;
  }

  List<Object> list() {
    return new ArrayList<>(current.values());
  }

  /** Subscribes to a filter, an object with a filter, or an array of these; all or none. */
  Future<Void> subscribe(MqttBrokerNode broker, @Nullable Object topic) {
    List<Map<String, @Nullable Object>> wanted = new ArrayList<>();
    for (Object one : several(topic)) {
      wanted.add(complete(one, broker.isV5()));
    }
    List<Future<Void>> made = new ArrayList<>();
    for (Map<String, @Nullable Object> subscription : wanted) {
      String filter = MqttValues.text(subscription.get("topic"));
      current.put(filter, subscription);
      PayloadKind as =
          subscription.get("datatype") == null
              ? kind
              : PayloadKind.of(subscription.get("datatype"));
      made.add(broker.subscribe(ownerId, options(filter, subscription), handlers.apply(as)));
    }
    return Future.all(made).mapEmpty();
  }

  /** Unsubscribes from the same, or from everything for {@code true}. */
  Future<Void> unsubscribe(MqttBrokerNode broker, @Nullable Object topic) {
    List<String> filters = new ArrayList<>();
    if (Boolean.TRUE.equals(topic)) {
      filters.addAll(current.keySet());
    } else {
      for (Object one : several(topic)) {
        filters.add(valid(filter(one)));
      }
    }
    List<Future<Void>> ended = new ArrayList<>();
    for (String filter : filters) {
      if (current.remove(filter) != null) {
        ended.add(broker.unsubscribe(ownerId, filter));
      }
    }
    return ended.isEmpty() ? Node.done() : Future.all(ended).mapEmpty();
  }

  private static List<?> several(@Nullable Object topic) {
    if (topic instanceof List<?> list) {
      return list;
    }
    if (topic instanceof String || topic instanceof Map<?, ?>) {
      return List.of(topic);
    }
    throw new NodeException("msg.topic is missing or invalid");
  }

  private static String filter(@Nullable Object topic) {
    return topic instanceof Map<?, ?> map
        ? MqttValues.text(map.get("topic"))
        : topic instanceof String text ? text : "";
  }

  private static String valid(String filter) {
    if (!TopicFilters.isValidFilter(filter)) {
      throw new NodeException("Invalid topic specified");
    }
    return filter;
  }

  /** What the caller gave, with the defaults filled in. */
  private static Map<String, @Nullable Object> complete(@Nullable Object topic, boolean isV5) {
    String filter = valid(filter(topic));
    Map<String, @Nullable Object> subscription = new LinkedHashMap<>();
    if (topic instanceof Map<?, ?> given) {
      given.forEach((key, value) -> subscription.put((String) key, value));
    }
    subscription.put("topic", filter);
    subscription.putIfAbsent("qos", 2L);
    int qos = MqttValues.qos(subscription.get("qos"), -1);
    if (qos < 0) {
      subscription.remove("qos");
    } else {
      subscription.put("qos", (long) qos);
    }
    if (isV5) {
      subscription.putIfAbsent("rh", 0L);
      subscription.putIfAbsent("rap", true);
    }
    return subscription;
  }

  private static Subscription options(String filter, Map<String, @Nullable Object> given) {
    return new Subscription(
        filter,
        // Where the caller's value was of no use, Node-RED's connection asks for 1.
        MqttValues.qos(given.get("qos"), 1),
        Values.isTruthy(given.get("nl")),
        given.get("rap") == null || MqttValues.isTrue(given.get("rap")),
        MqttValues.qos(given.get("rh"), 0));
  }
}
