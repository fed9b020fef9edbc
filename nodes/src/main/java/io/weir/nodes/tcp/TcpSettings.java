package io.weir.nodes.tcp;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the program's settings say about TCP.
 *
 * @param reconnect how long a node waits after it lost a connection or didn't get one
 * @param idle how long nothing may pass on a connection; null for ever
 * @param queuedRequests messages that a request node keeps for a server while it connects
 */
public record TcpSettings(Duration reconnect, @Nullable Duration idle, int queuedRequests) {
  /** If nothing is said. */
  public static final TcpSettings USUAL = new TcpSettings(Duration.ofSeconds(10), null, 1_000);

  public TcpSettings {
    if (reconnect.isNegative() || reconnect.isZero()) {
      throw new IllegalArgumentException("reconnect must be positive but is " + reconnect);
    }
    if (idle != null && (idle.isNegative() || idle.isZero())) {
      throw new IllegalArgumentException("idle must be positive but is " + idle);
    }
    if (queuedRequests < 1) {
      throw new IllegalArgumentException(
          "queuedRequests must be at least 1 but is " + queuedRequests);
    }
  }
}
