package io.weir.engine.store;

/**
 * Whose variables: those of all flows, of one flow, or of one node.
 *
 * @param kind which of the three
 * @param id the flow (tab or subflow instance) or the node by its id in the flow file; empty for
 *     all flows
 * @param flowId the flow that the node is in; empty if none, and for the other kinds
 */
public record ContextScope(Kind kind, String id, String flowId) {
  /** The kinds of scope. */
  public enum Kind {
    /** All flows. */
    GLOBAL,
    /** A tab or subflow instance. */
    FLOW,
    /** A node. */
    NODE
  }

  /** The variables of all flows. */
  public static final ContextScope GLOBAL = new ContextScope(Kind.GLOBAL, "", "");

  /** The variables of a tab or subflow instance. */
  public static ContextScope flow(String flowId) {
    return new ContextScope(Kind.FLOW, flowId, "");
  }

  /** The variables of a node. */
  public static ContextScope node(String nodeId, String flowId) {
    return new ContextScope(Kind.NODE, nodeId, flowId);
  }
}
