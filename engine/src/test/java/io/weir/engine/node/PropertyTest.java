package io.weir.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.engine.node.Property.Option;
import io.weir.engine.node.Property.Untyped;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PropertyTest {
  private static final Property<String> FORMAT =
      Property.choice("format", Option.of("text", "text"), Option.of("", "bytes"))
          .defaultsTo("text")
          .ifAbsent("");
  private static final Property<String> ENCODING =
      Property.text("encoding").required().shownWhen("format", "text");
  private static final Property<String> SOURCE = Property.text("source").defaultsTo("payload");
  private static final Property<String> TARGET =
      Property.text("target").defaultsTo("payload").ifAbsentLike(SOURCE);
  private static final Property<String> HEADER =
      Property.choice("header", Option.of("none", "never"), Option.of("all", "always"))
          .defaultsTo("none")
          .readAs(false, "none")
          .readAs(true, "all");
  private static final Property<ValueSource> FILE =
      Property.typed(
          "file", "fileType", Untyped.is("str").unless("", "msg", "filename"), "str", "msg");

  private static NodeConfig config(Map<String, ?> values) {
    return new NodeConfig(values, Map.of());
  }

  @Test
  void an_absent_key_means_what_it_did_before_there_was_one() {
    assertThat(config(Map.of()).get(FORMAT)).isEmpty();
    assertThat(config(Map.of("format", "text")).get(FORMAT)).isEqualTo("text");
  }

  @Test
  void fields_are_shown_by_what_an_absent_key_means() {
    assertThat(ENCODING.isShown(config(Map.of()), List.of(FORMAT, ENCODING))).isFalse();
    assertThat(ENCODING.isShown(config(Map.of("format", "text")), List.of(FORMAT, ENCODING)))
        .isTrue();
  }

  @Test
  void an_absent_key_may_mean_what_another_property_has() {
    assertThat(config(Map.of("source", "a.b")).get(TARGET)).isEqualTo("a.b");
    assertThat(config(Map.of("source", "a.b", "target", "c")).get(TARGET)).isEqualTo("c");
    assertThat(config(Map.of()).get(TARGET)).isEqualTo("payload");
  }

  @Test
  void values_of_older_files_are_read_as_those_that_the_form_writes() {
    assertThat(config(Map.of("header", true)).get(HEADER)).isEqualTo("all");
    assertThat(config(Map.of("header", false)).get(HEADER)).isEqualTo("none");
    assertThat(config(Map.of("header", "all")).get(HEADER)).isEqualTo("all");
  }

  @Test
  void a_value_without_a_type_tells_it_by_what_it_is() {
    assertThat(config(Map.of("file", "")).get(FILE)).isEqualTo(ValueSource.of("filename", "msg"));
    assertThat(config(Map.of("file", "", "fileType", "")).get(FILE).type()).isEqualTo("msg");
    assertThat(config(Map.of("file", "log.txt")).get(FILE))
        .isEqualTo(ValueSource.of("log.txt", "str"));
    assertThat(config(Map.of("file", "", "fileType", "str")).get(FILE))
        .isEqualTo(ValueSource.of("", "str"));
  }

  @Test
  void the_editor_learns_all_of_it() {
    assertThat(FORMAT.descriptor()).containsEntry("default", "text").containsEntry("ifAbsent", "");
    assertThat(TARGET.descriptor()).containsEntry("ifAbsent", Map.of("property", "source"));
    assertThat(HEADER.descriptor())
        .containsEntry(
            "readAs",
            List.of(
                Map.of("value", false, "means", "none"), Map.of("value", true, "means", "all")));
    assertThat(FILE.descriptor())
        .containsEntry("defaultType", "str")
        .containsEntry(
            "untyped", List.of(Map.of("matches", "", "type", "msg", "value", "filename")));
  }
}
