package io.weir.app.nodered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.app.nodered.JavaScriptLiterals.Code;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JavaScriptLiteralsTest {

  private static Map<String, @Nullable Object> read(String text) {
    return JavaScriptLiterals.exportsOf(text, Map.of("PORT", "8080", "EMPTY", "")::get);
  }

  private static @Nullable Object value(String expression) {
    Map<String, @Nullable Object> read =
        read("module.exports = { before: 1, it: " + expression + ", after: 2 }");
    assertThat(read).containsEntry("before", 1).containsEntry("after", 2);
    return read.get("it");
  }

  @Test
  void reads_texts() {
    assertThat(value("'it\\'s'")).isEqualTo("it's");
    assertThat(value("\"a \\\"b\\\" \\u00e9\\n\"")).isEqualTo("a \"b\" \u00e9\n");
    assertThat(value("`plain`")).isEqualTo("plain");
  }

  @Test
  void reads_environment_variables() {
    assertThat(value("process.env.PORT || 1880")).isEqualTo("8080");
    assertThat(value("process.env[ 'PORT' ]")).isEqualTo("8080");
    assertThat(value("(process.env.NONE || 'x')")).isEqualTo("x");
    assertThat(value("process.env.EMPTY || 'y'")).isEqualTo("y");
    assertThat(value("process.env.EMPTY ?? 'y'")).isEqualTo("");
  }

  @Test
  void reads_other_literals() {
    assertThat(value("1880")).isEqualTo(1880);
    assertThat(value("-1.5")).isEqualTo(-1.5);
    assertThat(value("true")).isEqualTo(true);
    assertThat(value("null")).isNull();
    assertThat(value("process.env.NONE ?? null")).isNull();
    assertThat(value("[1, 'b', [], {c: 'd',},]"))
        .isEqualTo(Arrays.asList(1, "b", List.of(), Map.of("c", "d")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "require('fs').readFileSync('key, }')",
        "function (a, b) { return { a, b: /[/}]\\}/.test(b) }; }",
        "(user) => { if (user === '}') { return null; } return /* } */ user; }",
        "a / b / c",
        "1 + 1",
        "`port ${process.env.PORT}`",
        "process.env",
        "new Date()",
        "async () => ({ key: await read() })",
      })
  void what_has_to_be_run_is_code(String expression) {
    assertThat(value(expression)).isInstanceOf(Code.class);
  }

  @Test
  void finds_the_exports_among_other_things() {
    assertThat(
            read(
                """
                // module.exports = { no: 1 }
                /* module.exports = { no: 2 } */
                const text = "module.exports = { no: 3 }", path = require('path');
                function f() { return { module: 4 }; }
                module.exports = {
                    /** A port, or { several } */
                    uiPort: process.env.PORT || 1880,
                    //flowFile: 'no.json',
                    'flowFile': "flows.json", // the flows
                    path, ...others, method() { return 1; }, get x() { return 2; },
                    last: [ 'a' ]
                }
                """))
        .containsEntry("uiPort", "8080")
        .containsEntry("flowFile", "flows.json")
        .containsEntry("path", new Code(""))
        .containsEntry("last", List.of("a"))
        .doesNotContainKey("no");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "const s = {}; module.exports = s; | line 1: it does not say module.exports = { … }",
        "module.exports = { a: 1, | line 1: the object has no end",
        "module.exports = { a: [1, | line 1: the array has no end",
        "module.exports = { a: '\\u12' | line 1: a \\u needs four hexadecimal digits",
      })
  void says_what_is_wrong(String text, String expected) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(expected);
  }
}
