package io.weir.editor;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down whoever tries passwords: so many attempts for a name, then a pause.
 *
 * @threads any
 */
final class LoginThrottle {
  private static final int MOST_ATTEMPTS = 5;
  private static final long WINDOW_MILLIS = Duration.ofMinutes(10).toMillis();
  // Names come from whoever asks; the one longest unused goes first.
  private static final int MOST_NAMES = 10_000;

  private final Clock clock;
  private final Map<String, Deque<Long>> attempts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Long>> eldest) {
          return size() > MOST_NAMES;
        }
      };

  LoginThrottle(Clock clock) {
    this.clock = clock;
  }

  /** Counts an attempt, and says whether it may be made. */
  synchronized boolean allows(String user) {
    Deque<Long> times = attempts.computeIfAbsent(user, name -> new ArrayDeque<>());
    long now = clock.millis();
    while (!times.isEmpty() && times.peek() <= now - WINDOW_MILLIS) {
      times.remove();
    }
    if (times.size() >= MOST_ATTEMPTS) {
      return false;
    }
    times.add(now);
    return true;
  }

  /** A login that succeeded makes up for those that didn't. */
  synchronized void succeeded(String user) {
    attempts.remove(user);
  }
}
