package io.weir.editor.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which proxies in front of the server are believed when they say for whom they ask, in {@code
 * X-Forwarded-For}, {@code -Proto} and {@code -Host}: Express's {@code trust proxy}.
 *
 * @param hops how many of them, counted from here; {@link #ALL} for whoever comes
 * @param networks where they are, if they aren't counted
 */
public record TrustedProxies(int hops, List<Network> networks) {
  /** Stands for any number. */
  public static final int ALL = Integer.MAX_VALUE;

  /** Nobody is believed. */
  public static final TrustedProxies NONE = new TrustedProxies(0, List.of());

  public TrustedProxies {
    networks = List.copyOf(networks);
  }

  /**
   * Addresses that begin alike.
   *
   * @param bits how many of the address count
   */
  public record Network(InetAddress address, int bits) {

    /**
     * Reads {@code 10.0.0.0/8}, {@code ::1}, or one of Express's names {@code loopback}, {@code
     * linklocal}, {@code uniquelocal}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static List<Network> parse(String text) {
      return switch (text) {
        case "loopback" -> List.of(of("127.0.0.0/8"), of("::1/128"));
        case "linklocal" -> List.of(of("169.254.0.0/16"), of("fe80::/10"));
        case "uniquelocal" ->
            List.of(of("10.0.0.0/8"), of("172.16.0.0/12"), of("192.168.0.0/16"), of("fc00::/7"));
        default -> List.of(of(text));
      };
    }

    private static Network of(String text) {
      String[] parts = text.split("/", 2);
      // Names would be looked up, and whoever answers for them would be trusted.
      if (!parts[0].matches("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
        throw new IllegalArgumentException(text + " is not an address or a network");
      }
      try {
        InetAddress address = InetAddress.getByName(parts[0]);
        int all = address.getAddress().length * 8;
        int bits = parts.length == 1 ? all : Integer.parseInt(parts[1]);
        if (bits < 0 || bits > all) {
          throw new IllegalArgumentException(text + " has at most " + all + " bits");
        }
        return new Network(address, bits);
      } catch (UnknownHostException | NumberFormatException e) {
        throw new IllegalArgumentException(text + " is not an address or a network", e);
      }
    }

    boolean holds(InetAddress other) {
      byte[] mine = address.getAddress();
      byte[] theirs = other.getAddress();
      if (mine.length != theirs.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >>> (bit % 8);
        if ((mine[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * For whom a request asks.
   *
   * @param address the client's, as far as the proxies are believed
   * @param addresses the client's and those of the proxies that asked for it, but for the last
   *     one's; empty if none is believed
   * @param isSecure whether the client speaks TLS
   * @param host the name that the client asked for; null if it named none
   * @param isForwarded whether a proxy that is believed says so
   */
  public record Client(
      String address,
      List<String> addresses,
      boolean isSecure,
      @Nullable HostAndPort host,
      boolean isForwarded) {

    /** Whether it is on this machine, with no proxy between. */
    public boolean isHere() {
      return !isForwarded && InetAddresses.isLoopback(address);
    }
  }

  /** For whom a request asks. */
  public Client clientOf(HttpServerRequest request) {
    SocketAddress peer = request.remoteAddress();
    String peerAddress = peer == null || peer.hostAddress() == null ? "" : peer.hostAddress();
    boolean isTrusted = trusts(peerAddress, 0);
    List<String> chain = new ArrayList<>(List.of(peerAddress));
    List<String> forwarded = words(request.getHeader("X-Forwarded-For"));
    for (int i = forwarded.size() - 1; i >= 0; i--) {
      chain.add(forwarded.get(i));
    }
    int client = 0;
    while (client < chain.size() - 1 && trusts(chain.get(client), client)) {
      client++;
    }
    List<String> scheme = isTrusted ? words(request.getHeader("X-Forwarded-Proto")) : List.of();
    List<String> host = isTrusted ? words(request.getHeader("X-Forwarded-Host")) : List.of();
    boolean isSecure = scheme.isEmpty() ? request.isSSL() : scheme.get(0).equals("https");
    HostAndPort asked = host.isEmpty() ? null : HostAndPort.parseAuthority(host.get(0), -1);
    List<String> addresses = new ArrayList<>(chain.subList(1, client + 1));
    Collections.reverse(addresses);
    return new Client(
        chain.get(client),
        addresses,
        isSecure,
        asked == null ? request.authority() : asked,
        client > 0 || !scheme.isEmpty() || asked != null);
  }

  private static List<String> words(@Nullable String header) {
    List<String> words = new ArrayList<>();
    for (String word : header == null ? new String[0] : header.split(",", -1)) {
      if (!word.isBlank()) {
        words.add(word.strip());
      }
    }
    return words;
  }

  private boolean trusts(String address, int hop) {
    if (hop < hops) {
      return true;
    }
    InetAddress parsed = InetAddresses.parse(address);
    return parsed != null && networks.stream().anyMatch(network -> network.holds(parsed));
  }
}
