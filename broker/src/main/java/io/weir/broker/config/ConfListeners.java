package io.weir.broker.config;

import io.weir.broker.Listener;
import io.weir.broker.Listener.Proxy;
import io.weir.broker.Listener.Terms;
import io.weir.broker.Listener.UserNameSource;
import io.weir.broker.Listener.WebSocket;
import io.weir.broker.packet.ProtocolVersion;
import io.weir.broker.packet.Qos;
import io.weir.broker.topic.TopicName;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the broker's listeners of Mosquitto's: one for each address that one of those has. */
final class ConfListeners {
  private static final int DEFAULT_PORT = 1883;
  private static final int MAX_PREFIX = 50;

  private final ConfTree tree;
  private final List<Integer> portsGiven;
  private final List<Listener> listeners = new ArrayList<>();
  private final List<ConfAccess.Source> sources = new ArrayList<>();

  /**
   * A mapper.
   *
   * @param portsGiven on the command line
   */
  ConfListeners(ConfTree tree, List<Integer> portsGiven) {
    this.tree = tree;
    this.portsGiven = portsGiven;
  }

  /** By which options each listener lets clients in. */
  List<ConfAccess.Source> sources() {
    return sources;
  }

  /** Whether nothing says where to listen, so that only this machine is to connect. */
  boolean isLocalOnly() {
    return tree.listeners.isEmpty() && !tree.global.has("port") && !tree.global.has("bind_address");
  }

  List<Listener> read() throws ConfException {
    boolean hasDefault = tree.global.has("port") || tree.global.has("bind_address");
    if (isLocalOnly()) {
      for (int port : portsGiven.isEmpty() ? List.of(DEFAULT_PORT) : portsGiven) {
        add(tree.defaultListener, port, loopback());
      }
      if (!tree.defaultListener.isEmpty()) {
        tree.warnings.add(
            new ConfWarning(
                "there are options of a listener, but no listener: they count for the one on this"
                    + " machine's loopback address; a line \"listener 1883\" would open it to others",
                false));
      }
    } else if (hasDefault || !tree.defaultListener.isEmpty() || !portsGiven.isEmpty()) {
      addDefault();
    }
    for (ConfSection section : tree.listeners) {
      addWritten(section);
    }
    return listeners;
  }

  private void addDefault() throws ConfException {
    String address = tree.global.text("bind_address");
    List<Integer> ports = portsGiven;
    if (ports.isEmpty()) {
      ports = List.of(tree.global.whole("port", 0, 65_535, DEFAULT_PORT));
    }
    ConfLine line = tree.global.line("bind_address");
    for (int port : ports) {
      // Port 0 is how old files say that there is no default listener.
      if (port > 0 || !portsGiven.isEmpty()) {
        add(tree.defaultListener, port, addresses(tree.defaultListener, address, line));
      }
    }
  }

  private void addWritten(ConfSection section) throws ConfException {
    ConfLine line = section.opening();
    if (line == null) {
      return;
    }
    String[] words = line.word().split("[ \t]+", 2);
    int port = ConfValue.port(line, words[0]);
    String address = words.length < 2 || words[1].startsWith("#") ? null : words[1].strip();
    if (port == 0 && address != null && address.startsWith("/")) {
      Listener unix = Listener.unix(Path.of(address));
      listeners.add(complete(unix, section));
      sources.add(new ConfAccess.Source(unix.name(), section));
    } else if (address != null && address.startsWith("/")) {
      throw new ConfException(line, "a Unix domain socket needs port 0");
    } else {
      add(section, port, addresses(section, address, line));
    }
  }

  private void add(ConfSection section, int port, List<String> hosts) throws ConfException {
    for (String host : hosts) {
      Listener listener = complete(Listener.tcp(host, port), section);
      listeners.add(listener);
      sources.add(new ConfAccess.Source(listener.name(), section));
    }
  }

  private Listener complete(Listener bare, ConfSection section) throws ConfException {
    String protocol = section.text("protocol", "mqtt");
    ConfLine line = section.line("protocol");
    if (!protocol.equals("mqtt") && !protocol.equals("websockets") && line != null) {
      throw new ConfException(line, "protocol must be mqtt or websockets but is " + protocol);
    }
    return bare.withTls(new ConfTls(section, tree, "").read())
        .withWebSocket(protocol.equals("websockets") ? webSocket(section) : null)
        .withProxy(proxy(section))
        .withTerms(terms(section));
  }

  private static Proxy proxy(ConfSection section) throws ConfException {
    int version = section.whole("enable_proxy_protocol", 0, 2, 0);
    boolean requiresTls = section.flag("proxy_protocol_v2_require_tls", false);
    ConfLine line = section.line("proxy_protocol_v2_require_tls");
    if (requiresTls && version != 2 && line != null) {
      throw new ConfException(line, line.name() + " needs enable_proxy_protocol 2");
    }
    return version == 0 ? Proxy.NONE : requiresTls ? Proxy.HEADER_OF_TLS : Proxy.HEADER;
  }

  private WebSocket webSocket(ConfSection section) throws ConfException {
    Set<String> origins = new HashSet<>();
    section.all("websockets_origin").forEach(line -> origins.add(line.value()));
    String size =
        tree.global.has("websockets_headers_size")
            ? "websockets_headers_size"
            : "packet_buffer_size";
    return new WebSocket(
        origins, Math.max(256, tree.global.whole(size, 4_096)), webFolder(section));
  }

  private static @Nullable Path webFolder(ConfSection section) throws ConfException {
    Path folder = section.path("http_dir");
    ConfLine line = section.line("http_dir");
    if (folder != null && line != null && !Files.isDirectory(folder)) {
      throw new ConfException(line, "http_dir " + folder + " is no folder that can be read");
    }
    return folder;
  }

  private Terms terms(ConfSection section) throws ConfException {
    ConfSection security = tree.isPerListener ? section : tree.global;
    int connections = section.whole("max_connections", -1);
    String prefix =
        section.text("listener_auto_id_prefix", security.text("auto_id_prefix", "auto-"));
    if (prefix.length() > MAX_PREFIX) {
      throw new ConfException("auto_id_prefix may have " + MAX_PREFIX + " characters");
    }
    return new Terms(
        Math.max(0, connections),
        Qos.of(section.whole(section.has("max_qos") ? "max_qos" : "maximum_qos", 0, 2, 2)),
        section.whole("max_topic_alias", 0, 65_535, 10),
        section.whole("max_topic_alias_broker", 0, 65_535, 10),
        versions(section),
        mountPoint(section),
        userNameSource(section),
        section.flag("use_username_as_clientid", false),
        security.flag("allow_zero_length_clientid", true),
        prefix,
        tree.global.text("clientid_prefixes", ""),
        tree.global.flag("retain_available", true));
  }

  private String mountPoint(ConfSection section) throws ConfException {
    ConfLine line = section.line("mount_point");
    if (line == null) {
      return "";
    }
    String mountPoint = line.value();
    String problem = TopicName.problem(mountPoint, Integer.MAX_VALUE);
    if (problem != null) {
      throw new ConfException(line, "mount_point can't be \"" + mountPoint + "\": " + problem);
    }
    if (!mountPoint.endsWith("/")) {
      tree.warn(
          line,
          "mount_point has no / at its end, so it becomes a part of the first level of each topic,"
              + " and clients can't subscribe to # or to +");
    }
    return mountPoint;
  }

  private static Set<ProtocolVersion> versions(ConfSection section) throws ConfException {
    ConfLine line = section.line("accept_protocol_versions");
    if (line == null) {
      return EnumSet.allOf(ProtocolVersion.class);
    }
    Set<ProtocolVersion> versions = EnumSet.noneOf(ProtocolVersion.class);
    for (String word : line.word().split("[, ]+", -1)) {
      switch (word) {
        case "3" -> versions.add(ProtocolVersion.MQTT_3_1);
        case "4" -> versions.add(ProtocolVersion.MQTT_3_1_1);
        case "5" -> versions.add(ProtocolVersion.MQTT_5);
        default -> throw new ConfException(line, line.name() + " must be some of 3, 4 and 5");
      }
    }
    return versions;
  }

  private static UserNameSource userNameSource(ConfSection section) throws ConfException {
    boolean identity = section.flag("use_identity_as_username", false);
    boolean subject = section.flag("use_subject_as_username", false);
    ConfLine line = section.line(identity ? "use_identity_as_username" : "use_subject_as_username");
    if ((identity || subject) && line != null && !section.flag("require_certificate", false)) {
      throw new ConfException(line, line.name() + " needs require_certificate true");
    }
    if (identity) {
      return UserNameSource.COMMON_NAME;
    }
    return subject ? UserNameSource.SUBJECT : UserNameSource.CONNECT;
  }

  private static List<String> loopback() {
    return hasIpV6(true) ? List.of("127.0.0.1", "::1") : List.of("127.0.0.1");
  }

  private static boolean hasIpV6(boolean onLoopback) {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .anyMatch(a -> a instanceof Inet6Address && (!onLoopback || a.isLoopbackAddress()));
    } catch (SocketException e) {
      return false;
    }
  }

  private static List<String> addresses(
      ConfSection section, @Nullable String address, @Nullable ConfLine line) throws ConfException {
    String domain = section.text("socket_domain", "");
    ConfLine domainLine = section.line("socket_domain");
    if (domainLine != null && !domain.equals("ipv4") && !domain.equals("ipv6")) {
      throw new ConfException(domainLine, "socket_domain must be ipv4 or ipv6");
    }
    ConfLine device = section.line("bind_interface");
    if (device != null) {
      return interfaceAddresses(device, domain);
    }
    if (address == null) {
      return List.of(!domain.equals("ipv4") && hasIpV6(false) ? "::" : "0.0.0.0");
    }
    try {
      Set<String> hosts = new LinkedHashSet<>();
      for (InetAddress resolved : InetAddress.getAllByName(address)) {
        if (isWanted(resolved, domain)) {
          hosts.add(resolved.getHostAddress());
        }
      }
      if (!hosts.isEmpty()) {
        return List.copyOf(hosts);
      }
    } catch (UnknownHostException e) {
      // Said below.
    }
    throw line == null
        ? new ConfException("the address " + address + " is not known")
        : new ConfException(line, "the address " + address + " is not known");
  }

  private static boolean isWanted(InetAddress address, String domain) {
    return domain.isEmpty() || domain.equals("ipv6") == (address instanceof Inet6Address);
  }

  private static List<String> interfaceAddresses(ConfLine line, String domain)
      throws ConfException {
    try {
      NetworkInterface device = NetworkInterface.getByName(line.word());
      List<String> hosts =
          device == null
              ? List.of()
              : device
                  .inetAddresses()
                  .filter(address -> isWanted(address, domain))
                  .map(InetAddress::getHostAddress)
                  .toList();
      if (!hosts.isEmpty()) {
        return hosts;
      }
    } catch (SocketException e) {
      // Said below.
    }
    throw new ConfException(line, "the interface " + line.word() + " has no address");
  }
}
