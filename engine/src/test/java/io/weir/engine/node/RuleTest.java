package io.weir.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.engine.message.MessageJson;
import io.weir.engine.message.Values;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of cases that the editor's tests run too. */
class RuleTest {

  static Stream<Map<?, ?>> cases() throws IOException {
    try (InputStream in = RuleTest.class.getResourceAsStream("/rules.json")) {
      String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return ((List<?>) MessageJson.parse(json)).stream().map(each -> (Map<?, ?>) each);
    }
  }

  private static Rule rule(Map<?, ?> data) {
    return switch ((String) data.get("rule")) {
      case "required" -> Rule.required();
      case "atLeast" -> Rule.atLeast(Values.toNumber(data.get("min")));
      case "atMost" -> Rule.atMost(Values.toNumber(data.get("max")));
      case "matches" -> Rule.matches((String) data.get("pattern"), (String) data.get("text"));
      case "topicFilter" -> Rule.topicFilter();
      case "topicName" -> Rule.topicName();
      case "json" -> Rule.json();
      case "path" -> Rule.path();
      default -> throw new IllegalArgumentException(data.toString());
    };
  }

  @ParameterizedTest
  @MethodSource("cases")
  void judges_as_the_table_says(Map<?, ?> given) {
    Rule rule = rule((Map<?, ?>) given.get("rule"));

    assertThat(rule.data()).isEqualTo(given.get("rule"));
    assertThat(rule.check(given.get("value")) == null).isEqualTo(given.get("ok"));
  }

  @Test
  void says_what_is_wrong_and_with_which_value() {
    assertThat(Rule.atLeast(0).check(-2L)).isEqualTo("must be at least 0 but is -2");
    assertThat(Rule.topicFilter().check("a/#/b")).isEqualTo("may have # only as its last level");
  }
}
