package io.weir.engine.flow;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One entry of a flow file. */
public sealed interface FlowEntry permits Tab, Subflow, Group, NodeDefinition {
  /** The entry's id. */
  String id();

  /** The entry's type as the file has it. */
  String type();

  /**
   * The whole entry as the file has it, in its order: what is written back. Keys that we don't know
   * are kept in it like all others.
   */
  Map<String, @Nullable Object> raw();
}
