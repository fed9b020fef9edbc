package io.weir.editor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.ErrorValue;
import io.weir.engine.message.MapValue;
import io.weir.engine.message.Opaque;
import io.weir.engine.message.RegExpValue;
import io.weir.engine.message.SetValue;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DebugEncodingTest {
  private final DebugEncoding encoding = new DebugEncoding(10);

  private void encodes(Object value, String format, Object message) {
    DebugEncoding.Encoded encoded = encoding.encode(Values.freeze(value));
    assertThat(encoded.format()).isEqualTo(format);
    assertThat(encoded.message()).isEqualTo(message);
  }

  @Test
  void simple_values_are_texts() {
    encodes("short", "string[5]", "short");
    encodes("a text that is too long", "string[23]", "a text tha...");
    encodes(5, "number", "5");
    encodes(Double.NaN, "number", "NaN");
    encodes(true, "boolean", "true");
    encodes(null, "null", "(undefined)");
    encodes(Undefined.VALUE, "undefined", "(undefined)");
    encodes(Buffer.buffer(new byte[] {1, 2, -1}), "buffer[3]", "0102ff");
    encodes(Buffer.buffer(new byte[20]), "buffer[20]", "0000000000");
  }

  @Test
  void big_integers_are_marked() {
    encodes(BigInteger.TEN, "bigint", Map.of("__enc__", true, "type", "bigint", "data", "10"));
  }

  @Test
  void arrays_are_json_with_marks_for_what_json_has_no_word_for() {
    encodes(
        Arrays.asList(
            1,
            "a",
            null,
            Undefined.VALUE,
            Double.NaN,
            new Opaque("Function", new Object()),
            BigInteger.TEN),
        "array[7]",
        "[1,\"a\",null,{\"__enc__\":true,\"type\":\"undefined\"},"
            + "{\"__enc__\":true,\"type\":\"number\",\"data\":\"NaN\"},"
            + "{\"__enc__\":true,\"type\":\"function\"},"
            + "{\"__enc__\":true,\"type\":\"bigint\",\"data\":\"10\"}]");
  }

  @Test
  void long_arrays_are_cut_and_say_how_long_they_are() {
    encodes(
        Collections.nCopies(11, 0),
        "array[11]",
        "{\"__enc__\":true,\"type\":\"array\",\"data\":[0,0,0,0,0,0,0,0,0,0],\"length\":11}");
  }

  @Test
  void objects_hide_requests_and_show_buffers_by_their_bytes() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("b", Buffer.buffer(new byte[] {7}));
    object.put("_req", new Opaque("Request", new Object()));

    encodes(
        object,
        "Object",
        "{\"b\":{\"type\":\"Buffer\",\"data\":[7],\"__enc__\":true,\"length\":1},"
            + "\"_req\":{\"__enc__\":true,\"type\":\"internal\"}}");
  }

  @Test
  void sets_maps_and_errors_keep_their_kind() {
    encodes(
        new SetValue(List.of(1L)),
        "set[1]",
        "{\"__enc__\":true,\"type\":\"set\",\"data\":[1],\"length\":1}");
    encodes(
        new MapValue(List.of("k"), List.of(2L)),
        "map",
        "{\"__enc__\":true,\"type\":\"map\",\"data\":{\"k\":2},\"length\":1}");
    encodes(
        new ErrorValue("TypeError", "no", null, null, null),
        "error",
        "{\"__enc__\":true,\"type\":\"error\",\"data\":{\"name\":\"TypeError\",\"message\":\"no\"}}");
  }

  @Test
  void what_contains_itself_is_named_and_not_followed() {
    Object[] inside = new Object[1];
    Map<String, Object> outer = Values.objectOf(new String[] {"self"}, inside);
    inside[0] = outer;

    encodes(outer, "Object", "{\"self\":\"[Circular ~]\"}");
    encodes(
        Values.arrayOf(new Object[] {Values.objectOf(new String[] {"a"}, new Object[] {outer})}),
        "array[1]",
        "[{\"a\":{\"self\":\"[Circular ~.0.a]\"}}]");
  }

  @Test
  void the_same_thing_twice_is_not_circular() {
    List<Object> twice = Values.arrayOf(new Object[] {1L});

    encodes(Values.arrayOf(new Object[] {twice, twice}), "array[2]", "[[1],[1]]");
  }

  @Test
  void functions_and_regular_expressions_are_named() {
    Opaque function = new Opaque("Function", new Object());
    Opaque pattern = new RegExpValue("a", "g").asValue();

    encodes(function, "function", "[function]");
    encodes(pattern, "regexp", "/a/g");
    encodes(
        List.of(function, pattern),
        "array[2]",
        "[{\"__enc__\":true,\"type\":\"function\"},"
            + "{\"__enc__\":true,\"type\":\"regexp\",\"data\":\"/a/g\"}]");
  }

  @Test
  void what_is_too_deep_is_cut_off() {
    Object deep = List.of();
    for (int i = 0; i < 5_000; i++) {
      deep = Values.arrayOf(new Object[] {deep});
    }

    assertThat(encoding.encode(deep).message().toString()).contains("[...]");
  }
}
