package io.weir.broker.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicFilterTest {
  @ParameterizedTest
  @CsvSource({
    "sport/tennis/player1/#, sport/tennis/player1, true",
    "sport/tennis/player1/#, sport/tennis/player1/ranking, true",
    "sport/tennis/player1/#, sport/tennis/player1/score/wimbledon, true",
    "sport/#, sport, true",
    "#, sport, true",
    "#, /, true",
    "sport/tennis/+, sport/tennis/player1, true",
    "sport/tennis/+, sport/tennis/player1/ranking, false",
    "sport/+, sport, false",
    "sport/+, sport/, true",
    "+, /finance, false",
    "/+, /finance, true",
    "+/+, /finance, true",
    "+/+/#, a, false",
    "a//b, a//b, true",
    "a/+/b, a//b, true",
    "#, $SYS/x, false",
    "+/x, $SYS/x, false",
    "$SYS/#, $SYS/x, true",
    "$SYS/+, $SYS/x, true",
    "a/#, $a/b, false",
    "a/+, a/$b, true",
    "Accounts, ACCOUNTS, false",
    "a, a/, false",
    "$share/g/a/+, a/b, true",
    "$share/g/#, $SYS/x, false"
  })
  void matches_level_by_level(String filter, String topic, boolean matches) {
    assertThat(TopicFilter.of(filter).matches(topic)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sport/tennis#",
        "sport/tennis/#/ranking",
        "##",
        "#/",
        "sport+",
        "+sport",
        "a/++/b",
        "$share/",
        "$share/g",
        "$share/g/",
        "$share//a",
        "$share/g+/a",
        "$share/#/a",
        "$share/g/a#",
        "a\u0000b",
        "a\u0085"
      })
  void refuses_what_is_not_a_filter(String text) {
    assertThat(TopicFilter.parse(text)).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> TopicFilter.of(text));
  }

  @Test
  void a_shared_filter_knows_its_group_and_what_is_matched() {
    TopicFilter filter = TopicFilter.of("$share/group/a//+");

    assertThat(filter.shareName()).isEqualTo("group");
    assertThat(filter.topicText()).isEqualTo("a//+");
    assertThat(filter.levels()).containsExactly("a", "", "+");
    assertThat(filter.text()).isEqualTo("$share/group/a//+");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/+", "#", "a\u0001", "a/b/c/d"})
  void refuses_what_is_not_a_topic_name(String name) {
    assertThat(TopicName.problem(name, 3)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "a/b/c", "\uFEFFa", "a b", "$SYS/x", "ü/漢"})
  void takes_every_other_topic_name(String name) {
    assertThat(TopicName.problem(name, 3)).isNull();
  }
}
