package io.weir.broker.auth;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * The place that a client comes from, as far as bounds for a single place go: its address or, with
 * IPv6, its network of 64 bits, since one machine has all of it.
 *
 * <p>The loopback address is no such place: behind it may stand a proxy with the whole world.
 */
public final class ClientNetwork {
  private static final Pattern IP_V4 = Pattern.compile("[0-9]+(\\.[0-9]+){3}");
  private static final Pattern PORT = Pattern.compile("(?<=^[0-9.]{7,15}|\\]):[0-9]+$");

  private ClientNetwork() {}

  /** What counts as one place, without the port; empty for those that are not told apart. */
  public static String of(String remoteAddress) {
    String host = PORT.matcher(remoteAddress).replaceFirst("");
    if (!IP_V4.matcher(host).matches() && host.indexOf(':') < 0) {
      return "";
    }
    try {
      // Literal addresses only, so nothing is looked up.
      InetAddress address = InetAddress.getByName(host);
      if (address.isLoopbackAddress()) {
        return "";
      }
      byte[] bytes = address.getAddress();
      return bytes.length == 4
          ? address.getHostAddress()
          : Arrays.toString(Arrays.copyOf(bytes, 8));
    } catch (UnknownHostException notAnAddress) {
      return "";
    }
  }
}
