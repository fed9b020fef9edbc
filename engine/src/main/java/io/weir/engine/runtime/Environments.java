package io.weir.engine.runtime;

import io.weir.engine.blueprint.Container;
import io.weir.engine.blueprint.FlowBlueprint;
import io.weir.engine.blueprint.GroupSpec;
import io.weir.engine.blueprint.NodeSpec;
import io.weir.engine.blueprint.ScopeEntry;
import io.weir.engine.event.LogEntry;
import io.weir.engine.flow.EnvironmentEntry;
import io.weir.engine.flow.FlowDocument;
import io.weir.engine.flow.NodeDefinition;
import io.weir.engine.message.Undefined;
import io.weir.engine.node.Expressions;
import io.weir.engine.node.Surroundings;
import io.weir.engine.node.Variables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The variables of one flow: of its tab, of the groups on it, of the instances, each within what is
 * around it.
 *
 * <p>Each scope is evaluated once, when it starts: what is there from before and hasn't changed is
 * kept, whatever its nodes do.
 *
 * @threads made when the flow starts; then read by its context
 */
final class Environments {
  private final FlowBlueprint flow;
  private final RuntimeServices services;
  private final Environment global;
  // Let go of once everything is evaluated: each would hold the one before it for ever.
  private @Nullable Environments before;
  private final Map<String, Environment> ofContainer = new HashMap<>();
  private final Map<String, Environment> ofGroup = new HashMap<>();

  /**
   * The variables of a flow.
   *
   * @param before those that the flow had; null if it starts
   * @param restarted the nodes that start, and so the instances among them
   */
  Environments(
      FlowBlueprint flow,
      RuntimeServices services,
      Environment global,
      @Nullable Environments before,
      Set<String> restarted) {
    this.flow = flow;
    this.services = services;
    this.global = global;
    this.before = before;
    // Outer ones come first.
    for (Container container : flow.containers().values()) {
      ofContainer.put(container.id(), evaluate(container, restarted.contains(container.id())));
    }
    for (GroupSpec group : flow.groups().values()) {
      Container container = flow.containers().get(group.containerId());
      if (container != null) {
        inside(container, List.of(group.id()));
      }
    }
    this.before = null;
  }

  /**
   * The variables around all flows: the process's, and those of the global settings.
   *
   * @threads one that may block: expressions may take their time
   */
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
    Variables variables = services.variables().global();
    return evaluate(
        services,
        "the global settings",
        process,
        new Environment.Recipe(List.copyOf(entries), secrets, Map.of()),
        variables);
  }

  /** The variables that a node sees. */
  Environment of(NodeSpec spec) {
    return inside(spec.container(), spec.groups());
  }

  private Environment inside(Container container, List<String> groups) {
    Environment around = ofContainer.getOrDefault(container.id(), global);
    return groups.isEmpty() ? around : group(groups.get(0), container, around);
  }

  private Environment group(String id, Container container, Environment around) {
    Environment known = ofGroup.get(id);
    GroupSpec group = flow.groups().get(id);
    if (known != null || group == null) {
      return known == null ? around : known;
    }
    // Put in before looking outwards: a file whose groups contain each other must not loop.
    ofGroup.put(id, around);
    Environment outer =
        group.outerId() == null ? around : group(group.outerId(), container, around);
    Map<String, @Nullable Object> builtIns = new LinkedHashMap<>();
    builtIns.put("NR_GROUP_ID", id);
    builtIns.put("NR_GROUP_NAME", group.name());
    Environment own =
        keptOr(
            before == null ? null : before.ofGroup.get(id),
            "group " + id,
            outer,
            recipe(group.env(), builtIns),
            container);
    ofGroup.put(id, own);
    return own;
  }

  private Environment evaluate(Container container, boolean starts) {
    Container parent = container.parent();
    Environment outer = parent == null ? global : inside(parent, container.groups());
    if (container.kind() == Container.Kind.GLOBAL) {
      return outer;
    }
    return keptOr(
        before == null || starts ? null : before.ofContainer.get(container.id()),
        container.id(),
        outer,
        recipe(container.env(), builtIns(container)),
        container);
  }

  private static Map<String, @Nullable Object> builtIns(Container container) {
    Map<String, @Nullable Object> builtIns = new LinkedHashMap<>();
    if (container.kind() == Container.Kind.TAB) {
      builtIns.put("NR_FLOW_ID", container.id());
      builtIns.put("NR_FLOW_NAME", container.name());
    } else {
      Object name = container.name().isEmpty() ? Undefined.VALUE : container.name();
      // An instance is a node, too, which those see who ask beyond their own.
      for (String what : List.of("NR_SUBFLOW_", "NR_NODE_")) {
        builtIns.put(what + "ID", container.id());
        builtIns.put(what + "NAME", name);
        builtIns.put(what + "PATH", container.path());
      }
    }
    return builtIns;
  }

  private Environment.Recipe recipe(
      List<ScopeEntry> scope, Map<String, @Nullable Object> builtIns) {
    Map<String, Object> secrets = new HashMap<>();
    for (ScopeEntry variable : scope) {
      String name = variable.entry().name();
      variable.secretOwners().stream()
          .map(owner -> services.credentials().of(owner).get(name))
          .filter(secret -> secret != null)
          .findFirst()
          .ifPresent(secret -> secrets.put(name, secret));
    }
    return new Environment.Recipe(
        scope.stream().map(ScopeEntry::entry).toList(), secrets, builtIns);
  }

  private Environment keptOr(
      @Nullable Environment kept,
      String name,
      Environment outer,
      Environment.Recipe recipe,
      Container container) {
    return kept != null && kept.isMadeOf(outer, recipe)
        ? kept
        : evaluate(
            services, name, outer, recipe, new FlowVariables(services.variables(), container));
  }

  private static Environment evaluate(
      RuntimeServices services,
      String owner,
      Environment outer,
      Environment.Recipe recipe,
      Variables flowVariables) {
    return new EnvironmentReader(
            outer,
            recipe,
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
                                + why.getMessage())))
        .read(scope -> new Around(scope, flowVariables, services));
  }

  /** What the expressions of a scope see. */
  private record Around(Environment scope, Variables flowVariables, RuntimeServices services)
      implements Surroundings {
    @Override
    public Variables globalVariables() {
      return services.variables().global();
    }

    @Override
    public @Nullable Object env(String name) {
      return scope.lookUp(name);
    }

    @Override
    public Expressions expressions() {
      return services.expressions();
    }
  }
}
