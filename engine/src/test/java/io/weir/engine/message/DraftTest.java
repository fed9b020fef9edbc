package io.weir.engine.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DraftTest {

  private static Message message(String json) {
    return Message.of((Map<String, ?>) asMap(MessageJson.parse(json.replace('\'', '"'))));
  }

  private static Map<String, ?> asMap(Object value) {
    Map<String, Object> map = new java.util.LinkedHashMap<>();
    ((Map<?, ?>) value).forEach((k, v) -> map.put((String) k, v));
    return map;
  }

  private static String after(Message message, String path, Object value) {
    Draft draft = message.edit();
    draft.set(PropertyPath.of(path), value);
    return draft.seal().toString().replace('"', '\'');
  }

  @Test
  void creates_missing_parents_as_arrays_where_a_number_follows() {
    assertThat(after(message("{}"), "a[2].b", "bar")).isEqualTo("{'a':[null,null,{'b':'bar'}]}");
    assertThat(after(message("{}"), "a.b.c", 1)).isEqualTo("{'a':{'b':{'c':1}}}");
  }

  @Test
  void deletes_by_undefined_and_closes_an_array_up() {
    assertThat(after(message("{'a':[1,2,3]}"), "a[1]", Undefined.VALUE)).isEqualTo("{'a':[1,3]}");
    assertThat(after(message("{'a':{'b':1,'c':2}}"), "a.b", Undefined.VALUE))
        .isEqualTo("{'a':{'c':2}}");
  }

  @Test
  void takes_a_name_that_reads_as_a_number_for_a_place_in_an_array() {
    assertThat(after(message("{'a':[1,2,3]}"), "a.1", 5)).isEqualTo("{'a':[1,5,3]}");
    assertThat(after(message("{'a':[{'b':1}],'i':'0'}"), "a[msg.i].b", 5))
        .isEqualTo("{'a':[{'b':5}],'i':'0'}");
    assertThat(after(message("{'a':[1,2,3]}"), "a.1", Undefined.VALUE))
        .isEqualTo("{'a':[1,null,3]}");
  }

  @Test
  void refuses_a_place_far_beyond_the_end_of_an_array() {
    assertThatThrownBy(() -> after(message("{'a':[1,2,3],'i':900000000}"), "a[msg.i]", 5))
        .isInstanceOf(PathException.class)
        .hasMessage("index 900000000 is too far beyond the end of the array, which has 3");
    assertThatThrownBy(() -> after(message("{}"), "a[2000000].b", 5))
        .isInstanceOf(PathException.class);
  }

  @Test
  void refuses_to_go_through_a_value_that_is_no_container() {
    Draft draft = message("{'a':'foo'}").edit();

    assertThat(draft.set(PropertyPath.of("a.b"), 1)).isFalse();
    assertThat(draft.seal().toString()).isEqualTo("{\"a\":\"foo\"}");
  }

  @Test
  void refuses_to_delete_below_a_parent_that_is_not_there() {
    assertThat(message("{}").edit().set(PropertyPath.of("a.b"), Undefined.VALUE)).isFalse();
  }

  @Test
  void leaves_the_original_and_what_was_not_touched_as_they_are() {
    Message original = message("{'a':{'x':1},'b':{'y':2}}");
    Draft draft = original.edit();

    draft.set(PropertyPath.of("a.x"), 5);
    Message edited = draft.seal();

    assertThat(original.toString()).isEqualTo("{\"a\":{\"x\":1},\"b\":{\"y\":2}}");
    assertThat(edited.toString()).isEqualTo("{\"a\":{\"x\":5},\"b\":{\"y\":2}}");
    assertThat(edited.get("b")).isSameAs(original.get("b"));
  }

  @Test
  void gives_the_original_back_when_nothing_was_written() {
    Message original = message("{'a':1}");

    assertThat(original.edit().seal()).isSameAs(original);
  }

  @Test
  void keeps_the_order_in_which_properties_were_set() {
    Message message =
        Message.ofPayload(1).with("topic", "t").with("payload", 2).with("x", List.of());

    assertThat(message.without("_msgid").toString())
        .isEqualTo("{\"payload\":2,\"topic\":\"t\",\"x\":[]}");
  }
}
