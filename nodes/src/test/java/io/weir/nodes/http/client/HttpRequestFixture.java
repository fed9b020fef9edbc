package io.weir.nodes.http.client;

import io.vertx.core.Vertx;
import io.weir.engine.event.LogEntry;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import io.weir.engine.testing.FlowTester;
import io.weir.engine.testing.NodeTester;
import io.weir.nodes.support.OutboundProxies;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** A http request node, and a server that tells what it was asked. */
abstract class HttpRequestFixture {
  static final int MOST_BYTES = 10_000;

  static Vertx vertx;
  static WebPeer peer;
  static OutboundHttp http;

  NodeTester node;

  @BeforeAll
  static void startPeer() {
    vertx = Vertx.vertx();
    peer = new WebPeer(vertx);
    http = outbound(Map.of());
  }

  static OutboundHttp outbound(Map<String, String> environment) {
    return new OutboundHttp(
        vertx, HttpRequestSettings.USUAL, OutboundProxies.of(environment), MOST_BYTES);
  }

  @AfterAll
  static void stopPeer() {
    peer.close();
    FlowTester.get(vertx.close());
  }

  @AfterEach
  void close() {
    if (node != null) {
      node.close();
    }
  }

  NodeTester node(@Nullable Object... properties) {
    return node(http, properties);
  }

  NodeTester node(OutboundHttp outbound, @Nullable Object... properties) {
    if (node != null) {
      node.close();
    }
    node = NodeTester.of(HttpRequestNode.type(outbound, 3));
    for (int i = 0; i < properties.length; i += 2) {
      node.with((String) properties[i], properties[i + 1]);
    }
    return node;
  }

  /** The node anew, deployed with what must not stand in the flow file. */
  void deploy(Map<String, ?> properties, Map<String, ?> credentials, String... more) {
    Map<String, Object> entry = new LinkedHashMap<>(properties);
    entry.putAll(Map.of("id", "node", "type", "http request", "z", "t", "x", 1, "y", 1));
    entry.put("credentials", credentials);
    entry.put("wires", List.of(List.of("out0")));
    List<String> entries = new ArrayList<>(List.of(more));
    entries.add(MessageJson.text(entry));
    entries.add(FlowTester.node("out0", "test-collector"));
    node.starts().flow().deploy(FlowTester.tab(entries.toArray(String[]::new)));
  }

  @SuppressWarnings("unchecked")
  static Message parsed(String json) {
    return Message.of((Map<String, ?>) MessageJson.parse(json)).withId();
  }

  static Message message(@Nullable Object... properties) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (int i = 0; i < properties.length; i += 2) {
      all.put((String) properties[i], properties[i + 1]);
    }
    return Message.of(all).withId();
  }

  /** What comes out for the next message. */
  Message answer(@Nullable Object... properties) {
    int before = node.starts().flow().received("out0").size();
    node.receives(message(properties));
    return node.awaitSent(0, before + 1).get(before);
  }

  /** What the server was asked, as it answers it itself. */
  Map<?, ?> asked(@Nullable Object... properties) {
    return (Map<?, ?>) MessageJson.parse((String) answer(properties).payload());
  }

  static List<?> headers(Map<?, ?> asked) {
    return (List<?>) asked.get("headers");
  }

  List<String> warnings() {
    return node.flow().logged(LogEntry.Level.WARN);
  }
}
