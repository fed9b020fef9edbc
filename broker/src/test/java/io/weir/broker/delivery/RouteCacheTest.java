package io.weir.broker.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.broker.SubscribeOptions;
import io.weir.broker.packet.Qos;
import io.weir.broker.topic.TopicFilter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteCacheTest {
  private final SubscriptionTree tree = new SubscriptionTree();
  private final RouteCache cache = new RouteCache(tree, null, 100, 100_000);
  private final List<String> decoded = new ArrayList<>();

  private Route find(String topic) {
    byte[] name = topic.getBytes(StandardCharsets.UTF_8);
    return cache.find(
        name,
        name.length,
        (bytes, length) -> {
          String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
          decoded.add(text);
          return text;
        });
  }

  @Test
  void a_topic_is_decoded_once() {
    find("a/b");
    find("a/b");

    assertThat(decoded).containsExactly("a/b");
    assertThat(find("a/b").topic()).isEqualTo("a/b");
  }

  @Test
  void a_new_subscription_is_noticed_without_decoding_again() {
    assertThat(find("a").here()).isEmpty();
    FakeSubscriber subscriber = new FakeSubscriber("c", null);
    tree.add(
        new Subscription(
            subscriber, TopicFilter.of("+"), SubscribeOptions.atMost(Qos.AT_MOST_ONCE), null));

    assertThat(find("a").here()).hasSize(1);
    assertThat(decoded).containsExactly("a");
  }

  @Test
  void more_topics_than_its_bound_are_all_routed_rightly() {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 1_000; i++) {
        assertThat(find("topic/" + i).topic()).isEqualTo("topic/" + i);
      }
    }
  }
}
