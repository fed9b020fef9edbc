package io.weir.broker.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
  private long now;
  private boolean isTurning;
  private final List<String> fired = new ArrayList<>();
  private final TimerWheel wheel =
      new TimerWheel(
          () -> now,
          new TimerWheel.Ticks() {
            @Override
            public void start(long tickNanos, Runnable turn) {
              isTurning = true;
            }

            @Override
            public void stop() {
              isTurning = false;
            }
          });

  private TimerWheel.Timer timer(String name, long millis) {
    TimerWheel.Timer timer = wheel.timer(() -> fired.add(name));
    timer.start(TimeUnit.MILLISECONDS.toNanos(millis));
    return timer;
  }

  private void pass(long millis) {
    for (long left = millis; left > 0; left -= 100) {
      now += TimeUnit.MILLISECONDS.toNanos(Math.min(100, left));
      wheel.turn();
    }
  }

  @Test
  void a_timer_is_never_early_and_at_most_a_tick_late() {
    timer("a", 250);
    pass(200);
    assertThat(fired).isEmpty();
    pass(200);
    assertThat(fired).containsExactly("a");
  }

  @Test
  void a_timer_beyond_one_round_waits_for_its_round() {
    timer("far", 120_000);
    pass(119_900);
    assertThat(fired).isEmpty();
    pass(300);
    assertThat(fired).containsExactly("far");
  }

  @Test
  void a_stopped_timer_does_nothing_and_the_wheel_rests_when_none_is_left() {
    TimerWheel.Timer timer = timer("a", 500);
    assertThat(isTurning).isTrue();
    timer.stop();
    pass(1_000);
    assertThat(fired).isEmpty();
    assertThat(isTurning).isFalse();
    assertThat(wheel.running()).isZero();
  }

  @Test
  void timers_started_or_stopped_inside_an_action_are_honoured() {
    TimerWheel.Timer victim = timer("victim", 100);
    TimerWheel.Timer killer =
        wheel.timer(
            () -> {
              victim.stop();
              timer("later", 100);
            });
    killer.start(TimeUnit.MILLISECONDS.toNanos(100));
    pass(500);
    assertThat(fired).containsExactly("later");
  }

  @Test
  void a_long_pause_fires_everything_that_is_due_once() {
    timer("a", 100);
    timer("b", 70_000);
    timer("c", 900_000);
    now += TimeUnit.SECONDS.toNanos(200);
    wheel.turn();
    assertThat(fired).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void a_timer_may_be_started_again() {
    TimerWheel.Timer timer = timer("a", 100);
    timer.start(TimeUnit.MILLISECONDS.toNanos(1_000));
    pass(500);
    assertThat(fired).isEmpty();
    pass(700);
    assertThat(fired).containsExactly("a");
  }
}
