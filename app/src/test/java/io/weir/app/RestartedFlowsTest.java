package io.weir.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.weir.app.embedded.EmbeddedBrokerClients;
import io.weir.broker.Broker;
import io.weir.broker.BrokerConfig;
import io.weir.broker.LocalClient;
import io.weir.broker.LocalClientOptions;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.PublishProperties;
import io.weir.broker.packet.Qos;
import io.weir.engine.event.FlowStuck;
import io.weir.engine.flow.FlowReader;
import io.weir.engine.message.Message;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Outputs;
import io.weir.engine.runtime.DeployType;
import io.weir.engine.runtime.RuntimeOptions;
import io.weir.engine.testing.FlowTester;
import io.weir.nodes.mqtt.MqttBrokerNode;
import io.weir.nodes.mqtt.MqttInNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What devices send by QoS 1 while a tab is started anew reaches it, whatever the reason. */
class RestartedFlowsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Vertx vertx = Vertx.vertx();
  private final AtomicBoolean isReleased = new AtomicBoolean();
  private Broker broker;
  private LocalClient device;
  private FlowTester flow;

  /** Passes messages on, but for one that it is stuck with for as long as the test goes on. */
  private final NodeType stubborn =
      NodeType.named("stubborn")
          .inputs(1)
          .outputs(1)
          .create(
              (config, context) ->
                  new Node() {
                    @Override
                    public Future<Void> receive(Message message, Outputs out) {
                      while ("stuck".equals(message.payload()) && !isReleased.get()) {
                        Thread.onSpinWait();
                      }
                      out.send(message);
                      return Node.done();
                    }
                  });

  private static <T> T get(Future<T> future) throws Exception {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  @BeforeEach
  void start() throws Exception {
    broker = get(new Broker(vertx, BrokerConfig.listeningOn("127.0.0.1", 0)).start());
    device = broker.connect(LocalClientOptions.clean("device"));
    get(device.connected());
    flow =
        FlowTester.start(
            List.of(
                stubborn,
                MqttInNode.TYPE,
                MqttBrokerNode.type(
                    new EmbeddedBrokerClients(
                        broker,
                        (settings, listener) -> {
                          throw new IllegalStateException("not our own broker");
                        }))),
            flows("", "a/+"),
            RuntimeOptions.defaults().withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(1)));
    // The flow subscribes when it is connected, which nobody waits for.
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              publish("first");
              return payloads().contains("first");
            });
  }

  @AfterEach
  void stop() throws Exception {
    isReleased.set(true);
    flow.close();
    get(broker.stop());
    get(vertx.close());
  }

  private String flows(String name, String topic) {
    return """
        [{"id":"t","type":"tab"},
         {"id":"b","type":"mqtt-broker","broker":"localhost","port":"%d","protocolVersion":"4"},
         {"id":"in","type":"mqtt in","z":"t","name":"%s","topic":"%s","qos":"1","datatype":"utf8",
          "broker":"b","inputs":0,"x":1,"y":1,"wires":[["s"]]},
         {"id":"s","type":"stubborn","z":"t","x":1,"y":1,"wires":[["c"]]},
         {"id":"c","type":"test-collector","z":"t","x":1,"y":1,"wires":[]}]"""
        .formatted(broker.addresses().get(0).port(), name, topic);
  }

  private void publish(String payload) throws Exception {
    get(
        device.publish(
            Publication.of(
                "a/b", Buffer.buffer(payload), Qos.AT_LEAST_ONCE, false, PublishProperties.NONE)));
  }

  private Set<Object> payloads() {
    Set<Object> payloads = new LinkedHashSet<>();
    flow.received("c").forEach(message -> payloads.add(message.payload()));
    return payloads;
  }

  private void hasAll(List<String> sent) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(payloads()).containsAll(sent));
  }

  @Test
  void a_deploy_of_the_tab_or_of_the_node_misses_nothing() throws Exception {
    List<String> sent = new ArrayList<>();
    for (DeployType type : List.of(DeployType.FLOWS, DeployType.NODES)) {
      for (int deploy = 0; deploy < 10; deploy++) {
        Future<?> deployed =
            flow.runtime().deploy(FlowReader.read(flows(type + " " + deploy, "a/+")), type, null);
        do {
          String payload = type + " " + sent.size();
          publish(payload);
          sent.add(payload);
        } while (!deployed.isComplete());
        get(deployed);
      }
    }

    publish("last");
    sent.add("last");
    hasAll(sent);
  }

  @Test
  void a_node_that_is_back_with_another_topic_is_done_with_its_old_one() throws Exception {
    flow.deploy(flows("", "b/+"), DeployType.NODES);
    publish("unwanted");
    flow.deploy(flows("", "+/b"), DeployType.NODES);
    publish("wanted");

    hasAll(List.of("wanted"));
    assertThat(payloads()).doesNotContain("unwanted");
  }

  @Test
  void a_tab_that_was_given_up_goes_on_behind_the_message_that_it_was_stuck_with()
      throws Exception {
    publish("stuck");
    List<String> behind = List.of("one", "two", "three");
    for (String payload : behind) {
      publish(payload);
    }

    hasAll(behind);
    assertThat(payloads()).doesNotContain("stuck");
    assertThat(flow.events())
        .as("the message that it was stuck with does not come again")
        .filteredOn(FlowStuck.class::isInstance)
        .hasSize(1);
  }
}
