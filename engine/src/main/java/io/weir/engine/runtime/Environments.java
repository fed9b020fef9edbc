package io.weir.engine.runtime;

import io.weir.engine.event.LogEntry;
import io.weir.engine.flow.EnvironmentEntry;
import io.weir.engine.flow.FlowDocument;
import io.weir.engine.flow.NodeDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The variables of one flow: of its tab, of the groups on it, of the instances, each within what is
 * around it.
 *
 * @threads made when the flow starts; then read by its context
 */
final class Environments {
  private final FlowBlueprint flow;
  private final RuntimeServices services;
  private final Environment global;
  private final Map<String, Environment> ofContainer = new HashMap<>();
  private final Map<String, Environment> ofGroup = new HashMap<>();

  Environments(FlowBlueprint flow, RuntimeServices services, Environment global) {
    this.flow = flow;
    this.services = services;
    this.global = global;
    // Outer ones come first.
    for (Container container : flow.containers().values()) {
      ofContainer.put(container.id(), evaluate(container));
    }
  }

  /** The variables around all flows: the process's, and those of the global settings. */
  static Environment global(FlowDocument document, RuntimeServices services) {
    Environment process = Environment.ofProcess(services.options().hiddenVariables());
    List<EnvironmentEntry> entries = new ArrayList<>();
    Map<String, Object> secrets = new HashMap<>();
    for (NodeDefinition node : document.nodes()) {
      if (node.type().equals("global-config") && !node.disabled()) {
        entries.addAll(EnvironmentEntry.list(node.raw().get("env")));
        if (services.credentials().of(node.id()).get("map") instanceof Map<?, ?> map) {
          map.forEach((key, value) -> secrets.put(String.valueOf(key), String.valueOf(value)));
        }
      }
    }
    return reader(services, "the global settings", secrets).read(entries, process);
  }

  /** The variables that a node sees. */
  Environment of(NodeSpec spec) {
    return inside(spec.container(), spec.groups());
  }

  private Environment inside(Container container, List<String> groups) {
    Environment around = ofContainer.getOrDefault(container.id(), global);
    return groups.isEmpty() ? around : group(groups.get(0), around);
  }

  private Environment group(String id, Environment container) {
    Environment known = ofGroup.get(id);
    GroupSpec group = flow.groups().get(id);
    if (known != null || group == null) {
      return known == null ? container : known;
    }
    // Put in before looking outwards: a file whose groups contain each other must not loop.
    ofGroup.put(id, container);
    Environment outer = group.outerId() == null ? container : group(group.outerId(), container);
    Environment own = reader(List.of(group.secretOwner())).read(group.env(), outer);
    own.define("NR_GROUP_ID", id);
    own.define("NR_GROUP_NAME", group.name());
    ofGroup.put(id, own);
    return own;
  }

  private Environment evaluate(Container container) {
    Container parent = container.parent();
    Environment outer = parent == null ? global : inside(parent, container.groups());
    if (container.kind() == Container.Kind.GLOBAL) {
      return outer;
    }
    Environment own = reader(container.secretOwners()).read(container.env(), outer);
    if (container.kind() == Container.Kind.TAB) {
      own.define("NR_FLOW_ID", container.id());
      own.define("NR_FLOW_NAME", container.name());
    } else {
      own.define("NR_SUBFLOW_ID", container.id());
      own.define("NR_SUBFLOW_NAME", container.name());
      own.define("NR_SUBFLOW_PATH", container.path());
    }
    return own;
  }

  private EnvironmentReader reader(List<String> secretOwners) {
    Map<String, Object> secrets = new HashMap<>();
    for (String owner : secretOwners) {
      services.credentials().of(owner).forEach(secrets::putIfAbsent);
    }
    return reader(services, secretOwners.get(0), secrets);
  }

  private static EnvironmentReader reader(
      RuntimeServices services, String owner, Map<String, Object> secrets) {
    return new EnvironmentReader(
        secrets,
        (name, why) ->
            services
                .events()
                .publish(
                    LogEntry.ofRuntime(
                        LogEntry.Level.ERROR,
                        "the variable "
                            + name
                            + " of "
                            + owner
                            + " can't be evaluated: "
                            + why.getMessage())));
  }
}
