package io.weir.engine.flow;

import io.weir.engine.message.JsonException;
import io.weir.engine.message.MessageJson;
import io.weir.engine.message.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads flow files: Node-RED's JSON array, with nothing in it lost. */
public final class FlowReader {
  private FlowReader() {}

  /**
   * Reads the text of a flow file.
   *
   * @throws FlowFormatException if it isn't JSON, isn't an array, or an entry isn't an object with
   *     an id and a type
   */
  public static FlowDocument read(String text) {
    String json = text.startsWith("\uFEFF") ? text.substring(1) : text;
    try {
      return ofValue(MessageJson.parse(json));
    } catch (JsonException e) {
      throw new FlowFormatException("it is not JSON: " + e.getMessage());
    }
  }

  /**
   * Reads a flow file that is parsed already.
   *
   * @throws FlowFormatException as {@link #read}
   */
  public static FlowDocument ofValue(@Nullable Object value) {
    if (!(Values.freeze(value) instanceof List<?> list)) {
      throw new FlowFormatException(
          "a flow file is a JSON array of nodes, but this is "
              + (value instanceof Map<?, ?> ? "an object" : Values.typeOf(value)));
    }
    List<FlowEntry> entries = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      entries.add(entry(list.get(i), i));
    }
    return new FlowDocument(entries);
  }

  @SuppressWarnings("unchecked")
  private static FlowEntry entry(@Nullable Object value, int index) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new FlowFormatException(
          "entry " + (index + 1) + " is not an object but " + Values.typeOf(value));
    }
    Map<String, @Nullable Object> raw = (Map<String, @Nullable Object>) map;
    if (!(raw.get("id") instanceof String id) || id.isEmpty()) {
      throw new FlowFormatException("entry " + (index + 1) + " has no id");
    }
    if (!(raw.get("type") instanceof String type) || type.isEmpty()) {
      throw new FlowFormatException("entry " + (index + 1) + " (id " + id + ") has no type");
    }
    return switch (type) {
      case "tab" -> new Tab(id, text(raw, "label"), flag(raw, "disabled"), env(raw), raw);
      case "subflow" ->
          new Subflow(
              id,
              text(raw, "name"),
              env(raw),
              // An editor allows one input; of several the first counts.
              inputs(raw.get("in")),
              outputs(raw.get("out")),
              raw.get("status") instanceof Map<?, ?> status ? ports(status) : null,
              raw);
      case "group" ->
          new Group(id, text(raw, "z"), textOrNull(raw, "g"), text(raw, "name"), env(raw), raw);
      default ->
          new NodeDefinition(
              id,
              type,
              text(raw, "z"),
              textOrNull(raw, "g"),
              text(raw, "name"),
              flag(raw, "d"),
              !raw.containsKey("x") || !raw.containsKey("y"),
              wires(raw.get("wires")),
              raw);
    };
  }

  private static List<String> inputs(@Nullable Object value) {
    return value instanceof List<?> inputs
            && !inputs.isEmpty()
            && inputs.get(0) instanceof Map<?, ?> first
        ? ports(first).stream().map(Subflow.Port::nodeId).toList()
        : List.of();
  }

  private static List<List<Subflow.Port>> outputs(@Nullable Object value) {
    List<List<Subflow.Port>> outputs = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(output -> outputs.add(output instanceof Map<?, ?> map ? ports(map) : List.of()));
    }
    return List.copyOf(outputs);
  }

  private static List<Subflow.Port> ports(Map<?, ?> end) {
    List<Subflow.Port> ports = new ArrayList<>();
    if (end.get("wires") instanceof List<?> wires) {
      for (Object wire : wires) {
        if (wire instanceof Map<?, ?> map && map.get("id") instanceof String nodeId) {
          ports.add(
              new Subflow.Port(
                  nodeId, map.get("port") instanceof Number port ? port.intValue() : 0));
        }
      }
    }
    return List.copyOf(ports);
  }

  private static List<EnvironmentEntry> env(Map<String, @Nullable Object> raw) {
    return EnvironmentEntry.list(raw.get("env"));
  }

  private static String text(Map<String, @Nullable Object> raw, String key) {
    return raw.get(key) instanceof String text ? text : "";
  }

  private static @Nullable String textOrNull(Map<String, @Nullable Object> raw, String key) {
    return raw.get(key) instanceof String text && !text.isEmpty() ? text : null;
  }

  private static boolean flag(Map<String, @Nullable Object> raw, String key) {
    return Boolean.TRUE.equals(raw.get(key));
  }

  private static List<List<String>> wires(@Nullable Object value) {
    List<List<String>> wires = new ArrayList<>();
    if (value instanceof List<?> outputs) {
      for (Object output : outputs) {
        List<String> targets = new ArrayList<>();
        if (output instanceof List<?> ids) {
          for (Object id : ids) {
            if (id instanceof String target) {
              targets.add(target);
            }
          }
        } else if (output instanceof String target) {
          // Very old files have a single target without the array around it.
          targets.add(target);
        }
        wires.add(List.copyOf(targets));
      }
    }
    return List.copyOf(wires);
  }
}
