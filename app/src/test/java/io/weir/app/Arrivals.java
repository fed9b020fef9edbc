package io.weir.app;

import java.util.List;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttMessage;

/** Notes what a client gets: topic, QoS and length. */
record Arrivals(List<String> arrived) implements MqttCallback {
  @Override
  public void connectionLost(Throwable cause) {}

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    arrived.add(topic + " " + message.getQos() + " " + message.getPayload().length);
  }

  @Override
  public void deliveryComplete(IMqttDeliveryToken token) {}
}
