package io.weir.nodes.udp;

import io.vertx.core.datagram.DatagramSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * How a socket is opened.
 *
 * @param port the port to listen on; 0 for one that the system chooses
 * @param isIpV6 whether for IPv6, which includes IPv4
 * @param reach whom what is sent may reach
 * @param iface the interface for multicast; null for the system's choice
 */
record UdpBinding(int port, boolean isIpV6, Reach reach, @Nullable MulticastInterface iface) {
  private static final int MULTICAST_TTL = 128;

  /** Room for the largest datagram; Netty cuts what is longer than its buffer. */
  private static final int RECEIVE_BYTES = 128 << 10;

  /** Whom what is sent may reach. */
  enum Reach {
    /** One other. */
    ONE,
    /** All in the network. */
    BROADCAST,
    /** All in a group. */
    MULTICAST
  }

  /** The address to listen on: all that the machine has. */
  String host() {
    return isIpV6 ? "::" : "0.0.0.0";
  }

  DatagramSocketOptions options() {
    DatagramSocketOptions options =
        new DatagramSocketOptions()
            .setIpV6(isIpV6)
            .setReuseAddress(true)
            .setReceiveBufferSize(RECEIVE_BYTES);
    if (reach != Reach.ONE) {
      options.setBroadcast(true).setLoopbackModeDisabled(true);
    }
    if (reach == Reach.MULTICAST) {
      options.setMulticastTimeToLive(MULTICAST_TTL);
      if (iface != null) {
        options.setMulticastNetworkInterface(iface.name());
      }
    }
    return options;
  }
}
