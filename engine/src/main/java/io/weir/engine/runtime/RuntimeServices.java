package io.weir.engine.runtime;

import io.vertx.core.Vertx;
import io.weir.engine.event.EventHub;
import io.weir.engine.live.Recorders;
import io.weir.engine.node.Expressions;
import io.weir.engine.node.NodeCatalog;
import io.weir.engine.store.ContextStore;
import io.weir.engine.store.Credentials;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What every running flow shares.
 *
 * @param vertx the program's Vert.x
 * @param catalog the node types
 * @param events where events are told
 * @param variables the variables of nodes and flows
 * @param credentials the nodes' credentials
 * @param expressions the expression language
 * @param directory which flows run
 * @param recorders what is remembered of messages; null for nothing
 * @param options limits and time-outs
 * @param longestCall how long a call may keep a tab's thread whatever its node asks for; null for
 *     as long as it asks for
 */
record RuntimeServices(
    Vertx vertx,
    NodeCatalog catalog,
    EventHub events,
    ContextStore variables,
    Credentials credentials,
    Expressions expressions,
    FlowDirectory directory,
    @Nullable Recorders recorders,
    RuntimeOptions options,
    @Nullable Duration longestCall) {}
