package io.weir.broker.bridge;

import io.weir.broker.bridge.BridgeSettings.Address;
import java.util.List;

/**
 * Which of its addresses a bridge tries. The first counts most, unless they take turns.
 *
 * @threads one at a time
 */
final class AddressChoice {
  private final List<Address> addresses;
  private final boolean takesTurns;
  private int index;
  private int failedInRound;

  AddressChoice(List<Address> addresses, boolean takesTurns) {
    this.addresses = addresses;
    this.takesTurns = takesTurns;
  }

  Address present() {
    return addresses.get(index);
  }

  Address first() {
    return addresses.get(0);
  }

  /** Whether there is a better one than the present. */
  boolean isStopgap() {
    return index > 0 && !takesTurns;
  }

  /** The present one can't be reached; returns false if that is so of all, and a round is over. */
  boolean moveOn() {
    index = (index + 1) % addresses.size();
    failedInRound = (failedInRound + 1) % addresses.size();
    return failedInRound > 0;
  }

  void connected() {
    failedInRound = 0;
  }

  /** A connection has ended. */
  void lost() {
    index = takesTurns ? (index + 1) % addresses.size() : 0;
  }
}
