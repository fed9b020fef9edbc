package io.weir.editor;

import io.weir.engine.flow.FlowDocument;
import io.weir.engine.flow.FlowEntry;
import io.weir.engine.flow.FlowReader;
import io.weir.engine.flow.Group;
import io.weir.engine.flow.NodeDefinition;
import io.weir.engine.flow.Subflow;
import io.weir.engine.flow.Tab;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One flow taken out of a document, and put into it: the tab's own keys, its nodes, its config
 * nodes. {@code global} stands for what is in no tab. Pure.
 */
final class SingleFlow {
  /** The id of what is in no tab. */
  static final String GLOBAL = "global";

  private static final List<String> TAB_KEYS = List.of("label", "disabled", "info", "env");

  private SingleFlow() {}

  // ---- out of a document ----

  /**
   * A flow as the Admin API shows it.
   *
   * @throws ApiFailure if there is none of this id
   */
  static Map<String, @Nullable Object> of(FlowDocument document, String id) {
    if (id.equals(GLOBAL)) {
      return global(document);
    }
    Tab tab = tab(document, id);
    Map<String, @Nullable Object> flow = new LinkedHashMap<>();
    flow.put("id", id);
    for (String key : TAB_KEYS) {
      if (tab.raw().containsKey(key)) {
        flow.put(key, tab.raw().get(key));
      }
    }
    flow.put("nodes", nodes(document, id));
    put(flow, "configs", configs(document, id));
    return flow;
  }

  private static Tab tab(FlowDocument document, String id) {
    if (document.entry(id).orElse(null) instanceof Tab tab) {
      return tab;
    }
    throw ApiFailure.notFound();
  }

  private static Map<String, @Nullable Object> global(FlowDocument document) {
    Map<String, @Nullable Object> flow = new LinkedHashMap<>();
    flow.put("id", GLOBAL);
    List<Object> configs = new ArrayList<>();
    for (NodeDefinition node : document.nodes()) {
      if (node.isConfig() && isOutside(document, node.flowId())) {
        configs.add(node.raw());
      }
    }
    put(flow, "configs", configs);
    List<Object> subflows = new ArrayList<>();
    for (Subflow subflow : document.subflows()) {
      Map<String, @Nullable Object> shown = new LinkedHashMap<>(subflow.raw());
      put(shown, "nodes", nodes(document, subflow.id()));
      put(shown, "configs", configs(document, subflow.id()));
      subflows.add(shown);
    }
    put(flow, "subflows", subflows);
    return flow;
  }

  private static boolean isOutside(FlowDocument document, String containerId) {
    return containerId.isEmpty() || document.entry(containerId).isEmpty();
  }

  private static void put(Map<String, @Nullable Object> flow, String key, List<Object> list) {
    if (!list.isEmpty()) {
      flow.put(key, list);
    }
  }

  private static List<Object> nodes(FlowDocument document, String id) {
    List<Object> nodes = new ArrayList<>();
    for (Group group : document.groups()) {
      if (group.flowId().equals(id)) {
        nodes.add(group.raw());
      }
    }
    for (NodeDefinition node : document.nodes()) {
      if (node.flowId().equals(id) && !node.isConfig()) {
        nodes.add(shown(node));
      }
    }
    return nodes;
  }

  private static Object shown(NodeDefinition node) {
    if (!node.type().equals("link out")) {
      return node.raw();
    }
    Map<String, @Nullable Object> withoutWires = new LinkedHashMap<>(node.raw());
    withoutWires.remove("wires");
    return withoutWires;
  }

  private static List<Object> configs(FlowDocument document, String id) {
    List<Object> configs = new ArrayList<>();
    for (NodeDefinition node : document.nodes()) {
      if (node.flowId().equals(id) && node.isConfig()) {
        configs.add(node.raw());
      }
    }
    return configs;
  }

  // ---- into a document ----

  /**
   * A document with a flow more.
   *
   * @param id the id of the new tab
   * @throws ApiFailure if the flow can't be taken as it is
   */
  static FlowDocument with(FlowDocument document, String id, Map<?, ?> flow) {
    if (!(flow.get("nodes") instanceof List<?>)) {
      throw invalid("missing nodes property");
    }
    List<Map<String, @Nullable Object>> entries = new ArrayList<>(document.raw());
    addTab(entries, id, flow);
    return checked(entries);
  }

  /**
   * A document with a flow in the place of the one of the same id; it goes to the end.
   *
   * @throws ApiFailure if there is none of this id, or the flow can't be taken as it is
   */
  static FlowDocument replaced(FlowDocument document, String id, Map<?, ?> flow) {
    if (id.equals(GLOBAL)) {
      return globalReplaced(document, flow);
    }
    List<Map<String, @Nullable Object>> entries = without(document, tab(document, id));
    addTab(entries, id, flow);
    return checked(entries);
  }

  /**
   * A document without a flow and what is in it.
   *
   * @throws ApiFailure if there is none of this id
   */
  static FlowDocument without(FlowDocument document, String id) {
    if (id.equals(GLOBAL)) {
      throw invalid("not allowed to remove global");
    }
    return FlowReader.ofValue(without(document, tab(document, id)));
  }

  private static List<Map<String, @Nullable Object>> without(FlowDocument document, Tab tab) {
    List<Map<String, @Nullable Object>> rest = new ArrayList<>();
    for (FlowEntry entry : document.entries()) {
      if (!entry.id().equals(tab.id()) && !tab.id().equals(entry.raw().get("z"))) {
        rest.add(entry.raw());
      }
    }
    return rest;
  }

  private static FlowDocument globalReplaced(FlowDocument document, Map<?, ?> flow) {
    List<Map<String, @Nullable Object>> entries = new ArrayList<>();
    for (FlowEntry entry : document.entries()) {
      boolean isOnTab =
          entry.raw().get("z") instanceof String z && document.entry(z).orElse(null) instanceof Tab;
      if (entry instanceof Tab || isOnTab) {
        entries.add(entry.raw());
      }
    }
    addAll(entries, flow.get("configs"), null);
    if (flow.get("subflows") instanceof List<?> subflows) {
      for (Object item : subflows) {
        if (item instanceof Map<?, ?> subflow) {
          Map<String, @Nullable Object> definition = copy(subflow);
          Object nodes = definition.remove("nodes");
          Object configs = definition.remove("configs");
          entries.add(definition);
          String id = String.valueOf(subflow.get("id"));
          addAll(entries, nodes, id);
          addAll(entries, configs, id);
        }
      }
    }
    return checked(entries);
  }

  private static void addTab(
      List<Map<String, @Nullable Object>> entries, String id, Map<?, ?> flow) {
    Map<String, @Nullable Object> tab = new LinkedHashMap<>();
    tab.put("id", id);
    tab.put("type", "tab");
    for (String key : TAB_KEYS) {
      if (flow.containsKey(key)) {
        tab.put(key, flow.get(key));
      }
    }
    if (flow.containsKey("credentials")) {
      tab.put("credentials", flow.get("credentials"));
    }
    entries.add(tab);
    addAll(entries, flow.get("nodes"), id);
    addAll(entries, flow.get("configs"), id);
  }

  /** Adds nodes to a container, without what other servers put in for themselves. */
  private static void addAll(
      List<Map<String, @Nullable Object>> entries,
      @Nullable Object nodes,
      @Nullable String container) {
    if (!(nodes instanceof List<?> list)) {
      return;
    }
    for (Object item : list) {
      if (!(item instanceof Map<?, ?> node)) {
        throw invalid("a node must be an object");
      }
      if (node.get("type") instanceof String type
          && (type.equals("tab") || type.equals("subflow"))) {
        throw invalid("invalid node type: " + type);
      }
      Map<String, @Nullable Object> entry = copy(node);
      entry.remove("_users");
      if (String.valueOf(entry.get("type")).startsWith("subflow:")) {
        entry.remove("subflow");
      }
      if (container != null) {
        entry.put("z", container);
      }
      entries.add(entry);
    }
  }

  private static Map<String, @Nullable Object> copy(Map<?, ?> map) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(String.valueOf(key), value));
    return copy;
  }

  private static FlowDocument checked(List<Map<String, @Nullable Object>> entries) {
    Set<Object> seen = new HashSet<>();
    for (Map<String, @Nullable Object> entry : entries) {
      Object id = entry.get("id");
      if (id != null && !seen.add(id)) {
        throw invalid("duplicate id");
      }
    }
    return FlowReader.ofValue(entries);
  }

  private static ApiFailure invalid(String message) {
    return new ApiFailure(400, "invalid_flow", message);
  }
}
