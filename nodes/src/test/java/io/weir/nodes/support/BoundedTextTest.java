package io.weir.nodes.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.engine.node.NodeException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BoundedTextTest {
  private static final Pattern PATHOLOGICAL = Pattern.compile("(x?)(a+)+\\1b|(c)(d)");
  private static final String HOPELESS = "a".repeat(60);

  @Test
  void an_expression_that_would_run_for_years_ends_with_an_error() {
    assertThatThrownBy(() -> PATHOLOGICAL.matcher(new BoundedText(HOPELESS, 1_000_000)).find())
        .isInstanceOf(NodeException.class)
        .hasMessage("the regular expression takes too long on this text");
  }

  @Test
  void an_interruption_ends_it_too() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> PATHOLOGICAL.matcher(new BoundedText(HOPELESS)).find())
          .isInstanceOf(NodeException.class);
    } finally {
      assertThat(Thread.interrupted()).as("left for whoever has to know").isTrue();
    }
  }

  @Test
  void what_is_found_is_read_as_from_the_text_itself() {
    Matcher matcher = PATHOLOGICAL.matcher(new BoundedText("xxcdyy", 100));

    assertThat(matcher.find()).isTrue();
    assertThat(matcher.group()).isEqualTo("cd");
    assertThat(matcher.group(4)).isEqualTo("d");
  }
}
