package io.weir.broker.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.broker.Limits.MemoryLimits;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.PublishProperties;
import io.weir.broker.packet.Qos;
import io.weir.broker.store.RetainedStore;
import io.weir.broker.store.StoredRetained;
import io.weir.broker.topic.TopicFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetainedMessagesTest {
  private final RetainedMessages retained =
      new RetainedMessages(
          RetainedStore.NONE,
          List.of(),
          Duration.ZERO,
          MemoryLimits.defaults(),
          new HeldBytes(1_000_000));

  private void keep(String topic, String payload) {
    retained.take(Publication.of(topic, payload, Qos.AT_MOST_ONCE, true), null);
  }

  private List<String> matching(String filter) {
    List<String> found = new ArrayList<>();
    retained.matching(
        TopicFilter.of(filter),
        kept -> found.add(kept.publication().topic() + "=" + kept.publication().payloadText()));
    return found;
  }

  @Test
  void the_last_message_of_each_topic_is_found_by_any_filter_that_matches() {
    keep("a", "1");
    keep("a/b", "2");
    keep("a/b", "3");
    keep("/", "4");
    keep("$SYS/x", "5");

    assertThat(matching("a/#")).containsExactlyInAnyOrder("a=1", "a/b=3");
    assertThat(matching("#")).containsExactlyInAnyOrder("a=1", "a/b=3", "/=4");
    assertThat(matching("+/+")).containsExactlyInAnyOrder("a/b=3", "/=4");
    assertThat(matching("$SYS/#")).containsExactly("$SYS/x=5");
    assertThat(matching("a/+")).containsExactly("a/b=3");
    assertThat(retained.count()).isEqualTo(4);
  }

  @Test
  void an_empty_payload_removes() {
    keep("a/b/c", "1");
    keep("a/b/c", "");
    keep("never/there", "");

    assertThat(matching("#")).isEmpty();
    assertThat(retained.count()).isZero();
  }

  @Test
  void what_has_expired_is_not_found_and_can_be_swept() {
    PublishProperties dead = PublishProperties.NONE.withMessageExpiry(0);
    retained.take(Publication.of("a", new byte[] {1}, Qos.AT_MOST_ONCE, true, dead), null);

    assertThat(matching("#")).isEmpty();
    assertThat(retained.count()).isEqualTo(1);
    retained.removeExpired();
    assertThat(retained.count()).isZero();
  }

  @Test
  void what_was_retained_for_long_goes_unless_its_publisher_or_the_broker_knows_better() {
    long longAgo = System.currentTimeMillis() - Duration.ofMinutes(31).toMillis();
    PublishProperties lasting = PublishProperties.NONE.withMessageExpiry(3_600);
    byte[] payload = {1};
    RetainedMessages aged =
        new RetainedMessages(
            RetainedStore.NONE,
            List.of(
                kept(Publication.of("old", payload, Qos.AT_MOST_ONCE, true), longAgo),
                kept(Publication.of("lasting", payload, Qos.AT_MOST_ONCE, true, lasting), longAgo),
                kept(Publication.of("$SYS/x", payload, Qos.AT_MOST_ONCE, true), longAgo)),
            Duration.ofMinutes(30),
            MemoryLimits.defaults(),
            new HeldBytes(1_000_000));
    aged.take(Publication.of("new", "1", Qos.AT_MOST_ONCE, true), null);
    List<String> found = new ArrayList<>();

    aged.matching(TopicFilter.of("#"), one -> found.add(one.publication().topic()));

    assertThat(found).containsExactlyInAnyOrder("lasting", "new");
    aged.removeExpired();
    assertThat(aged.count()).isEqualTo(3);
  }

  @Test
  void another_life_and_other_bounds_count_from_then_on() {
    long longAgo = System.currentTimeMillis() - Duration.ofMinutes(31).toMillis();
    Publication old = Publication.of("old", "1", Qos.AT_MOST_ONCE, true);
    RetainedMessages changed =
        new RetainedMessages(
            RetainedStore.NONE,
            List.of(kept(old, longAgo)),
            Duration.ZERO,
            MemoryLimits.defaults(),
            new HeldBytes(1_000_000));
    changed.removeExpired();
    assertThat(changed.count()).isEqualTo(1);

    changed.change(Duration.ofMinutes(30), MemoryLimits.defaults().withMaxRetained(1));
    changed.removeExpired();

    assertThat(changed.count()).isZero();
    assertThat(changed.take(Publication.of("a", "1", Qos.AT_MOST_ONCE, true), null)).isTrue();
    assertThat(changed.take(Publication.of("b", "1", Qos.AT_MOST_ONCE, true), null)).isFalse();
  }

  private static StoredRetained kept(Publication publication, long at) {
    return new StoredRetained(publication, null, at);
  }
}
