package io.weir.editor;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Things that are handed over once, to whoever has the secret that belongs to them, within a time.
 *
 * @threads one
 */
final class OneTimeSecrets<T> {
  private static final int BYTES = 32;
  // Whoever asks for many harms those who ask before, and nobody's memory.
  private static final int MOST = 1_000;

  private final Clock clock;
  private final long lifetimeMillis;
  private final SecureRandom random;
  private final Map<String, Kept<T>> bySecret = new LinkedHashMap<>();

  private record Kept<T>(T thing, long until) {}

  OneTimeSecrets(Clock clock, Duration lifetime, SecureRandom random) {
    this.clock = clock;
    this.lifetimeMillis = lifetime.toMillis();
    this.random = random;
  }

  /** Keeps something and gives the secret. */
  String put(T thing) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String secret = Base64.getEncoder().encodeToString(bytes);
    bySecret.values().removeIf(kept -> kept.until <= clock.millis());
    while (bySecret.size() >= MOST) {
      bySecret.remove(bySecret.keySet().iterator().next());
    }
    bySecret.put(secret, new Kept<>(thing, clock.millis() + lifetimeMillis));
    return secret;
  }

  /** Hands it over; null if the secret is none, was used, or is too old. */
  @Nullable T take(String secret) {
    Kept<T> kept = bySecret.remove(secret);
    return kept == null || kept.until <= clock.millis() ? null : kept.thing;
  }
}
