package io.weir.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.weir.app.embedded.EmbeddedBrokerClients;
import io.weir.broker.Broker;
import io.weir.broker.BrokerConfig;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Outputs;
import io.weir.engine.testing.FlowTester;
import io.weir.nodes.mqtt.BrokerAddress;
import io.weir.nodes.mqtt.BrokerClient;
import io.weir.nodes.mqtt.BrokerClients;
import io.weir.nodes.mqtt.BrokerSettings;
import io.weir.nodes.mqtt.Incoming;
import io.weir.nodes.mqtt.MqttBrokerNode;
import io.weir.nodes.mqtt.MqttInNode;
import io.weir.nodes.mqtt.Outgoing;
import io.weir.nodes.mqtt.PublicationProperties;
import io.weir.nodes.mqtt.Subscription;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A message of QoS 1 is acknowledged when the flow has finished with it, not when it arrives. */
class AcknowledgementTest {
  private final Vertx vertx = Vertx.vertx();
  private final Queue<Promise<Void>> inHand = new ConcurrentLinkedQueue<>();
  private final AtomicInteger received = new AtomicInteger();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private Broker broker;
  private FlowTester flow;

  /** Keeps what it receives in hand until the test lets go. */
  private final NodeType holder =
      NodeType.named("hold")
          .inputs(1)
          .create(
              (config, context) ->
                  new Node() {
                    @Override
                    public Future<Void> receive(Message message, Outputs out) {
                      Promise<Void> done = Promise.promise();
                      received.incrementAndGet();
                      inHand.add(done);
                      return done.future();
                    }
                  });

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @BeforeEach
  void start() throws Exception {
    broker = get(new Broker(vertx, BrokerConfig.listeningOn("127.0.0.1", 0)).start());
  }

  @AfterEach
  void stop() throws Exception {
    inHand.forEach(Promise::tryComplete);
    flow.close();
    get(broker.stop());
    get(vertx.close());
  }

  private String flows() {
    return """
        [{"id":"t","type":"tab"},
         {"id":"b","type":"mqtt-broker","broker":"localhost","port":"%d","clientid":"flow",
          "cleansession":false,"protocolVersion":"4","keepalive":"60","autoConnect":true},
         {"id":"in","type":"mqtt in","z":"t","topic":"a","qos":"1","datatype":"utf8","broker":"b",
          "inputs":0,"x":1,"y":1,"wires":[["h"]]},
         {"id":"h","type":"hold","z":"t","x":1,"y":1,"wires":[]}]"""
        .formatted(broker.addresses().get(0).port());
  }

  /** Counts acknowledgements on their way to the broker. */
  private BrokerClient counting(BrokerClient client) {
    return (BrokerClient)
        Proxy.newProxyInstance(
            BrokerClient.class.getClassLoader(),
            new Class<?>[] {BrokerClient.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("subscribe")) {
                @SuppressWarnings("unchecked")
                Consumer<Incoming> handler = (Consumer<Incoming>) arguments[1];
                return client.subscribe(
                    (Subscription) arguments[0], incoming -> handler.accept(counting(incoming)));
              }
              return method.invoke(client, arguments);
            });
  }

  private Incoming counting(Incoming incoming) {
    return (Incoming)
        Proxy.newProxyInstance(
            Incoming.class.getClassLoader(),
            new Class<?>[] {Incoming.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("acknowledge")) {
                acknowledged.incrementAndGet();
              }
              return method.invoke(incoming, arguments);
            });
  }

  @Test
  void a_message_is_acknowledged_when_the_flow_has_finished_with_it() throws Exception {
    BrokerClients clients =
        new EmbeddedBrokerClients(
            broker,
            (settings, listener) -> {
              throw new IllegalStateException("not our own broker");
            });
    BrokerClients counted = (settings, listener) -> counting(clients.open(settings, listener));
    flow =
        FlowTester.start(List.of(holder, MqttInNode.TYPE, MqttBrokerNode.type(counted)), flows());
    BrokerClient publisher =
        clients.open(
            new BrokerSettings(
                BrokerAddress.of("localhost", broker.addresses().get(0).port(), false),
                BrokerSettings.Protocol.MQTT_5,
                new BrokerSettings.Session(
                    "publisher", true, 0, 0, BrokerSettings.Limits.NONE, List.of()),
                null,
                null,
                null),
            state -> {});
    get(publisher.connect());
    await()
        .until(
            () -> {
              // The flow subscribes when it is connected, which nobody waits for.
              get(
                  publisher.publish(
                      new Outgoing("a", Buffer.buffer("x"), 1, false, PublicationProperties.NONE)));
              return received.get() > 0;
            });
    flow.settle("h");
    assertThat(acknowledged).as("the flow still has it in hand").hasValue(0);

    await()
        .untilAsserted(
            () -> {
              for (Promise<Void> next = inHand.poll(); next != null; next = inHand.poll()) {
                next.complete();
              }
              assertThat(acknowledged.get()).isPositive().isEqualTo(received.get());
            });
    get(publisher.disconnect());
  }
}
