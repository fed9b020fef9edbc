package io.weir.broker.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.broker.Broker;
import io.weir.broker.BrokerConfig;
import io.weir.broker.BrokerEvent;
import io.weir.broker.BrokerException;
import io.weir.broker.LocalClient;
import io.weir.broker.LocalClientOptions;
import io.weir.broker.LocalDelivery;
import io.weir.broker.SubscribeOptions;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients in the process, with one loop and with several. */
class LocalClientTest {
  private final List<LocalDelivery> deliveries = new CopyOnWriteArrayList<>();
  private final List<BrokerEvent> events = new CopyOnWriteArrayList<>();
  private Vertx vertx;
  private Broker broker;

  @BeforeEach
  void makeVertx() {
    vertx = Vertx.vertx();
  }

  @AfterEach
  void close() throws Exception {
    get(vertx.close());
  }

  private void start(int loops) throws Exception {
    BrokerConfig config = BrokerConfig.localOnly().withEventLoops(loops);
    broker =
        new Broker(
            vertx,
            config.withLimits(
                config.limits().withSession(config.limits().session().withMaxQueued(100))));
    broker.onEvent(events::add);
    get(broker.start());
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, SECONDS);
  }

  private static Publication publication(String topic, String payload, int qos) {
    return Publication.of(topic, payload, Qos.of(qos), false);
  }

  private LocalClient client(String id) {
    return broker.connect(LocalClientOptions.clean(id));
  }

  private ReasonCode subscribe(LocalClient client, String filter, int qos) throws Exception {
    return get(
        client.subscribe(
            TopicFilter.of(filter), SubscribeOptions.atMost(Qos.of(qos)), deliveries::add));
  }

  private List<String> payloads() {
    return deliveries.stream().map(d -> d.publication().payloadText()).toList();
  }

  private void receives(String... expected) {
    await()
        .atMost(30, SECONDS)
        .untilAsserted(() -> assertThat(payloads()).containsExactly(expected));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void what_one_publishes_reaches_the_other_in_order(int loops) throws Exception {
    start(loops);
    assertThat(subscribe(client("subscriber"), "t/+", 2)).isEqualTo(ReasonCode.GRANTED_QOS_2);
    LocalClient publisher = client("publisher");

    List<Future<ReasonCode>> sent = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      sent.add(publisher.publish(publication("t/x", "m" + i, 0)));
    }

    assertThat(get(Future.all(sent)).<ReasonCode>list()).containsOnly(ReasonCode.SUCCESS);
    receives(IntStream.range(0, 1_000).mapToObj(i -> "m" + i).toArray(String[]::new));
    assertThat(deliveries.get(0).publication().publisherId()).isEqualTo("publisher");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void the_publisher_is_told_what_became_of_it(int loops) throws Exception {
    start(loops);
    LocalClient client = client("c");
    assertThat(get(client.publish(publication("nobody", "x", 1))))
        .isEqualTo(ReasonCode.NO_MATCHING_SUBSCRIBERS);
    assertThat(get(client.publish(publication("a/#", "x", 1))))
        .isEqualTo(ReasonCode.TOPIC_NAME_INVALID);
    assertThat(get(client.publish(publication("t", "x".repeat(2_000_001), 1))))
        .isEqualTo(ReasonCode.PACKET_TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void overlapping_subscriptions_each_get_a_copy(int loops) throws Exception {
    start(loops);
    LocalClient client = client("c");
    subscribe(client, "t/#", 1);
    subscribe(client, "t/x", 0);

    get(client.publish(publication("t/x", "m", 1)));

    receives("m", "m");
    assertThat(deliveries)
        .extracting(LocalDelivery::qos)
        .containsExactlyInAnyOrder(Qos.AT_LEAST_ONCE, Qos.AT_MOST_ONCE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void unacknowledged_deliveries_come_again_to_the_next_connection(int loops) throws Exception {
    start(loops);
    LocalClient first = broker.connect(LocalClientOptions.persistent("keeper"));
    subscribe(first, "t", 2);
    LocalClient publisher = client("p");
    for (int i = 0; i < 3; i++) {
      get(publisher.publish(publication("t", "m" + i, i == 1 ? 2 : 1)));
    }
    receives("m0", "m1", "m2");
    deliveries.get(0).acknowledge();
    get(first.close());
    get(publisher.publish(publication("t", "m3", 1)));
    deliveries.clear();

    LocalClient second = broker.connect(LocalClientOptions.persistent("keeper"));

    assertThat(get(second.connected())).isTrue();
    subscribe(second, "t", 2);
    receives("m1", "m2", "m3");
    assertThat(deliveries).extracting(LocalDelivery::dup).containsExactly(true, true, false);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void a_paused_client_makes_publishers_of_qos_1_wait_and_loses_nothing(int loops)
      throws Exception {
    start(loops);
    LocalClient slow = broker.connect(LocalClientOptions.clean("slow").withMaxInflight(10));
    get(
        slow.subscribe(
            TopicFilter.of("t"),
            SubscribeOptions.atMost(Qos.AT_LEAST_ONCE),
            delivery -> {
              deliveries.add(delivery);
              delivery.acknowledge();
            }));
    slow.pause();
    LocalClient publisher = client("p");
    List<Future<ReasonCode>> sent = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      sent.add(publisher.publish(publication("t", "m" + i, 1)));
    }
    await().atMost(30, SECONDS).until(() -> sent.get(50).isComplete());
    if (loops == 1) {
      // From another loop the sign to wait comes a turn later, and how much was sent by then
      // varies.
      assertThat(sent.get(4_999).isComplete()).isFalse();
    }
    assertThat(deliveries).isEmpty();

    slow.resume();

    receives(IntStream.range(0, 5_000).mapToObj(i -> "m" + i).toArray(String[]::new));
    get(Future.all(sent));
    assertThat(broker.stats().publicationsDropped()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void a_paused_client_keeps_the_newest_of_qos_0(int loops) throws Exception {
    start(loops);
    LocalClient slow = broker.connect(LocalClientOptions.clean("slow").withMaxHeldQos0(2));
    subscribe(slow, "t", 0);
    slow.pause();
    LocalClient publisher = client("p");
    for (int i = 0; i < 5; i++) {
      publisher.send(publication("t", "m" + i, 0));
    }
    await().atMost(30, SECONDS).until(() -> broker.stats().publicationsDropped() == 3);

    slow.resume();

    receives("m3", "m4");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void a_retained_message_comes_on_subscribing(int loops) throws Exception {
    start(loops);
    LocalClient client = client("c");
    get(client.publish(Publication.of("t", "kept", Qos.AT_LEAST_ONCE, true)));

    subscribe(client, "t", 1);

    receives("kept");
    assertThat(deliveries.get(0).retain()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void a_will_is_published_on_a_takeover_but_not_on_close_or_stop(int loops) throws Exception {
    start(loops);
    subscribe(client("watcher"), "will", 0);
    Publication will = publication("will", "taken over", 0);
    LocalClient first = broker.connect(LocalClientOptions.clean("c").withWill(will));
    get(first.connected());
    LocalClient second =
        broker.connect(LocalClientOptions.clean("c").withWill(publication("will", "closed", 0)));
    get(second.connected());
    receives("taken over");
    assertThatThrownBy(() -> get(first.publish(publication("t", "x", 0))))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(BrokerException.class);
    get(second.close());
    LocalClient third =
        broker.connect(LocalClientOptions.clean("c").withWill(publication("will", "stopped", 0)));
    get(third.connected());

    get(broker.stop());

    receives("taken over");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void a_subscriber_that_throws_is_reported_and_the_next_delivery_comes(int loops)
      throws Exception {
    start(loops);
    LocalClient client = client("c");
    get(
        client.subscribe(
            TopicFilter.of("t"),
            SubscribeOptions.atMost(Qos.AT_MOST_ONCE),
            delivery -> {
              deliveries.add(delivery);
              throw new IllegalStateException("mishap");
            }));
    client.send(publication("t", "1", 0));
    client.send(publication("t", "2", 0));
    receives("1", "2");
    assertThat(events).anyMatch(BrokerEvent.Failed.class::isInstance);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void after_unsubscribing_nothing_comes(int loops) throws Exception {
    start(loops);
    LocalClient client = client("c");
    subscribe(client, "t", 0);
    get(client.unsubscribe(TopicFilter.of("t")));
    assertThat(get(client.publish(publication("t", "x", 0))))
        .isEqualTo(ReasonCode.NO_MATCHING_SUBSCRIBERS);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void what_was_not_acknowledged_goes_to_whoever_subscribes_after_the_client_came_back(int loops)
      throws Exception {
    start(loops);
    List<String> lower = new CopyOnWriteArrayList<>();
    List<String> upper = new CopyOnWriteArrayList<>();
    LocalClient first = broker.connect(LocalClientOptions.persistent("flow"));
    subscribe(first, "a/#", 1);
    subscribe(first, "a/b", 1);
    LocalClient publisher = client("p");
    get(publisher.publish(publication("a/b", "under way", 1)));
    await().atMost(30, SECONDS).until(() -> deliveries.size() == 2);
    get(first.close());
    get(publisher.publish(publication("a/b", "while away", 1)));

    LocalClient second = broker.connect(LocalClientOptions.persistent("flow"));
    assertThat(get(second.connected())).isTrue();
    SubscribeOptions options = SubscribeOptions.atMost(Qos.AT_LEAST_ONCE);
    get(second.subscribe(TopicFilter.of("a/#"), options, d -> takes(upper, d)));
    get(second.subscribe(TopicFilter.of("a/b"), options, d -> takes(lower, d)));

    await()
        .atMost(30, SECONDS)
        .untilAsserted(
            () -> {
              assertThat(upper).containsExactly("under way again", "while away");
              assertThat(lower).containsExactly("under way again", "while away");
            });
    assertThat(deliveries).as("for those who have gone").hasSize(2);
    get(broker.stop());
  }

  private static void takes(List<String> into, LocalDelivery delivery) {
    into.add(delivery.publication().payloadText() + (delivery.dup() ? " again" : ""));
    delivery.acknowledge();
  }
}
