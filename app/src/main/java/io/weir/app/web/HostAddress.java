package io.weir.app.web;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;

/** The address under which other machines know this one. */
public final class HostAddress {
  // Addresses for documentation: nothing is sent there, the system only says by which way it would.
  private static final String SOMEWHERE = "192.0.2.1";
  private static final int ANY_PORT = 9;
  // Asking the network for one's own name may take seconds.
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  private HostAddress() {}

  /**
   * What to write into a link for others.
   *
   * @param host what is listened on; the wildcard stands for all addresses of the machine
   */
  public static String of(String host) {
    try {
      InetAddress listening = InetAddress.getByName(host);
      if (!listening.isAnyLocalAddress()) {
        return inLink(host);
      }
      return towardsOthers().or(HostAddress::ofAnInterface).orElse("localhost");
    } catch (IOException e) {
      return inLink(host);
    }
  }

  /** Whether nobody but this machine can connect to an address. */
  public static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** What this machine calls itself. */
  public static String nameOfThisMachine() {
    try {
      return Files.isReadable(HOST_NAME)
          ? Files.readString(HOST_NAME).strip()
          : InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return "unknown";
    }
  }

  /** An address as links have it: with brackets around it if it has colons in it. */
  public static String inLink(String host) {
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  private static Optional<String> towardsOthers() {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(InetAddress.getByName(SOMEWHERE), ANY_PORT));
      InetAddress own = socket.getLocalAddress();
      return own == null || own.isAnyLocalAddress() || own.isLoopbackAddress()
          ? Optional.empty()
          : Optional.of(inLink(own.getHostAddress()));
    } catch (IOException | java.io.UncheckedIOException e) {
      // No way to the world: a machine in a network of its own.
      return Optional.empty();
    }
  }

  private static Optional<String> ofAnInterface() {
    try {
      return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
          .flatMap(each -> each.inetAddresses())
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .filter(address -> !(address instanceof Inet6Address))
          .findFirst()
          .map(address -> inLink(address.getHostAddress()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
