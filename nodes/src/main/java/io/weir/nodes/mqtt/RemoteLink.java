package io.weir.nodes.mqtt;

import io.vertx.core.Future;

/** A client of HiveMQ's library, in one version of the protocol. */
interface RemoteLink {
  /** Connects; keeps trying if its listeners say so. */
  Future<Void> connect();

  Future<Void> disconnect();

  Future<Void> publish(Outgoing publication);

  Future<Void> subscribe(Subscription subscription);

  Future<Void> unsubscribe(String filter);
}
