package io.weir.broker.delivery;

import io.weir.broker.loop.BrokerLoop;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The routes of the topics that one loop has seen lately, found by the bytes of the topic's name,
 * so that a known topic is neither decoded nor checked nor matched again.
 *
 * <p>Bounded in number and bytes: when it is full it starts afresh, which costs one match per topic
 * in use.
 *
 * @threads its loop only
 */
final class RouteCache {
  private final SubscriptionTree tree;
  private final BrokerLoop home;
  private int maxEntries;
  private final long maxBytes;
  private byte[][] names;
  private @Nullable Route[] routes;
  private int size;
  private long bytes;

  RouteCache(SubscriptionTree tree, BrokerLoop home, int maxEntries, long maxBytes) {
    this.tree = tree;
    this.home = home;
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
    int slots = 64;
    names = new byte[slots][];
    routes = new Route[slots];
  }

  /** Another bound from here on. */
  void maxEntries(int newMaximum) {
    maxEntries = newMaximum;
  }

  /**
   * The route of a topic.
   *
   * @param nameOf makes a checked name of the bytes, called for topics not known yet
   */
  Route find(byte[] name, int length, BiFunction<byte[], Integer, String> nameOf) {
    int slot = slotOf(name, length);
    Route route = routes[slot];
    if (route != null) {
      if (route.generation() != tree.generation()) {
        bytes -= route.weight();
        route = Route.find(route.topic(), tree, home);
        routes[slot] = route;
        bytes += route.weight();
      }
      return route;
    }
    route = Route.find(nameOf.apply(name, length), tree, home);
    put(Arrays.copyOf(name, length), route);
    return route;
  }

  /** The route of a topic given as text, already checked. */
  Route find(String topic) {
    byte[] name = topic.getBytes(StandardCharsets.UTF_8);
    return find(name, name.length, (bytes, length) -> topic);
  }

  private int slotOf(byte[] name, int length) {
    int mask = routes.length - 1;
    int slot = hash(name, length) & mask;
    while (routes[slot] != null && !isName(names[slot], name, length)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static boolean isName(byte[] known, byte[] name, int length) {
    return known.length == length && Arrays.equals(known, 0, length, name, 0, length);
  }

  private static int hash(byte[] name, int length) {
    int hash = length;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + name[i];
    }
    // Spreads the high bits: the table is indexed by the low ones.
    return ((hash ^ (hash >>> 16)) * 0x9E3779B1) >>> 7;
  }

  private void put(byte[] name, Route route) {
    if (size >= maxEntries || bytes >= maxBytes) {
      Arrays.fill(routes, null);
      Arrays.fill(names, null);
      size = 0;
      bytes = 0;
    } else if (size * 2 >= routes.length) {
      grow();
    }
    int slot = slotOf(name, name.length);
    names[slot] = name;
    routes[slot] = route;
    size++;
    bytes += name.length + route.weight();
  }

  private void grow() {
    byte[][] oldNames = names;
    Route[] oldRoutes = routes;
    names = new byte[oldNames.length * 2][];
    routes = new Route[oldNames.length * 2];
    for (int i = 0; i < oldNames.length; i++) {
      if (oldRoutes[i] != null) {
        int slot = slotOf(oldNames[i], oldNames[i].length);
        names[slot] = oldNames[i];
        routes[slot] = oldRoutes[i];
      }
    }
  }
}
