package io.weir.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.engine.event.LogEntry;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import io.weir.engine.message.Values;
import io.weir.engine.node.Expressions;
import io.weir.engine.node.NodeType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tries one node: configure it, hand it messages, look at what it sends.
 *
 * <p>The node runs in a real runtime, with a collector behind each of its outputs and one for its
 * errors. It starts with the first message.
 */
public final class NodeTester implements AutoCloseable {
  private static final int MOST_OUTPUTS = 8;

  private final NodeType type;
  private final List<NodeType> others = new ArrayList<>();
  private final Map<String, @Nullable Object> properties = new LinkedHashMap<>();
  private final List<Map<String, @Nullable Object>> moreEntries = new ArrayList<>();
  private @Nullable Expressions expressions;
  private @Nullable FlowTester flow;

  private NodeTester(NodeType type) {
    this.type = type;
  }

  /** A tester for a node type; nothing is configured but what the type sets by itself. */
  public static NodeTester of(NodeType type) {
    return new NodeTester(type);
  }

  /** Sets a property as flows.json would have it. */
  public NodeTester with(String key, @Nullable Object value) {
    properties.put(key, value);
    return this;
  }

  /** Sets properties from a JSON object, single quotes standing for double ones. */
  @SuppressWarnings("unchecked")
  public NodeTester withJson(String json) {
    properties.putAll((Map<String, Object>) FlowTester.json(json));
    return this;
  }

  /** Lets expressions be used. */
  public NodeTester expressions(Expressions language) {
    expressions = language;
    return this;
  }

  /** Adds an entry to the flow file, a config node say, with its type. */
  public NodeTester beside(NodeType other, Map<String, @Nullable Object> entry) {
    if (others.stream().noneMatch(known -> known.name().equals(other.name()))) {
      others.add(other);
    }
    moreEntries.add(entry);
    return this;
  }

  /** The flow that the node runs in, started if it wasn't. */
  public FlowTester flow() {
    FlowTester running = flow;
    if (running == null) {
      List<NodeType> types = new ArrayList<>(others);
      types.add(type);
      String file = MessageJson.text(entries());
      running =
          expressions == null
              ? FlowTester.start(types, file)
              : FlowTester.start(types, file, expressions);
      flow = running;
    }
    return running;
  }

  /** Starts the node without a message. */
  public NodeTester starts() {
    flow();
    return this;
  }

  private List<Map<String, @Nullable Object>> entries() {
    List<Map<String, @Nullable Object>> entries = new ArrayList<>();
    entries.add(Map.of("id", "t", "type", "tab", "label", "Test"));
    entries.addAll(moreEntries);
    Map<String, @Nullable Object> node = new LinkedHashMap<>();
    node.put("id", "node");
    node.put("type", type.name());
    if (!type.isConfig()) {
      node.put("z", "t");
      node.put("x", 100);
      node.put("y", 100);
    }
    node.putAll(properties);
    List<List<String>> wires = new ArrayList<>();
    for (int output = 0; output < MOST_OUTPUTS; output++) {
      wires.add(List.of("out" + output));
      entries.add(
          Map.of(
              "id",
              "out" + output,
              "type",
              "test-collector",
              "z",
              "t",
              "x",
              0,
              "y",
              0,
              "wires",
              List.of()));
    }
    node.put("wires", wires);
    entries.add(node);
    entries.add(
        Map.of(
            "id", "errors", "type", "test-catcher", "z", "t", "x", 0, "y", 0, "wires", List.of()));
    return entries;
  }

  /** Hands the node payloads, each in a message of its own. */
  public NodeTester receives(@Nullable Object... payloads) {
    for (Object payload : payloads) {
      flow().send("node", payload);
    }
    return this;
  }

  /** Hands the node a message. */
  public NodeTester receives(Message message) {
    flow().send("node", message);
    return this;
  }

  /** What the node has sent on an output once it has nothing in hand. */
  public List<Message> sent(int output) {
    flow().settle("node");
    return flow().received("out" + output);
  }

  /** Waits for so many messages on an output. */
  public List<Message> awaitSent(int output, int count) {
    return flow().awaitMessages("out" + output, count);
  }

  /** The node sent these payloads on its first output, and nothing else. */
  public NodeTester assertSent(@Nullable Object... payloads) {
    return assertSentOn(0, payloads);
  }

  /** The node sent these payloads on an output, and nothing else. */
  public NodeTester assertSentOn(int output, @Nullable Object... payloads) {
    if (payloads.length > 0) {
      flow().awaitMessages("out" + output, payloads.length);
    }
    assertThat(sent(output).stream().map(Message::payload).toList())
        .usingElementComparator((a, b) -> Values.deepEqual(a, b) ? 0 : 1)
        .containsExactlyElementsOf(Arrays.stream(payloads).map(Values::freeze).toList());
    return this;
  }

  /** The node reported an error with this code to Catch nodes. */
  public NodeTester assertFailed(String code) {
    assertThat(error().get("code")).isEqualTo(code);
    return this;
  }

  /** The node reported an error with this text to Catch nodes. */
  public NodeTester assertFailedWith(String text) {
    assertThat(error().get("message")).isEqualTo(text);
    return this;
  }

  /** The error that the node reported last to Catch nodes. */
  @SuppressWarnings("unchecked")
  public Map<String, @Nullable Object> error() {
    List<Message> errors = flow().awaitMessages("errors", 1);
    return (Map<String, Object>) errors.get(errors.size() - 1).get("error");
  }

  /** The node logged this text at a level. */
  public NodeTester assertLogged(LogEntry.Level level, String text) {
    FlowTester.eventually(() -> assertThat(flow().logged(level)).contains(text));
    return this;
  }

  @Override
  public void close() {
    if (flow != null) {
      flow.close();
      flow = null;
    }
  }
}
