package io.weir.broker;

import io.weir.broker.packet.ProtocolVersion;
import io.weir.broker.packet.Qos;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A place where clients connect.
 *
 * @param name what log lines and policies call it
 * @param host an address or a host name
 * @param port 0 to 65,535; 0 takes a free one
 * @param socket a Unix domain socket to listen on instead of host and port, or null
 * @param connectTimeout how long a connection may take to send its CONNECT
 * @param tls null for an unencrypted listener
 * @param webSocket null for MQTT straight over TCP
 * @param proxy whether a proxy in front says in a PROXY header whom it speaks for
 * @param terms on which its clients are let in
 */
public record Listener(
    String name,
    String host,
    int port,
    @Nullable Path socket,
    Duration connectTimeout,
    @Nullable Tls tls,
    @Nullable WebSocket webSocket,
    Proxy proxy,
    Terms terms) {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  public Listener {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535 but is " + port);
    }
    if (connectTimeout.toSeconds() < 1) {
      throw new IllegalArgumentException("connectTimeout must be at least one second");
    }
  }

  /** MQTT over TCP, everything else as by default. */
  public static Listener tcp(String host, int port) {
    return new Listener(
        host + ":" + port,
        host,
        port,
        null,
        CONNECT_TIMEOUT,
        null,
        null,
        Proxy.NONE,
        Terms.DEFAULT);
  }

  /** MQTT over a Unix domain socket. */
  public static Listener unix(Path path) {
    return new Listener(
        path.toString(),
        "localhost",
        0,
        path,
        CONNECT_TIMEOUT,
        null,
        null,
        Proxy.NONE,
        Terms.DEFAULT);
  }

  public Listener withConnectTimeout(Duration timeout) {
    return new Listener(name, host, port, socket, timeout, tls, webSocket, proxy, terms);
  }

  public Listener withTls(@Nullable Tls newTls) {
    return new Listener(name, host, port, socket, connectTimeout, newTls, webSocket, proxy, terms);
  }

  public Listener withWebSocket(@Nullable WebSocket newWebSocket) {
    return new Listener(name, host, port, socket, connectTimeout, tls, newWebSocket, proxy, terms);
  }

  public Listener withProxy(Proxy newProxy) {
    return new Listener(name, host, port, socket, connectTimeout, tls, webSocket, newProxy, terms);
  }

  public Listener withTerms(Terms newTerms) {
    return new Listener(name, host, port, socket, connectTimeout, tls, webSocket, proxy, newTerms);
  }

  /** The scheme of addresses that lead here. */
  public String transport() {
    if (socket != null) {
      return "unix";
    }
    if (webSocket != null) {
      return tls == null ? "ws" : "wss";
    }
    return tls == null ? "tcp" : "tls";
  }

  /**
   * Encryption by PEM files.
   *
   * @param certificate the listener's certificate, with the chain behind it
   * @param key its private key: PKCS#8, PKCS#1 or SEC1
   * @param authorities who may have signed clients' certificates
   * @param requiresCertificate whether a client without a valid certificate fails the handshake
   * @param revocations withdrawn certificates, or null
   * @param protocols such as {@code TLSv1.3}; empty leaves 1.2 and 1.3
   * @param cipherSuites by their IANA names; empty leaves it to the JDK
   */
  public record Tls(
      Path certificate,
      Path key,
      List<Path> authorities,
      boolean requiresCertificate,
      @Nullable Path revocations,
      List<String> protocols,
      List<String> cipherSuites) {
    public Tls {
      authorities = List.copyOf(authorities);
      protocols = List.copyOf(protocols);
      cipherSuites = List.copyOf(cipherSuites);
    }

    /** A listener that asks for no certificates. */
    public static Tls of(Path certificate, Path key) {
      return new Tls(certificate, key, List.of(), false, null, List.of(), List.of());
    }
  }

  /**
   * MQTT in WebSocket frames.
   *
   * @param origins the pages that a browser may connect from; empty for any
   * @param maxHeaderBytes a longer HTTP request is refused
   * @param files a folder whose files are shown to those who want no WebSocket, or null
   */
  public record WebSocket(Set<String> origins, int maxHeaderBytes, @Nullable Path files) {
    public static final WebSocket DEFAULT = new WebSocket(Set.of(), 4_096);

    public WebSocket {
      origins = Set.copyOf(origins);
      if (maxHeaderBytes < 256) {
        throw new IllegalArgumentException("a WebSocket request needs 256 bytes at least");
      }
    }

    /** Without files. */
    public WebSocket(Set<String> origins, int maxHeaderBytes) {
      this(origins, maxHeaderBytes, null);
    }
  }

  /** What is expected of a proxy in front. */
  public enum Proxy {
    /** There is none. */
    NONE,
    /** A PROXY header, of version 1 or 2. */
    HEADER,
    /**
     * A header of version 2 that says that the client has encrypted its connection to the proxy.
     */
    HEADER_OF_TLS
  }

  /** Where the user name of a client comes from. */
  public enum UserNameSource {
    /** From its CONNECT. */
    CONNECT,
    /** The common name in its certificate. */
    COMMON_NAME,
    /** The whole subject of its certificate, in the form of RFC 2253. */
    SUBJECT
  }

  /**
   * The terms on which clients are let in.
   *
   * @param maxConnections one more is closed without an answer; 0 sets no limit
   * @param maxQos subscriptions are granted no more, and a PUBLISH of more ends the connection with
   *     0x9B
   * @param topicAliasMaximum lowers that of {@link Limits.ConnectionLimits}
   * @param topicAliasesToClients how many the broker sets at most towards a v5 client that allows
   *     some
   * @param versions of MQTT that are spoken; others are answered with 0x84
   * @param mountPoint put before all topics on the way in, and taken off on the way out
   * @param userNameSource where user names come from
   * @param usesUserNameAsClientId whether the client id is the user name, whatever the client says
   * @param allowsEmptyClientId whether the broker makes an id up for a client that gives none
   * @param assignedIdPrefix what an id that the broker makes up begins with
   * @param requiredIdPrefix what the ids of clients must begin with
   * @param allowsRetain whether messages can be retained; if not, one with the flag ends the
   *     connection with 0x9A
   */
  public record Terms(
      int maxConnections,
      Qos maxQos,
      int topicAliasMaximum,
      int topicAliasesToClients,
      Set<ProtocolVersion> versions,
      String mountPoint,
      UserNameSource userNameSource,
      boolean usesUserNameAsClientId,
      boolean allowsEmptyClientId,
      String assignedIdPrefix,
      String requiredIdPrefix,
      boolean allowsRetain) {
    public static final Terms DEFAULT =
        new Terms(
            0,
            Qos.EXACTLY_ONCE,
            65_535,
            10,
            EnumSet.allOf(ProtocolVersion.class),
            "",
            UserNameSource.CONNECT,
            false,
            true,
            "auto-",
            "",
            true);

    public Terms {
      versions = Set.copyOf(versions);
      if (mountPoint.indexOf('+') >= 0 || mountPoint.indexOf('#') >= 0) {
        throw new IllegalArgumentException("a mount point must not hold wildcards");
      }
    }
  }
}
