package io.weir.engine.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where the outputs of a running node lead: nodes of its own flow, and of others by links. */
final class Wires {
  static final Wires NONE = new Wires(new NodeSlot[0][], new FarTarget[0][]);

  private static final FarTarget[] NOT_FAR = {};

  final NodeSlot[][] near;
  private final FarTarget[][] far;

  private Wires(NodeSlot[][] near, FarTarget[][] far) {
    this.near = near;
    this.far = far;
  }

  /**
   * The wires of a node.
   *
   * @param slots finds the running nodes of the flow
   * @param flows finds the flow of any other node
   */
  static Wires of(
      List<List<String>> wires,
      Function<String, @Nullable NodeSlot> slots,
      Function<String, @Nullable String> flows) {
    NodeSlot[][] near = new NodeSlot[wires.size()][];
    FarTarget[][] far = new FarTarget[wires.size()][];
    boolean isFar = false;
    for (int output = 0; output < near.length; output++) {
      List<NodeSlot> own = new ArrayList<>();
      List<FarTarget> others = new ArrayList<>();
      for (String id : wires.get(output)) {
        NodeSlot slot = slots.apply(id);
        String flow = slot == null ? flows.apply(id) : null;
        if (slot != null && slot.node() != null) {
          own.add(slot);
        } else if (flow != null) {
          others.add(new FarTarget(flow, id));
        }
      }
      near[output] = own.toArray(NodeSlot[]::new);
      far[output] = others.toArray(FarTarget[]::new);
      isFar |= !others.isEmpty();
    }
    return new Wires(near, isFar ? far : new FarTarget[0][]);
  }

  int outputs() {
    return near.length;
  }

  FarTarget[] far(int output) {
    return far.length == 0 ? NOT_FAR : far[output];
  }

  /** The ids that an output leads to, for tests and tools. */
  List<String> ids(int output) {
    List<String> ids = new ArrayList<>();
    for (NodeSlot slot : near[output]) {
      ids.add(slot.id());
    }
    for (FarTarget target : far(output)) {
      ids.add(target.nodeId());
    }
    return ids;
  }
}
