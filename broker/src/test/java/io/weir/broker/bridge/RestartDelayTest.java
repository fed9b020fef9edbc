package io.weir.broker.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.broker.bridge.BridgeSettings.Restart;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartDelayTest {
  private static Restart seconds(int base, int cap) {
    return new Restart(Duration.ofSeconds(base), Duration.ofSeconds(cap), Duration.ZERO);
  }

  private static long next(RestartDelay delay) {
    return Duration.ofNanos(delay.nextNanos()).toSeconds();
  }

  @Test
  void waits_grow_by_chance_up_to_the_cap_and_begin_anew_after_a_reset() {
    RestartDelay delay = new RestartDelay(seconds(5, 30), (from, to) -> to - 1);

    assertThat(next(delay)).isEqualTo(15);
    assertThat(next(delay)).isEqualTo(30);
    assertThat(next(delay)).isEqualTo(30);
    delay.reset();
    assertThat(next(delay)).isEqualTo(15);
  }

  @Test
  void no_wait_is_shorter_than_the_base() {
    RestartDelay delay = new RestartDelay(seconds(5, 30), (from, to) -> from);

    assertThat(next(delay)).isEqualTo(5);
    assertThat(next(delay)).isEqualTo(5);
  }

  @Test
  void one_number_makes_waits_that_are_alike() {
    RestartDelay delay =
        new RestartDelay(
            seconds(7, 7),
            (from, to) -> {
              throw new AssertionError("no chance is needed");
            });

    assertThat(next(delay)).isEqualTo(7);
    assertThat(next(delay)).isEqualTo(7);
  }
}
