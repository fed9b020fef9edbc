package io.weir.broker.bridge;

import io.weir.broker.packet.ProtocolVersion;
import io.weir.broker.packet.Qos;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection to another broker.
 *
 * @param name unique among bridges
 * @param addresses tried one after the other
 * @param takesTurns whether all addresses are alike; otherwise the first is returned to as soon as
 *     it can be reached
 * @param topics what goes across
 * @param remote how the bridge presents itself to the other broker
 * @param local how it presents itself here
 * @param start when it connects
 * @param restart how long it waits before it tries again
 * @param notifications where it says whether it is connected
 * @param network what lies between
 * @param reloadsAtOnce whether changed settings count at once, rather than with the next connection
 */
public record BridgeSettings(
    String name,
    List<Address> addresses,
    boolean takesTurns,
    List<Topic> topics,
    Remote remote,
    Local local,
    Start start,
    Restart restart,
    Notifications notifications,
    Network network,
    boolean reloadsAtOnce) {

  public BridgeSettings {
    addresses = List.copyOf(addresses);
    topics = List.copyOf(topics);
    if (addresses.isEmpty() || topics.isEmpty()) {
      throw new IllegalArgumentException("a bridge needs an address and a topic");
    }
  }

  /** Where the other broker is. */
  public record Address(String host, int port) {
    @Override
    public String toString() {
      return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
  }

  /** Which way messages go. */
  public enum Direction {
    OUT,
    IN,
    BOTH;

    /** Whether messages go to the other broker. */
    public boolean isOut() {
      return this != IN;
    }

    /** Whether messages come from the other broker. */
    public boolean isIn() {
      return this != OUT;
    }
  }

  /**
   * Topics that go across.
   *
   * @param pattern a filter; empty to map one topic, the local prefix to the remote one
   */
  public record Topic(
      String pattern, Direction direction, Qos qos, String localPrefix, String remotePrefix) {
    /** What the bridge subscribes to here. */
    public String localFilter() {
      return localPrefix + pattern;
    }

    /** What the bridge subscribes to there. */
    public String remoteFilter() {
      return remotePrefix + pattern;
    }
  }

  /**
   * The bridge as a client of the other broker.
   *
   * @param isPrivate whether it says that it is a bridge, in the way of Mosquitto, until that is
   *     refused; MQTT 5 has words of its own for it
   * @param unsubscribes whether it gives up subscriptions that an earlier configuration may have
   *     left behind
   * @param retains whether messages keep their retain flag on the way out
   * @param limits what else it says about itself
   */
  public record Remote(
      String clientId,
      @Nullable Login login,
      boolean isClean,
      int keepAliveSeconds,
      ProtocolVersion version,
      boolean isPrivate,
      boolean unsubscribes,
      boolean retains,
      Limits limits) {}

  /** Who it is to the other broker. */
  public record Login(String userName, @Nullable String password) {
    /** Without the password. */
    @Override
    public String toString() {
      return "Login[userName=" + userName + "]";
    }
  }

  /**
   * Numbers that MQTT 5 knows.
   *
   * @param maxPacketBytes messages that make larger packets are not sent; 0 for no limit
   * @param topicAliasMaximum how many names the other broker may shorten
   * @param receiveMaximum how many messages the other broker may send before they are acknowledged
   * @param sessionExpirySeconds how long the other broker keeps the session; 4,294,967,295 for ever
   */
  public record Limits(
      int maxPacketBytes, int topicAliasMaximum, int receiveMaximum, long sessionExpirySeconds) {
    public static final Limits DEFAULT = new Limits(0, 10, 65_535, 0xFFFF_FFFFL);
  }

  /**
   * The bridge as a client of this broker.
   *
   * @param isClean whether what it is owed while it is not connected is forgotten
   */
  public record Local(String clientId, boolean isClean) {}

  /**
   * When it connects.
   *
   * @param idle how long nothing goes across before a lazy bridge disconnects
   * @param threshold how many messages wait before it connects
   */
  public record Start(Kind kind, Duration idle, int threshold) {
    public static final Start AUTOMATIC = new Start(Kind.AUTOMATIC, Duration.ofSeconds(60), 10);

    /** What makes it connect. */
    public enum Kind {
      /** The start, and the loss of a connection. */
      AUTOMATIC,
      /** Messages that wait. */
      LAZY,
      /** The start alone. */
      ONCE
    }
  }

  /**
   * How long it waits before it tries again.
   *
   * @param base at least
   * @param cap at most; each wait is longer than the one before, by chance. The same as the base
   *     for waits that are alike
   * @param stable how long a connection has to last for waits to begin with the base again
   */
  public record Restart(Duration base, Duration cap, Duration stable) {}

  /**
   * Where it says whether it is connected, as a retained 1 or 0.
   *
   * @param isLocalOnly whether the other broker is not told
   */
  public record Notifications(boolean isOn, boolean isLocalOnly, String topic) {}

  /**
   * What lies between the brokers.
   *
   * @param bindAddress from which it connects, or null for any
   * @param tcp how a dead peer is noticed below MQTT
   * @param tls null for a connection that is not encrypted
   */
  public record Network(@Nullable String bindAddress, Tcp tcp, @Nullable Tls tls) {
    public static final Network PLAIN = new Network(null, Tcp.DEFAULT, null);
  }

  /**
   * What the system does about silence; 0 leaves it to the system.
   *
   * @param probe whether idle connections are probed
   * @param userTimeoutMillis how long sent data may stay unacknowledged
   */
  public record Tcp(
      boolean probe, int idleSeconds, int intervalSeconds, int probeCount, int userTimeoutMillis) {
    public static final Tcp DEFAULT = new Tcp(false, 0, 0, 0, 0);
  }

  /**
   * Encryption.
   *
   * @param authorities whose certificates are trusted; empty for those that Java trusts
   * @param certificate the bridge's own, with its key, or null
   * @param protocols versions to offer; empty for Java's choice
   * @param suites ciphers to offer, by their names in Java; empty for Java's choice
   * @param alpn protocols to ask for
   * @param checksHost whether the certificate has to be for the host's name
   * @param requiresStaple whether the other broker has to send along proof that its certificate has
   *     not been revoked
   */
  public record Tls(
      List<Path> authorities,
      @Nullable Path certificate,
      @Nullable Path key,
      List<String> protocols,
      List<String> suites,
      List<String> alpn,
      boolean checksHost,
      boolean requiresStaple) {
    public Tls {
      authorities = List.copyOf(authorities);
      protocols = List.copyOf(protocols);
      suites = List.copyOf(suites);
      alpn = List.copyOf(alpn);
    }
  }
}
