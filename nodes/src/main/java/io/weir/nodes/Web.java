package io.weir.nodes;

import io.weir.nodes.http.HttpRoutes;
import io.weir.nodes.http.client.OutboundHttp;
import io.weir.nodes.websocket.FlowSockets;

/**
 * What flows have of the web.
 *
 * @param routes where they answer requests
 * @param sockets where they take WebSockets
 * @param http how they ask and connect elsewhere
 */
public record Web(HttpRoutes routes, FlowSockets sockets, OutboundHttp http) {
  /** Nothing of it: they neither serve nor ask. */
  public static final Web NONE = new Web(HttpRoutes.NONE, FlowSockets.NONE, OutboundHttp.NONE);
}
