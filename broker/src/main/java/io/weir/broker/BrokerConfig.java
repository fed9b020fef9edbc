package io.weir.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that can be set about a broker. Defaults are those that clients know from Mosquitto.
 *
 * @param listeners where clients connect; may be empty for a broker of local clients only
 * @param limits the bound of everything that grows by what clients do
 * @param delivery what is left open about deliveries
 * @param eventLoops how many loops serve connections; 0 leaves it to the broker: one on two cores
 *     or fewer, otherwise one less than there are cores, at most four
 * @param sysInterval how often {@code $SYS} is refreshed; zero turns it off
 * @param persistence where sessions, messages and wills survive a restart; null keeps them in
 *     memory only
 */
public record BrokerConfig(
    List<Listener> listeners,
    Limits limits,
    DeliveryRules delivery,
    int eventLoops,
    Duration sysInterval,
    @Nullable Persistence persistence) {

  public BrokerConfig {
    listeners = List.copyOf(listeners);
    if (eventLoops < 0 || eventLoops > 64) {
      throw new IllegalArgumentException("eventLoops must be 0 to 64 but is " + eventLoops);
    }
    if (sysInterval.isNegative()) {
      throw new IllegalArgumentException("sysInterval must not be negative");
    }
  }

  /** One listener on the loopback interface at port 1883. */
  public static BrokerConfig defaults() {
    return listeningOn("127.0.0.1", 1883);
  }

  /**
   * One TCP listener, everything else as by default.
   *
   * @param port 0 takes a free one, which {@link Broker#addresses} then tells
   */
  public static BrokerConfig listeningOn(String host, int port) {
    return localOnly().withListeners(List.of(Listener.tcp(host, port)));
  }

  /** No listener at all: only clients in the same process. */
  public static BrokerConfig localOnly() {
    return new BrokerConfig(
        List.of(), Limits.defaults(), DeliveryRules.DEFAULT, 0, Duration.ofSeconds(10), null);
  }

  public BrokerConfig withListeners(List<Listener> newListeners) {
    return new BrokerConfig(newListeners, limits, delivery, eventLoops, sysInterval, persistence);
  }

  public BrokerConfig withLimits(Limits newLimits) {
    return new BrokerConfig(listeners, newLimits, delivery, eventLoops, sysInterval, persistence);
  }

  public BrokerConfig withDelivery(DeliveryRules newRules) {
    return new BrokerConfig(listeners, limits, newRules, eventLoops, sysInterval, persistence);
  }

  public BrokerConfig withEventLoops(int newEventLoops) {
    return new BrokerConfig(listeners, limits, delivery, newEventLoops, sysInterval, persistence);
  }

  public BrokerConfig withSysInterval(Duration newInterval) {
    return new BrokerConfig(listeners, limits, delivery, eventLoops, newInterval, persistence);
  }

  public BrokerConfig withPersistence(@Nullable Persistence newPersistence) {
    return new BrokerConfig(listeners, limits, delivery, eventLoops, sysInterval, newPersistence);
  }

  /** How many event loops serve connections, with 0 resolved for this machine. */
  public int effectiveEventLoops() {
    if (eventLoops > 0) {
      return eventLoops;
    }
    int cores = Runtime.getRuntime().availableProcessors();
    return cores <= 2 ? 1 : Math.min(cores - 1, 4);
  }

  /**
   * Where and how carefully state is kept.
   *
   * @param directory made if it does not exist; the broker's alone
   * @param sync what a kept message survives
   */
  public record Persistence(Path directory, Sync sync) {

    /** Against what a message is safe once it is acknowledged. */
    public enum Sync {
      /** The end of the process, however it comes: written, but not forced onto the device. */
      PROCESS,
      /** As {@link #PROCESS}, and a power failure takes at most the last second. */
      SECOND,
      /** A power failure: forced onto the device before the acknowledgement, group by group. */
      DEVICE
    }
  }
}
