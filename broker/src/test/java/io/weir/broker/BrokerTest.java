package io.weir.broker;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.broker.packet.Qos;
import io.weir.broker.testing.Programs;
import io.weir.broker.topic.TopicFilter;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    get(vertx.close());
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, SECONDS);
  }

  private static BrokerConfig onAnyPort() {
    return BrokerConfig.listeningOn("127.0.0.1", 0);
  }

  @Test
  void a_port_in_use_is_named_in_the_failure_and_nothing_stays_open() throws Exception {
    Broker first = get(new Broker(vertx, onAnyPort()).start());
    int port = first.addresses().get(0).port();
    Broker second =
        new Broker(
            vertx,
            onAnyPort()
                .withListeners(
                    java.util.List.of(
                        Listener.tcp("127.0.0.1", 0), Listener.tcp("127.0.0.1", port))));

    assertThatThrownBy(() -> get(second.start()))
        .hasCauseInstanceOf(BrokerException.class)
        .hasMessageContaining("127.0.0.1:" + port);

    assertThat(second.addresses()).isEmpty();
    get(first.stop());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void a_stopped_broker_leaves_its_port_free(int loops) throws Exception {
    int port = Programs.freePort();
    BrokerConfig config = BrokerConfig.listeningOn("127.0.0.1", port);
    Broker broker = get(new Broker(vertx, config.withEventLoops(loops)).start());
    get(broker.stop());

    Broker again = new Broker(vertx, config);
    get(again.start());

    assertThat(again.addresses()).containsExactly(new ListenerAddress("tcp", "127.0.0.1", port));
    get(again.stop());
  }

  @Test
  void its_state_is_published_by_the_names_that_mosquitto_uses() throws Exception {
    Broker broker =
        get(
            new Broker(vertx, BrokerConfig.localOnly().withSysInterval(Duration.ofMillis(200)))
                .start());
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    LocalClient client = broker.connect(LocalClientOptions.clean("c"));
    get(
        client.subscribe(
            TopicFilter.of("$SYS/broker/#"),
            SubscribeOptions.atMost(Qos.AT_MOST_ONCE),
            d -> seen.add(d.publication().topic() + "=" + d.publication().payloadText())));

    String next = "";
    while (!next.equals("$SYS/broker/clients/connected=1")) {
      next = seen.poll(5, SECONDS);
      assertThat(next).startsWith("$SYS/broker/");
    }
    get(broker.stop());
  }

  @Test
  void nothing_is_opened_before_the_start() {
    Broker broker = new Broker(vertx, onAnyPort());
    assertThat(broker.addresses()).isEmpty();
    assertThat(broker.stats().connectedClients()).isZero();
    assertThatThrownBy(() -> broker.connect(LocalClientOptions.clean("c")))
        .isInstanceOf(IllegalStateException.class);
  }
}
