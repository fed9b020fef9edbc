package io.weir.broker.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.broker.bridge.BridgeSettings.Direction;
import io.weir.broker.bridge.BridgeSettings.Topic;
import io.weir.broker.packet.Qos;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicMappingTest {
  private static Topic topic(String pattern, Direction direction, String local, String remote) {
    return new Topic(pattern, direction, Qos.AT_LEAST_ONCE, local, remote);
  }

  private static TopicMapping mapping(Topic... topics) {
    return new TopicMapping(List.of(topics));
  }

  @ParameterizedTest
  @CsvSource({
    "#, '', '', a/b, a/b",
    "#, in/, '', in/a/b, a/b",
    "#, '', out/, a/b, out/a/b",
    "#, in/, out/, in/a, out/a",
    "+/state, house/, site/7/, house/door/state, site/7/door/state",
    "a, x, y, xa, ya",
    "'', one/topic, another, one/topic, another",
  })
  void prefixes_are_exchanged_and_back(
      String pattern, String local, String remote, String here, String there) {
    TopicMapping mapping = mapping(topic(pattern, Direction.BOTH, local, remote));

    assertThat(mapping.outward(here)).isEqualTo(there);
    assertThat(mapping.inward(there)).isEqualTo(here);
    assertThat(mapping.localFilters()).containsOnlyKeys(local + pattern);
    assertThat(mapping.remoteFilters()).containsOnlyKeys(remote + pattern);
  }

  @Test
  void what_no_rule_is_for_does_not_cross() {
    TopicMapping mapping =
        mapping(topic("a/#", Direction.OUT, "", ""), topic("b/#", Direction.IN, "", ""));

    assertThat(mapping.outward("b/c")).isNull();
    assertThat(mapping.inward("a/c")).isNull();
    assertThat(mapping.outward("$SYS/broker/uptime")).isNull();
  }

  @Test
  void the_first_rule_that_matches_counts() {
    TopicMapping mapping =
        mapping(topic("a/b", Direction.OUT, "", "first/"), topic("#", Direction.OUT, "", "rest/"));

    assertThat(mapping.outward("a/b")).isEqualTo("first/a/b");
    assertThat(mapping.outward("a/c")).isEqualTo("rest/a/c");
  }

  @Test
  void one_filter_is_subscribed_to_once_with_the_highest_qos() {
    TopicMapping mapping =
        mapping(
            new Topic("#", Direction.OUT, Qos.AT_MOST_ONCE, "", "a/"),
            new Topic("#", Direction.OUT, Qos.EXACTLY_ONCE, "", "b/"));

    assertThat(mapping.localFilters()).containsOnlyKeys("#").containsValue(Qos.EXACTLY_ONCE);
  }

  @Test
  void what_only_goes_out_is_given_up_there() {
    TopicMapping mapping =
        mapping(
            topic("out/#", Direction.OUT, "", ""),
            topic("both/#", Direction.BOTH, "", ""),
            topic("both/#", Direction.OUT, "", ""));

    assertThat(mapping.unwantedThere()).containsExactly("out/#");
  }

  @Test
  void what_is_shared_with_others_comes_under_the_name_of_the_topic() {
    TopicMapping mapping = mapping(topic("#", Direction.IN, "here/", "$share/group/jobs/"));

    assertThat(mapping.remoteFilters()).containsOnlyKeys("$share/group/jobs/#");
    assertThat(mapping.inward("jobs/1")).isEqualTo("here/1");
  }
}
