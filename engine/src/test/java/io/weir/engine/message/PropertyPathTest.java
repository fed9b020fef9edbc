package io.weir.engine.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropertyPathTest {

  @Test
  void reads_dots_brackets_and_quotes() {
    assertThat(PropertyPath.of("a.b.c").steps()).isEqualTo(List.of("a", "b", "c"));
    assertThat(PropertyPath.of("a[\"b\"].c").steps()).isEqualTo(List.of("a", "b", "c"));
    assertThat(PropertyPath.of("a['b'][\"c\"]").steps()).isEqualTo(List.of("a", "b", "c"));
    assertThat(PropertyPath.of("a['a.b[0]'].c").steps()).isEqualTo(List.of("a", "a.b[0]", "c"));
    assertThat(PropertyPath.of("a[0][0][0]").steps()).isEqualTo(List.of("a", 0, 0, 0));
    assertThat(PropertyPath.of("'1.2.3.4'").steps()).isEqualTo(List.of("1.2.3.4"));
    assertThat(PropertyPath.of("'a.b'[1]").steps()).isEqualTo(List.of("a.b", 1));
    assertThat(PropertyPath.of("a.$b").steps()).isEqualTo(List.of("a", "$b"));
    assertThat(PropertyPath.of("my-prop").steps()).isEqualTo(List.of("my-prop"));
  }

  @Test
  void takes_a_number_for_an_index_in_the_middle_and_for_a_name_at_the_end() {
    assertThat(PropertyPath.of("a.0.c").steps()).isEqualTo(List.of("a", 0, "c"));
    assertThat(PropertyPath.of("a.0").steps()).isEqualTo(List.of("a", "0"));
  }

  @Test
  void looks_up_references_in_brackets_first() {
    Message message =
        Message.of(java.util.Map.of("a", "foo", "b", java.util.Map.of("foo", List.of(1L, 2L, 3L))));

    assertThat(message.get(PropertyPath.of("b[msg.a][2]"))).isEqualTo(3L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a'b'.c",
        "a['b'.c",
        "a[]",
        "a]",
        "a[",
        "a[0d]",
        "a['",
        "a[']",
        "a[0']",
        "a.[0]",
        "[0]",
        "a[0",
        "a.",
        ".a",
        "a. b",
        " a.b",
        "a[0].[1]",
        "a['']",
        "'a.b'c",
        "a[b]",
        "a[msg.]",
        "a[msg[]",
        "a[msg.[]]",
        "a[msg['af]]"
      })
  void refuses_what_is_no_path(String text) {
    assertThatThrownBy(() -> PropertyPath.of(text))
        .isInstanceOfSatisfying(
            PathException.class, e -> assertThat(e.code()).isEqualTo("INVALID_EXPR"));
  }

  @Test
  void drops_a_leading_msg_for_message_paths_only() {
    assertThat(PropertyPath.ofMessage("msg.payload")).isEqualTo(PropertyPath.PAYLOAD);
    assertThat(PropertyPath.of("msg.payload").steps()).isEqualTo(List.of("msg", "payload"));
  }

  @Test
  void tells_a_missing_leaf_from_a_missing_parent() {
    Message message = Message.ofPayload(5);

    assertThat(PropertyPath.of("nothing").require(message)).isEqualTo(Undefined.VALUE);
    assertThatThrownBy(() -> PropertyPath.of("nothing.inside").require(message))
        .isInstanceOfSatisfying(
            PathException.class, e -> assertThat(e.code()).isEqualTo("TypeError"));
    assertThat(message.get(PropertyPath.of("nothing.inside"))).isEqualTo(Undefined.VALUE);
  }
}
