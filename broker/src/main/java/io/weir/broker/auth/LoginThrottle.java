package io.weir.broker.auth;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Slows down guessing: an address that fails too often is refused for a while without its password
 * being looked at.
 *
 * <p>Each address may fail {@value #BURST} times, and once more every {@value #REFILL_SECONDS} s
 * after that. An IPv6 network of 64 bits counts as one address, since one machine has all of it.
 * The loopback address is never refused: behind it may stand a proxy with the whole world. At most
 * {@value #MAX_ADDRESSES} addresses are watched; the one that failed longest ago is forgotten.
 *
 * @threads any
 */
final class LoginThrottle {
  private static final int BURST = 20;
  private static final int REFILL_SECONDS = 3;
  private static final int MAX_ADDRESSES = 10_000;
  private static final long REFILL_NANOS = TimeUnit.SECONDS.toNanos(REFILL_SECONDS);

  private final LongSupplier clock;
  // By network: when its failures would all be forgiven. The oldest entry goes when there are many.
  private final Map<String, Long> forgivenAt =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MAX_ADDRESSES;
        }
      };

  /** A throttle. */
  LoginThrottle(LongSupplier nanoClock) {
    this.clock = nanoClock;
  }

  /** Whether the address has failed too often. */
  synchronized boolean refuses(String remoteAddress) {
    Long forgiven = forgivenAt.get(ClientNetwork.of(remoteAddress));
    return forgiven != null && forgiven - clock.getAsLong() > (BURST - 1) * REFILL_NANOS;
  }

  /** Notes a wrong password. */
  synchronized void failed(String remoteAddress) {
    String network = ClientNetwork.of(remoteAddress);
    if (network.isEmpty()) {
      return;
    }
    long now = clock.getAsLong();
    Long forgiven = forgivenAt.get(network);
    long from = forgiven == null || forgiven - now < 0 ? now : forgiven;
    forgivenAt.put(network, from + REFILL_NANOS);
  }

  synchronized int size() {
    return forgivenAt.size();
  }
}
