package io.weir.broker.store;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The parts of the store, each ordered by key.
 *
 * <p>Names are on disk: they stay as they are.
 */
public enum Table {
  /** What the store is: the version of its format. */
  META,
  /** Session number to what is kept of the session itself. */
  SESSIONS,
  /** Session number and filter to the options of a subscription. */
  SUBSCRIPTIONS,
  /** Sequence number, which is the order of arrival, to a publication and those it is owed to. */
  MESSAGES,
  /** Sequence and session number to how far a delivery has come since its message was written. */
  PROGRESS,
  /** Session number and packet id of a QoS 2 publication that its client has not released. */
  INBOUND,
  /** Topic to retained publication. */
  RETAINED,
  /** Client id to the will of a client that is connected, or whose will is delayed. */
  WILLS;

  byte[] nameBytes() {
    return name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
  }
}
