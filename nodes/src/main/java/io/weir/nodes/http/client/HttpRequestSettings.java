package io.weir.nodes.http.client;

import java.time.Duration;

/**
 * What the program's settings say about requests to web servers.
 *
 * @param timeout how long one may take unless its message says otherwise
 * @param logsTimings whether the log gets its stages besides its duration, where it takes figures
 */
public record HttpRequestSettings(Duration timeout, boolean logsTimings) {
  /** If nothing is said. */
  public static final HttpRequestSettings USUAL =
      new HttpRequestSettings(Duration.ofMinutes(2), false);

  public HttpRequestSettings {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be positive but is " + timeout);
    }
  }
}
