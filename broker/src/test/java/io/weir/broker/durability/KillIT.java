package io.weir.broker.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.MqttPersistenceException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kills the broker in the middle of it, again and again, while a Paho client publishes and another
 * receives. Each keeps its own state, as the protocol asks, and goes on where it was.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class KillIT {
  private static final int KILLS = 4;
  private static final int MESSAGES = 3_000;
  private static final int UNDER_WAY = 10;

  @TempDir Path temporary;

  /** A client with a session that lasts, which connects again for as long as it takes. */
  private static final class Client implements MqttCallback {
    private final String id;
    private final LastingMemory memory = new LastingMemory();
    private final List<Integer> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger finished = new AtomicInteger();
    private MqttAsyncClient client;

    Client(String id) {
      this.id = id;
    }

    void connect(int port) throws MqttException {
      client = new MqttAsyncClient("tcp://127.0.0.1:" + port, id, memory);
      client.setCallback(this);
      MqttConnectOptions options = new MqttConnectOptions();
      options.setCleanSession(false);
      options.setMaxInflight(100);
      client.connect(options).waitForCompletion(10_000);
    }

    /** After the connection was lost with the broker. */
    void abandon() throws MqttException {
      await().atMost(Duration.ofSeconds(30)).until(() -> !client.isConnected());
      client.close(true);
    }

    @Override
    public void connectionLost(Throwable cause) {}

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      received.add(Integer.parseInt(new String(message.getPayload(), StandardCharsets.UTF_8)));
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {
      finished.incrementAndGet();
    }
  }

  /** What a client knows of its messages; the library's own forgets it when a client is closed. */
  private static final class LastingMemory extends MemoryPersistence {
    private boolean isOpen;

    @Override
    public void open(String clientId, String serverUri) throws MqttPersistenceException {
      if (!isOpen) {
        super.open(clientId, serverUri);
        isOpen = true;
      }
    }

    @Override
    public void close() {}
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void no_message_is_lost_and_none_of_qos_2_comes_twice(int qos) throws Exception {
    long seed = System.nanoTime();
    System.out.println("kills at random, seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    Path directory = temporary.resolve("broker");
    Path log = temporary.resolve("broker.log");
    Client publisher = new Client("publisher");
    Client subscriber = new Client("subscriber");
    BrokerProcess broker = BrokerProcess.start(directory, log);
    try {
      subscriber.connect(broker.port());
      subscriber.client.subscribe("t", qos).waitForCompletion(10_000);
      publisher.connect(broker.port());
      int sent = 0;
      for (int kill = 0; kill <= KILLS; kill++) {
        int until = kill == KILLS ? MESSAGES : MESSAGES / (KILLS + 1) * (kill + 1);
        int killAt = kill == KILLS ? -1 : random.nextInt(sent + 1, until);
        boolean isAlive = true;
        while (sent < until && isAlive) {
          if (sent == killAt) {
            broker.kill();
            isAlive = false;
          } else {
            sent = publish(publisher, qos, sent);
          }
        }
        if (!isAlive) {
          publisher.abandon();
          subscriber.abandon();
          broker = BrokerProcess.start(directory, log);
          subscriber.connect(broker.port());
          publisher.connect(broker.port());
        }
      }
      int all = sent;
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> subscriber.received.stream().distinct().count() == all);
      assertThat(subscriber.received).as("seed " + seed).contains(0, all - 1);
      if (qos == 2) {
        assertThat(subscriber.received).as("seed " + seed).doesNotHaveDuplicates().isSorted();
      }
    } finally {
      broker.kill();
    }
  }

  /** Publishes the next message when the window allows; returns how many there are then. */
  private static int publish(Client publisher, int qos, int sent) throws MqttException {
    await()
        .pollInterval(Duration.ofMillis(1))
        .atMost(Duration.ofSeconds(30))
        .until(() -> publisher.client.getInFlightMessageCount() < UNDER_WAY);
    byte[] payload = Integer.toString(sent).getBytes(StandardCharsets.UTF_8);
    publisher.client.publish("t", payload, qos, false);
    return sent + 1;
  }
}
