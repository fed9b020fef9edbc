package io.weir.engine.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.ErrorValue;
import io.weir.engine.message.MapValue;
import io.weir.engine.message.Message;
import io.weir.engine.message.SetValue;
import io.weir.engine.message.Values;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretMaskTest {
  private final SecretMask mask = new SecretMask(List.of("hunter2", "hunter2000", "größer", "abc"));

  @Test
  void a_secret_is_hidden_wherever_it_stands() {
    Message message =
        Message.of(
            Map.of(
                "payload",
                "pass=hunter2;",
                "headers",
                Map.of("auth", List.of("Basic", "hunter2000"), "hunter2", 1L),
                "bytes",
                Buffer.buffer("x größer y"),
                "map",
                new MapValue(List.of("k"), List.of("hunter2")),
                "set",
                new SetValue(List.of("hunter2")),
                "error",
                new ErrorValue("Error", "no hunter2", null, null, "at hunter2:1")));

    Message masked = mask.in(message);

    assertThat(masked.payload()).isEqualTo("pass=••••;");
    assertThat(masked.get("headers"))
        .isEqualTo(Map.of("auth", List.of("Basic", "••••"), "••••", 1L));
    assertThat(masked.get("bytes")).isEqualTo(Buffer.buffer("x •••• y"));
    assertThat(masked.get("map")).isEqualTo(new MapValue(List.of("k"), List.of("••••")));
    assertThat(masked.get("set")).isEqualTo(new SetValue(List.of("••••")));
    assertThat(masked.get("error"))
        .isEqualTo(new ErrorValue("Error", "no ••••", null, null, "at ••••:1"));
    assertThat(message.payload()).as("the message itself").isEqualTo("pass=hunter2;");
  }

  @Test
  void what_has_no_secret_in_it_is_the_same_and_short_ones_are_no_secrets() {
    Message message = Message.of(Map.of("payload", "abc", "list", List.of(1L, "abcdef"), "n", 7L));

    assertThat(mask.in(message)).isSameAs(message);
  }

  @Test
  void what_contains_itself_is_cut_where_it_comes_again() {
    Object[] inside = new Object[2];
    Map<String, Object> outer = Values.objectOf(new String[] {"self", "word"}, inside);
    inside[0] = outer;
    inside[1] = "hunter2";

    assertThat(mask.in(outer)).isEqualTo(Map.of("self", "[Circular ~]", "word", "••••"));
  }

  @Test
  void what_is_too_deep_is_cut_off() {
    Object deep = List.of("hunter2");
    for (int i = 0; i < 5_000; i++) {
      deep = Values.arrayOf(new Object[] {deep});
    }

    assertThat(String.valueOf(mask.in(deep))).contains("[...]").doesNotContain("hunter2");
  }

  @Test
  void the_beginning_of_a_secret_where_a_preview_was_cut_is_hidden() {
    String cut = Preview.of("x".repeat(75) + "hunter2000 and more");

    assertThat(cut).endsWith("xhunt…");
    assertThat(mask.inPreview(cut)).endsWith("x••••…").doesNotContain("hun");
    assertThat(mask.inPreview("a hunter2 b")).isEqualTo("a •••• b");
    assertThat(new SecretMask(List.of("line one\nline two")).inPreview("line one line two…"))
        .isEqualTo("••••…");
  }
}
