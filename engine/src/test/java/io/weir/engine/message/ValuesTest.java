package io.weir.engine.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

  @ParameterizedTest
  @CsvSource({
    "1e21, 1e+21",
    "1e20, 100000000000000000000",
    "0.000001, 0.000001",
    "0.0000001, 1e-7",
    "0.1, 0.1",
    "2e-323, 2e-323",
    "1.5, 1.5",
    "123456789.125, 123456789.125",
    "-0.5, -0.5",
    "5e-324, 5e-324",
    "1.7976931348623157e308, 1.7976931348623157e+308"
  })
  void writes_numbers_as_javascript_does(double number, String text) {
    assertThat(Values.toText(number)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0", "' 12 ', 12", "0x1F, 31", "0b1, 1", "0o17, 15", "1e3, 1000", "-1.5, -1.5",
    "abc, NaN", "1 2, NaN", "Infinity, Infinity", "5d, NaN", "0x, NaN", ".5, 0.5", "5., 5"
  })
  void reads_numbers_as_javascript_does(String text, double number) {
    assertThat((Double) Values.toNumber(text)).isEqualTo((Double) number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", ".x", "e", "e1x"})
  @Timeout(30)
  void sees_quickly_that_a_long_text_is_no_number(String end) {
    assertThat(Values.toNumber("1".repeat(1_000_000) + end)).isNaN();
  }

  @Test
  void holds_whole_numbers_as_long_and_keeps_minus_zero() {
    assertThat(Values.freeze(5.0)).isEqualTo(5L);
    assertThat(Values.freeze(5.5)).isEqualTo(5.5);
    assertThat(Values.freeze(-0.0)).isEqualTo(-0.0);
    assertThat(Values.freeze(1e300)).isEqualTo(1e300);
  }

  @Test
  void frozen_objects_are_equal_whatever_the_order_of_their_keys() {
    Object one = MessageJson.parse("{\"a\":1,\"b\":{\"c\":[2,null]}}");

    assertThat(one)
        .isEqualTo(MessageJson.parse("{\"a\":1,\"b\":{\"c\":[2,null]}}"))
        .isEqualTo(MessageJson.parse("{\"b\":{\"c\":[2,null]},\"a\":1}"))
        .isEqualTo(Map.of("b", Map.of("c", Arrays.asList(2L, null)), "a", 1L))
        .hasSameHashCodeAs(MessageJson.parse("{\"b\":{\"c\":[2,null]},\"a\":1}"))
        .isNotEqualTo(MessageJson.parse("{\"a\":1,\"b\":{\"c\":[2,3]}}"))
        .isNotEqualTo(MessageJson.parse("{\"a\":1}"))
        .isNotEqualTo(MessageJson.parse("[1]"));
  }

  @Test
  void compares_loosely_as_javascript_does() {
    assertThat(Values.looseEqual("1", 1L)).isTrue();
    assertThat(Values.looseEqual(null, Undefined.VALUE)).isTrue();
    assertThat(Values.looseEqual(null, 0L)).isFalse();
    assertThat(Values.looseEqual(true, "1")).isTrue();
    assertThat(Values.looseEqual(List.of(5L), "5")).isTrue();
    assertThat(Values.looseEqual(Double.NaN, Double.NaN)).isFalse();
    assertThat(Values.looseEqual(Map.of("a", 1L), Map.of("a", 1L))).isFalse();
  }

  @Test
  void compares_texts_by_character_and_the_rest_as_numbers() {
    assertThat(Values.compare("10", "9")).isNegative();
    assertThat(Values.compare("10", 9L)).isPositive();
    assertThat(Values.compare("abc", 9L)).isNull();
    assertThat(Values.compare(Instant.ofEpochMilli(5), 6L)).isNegative();
  }

  @Test
  void gives_the_text_that_javascript_gives() {
    assertThat(Values.toText(Arrays.asList(1L, null, List.of("a", 2.5)))).isEqualTo("1,,a,2.5");
    assertThat(Values.toText(Map.of("a", 1L))).isEqualTo("[object Object]");
    assertThat(Values.toText(Buffer.buffer("héllo"))).isEqualTo("héllo");
    assertThat(Values.toText(null)).isEqualTo("null");
    assertThat(Values.toText(new ErrorValue("TypeError", "no", null, null, null)))
        .isEqualTo("TypeError: no");
  }

  @Test
  void drops_undefined_from_objects_and_keeps_it_in_arrays() {
    Map<String, Object> object = new java.util.LinkedHashMap<>();
    object.put("a", Undefined.VALUE);
    object.put("b", Arrays.asList(1, Undefined.VALUE));

    assertThat(Values.freeze(object)).isEqualTo(Map.of("b", Arrays.asList(1L, Undefined.VALUE)));
  }

  @Test
  void nothing_frozen_can_be_changed() {
    @SuppressWarnings("unchecked")
    Map<String, Object> frozen =
        (Map<String, Object>) Values.freeze(new java.util.HashMap<>(Map.of("a", List.of(1))));

    assertThatThrownBy(() -> frozen.put("b", 1)).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void finds_keys_of_large_objects() {
    Map<String, Object> large = new java.util.LinkedHashMap<>();
    for (int i = 0; i < 100; i++) {
      large.put("key" + i, i);
    }

    Message message = Message.of(large);

    assertThat(message.get("key99")).isEqualTo(99L);
    assertThat(message.has("key100")).isFalse();
    assertThat(message.without("key50").properties()).hasSize(99);
  }
}
