package io.weir.broker.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.broker.SubscribeOptions;
import io.weir.broker.packet.Qos;
import io.weir.broker.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SubscriptionTreeTest {
  private final SubscriptionTree tree = new SubscriptionTree();

  private static Subscription subscription(Subscriber subscriber, String filter) {
    return new Subscription(
        subscriber, TopicFilter.of(filter), SubscribeOptions.atMost(Qos.AT_LEAST_ONCE), null);
  }

  private static FakeSubscriber client(String id) {
    return new FakeSubscriber(id, null);
  }

  private List<String> matching(String topic) {
    List<String> found = new ArrayList<>();
    tree.match(
        topic,
        own -> found.add(own.filter().text()),
        group -> found.add(group.members()[0].filter().text()));
    return found;
  }

  @Test
  void agrees_with_the_filters_about_every_topic() {
    Random random = new Random(7);
    String[] parts = {"a", "b", "", "+", "$x"};
    TreeSet<String> filters = new TreeSet<>();
    for (int i = 0; i < 400; i++) {
      String filter = path(random, parts);
      filters.add(random.nextInt(3) == 0 ? filter + "/#" : filter);
    }
    filters.add("#");
    filters.removeIf(filter -> TopicFilter.problem(filter) != null);
    filters.forEach(filter -> tree.add(subscription(client("c"), filter)));
    String[] names = {"a", "b", "", "$x", "c"};

    for (int i = 0; i < 500; i++) {
      String topic = path(random, names);
      List<String> expected =
          filters.stream().filter(filter -> TopicFilter.of(filter).matches(topic)).toList();
      assertThat(matching(topic)).as(topic).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static String path(Random random, String[] parts) {
    StringBuilder path = new StringBuilder(parts[random.nextInt(parts.length)]);
    for (int depth = random.nextInt(4); depth > 0; depth--) {
      path.append('/').append(parts[random.nextInt(parts.length)]);
    }
    return path.toString();
  }

  @Test
  void the_same_filter_again_replaces_and_is_not_counted_twice() {
    FakeSubscriber one = client("one");
    assertThat(tree.add(subscription(one, "a/b"))).isTrue();
    assertThat(tree.add(subscription(one, "a/b"))).isFalse();
    assertThat(tree.add(subscription(client("two"), "a/b"))).isTrue();

    assertThat(tree.count()).isEqualTo(2);
    assertThat(matching("a/b")).hasSize(2);
  }

  @Test
  void what_was_removed_matches_no_more_and_leaves_nothing_behind() {
    FakeSubscriber one = client("one");
    tree.add(subscription(one, "a/+/c"));
    tree.add(subscription(one, "$share/g/a/#"));

    assertThat(tree.remove(one, TopicFilter.of("a/+/c"))).isTrue();
    assertThat(tree.remove(one, TopicFilter.of("a/+/c"))).isFalse();
    assertThat(tree.remove(client("two"), TopicFilter.of("$share/g/a/#"))).isFalse();
    assertThat(tree.remove(one, TopicFilter.of("$share/g/a/#"))).isTrue();

    assertThat(tree.count()).isZero();
    assertThat(matching("a/b/c")).isEmpty();
  }

  @Test
  void every_change_raises_the_generation() {
    FakeSubscriber one = client("one");
    long before = tree.generation();
    tree.add(subscription(one, "a"));
    long added = tree.generation();
    tree.remove(one, TopicFilter.of("a"));
    assertThat(added).isGreaterThan(before);
    assertThat(tree.generation()).isGreaterThan(added);
  }

  @Test
  void a_group_takes_turns_and_passes_over_those_who_are_away() {
    FakeSubscriber one = client("one");
    FakeSubscriber two = client("two");
    tree.add(subscription(one, "$share/g/t"));
    tree.add(subscription(two, "$share/g/t"));
    List<SharedGroup> groups = new ArrayList<>();
    tree.match("t", own -> {}, groups::add);
    SharedGroup group = groups.get(0);

    assertThat(List.of(group.next().subscriber(), group.next().subscriber()))
        .containsExactly(one, two);
    one.isConnected = false;
    assertThat(List.of(group.next().subscriber(), group.next().subscriber()))
        .containsExactly(two, two);
  }
}
