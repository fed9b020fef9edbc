package io.weir.nodes.mqtt;

import io.weir.engine.node.Status;

/** A node that uses a broker's connection. */
interface MqttUser {
  /** The node's id. */
  String id();

  /**
   * The connection has changed.
   *
   * @threads any
   */
  void show(Status status);
}
