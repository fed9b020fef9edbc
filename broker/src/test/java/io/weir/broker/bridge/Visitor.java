package io.weir.broker.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** A client of a broker that isn't ours, with a session that outlives its connections. */
final class Visitor implements AutoCloseable {
  private final int port;
  private final String clientId;
  private final MqttConnectOptions options = new MqttConnectOptions();

  /** In the words {@code topic payload qos}, an {@code r} behind if retained. */
  private final List<String> received = new CopyOnWriteArrayList<>();

  private MqttClient client;

  Visitor(int port, String clientId) {
    this.port = port;
    this.clientId = clientId;
    options.setCleanSession(false);
    connect();
  }

  /** Connects again with the session that it has. */
  void connect() {
    try {
      client = new MqttClient("tcp://127.0.0.1:" + port, clientId, new MemoryPersistence());
      client.setCallback(new Collector());
      client.connect(options);
    } catch (MqttException e) {
      throw new AssertionError(e);
    }
  }

  private final class Collector implements MqttCallback {
    @Override
    public void connectionLost(Throwable cause) {
      // Tests connect again when they want to.
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      received.add(
          topic
              + " "
              + new String(message.getPayload(), UTF_8)
              + " "
              + message.getQos()
              + (message.isRetained() ? "r" : ""));
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {
      // Publishing waits for it.
    }
  }

  void subscribe(String filter) {
    try {
      client.subscribe(filter, 2);
    } catch (MqttException e) {
      throw new AssertionError(e);
    }
  }

  void publish(String topic, String payload, int qos) {
    publish(topic, payload, qos, false);
  }

  void publish(String topic, String payload, int qos, boolean retain) {
    try {
      client.publish(topic, payload.getBytes(UTF_8), qos, retain);
    } catch (MqttException e) {
      throw new AssertionError(e);
    }
  }

  List<String> received() {
    return received;
  }

  void awaitReceived(String... expected) {
    await().atMost(BridgedBroker.PATIENCE).until(() -> received.containsAll(List.of(expected)));
  }

  @Override
  public void close() {
    try {
      if (client.isConnected()) {
        client.disconnectForcibly(0, 1_000);
      }
      client.close();
    } catch (MqttException e) {
      throw new AssertionError(e);
    }
  }
}
