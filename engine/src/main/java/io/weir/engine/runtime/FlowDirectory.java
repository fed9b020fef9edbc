package io.weir.engine.runtime;

import io.weir.engine.blueprint.Blueprint;
import io.weir.engine.blueprint.LinkTarget;
import io.weir.engine.message.Message;
import io.weir.engine.node.NodeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which flows run and what runs in them, for whoever reaches from one into another.
 *
 * @threads written by the runtime's control context, read by any
 */
final class FlowDirectory {
  /** So many times what holds sources back; only messages that multiply get there. */
  private static final int OVERFULL = 20;

  private record Parked(String flowId, String nodeId, Message message, @Nullable Lineage lineage) {}

  private final Map<String, RunningFlow> flows = new ConcurrentHashMap<>();
  private final Set<RunningFlow> threads = ConcurrentHashMap.newKeySet();
  private final int congestedAbove;
  private final String addresses;
  private volatile Consumer<String> whenAbsent = flowId -> {};
  // Guarded by itself: what nodes send to flows that are about to start.
  private final List<Parked> parked = new ArrayList<>();
  private boolean isStarting;
  // The size of what is parked, for those who only look.
  private volatile int parkedCount;
  private volatile Blueprint blueprint = Blueprint.EMPTY;

  /**
   * A directory with nothing in it.
   *
   * @param congestedAbove how many messages may wait for flows that are about to start before
   *     sources are asked to hold back
   */
  FlowDirectory(int congestedAbove) {
    this(congestedAbove, "weir.flow.");
  }

  /**
   * A directory of flows that others may not reach by the usual addresses.
   *
   * @param addresses what the flows' addresses on the event bus begin with
   */
  FlowDirectory(int congestedAbove, String addresses) {
    this.congestedAbove = congestedAbove;
    this.addresses = addresses;
  }

  /** Where messages for a flow's nodes are taken on the event bus. */
  String address(String flowId) {
    return addresses + flowId;
  }

  /**
   * Tells somebody when a message is kept for a flow that is about to start.
   *
   * @param listener called with the flow's id, once for each message, on the sender's thread
   */
  void whenAbsent(Consumer<String> listener) {
    whenAbsent = listener;
  }

  /** What is meant to run from now on. */
  void use(Blueprint next) {
    blueprint = next;
  }

  Blueprint blueprint() {
    return blueprint;
  }

  void add(RunningFlow flow) {
    threads.add(flow);
    List<Parked> waiting;
    synchronized (parked) {
      flows.put(flow.id(), flow);
      waiting = parked.stream().filter(early -> early.flowId.equals(flow.id())).toList();
      parked.removeIf(early -> early.flowId.equals(flow.id()));
      parkedCount = parked.size();
    }
    waiting.forEach(early -> flow.deliverTo(early.nodeId, early.message, early.lineage));
  }

  /** From now on flows start one after the other; messages for those to come are kept. */
  void startBegins() {
    synchronized (parked) {
      isStarting = true;
    }
  }

  /** All flows have started. */
  void startEnds() {
    List<Parked> left;
    synchronized (parked) {
      isStarting = false;
      left = List.copyOf(parked);
      parked.clear();
      parkedCount = 0;
    }
    for (Parked early : left) {
      if (early.lineage != null) {
        early.lineage.leave();
      }
    }
  }

  private void park(String flowId, String nodeId, Message message, @Nullable Lineage lineage) {
    RunningFlow flow;
    boolean isParked = false;
    synchronized (parked) {
      flow = flows.get(flowId);
      if (flow == null && isStarting && parked.size() < OVERFULL * congestedAbove) {
        if (lineage != null) {
          lineage.enter();
        }
        parked.add(new Parked(flowId, nodeId, message, lineage));
        parkedCount = parked.size();
        isParked = true;
      }
    }
    if (flow != null) {
      flow.deliverTo(nodeId, message, lineage);
    } else if (isParked) {
      whenAbsent.accept(flowId);
    }
  }

  /** Whether more waits for flows that are about to start than should. */
  boolean isCongested() {
    return parkedCount > congestedAbove;
  }

  /** The flow's thread is needed no more, or lost. */
  void ended(RunningFlow flow) {
    threads.remove(flow);
  }

  void remove(RunningFlow flow) {
    flows.remove(flow.id(), flow);
  }

  @Nullable RunningFlow flow(String id) {
    return flows.get(id);
  }

  List<RunningFlow> all() {
    return List.copyOf(flows.values());
  }

  /** Flows whose thread may get stuck: those that run, and those on their way out. */
  List<RunningFlow> watched() {
    return List.copyOf(threads);
  }

  /** The running flow that a node is in; null if the node doesn't run. */
  @Nullable RunningFlow flowOf(String nodeId) {
    String flowId = blueprint.flowOf(nodeId);
    return flowId == null ? null : flows.get(flowId);
  }

  /**
   * Hands a message to a node of whichever flow.
   *
   * @return whether there is such a node
   */
  boolean deliver(String nodeId, Message message, @Nullable Lineage lineage) {
    String flowId = blueprint.flowOf(nodeId);
    if (flowId == null) {
      return false;
    }
    deliver(flowId, nodeId, message, lineage);
    return true;
  }

  /** Hands a message to a node of a flow; dropped if it doesn't run and isn't about to start. */
  void deliver(String flowId, String nodeId, Message message, @Nullable Lineage lineage) {
    RunningFlow flow = flows.get(flowId);
    if (flow == null) {
      park(flowId, nodeId, message, lineage);
    } else {
      flow.deliverTo(nodeId, message, lineage);
    }
  }

  /**
   * Hands an answer to a node that called.
   *
   * @return whether there is such a node
   */
  boolean giveBack(String nodeId, String callId, Message message) {
    RunningFlow flow = flowOf(nodeId);
    if (flow == null) {
      return false;
    }
    flow.answer(nodeId, callId, message);
    return true;
  }

  /**
   * The node that a name stands for, as seen from a container.
   *
   * @throws NodeException if there is none, or more than one
   */
  String find(String target, String containerId) {
    Map<String, LinkTarget> targets = blueprint.linkTargets();
    if (targets.containsKey(target)) {
      return target;
    }
    List<LinkTarget> named =
        targets.values().stream().filter(link -> link.name().equals(target)).toList();
    List<LinkTarget> here =
        named.stream().filter(link -> link.containerId().equals(containerId)).toList();
    if (here.size() == 1) {
      return here.get(0).nodeId();
    }
    List<LinkTarget> onTabs = named.stream().filter(LinkTarget::isOnTab).toList();
    if (onTabs.isEmpty()) {
      throw new NodeException("target link-in node '" + target + "' not found");
    }
    if (onTabs.size() > 1) {
      throw new NodeException("Multiple link-in nodes named '" + target + "' found");
    }
    return onTabs.get(0).nodeId();
  }
}
