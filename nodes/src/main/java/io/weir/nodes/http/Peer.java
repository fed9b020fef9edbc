package io.weir.nodes.http;

import java.util.List;

/**
 * Who asks.
 *
 * @param address the client's, as far as proxies in between are believed
 * @param addresses the client's and those of proxies between it and the last one; empty if no proxy
 *     is believed
 * @param isSecure whether it speaks TLS
 * @param host the name that it asked for, without the port; empty if it named none
 */
public record Peer(String address, List<String> addresses, boolean isSecure, String host) {
  public Peer {
    addresses = List.copyOf(addresses);
  }
}
