package io.weir.engine.runtime;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.engine.event.LogEntry;
import io.weir.engine.flow.FlowDocument;
import io.weir.engine.flow.Group;
import io.weir.engine.flow.NodeDefinition;
import io.weir.engine.flow.Tab;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Property;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One started tab, or the config nodes that stand in no tab: a verticle on a worker context of its
 * own, with one mailbox and its nodes.
 *
 * <p>A node may block its own flow: the thread is this flow's alone.
 */
final class RunningFlow extends AbstractVerticle {
  /** The id of the flow that holds the shared config nodes. */
  static final String GLOBAL = "global";

  private final String id;
  private final RuntimeServices services;
  private final FlowDocument document;
  private final List<NodeDefinition> definitions;
  private final Environment outer;
  private final @Nullable RunningFlow global;

  private final Map<String, NodeSlot> slots = new LinkedHashMap<>();
  // Read by other flows' threads, which look for shared config nodes.
  private final Map<String, Node> configNodes = new ConcurrentHashMap<>();
  private final Map<String, Environment> groupEnvironments = new HashMap<>();
  private Environment environment;
  private Watchers watchers = new Watchers(List.of());
  private volatile @Nullable Mailbox mailbox;

  /**
   * A flow, not started yet.
   *
   * @param id the tab's id, or {@link #GLOBAL}
   * @param definitions its nodes in file order, without disabled ones and those of unknown type
   * @param outer the variables around it
   * @param global the flow of the shared config nodes; null for that flow itself
   */
  RunningFlow(
      String id,
      RuntimeServices services,
      FlowDocument document,
      List<NodeDefinition> definitions,
      Environment outer,
      @Nullable RunningFlow global) {
    this.id = id;
    this.services = services;
    this.document = document;
    this.definitions = definitions;
    this.outer = outer;
    this.environment = outer;
    this.global = global;
  }

  String id() {
    return id;
  }

  RuntimeServices services() {
    return services;
  }

  Mailbox mailbox() {
    Mailbox box = mailbox;
    if (box == null) {
      throw new IllegalStateException("flow " + id + " has not started");
    }
    return box;
  }

  Watchers watchers() {
    return watchers;
  }

  String path() {
    return id;
  }

  /** Where messages for the flow's nodes are taken on the event bus. */
  static String address(String flowId) {
    return "weir.flow." + flowId;
  }

  Optional<Node> configNode(String nodeId) {
    Node own = configNodes.get(nodeId);
    if (own != null) {
      return Optional.of(own);
    }
    return global == null ? Optional.empty() : global.configNode(nodeId);
  }

  // ---- starting ----

  @Override
  public void start(Promise<Void> started) {
    RuntimeOptions options = services.options();
    mailbox = new Mailbox(context, options.mailboxDeliveries(), options.mailboxBytes());
    vertx
        .eventBus()
        .<Envelope>localConsumer(address(id), request -> request.reply(accept(request.body())));
    // In the mailbox from the first step on, so that what nodes do while they start is in order
    // with what others send them.
    mailbox()
        .post(
            new Delivery(
                () -> {
                  try {
                    startNodes().onComplete(done -> started.complete());
                  } catch (RuntimeException e) {
                    started.fail(e);
                  }
                }));
  }

  private boolean accept(Envelope envelope) {
    NodeSlot slot = slots.get(envelope.nodeId());
    if (slot == null || slot.node() == null) {
      return false;
    }
    Message message = envelope.message();
    slot.deliver(message == null ? Message.create() : message);
    return true;
  }

  private Future<Void> startNodes() {
    environment = flowEnvironment();
    document.groups().stream()
        .filter(group -> group.flowId().equals(id))
        .forEach(group -> groupEnvironment(group.id()));
    definitions.stream().filter(NodeDefinition::isConfig).forEach(this::slot);
    definitions.stream().filter(definition -> !definition.isConfig()).forEach(this::slot);
    createConfigNodes();
    slots.values().stream().filter(slot -> slot.node() == null).forEach(this::create);
    watchers = new Watchers(List.copyOf(slots.values()));
    definitions.forEach(this::wire);
    List<Future<Void>> starting = new ArrayList<>();
    for (NodeSlot slot : slots.values()) {
      Future<Void> start = slot.start();
      start.onFailure(why -> slot.error(why, null));
      // A flow is up when its nodes were asked to start; a node that takes long to connect says so
      // by its status and holds nobody up.
      if (start.isComplete()) {
        starting.add(start.otherwiseEmpty());
      }
    }
    return Future.all(starting).mapEmpty();
  }

  private Environment flowEnvironment() {
    Tab tab = document.entry(id).map(entry -> entry instanceof Tab t ? t : null).orElse(null);
    if (tab == null) {
      return outer;
    }
    Environment own = reader(id).read(tab.env(), outer);
    own.define("NR_FLOW_ID", id);
    own.define("NR_FLOW_NAME", tab.label());
    return own;
  }

  private EnvironmentReader reader(String entryId) {
    return new EnvironmentReader(
        services.credentials().of(entryId),
        (name, why) ->
            services
                .events()
                .publish(
                    LogEntry.ofRuntime(
                        LogEntry.Level.ERROR,
                        "the variable "
                            + name
                            + " of "
                            + entryId
                            + " can't be evaluated: "
                            + why.getMessage())));
  }

  private Environment groupEnvironment(@Nullable String groupId) {
    if (groupId == null
        || !(document.entry(groupId).orElse(null) instanceof Group group)
        || !group.flowId().equals(id)) {
      return environment;
    }
    Environment known = groupEnvironments.get(groupId);
    if (known != null) {
      return known;
    }
    // Put in before looking outwards: a file whose groups contain each other must not loop.
    groupEnvironments.put(groupId, environment);
    Environment own = reader(groupId).read(group.env(), groupEnvironment(group.groupId()));
    own.define("NR_GROUP_ID", groupId);
    own.define("NR_GROUP_NAME", group.name());
    groupEnvironments.put(groupId, own);
    return own;
  }

  private List<String> groupsOf(NodeDefinition definition) {
    List<String> groups = new ArrayList<>();
    String groupId = definition.groupId();
    while (groupId != null
        && !groups.contains(groupId)
        && document.entry(groupId).orElse(null) instanceof Group group) {
      groups.add(groupId);
      groupId = group.groupId();
    }
    return List.copyOf(groups);
  }

  private void slot(NodeDefinition definition) {
    NodeType type = services.catalog().type(definition.type()).orElseThrow();
    slots.put(
        definition.id(),
        new NodeSlot(
            this, definition, type, groupsOf(definition), groupEnvironment(definition.groupId())));
  }

  /** Config nodes after those that they refer to. */
  private void createConfigNodes() {
    List<NodeDefinition> waiting =
        new ArrayList<>(definitions.stream().filter(NodeDefinition::isConfig).toList());
    while (!waiting.isEmpty()) {
      List<NodeDefinition> ready =
          waiting.stream().filter(definition -> !refersToAnyOf(definition, waiting)).toList();
      if (ready.isEmpty()) {
        services
            .events()
            .publish(
                LogEntry.ofRuntime(
                    LogEntry.Level.ERROR,
                    "Circular config node dependency detected: "
                        + String.join(", ", waiting.stream().map(NodeDefinition::id).toList())
                        + "; they are not started"));
        return;
      }
      for (NodeDefinition definition : ready) {
        NodeSlot slot = slots.get(definition.id());
        if (slot != null) {
          create(slot);
          Node node = slot.node();
          if (node != null) {
            configNodes.put(definition.id(), node);
          }
        }
      }
      waiting.removeAll(ready);
    }
  }

  private static boolean refersToAnyOf(
      NodeDefinition definition, Collection<NodeDefinition> others) {
    return others.stream()
        .anyMatch(
            other ->
                !other.id().equals(definition.id())
                    && definition.raw().entrySet().stream()
                        .anyMatch(
                            property ->
                                !property.getKey().equals("id")
                                    && !property.getKey().equals("z")
                                    && other.id().equals(property.getValue())));
  }

  private void create(NodeSlot slot) {
    NodeDefinition definition = slot.definition();
    NodeType type = slot.nodeType();
    try {
      Substitution substitution = new Substitution(slot::env);
      NodeConfig config =
          new NodeConfig(
              substitution.in(definition.raw()),
              substitution.in(services.credentials().of(definition.id())));
      complain(slot, config);
      slot.created(type.create(config, slot));
    } catch (RuntimeException e) {
      slot.error(e, null);
    }
  }

  /** A reference to a config node that isn't running is the most common reason of a silent node. */
  private void complain(NodeSlot slot, NodeConfig config) {
    for (Property<?> property : slot.nodeType().properties()) {
      if (property.configType() != null
          && config.raw(property.key()) instanceof String reference
          && !reference.isEmpty()
          && configNode(reference).isEmpty()) {
        slot.error(
            property.label()
                + " refers to "
                + reference
                + ", but no "
                + property.configType()
                + " of that id is running",
            null);
      }
    }
  }

  private void wire(NodeDefinition definition) {
    NodeSlot source = slots.get(definition.id());
    if (source == null) {
      return;
    }
    NodeSlot[][] wires = new NodeSlot[definition.wires().size()][];
    for (int output = 0; output < wires.length; output++) {
      wires[output] =
          definition.wires().get(output).stream()
              .map(slots::get)
              .filter(target -> target != null && target.node() != null)
              .toArray(NodeSlot[]::new);
    }
    source.wire(wires, watchers.completionWatchersOf(source));
  }

  // ---- stopping ----

  /**
   * Stops the nodes, ordinary ones before config nodes, each within the time limit.
   *
   * @threads any
   */
  Future<Void> stopNodes(java.util.Set<String> removedIds) {
    Promise<Void> stopped = Promise.promise();
    mailbox()
        .post(
            new Delivery(
                () ->
                    stop(false, removedIds)
                        .compose(ordinary -> stop(true, removedIds))
                        .onComplete(
                            done -> {
                              mailbox().close();
                              stopped.complete();
                            })));
    return stopped.future();
  }

  private Future<Void> stop(boolean config, java.util.Set<String> removedIds) {
    List<Future<Void>> stopping = new ArrayList<>();
    for (NodeSlot slot : slots.values()) {
      if (slot.definition().isConfig() == config) {
        stopping.add(stop(slot, removedIds.contains(slot.id())));
      }
    }
    return Future.all(stopping).mapEmpty();
  }

  private Future<Void> stop(NodeSlot slot, boolean removed) {
    Future<Void> stopping = slot.stop(removed);
    if (stopping.succeeded()) {
      return Node.done();
    }
    return stopping
        .timeout(
            services.options().closeTimeout().toMillis(),
            java.util.concurrent.TimeUnit.MILLISECONDS)
        .recover(
            why -> {
              slot.error(
                  "Error stopping node: "
                      + (why instanceof java.util.concurrent.TimeoutException
                          ? "Close timed out"
                          : why.getMessage()),
                  null);
              return Node.done();
            });
  }

  /**
   * Does something with a running node on the flow's context.
   *
   * @return the result; empty if the node isn't running
   * @threads any
   */
  <T> Future<Optional<T>> withNode(String nodeId, Function<Node, T> action) {
    Mailbox box = mailbox;
    if (box == null) {
      return Future.succeededFuture(Optional.empty());
    }
    Promise<Optional<T>> result = Promise.promise();
    box.post(
        new Delivery(
            () ->
                result.complete(
                    Optional.ofNullable(slots.get(nodeId)).map(NodeSlot::node).map(action))));
    return result.future();
  }
}
