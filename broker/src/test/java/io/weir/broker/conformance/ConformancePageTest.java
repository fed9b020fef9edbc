package io.weir.broker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keeps the list of statements, the tests and the page in docs/ together. */
class ConformancePageTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "mqtt-conformance.md");

  private final ShownBy shownBy = new ShownBy();

  @ParameterizedTest
  @ValueSource(strings = {"3.1.1", "5.0"})
  void every_number_in_a_test_is_one_of_the_specification(String version) {
    List<String> known = Statement.of(version).stream().map(Statement::number).toList();

    assertThat(known).doesNotHaveDuplicates();
    assertThat(known).containsAll(shownBy.numbers(version));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.1.1", "5.0"})
  void every_statement_has_either_a_test_or_a_reason_for_having_none(String version) {
    assertThat(Statement.of(version))
        .allSatisfy(
            each ->
                assertThat(shownBy.tests(version, each.number()).isEmpty())
                    .as("%s of MQTT %s: no test", each.number(), version)
                    .isEqualTo(!each.excuse().isEmpty()));
  }

  @Test
  void the_page_in_docs_is_what_the_tests_say() throws Exception {
    String text = new ConformancePage(shownBy).text();
    if (Boolean.getBoolean("weir.docs.write")) {
      Files.writeString(PAGE, text);
    }
    assertThat(PAGE)
        .as("docs/reference/mqtt-conformance.md; -Dweir.docs.write=true writes it anew")
        .hasContent(text);
  }
}
