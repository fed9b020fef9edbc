package io.weir.nodes.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.engine.node.NodeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaScriptPatternTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "^a.c$, abc, true",
        "[[]x, [x, true",
        "[a&&b], &, true",
        "[^], x, true",
        "[], x, false",
        "\\d+, x42, true",
        "\\q, q, true",
        "[\\]], ], true",
        "[\\w-]+$, a-b, true",
        "(?<year>\\d{4})-\\k<year>, 2026-2026, true",
        "(?i:a)|b, b, true",
        "\\u00e9, é, true",
        "a{2}, aa, true",
        "\\$5, $5, true",
        "\\., a, false"
      })
  void finds_what_javascript_finds(String source, String text, boolean isFound) {
    assertThat(JavaScriptPattern.compile(source, false).matcher(text).find()).isEqualTo(isFound);
  }

  @Test
  void an_end_is_the_end_and_a_dot_is_no_line_end() {
    assertThat(JavaScriptPattern.compile("a$", false).matcher("a\n").find()).isFalse();
    assertThat(JavaScriptPattern.compile("a.b", false).matcher("a\u0085b").find()).isTrue();
    assertThat(JavaScriptPattern.compile("a.b", false).matcher("a\nb").find()).isFalse();
    assertThat(JavaScriptPattern.compile("[\\b]", false).matcher("\b").find()).isTrue();
    assertThat(JavaScriptPattern.compile("\\v", false).matcher("\u000B").find()).isTrue();
  }

  @Test
  void case_is_ignored_on_request() {
    assertThat(JavaScriptPattern.compile("straße", true).matcher("STRAßE").find()).isTrue();
  }

  @Test
  void what_is_malformed_is_named() {
    assertThatThrownBy(() -> JavaScriptPattern.compile("a(", false))
        .isInstanceOf(NodeException.class)
        .hasMessageStartingWith("Invalid regular expression: /a(/:");
    assertThatThrownBy(() -> JavaScriptPattern.compile("[a", false))
        .isInstanceOf(NodeException.class);
    assertThatThrownBy(() -> JavaScriptPattern.compile("a\\", false))
        .isInstanceOf(NodeException.class);
  }
}
