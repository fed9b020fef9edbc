package io.weir.engine.event;

/** What the runtime tells the outside, on the event bus at {@link EventHub#ADDRESS}. Immutable. */
public sealed interface RuntimeEvent
    permits DebugOutput,
        FlowStuck,
        FlowsDeployed,
        FlowsUnreadable,
        LogEntry,
        NodeSetSwitched,
        NodeStatus,
        RuntimeStateChanged {}
