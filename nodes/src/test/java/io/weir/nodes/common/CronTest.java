package io.weir.nodes.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.engine.node.NodeException;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // 25 November 2026 is a Wednesday.
        "30 6 * * 1-5 | 2026-11-25T06:29:59Z | 2026-11-25T06:30:00Z",
        "30 6 * * 1-5 | 2026-11-27T06:30:00Z | 2026-11-30T06:30:00Z",
        "*/15 * * * * | 2026-11-25T06:31:00Z | 2026-11-25T06:45:00Z",
        "*/10 * * * * * | 2026-11-25T06:31:01Z | 2026-11-25T06:31:10Z",
        "0 9-17 * * 0,6 | 2026-11-25T06:31:00Z | 2026-11-28T09:00:00Z",
        "0 9 * * 7 | 2026-11-25T06:31:00Z | 2026-11-29T09:00:00Z",
        "0 0 1 * * | 2026-11-25T06:31:00Z | 2026-12-01T00:00:00Z",
      })
  void finds_the_next_time(String expression, String from, String expected) {
    assertThat(new Cron(expression).after(ZonedDateTime.parse(from)))
        .contains(ZonedDateTime.parse(expected));
  }

  @Test
  void refuses_what_is_none() {
    assertThatThrownBy(() -> new Cron("every day"))
        .isInstanceOf(NodeException.class)
        .hasMessageStartingWith("Invalid cron expression every day");
  }
}
