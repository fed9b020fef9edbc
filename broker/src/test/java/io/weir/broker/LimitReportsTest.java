package io.weir.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.broker.BrokerEvent.LimitReached;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitReportsTest {
  private final List<BrokerEvent> passed = new ArrayList<>();
  private long nanos = 7;
  private final LimitReports reports = new LimitReports(passed::add, () -> nanos);

  @Test
  void a_limit_that_a_client_runs_into_again_is_told_once_a_second() {
    LimitReached first = new LimitReached("a", "c", "1");
    LimitReached later = new LimitReached("a", "c", "3");
    LimitReached other = new LimitReached("b", "c", "x");
    LimitReached another = new LimitReached("a", null, "x");

    reports.accept(first);
    reports.accept(new LimitReached("a", "c", "2"));
    reports.accept(other);
    reports.accept(another);
    nanos += 1_000_000_000L;
    reports.accept(later);

    assertThat(passed).containsExactly(first, other, another, later);
  }

  @Test
  void nothing_else_is_held_back() {
    reports.accept(new BrokerEvent.StoreRecovered());
    reports.accept(new BrokerEvent.StoreRecovered());
    assertThat(passed).hasSize(2);
  }
}
