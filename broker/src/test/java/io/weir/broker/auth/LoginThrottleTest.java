package io.weir.broker.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginThrottleTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final LoginThrottle throttle = new LoginThrottle(now::get);

  private void fails(String address, int times) {
    for (int i = 0; i < times; i++) {
      throttle.failed(address);
    }
  }

  @Test
  void twenty_failures_are_allowed_and_one_more_every_three_seconds() {
    fails("192.0.2.1:1", 19);
    assertThat(throttle.refuses("192.0.2.1:2")).isFalse();
    fails("192.0.2.1:3", 1);
    assertThat(throttle.refuses("192.0.2.1:4")).isTrue();

    now.addAndGet(TimeUnit.SECONDS.toNanos(3));
    assertThat(throttle.refuses("192.0.2.1:4")).isFalse();
    fails("192.0.2.1:3", 1);
    assertThat(throttle.refuses("192.0.2.1:4")).isTrue();

    now.addAndGet(TimeUnit.SECONDS.toNanos(61));
    fails("192.0.2.1:3", 19);
    assertThat(throttle.refuses("192.0.2.1:4")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1:5, 192.0.2.2:5, false",
    "'[2001:db8::1]:5', '[2001:db8::2]:6', true",
    "'2001:db8::1', '[2001:db8::2]:6', true",
    "'[2001:db8::1]:5', '[2001:db8:0:1::1]:5', false",
    "127.0.0.1:5, 127.0.0.1:5, false",
    "'[::1]:5', '[::1]:5', false",
    "/run/mosquitto.sock, /run/mosquitto.sock, false",
    "a.host.name:5, a.host.name:5, false",
  })
  void what_counts_as_one_address(String failing, String asking, boolean refused) {
    fails(failing, 100);

    assertThat(throttle.refuses(asking)).isEqualTo(refused);
  }

  @Test
  void no_more_than_ten_thousand_addresses_are_watched() {
    for (int i = 0; i < 12_000; i++) {
      throttle.failed("10." + i / 65_536 + "." + i / 256 % 256 + "." + i % 256 + ":1");
    }

    assertThat(throttle.size()).isEqualTo(10_000);
  }
}
