package io.weir.broker.listener;

import io.weir.broker.auth.ClientNetwork;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many connections each address has, over all listeners.
 *
 * @threads any
 */
public final class AddressCount {
  private volatile int maximum;
  private final Map<String, Integer> open = new ConcurrentHashMap<>();

  /**
   * Nothing counted yet.
   *
   * @param maximum for one address; 0 for no limit, and then nothing is counted
   */
  public AddressCount(int maximum) {
    this.maximum = maximum;
  }

  int maximum() {
    return maximum;
  }

  /** Another maximum; connections that were not counted when they came never are. */
  public void maximum(int newMaximum) {
    maximum = newMaximum;
  }

  /**
   * Counts one more; returns what to give to {@link #release} when it is closed.
   *
   * @return empty if it isn't counted
   */
  String take(String remoteAddress) {
    String network = maximum == 0 ? "" : ClientNetwork.of(remoteAddress);
    if (!network.isEmpty()) {
      open.merge(network, 1, Integer::sum);
    }
    return network;
  }

  /** Whether there are more than are allowed. */
  boolean isExceeded(String network) {
    int most = maximum;
    return most > 0 && open.getOrDefault(network, 0) > most;
  }

  void release(String network) {
    open.computeIfPresent(network, (key, count) -> count == 1 ? null : count - 1);
  }
}
