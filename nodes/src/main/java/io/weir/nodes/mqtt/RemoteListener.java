package io.weir.nodes.mqtt;

import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;

/**
 * What a {@link RemoteLink} tells of.
 *
 * @threads the library's
 */
interface RemoteListener {
  void connected();

  void disconnected(MqttClientDisconnectedContext context);

  void received(Incoming incoming);
}
