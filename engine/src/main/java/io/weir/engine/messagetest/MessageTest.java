package io.weir.engine.messagetest;

import io.weir.engine.message.Message;
import io.weir.engine.message.PropertyPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What goes into the nodes of a flow, and what is to come out of them.
 *
 * <p>Nodes are called by their ids in the flow file, inside a subflow after those of the instances
 * around them: {@code instance/node}.
 *
 * @param id tells it from others
 * @param name what people call it
 * @param flowId the tab
 * @param nodeIds the nodes of the tab that it is about; null for all of them
 * @param inputs what goes in, in order
 * @param stubs what nodes answer that are not run; one message for each that they get
 * @param outputs what is to come out
 * @param ignored what may be different in a message
 */
public record MessageTest(
    String id,
    String name,
    String flowId,
    @Nullable List<String> nodeIds,
    List<Input> inputs,
    List<OutputMessages> stubs,
    List<OutputMessages> outputs,
    List<PropertyPath> ignored) {

  /**
   * A message that goes in.
   *
   * @param nodeId the node that gets or sends it
   * @param output the output that it is sent out of; null if the node gets it
   */
  public record Input(String nodeId, @Nullable Integer output, Message message) {
    private Map<String, @Nullable Object> asJson() {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      if (output == null) {
        json.put("to", nodeId);
      } else {
        json.put("from", nodeId);
        json.put("port", output);
      }
      json.put("message", message.properties());
      return json;
    }
  }

  /**
   * The messages of one output.
   *
   * @param output which of the node's outputs, from 0
   */
  public record OutputMessages(String nodeId, int output, List<Message> messages) {
    public OutputMessages {
      messages = List.copyOf(messages);
    }
  }

  public MessageTest {
    nodeIds = nodeIds == null ? null : List.copyOf(nodeIds);
    inputs = List.copyOf(inputs);
    stubs = List.copyOf(stubs);
    outputs = List.copyOf(outputs);
    ignored = List.copyOf(ignored);
  }

  /** The test as files and clients have it. */
  public Map<String, @Nullable Object> asJson() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", id);
    json.put("name", name);
    json.put("flow", flowId);
    if (nodeIds != null) {
      json.put("nodes", nodeIds);
    }
    json.put("inputs", inputs.stream().map(Input::asJson).toList());
    json.put("stubs", asJson(stubs));
    json.put("outputs", asJson(outputs));
    json.put("ignore", ignored.stream().map(PropertyPath::toString).toList());
    return json;
  }

  private static Map<String, Map<String, List<?>>> asJson(List<OutputMessages> sent) {
    Map<String, Map<String, List<?>>> byNode = new LinkedHashMap<>();
    for (OutputMessages of : sent) {
      List<Map<String, @Nullable Object>> messages = new ArrayList<>();
      of.messages.forEach(message -> messages.add(message.properties()));
      byNode
          .computeIfAbsent(of.nodeId, id -> new LinkedHashMap<>())
          .put(String.valueOf(of.output), messages);
    }
    return byNode;
  }
}
