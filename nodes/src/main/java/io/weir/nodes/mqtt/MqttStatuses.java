package io.weir.nodes.mqtt;

import io.weir.engine.node.Status;

/** What the MQTT nodes show of their connection. The texts are keys which the editor translates. */
final class MqttStatuses {
  static final Status CONNECTED = Status.of("green", "dot", "node-red:common.status.connected");
  static final Status CONNECTING = Status.of("yellow", "ring", "node-red:common.status.connecting");
  static final Status DISCONNECTED =
      Status.of("red", "ring", "node-red:common.status.disconnected");

  private MqttStatuses() {}
}
