package io.weir.engine.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageJsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "null",
        "\"ü€😀\"",
        "[1,2.5,-3,1e+21,0.1,true,false,null]",
        "{\"b\":{\"a\":[{}]},\"a\":\"\\n\\\"\\\\\"}",
        "1e-7",
        "9007199254740991"
      })
  void gives_back_the_text_that_it_read(String json) {
    assertThat(MessageJson.text(MessageJson.parse(json))).isEqualTo(json);
  }

  @Test
  void indents_as_node_red_does() {
    assertThat(MessageJson.text(MessageJson.parse("[{\"a\":[1,{\"b\":{}}],\"c\":[]}]"), 4))
        .isEqualTo(
            """
            [
                {
                    "a": [
                        1,
                        {
                            "b": {}
                        }
                    ],
                    "c": []
                }
            ]""");
  }

  @Test
  void writes_what_json_has_no_word_for_as_javascript_does() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("nan", Double.NaN);
    object.put("buffer", Buffer.buffer(new byte[] {1, -1}));
    object.put("date", Instant.ofEpochMilli(0));
    object.put("host", new Opaque("Request", new Object()));

    assertThat(MessageJson.text(object))
        .isEqualTo(
            "{\"nan\":null,\"buffer\":{\"type\":\"Buffer\",\"data\":[1,255]},"
                + "\"date\":\"1970-01-01T00:00:00.000Z\"}");
  }

  @Test
  void says_where_text_stops_being_json() {
    assertThatThrownBy(() -> MessageJson.parse("[1,\n 2 3]"))
        .isInstanceOfSatisfying(
            JsonException.class,
            e -> {
              assertThat(e.line()).isEqualTo(2);
              assertThat(e).hasMessageContaining("line 2");
            });
    assertThatThrownBy(() -> MessageJson.parse("[] []")).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> MessageJson.parse("")).isInstanceOf(JsonException.class);
  }

  @Test
  void refuses_what_contains_itself() {
    Object[] inside = new Object[1];
    Map<String, Object> outer = Values.objectOf(new String[] {"self"}, inside);
    inside[0] = outer;

    assertThatThrownBy(() -> MessageJson.text(outer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Converting circular structure to JSON");
  }

  @Test
  void escapes_half_a_surrogate_pair_and_nothing_else() {
    String text = "[\"a\\ud83d b😀\\udc00\"]";

    assertThat(MessageJson.text(MessageJson.parse(text))).isEqualTo(text);
  }
}
