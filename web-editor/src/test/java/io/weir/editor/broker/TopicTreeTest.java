package io.weir.editor.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.weir.editor.broker.BrokerView.Sighting;
import io.weir.editor.broker.TopicTree.Row;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TopicTreeTest {
  private final TopicTree tree = new TopicTree(5);

  private void seen(String topic, String payload) {
    tree.seen(new Sighting(topic, Buffer.buffer(payload), 0, false, "esp"), 1_000);
  }

  private List<Row> below(String under) {
    return tree.below(under, 0).rows();
  }

  private String preview(Buffer payload) {
    tree.seen(new Sighting("p", payload, 1, true, null), 1);
    return Objects.requireNonNull(below("").get(0).value()).preview();
  }

  @Test
  void levels_have_their_last_message_and_how_many_topics_are_below() {
    seen("home/kitchen/temp", "21");
    seen("home/kitchen/temp", "21.5");
    seen("home/kitchen/fan", "ON");
    seen("home/kitchen", "here");

    assertThat(below("")).hasSize(1);
    assertThat(below("").get(0).name()).isEqualTo("home");
    assertThat(below("").get(0).topics()).isEqualTo(3);
    assertThat(below("").get(0).value()).isNull();
    Row kitchen = below("home").get(0);
    assertThat(kitchen.topic()).isEqualTo("home/kitchen");
    assertThat(kitchen.topics()).isEqualTo(2);
    assertThat(Objects.requireNonNull(kitchen.value()).preview()).isEqualTo("here");
    assertThat(below("home/kitchen/")).extracting(Row::name).containsExactly("fan", "temp");
    TopicTree.Value temp = Objects.requireNonNull(below("home/kitchen").get(1).value());
    assertThat(temp.preview()).isEqualTo("21.5");
    assertThat(temp.count()).isEqualTo(2);
    assertThat(temp.clientId()).isEqualTo("esp");
    assertThat(below("garden")).isEmpty();
  }

  @Test
  void a_level_without_a_name_is_a_level() {
    seen("/a", "1");
    seen("//", "2");

    assertThat(below("")).extracting(Row::name).containsExactly("");
    assertThat(below("/")).extracting(Row::topic).containsExactly("/", "/a");
    assertThat(below("//")).extracting(Row::topic).containsExactly("//");
  }

  @Test
  void only_what_has_changed_is_told() {
    seen("a/x", "1");
    seen("b", "1");
    long known = tree.below("", 0).stamp();

    assertThat(tree.below("", known).rows()).isEmpty();
    seen("a/x", "2");
    assertThat(tree.below("", known).rows()).as("nothing to see from up there").isEmpty();
    assertThat(tree.below("a", known).rows()).extracting(Row::name).containsExactly("x");
    seen("a/y", "1");
    assertThat(tree.below("", known).rows()).extracting(Row::topics).containsExactly(2);
  }

  @Test
  void those_that_were_silent_for_longest_go_when_there_are_too_many() {
    for (String topic : List.of("old/a", "b", "c", "d", "e")) {
      seen(topic, "1");
    }
    seen("b", "2");
    long known = tree.below("", 0).stamp();
    assertThat(tree.isCut()).isFalse();

    seen("f", "1");
    seen("g", "1");

    assertThat(tree.size()).isEqualTo(5);
    assertThat(tree.isCut()).isTrue();
    assertThat(below("")).extracting(Row::name).containsExactly("b", "d", "e", "f", "g");
    assertThat(tree.below("", known).wasPruned()).isTrue();
    assertThat(tree.below("", known).rows()).hasSize(5);
  }

  @Test
  void a_retained_message_that_is_cleared_is_retained_no_more() {
    tree.seen(new Sighting("t", Buffer.buffer("x"), 1, true, null), 1);
    assertThat(Objects.requireNonNull(below("").get(0).value()).retained()).isTrue();
    tree.seen(new Sighting("t", Buffer.buffer("y"), 1, false, null), 1);
    assertThat(Objects.requireNonNull(below("").get(0).value()).retained())
        .as("the one before is still kept")
        .isTrue();

    tree.seen(new Sighting("t", Buffer.buffer(), 1, true, null), 2);

    assertThat(Objects.requireNonNull(below("").get(0).value()).retained()).isFalse();
  }

  @Test
  void a_topic_with_thousands_of_levels_is_left_out() {
    seen("a/".repeat(5_000), "1");

    assertThat(tree.size()).isZero();
    assertThat(tree.isCut()).isTrue();
  }

  @Test
  void a_payload_is_shown_as_text_if_it_is_one() {
    assertThat(preview(Buffer.buffer("21.5 °C"))).isEqualTo("21.5 °C");
    assertThat(preview(Buffer.buffer("two\nlines"))).isEqualTo("two lines");
    assertThat(preview(Buffer.buffer(new byte[] {0, 1, 2}))).isEqualTo("3 bytes");
    assertThat(preview(Buffer.buffer(new byte[] {(byte) 0xff}))).isEqualTo("1 byte");
    assertThat(preview(Buffer.buffer())).isEmpty();
    assertThat(preview(Buffer.buffer("x".repeat(255) + "°"))).isEqualTo("x".repeat(255) + "…");
  }
}
