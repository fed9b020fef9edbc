package io.weir.nodes.udp;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network interface by which groups are joined.
 *
 * @param name the system's name of it
 * @param address its address
 */
record MulticastInterface(String name, String address) {

  /** The interface of a name; null if there is none. */
  static @Nullable MulticastInterface named(String name, boolean isIpV6) {
    try {
      NetworkInterface found = NetworkInterface.getByName(name);
      return found == null ? null : of(found, isIpV6);
    } catch (SocketException e) {
      return null;
    }
  }

  /** The interface that has an address; null if none has. */
  static @Nullable MulticastInterface at(String address) {
    InetAddress parsed = NetUtil.createInetAddressFromIpAddressString(address);
    try {
      NetworkInterface found = parsed == null ? null : NetworkInterface.getByInetAddress(parsed);
      return found == null ? null : new MulticastInterface(found.getName(), address);
    } catch (SocketException e) {
      return null;
    }
  }

  /**
   * The one to take if none is named: the first that leads to others, else the machine's own; null
   * if there is none at all.
   */
  static @Nullable MulticastInterface usual(boolean isIpV6) {
    try {
      List<NetworkInterface> all = Collections.list(NetworkInterface.getNetworkInterfaces());
      all.sort(Comparator.comparing(MulticastInterface::isLoopback));
      for (NetworkInterface each : all) {
        MulticastInterface found = each.isUp() ? of(each, isIpV6) : null;
        if (found != null && (each.supportsMulticast() || each.isLoopback())) {
          return found;
        }
      }
    } catch (SocketException e) {
      // As good as none.
    }
    return null;
  }

  private static boolean isLoopback(NetworkInterface of) {
    try {
      return of.isLoopback();
    } catch (SocketException e) {
      return false;
    }
  }

  private static @Nullable MulticastInterface of(NetworkInterface found, boolean isIpV6) {
    for (InetAddress address : Collections.list(found.getInetAddresses())) {
      if (address instanceof Inet6Address == isIpV6) {
        return new MulticastInterface(found.getName(), address.getHostAddress());
      }
    }
    return null;
  }
}
