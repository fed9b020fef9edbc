package io.weir.engine.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.Message;
import io.weir.engine.message.Values;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreviewTest {
  @ParameterizedTest
  @CsvSource({"31.5,31.5", "21,21", "true,true"})
  void a_plain_value_is_shown_as_people_write_it(String text, String shown) {
    Object value = text.equals("true") ? (Object) true : Double.valueOf(text);
    assertThat(Preview.of(value)).isEqualTo(shown);
  }

  @Test
  void a_text_stays_on_one_line() {
    assertThat(Preview.of("two\r\nlines\tand a bell\u0007")).isEqualTo("two  lines and a bell ");
    assertThat(Preview.of(null)).isEqualTo("null");
  }

  @Test
  void an_object_is_shown_from_its_beginning() {
    Object value = Values.freeze(Map.of("temp", List.of(21.5, Map.of("unit", "C"))));
    assertThat(Preview.of(value)).isEqualTo("{temp: [21.5, {unit: \"C\"}]}");
    assertThat(Preview.of(Buffer.buffer("abc"))).isEqualTo("3 bytes");
  }

  @Test
  void a_long_value_is_cut_without_splitting_a_character() {
    String long80 = "x".repeat(80);
    assertThat(Preview.of(long80)).isEqualTo(long80);
    assertThat(Preview.of(long80 + "y")).isEqualTo("x".repeat(79) + "…").hasSize(80);
    assertThat(Preview.of("x".repeat(78) + "🌡🌡")).isEqualTo("x".repeat(78) + "…");
  }

  @Test
  void a_value_within_itself_has_an_end() {
    Object deep = 1;
    for (int i = 0; i < 10_000; i++) {
      deep = Values.freeze(List.of(deep));
    }
    assertThat(Preview.of(deep)).isEqualTo("[[[[[…]]]]]");
    assertThat(MessageSize.of(Message.empty().with("payload", deep), 1_000)).isGreaterThan(1_000);
  }
}
