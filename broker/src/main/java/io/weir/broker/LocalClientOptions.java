package io.weir.broker;

import io.weir.broker.packet.Publication;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link LocalClient} connects.
 *
 * @param clientId empty for one made up by the broker
 * @param cleanStart whether an earlier session of this id is thrown away
 * @param sessionExpirySeconds how long the session outlives the connection; 4,294,967,295 for ever
 * @param will what is published if the broker ends the connection, or null; the broker stopping and
 *     {@link LocalClient#close} do not count
 * @param maxInflight deliveries of QoS 1 and 2 not acknowledged, at most
 * @param maxHeldQos0 deliveries of QoS 0 kept while paused, the oldest dropped first
 * @param mergesOverlaps whether overlapping filters get one copy together, as clients on a network
 *     expect, rather than one each
 */
public record LocalClientOptions(
    String clientId,
    boolean cleanStart,
    long sessionExpirySeconds,
    @Nullable Publication will,
    int maxInflight,
    int maxHeldQos0,
    boolean mergesOverlaps) {

  public LocalClientOptions {
    if (sessionExpirySeconds < 0 || sessionExpirySeconds > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException(
          "sessionExpirySeconds must be 0 to 4294967295 but is " + sessionExpirySeconds);
    }
    if (maxInflight < 1 || maxInflight > 65_535) {
      throw new IllegalArgumentException("maxInflight must be 1 to 65535 but is " + maxInflight);
    }
    if (maxHeldQos0 < 0) {
      throw new IllegalArgumentException("maxHeldQos0 must not be negative but is " + maxHeldQos0);
    }
  }

  /** A client whose session ends with it. */
  public static LocalClientOptions clean(String clientId) {
    return new LocalClientOptions(clientId, true, 0, null, 1_000, 10_000, false);
  }

  /** A client whose session waits for its return for ever. */
  public static LocalClientOptions persistent(String clientId) {
    return new LocalClientOptions(clientId, false, 0xFFFF_FFFFL, null, 1_000, 10_000, false);
  }

  public LocalClientOptions withWill(@Nullable Publication newWill) {
    return new LocalClientOptions(
        clientId,
        cleanStart,
        sessionExpirySeconds,
        newWill,
        maxInflight,
        maxHeldQos0,
        mergesOverlaps);
  }

  public LocalClientOptions withMaxInflight(int newMaximum) {
    return new LocalClientOptions(
        clientId, cleanStart, sessionExpirySeconds, will, newMaximum, maxHeldQos0, mergesOverlaps);
  }

  public LocalClientOptions withMaxHeldQos0(int newMaximum) {
    return new LocalClientOptions(
        clientId, cleanStart, sessionExpirySeconds, will, maxInflight, newMaximum, mergesOverlaps);
  }

  public LocalClientOptions withMergedOverlaps() {
    return new LocalClientOptions(
        clientId, cleanStart, sessionExpirySeconds, will, maxInflight, maxHeldQos0, true);
  }
}
