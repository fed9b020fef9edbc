package io.weir.broker;

import java.time.Duration;

/**
 * The bounds of everything that grows by what clients do, each with what happens at it.
 *
 * @param packet sizes that a single packet may have
 * @param session what a single session may hold
 * @param connection what a single connection may do
 * @param memory what all clients together may make the broker hold, counted as it happens
 * @param clients how many may come
 */
public record Limits(
    PacketLimits packet,
    SessionLimits session,
    ConnectionLimits connection,
    MemoryLimits memory,
    ClientLimits clients) {

  public static Limits defaults() {
    return new Limits(
        PacketLimits.defaults(),
        SessionLimits.defaults(),
        ConnectionLimits.defaults(),
        MemoryLimits.defaults(),
        ClientLimits.defaults());
  }

  public Limits withPacket(PacketLimits newPacket) {
    return new Limits(newPacket, session, connection, memory, clients);
  }

  public Limits withSession(SessionLimits newSession) {
    return new Limits(packet, newSession, connection, memory, clients);
  }

  public Limits withConnection(ConnectionLimits newConnection) {
    return new Limits(packet, session, newConnection, memory, clients);
  }

  public Limits withMemory(MemoryLimits newMemory) {
    return new Limits(packet, session, connection, newMemory, clients);
  }

  public Limits withClients(ClientLimits newClients) {
    return new Limits(packet, session, connection, memory, newClients);
  }

  /**
   * Sizes that a packet may have.
   *
   * @param maxBytes larger packets end the connection with 0x95; told to v5 clients
   * @param maxConnectBytes a larger CONNECT closes the connection: nobody knows this client yet
   * @param maxTopicLevels deeper topics and filters end the connection with 0x90 or 0x8F; at most
   *     {@link #MOST_TOPIC_LEVELS}
   * @param maxFilters more filters in one SUBSCRIBE end the connection with 0x97
   * @param maxPayloadBytes a publication with more is acknowledged, with 0x95 under 5, and goes
   *     nowhere; 0 sets no limit
   */
  public record PacketLimits(
      int maxBytes, int maxConnectBytes, int maxTopicLevels, int maxFilters, int maxPayloadBytes) {
    /** Topics are followed level by level, each a call deeper on the stack. */
    public static final int MOST_TOPIC_LEVELS = 1_000;

    public PacketLimits {
      requireAtLeast("maxBytes", maxBytes, 128);
      requireAtLeast("maxConnectBytes", maxConnectBytes, 128);
      requireAtLeast("maxTopicLevels", maxTopicLevels, 1);
      if (maxTopicLevels > MOST_TOPIC_LEVELS) {
        throw new IllegalArgumentException(
            "maxTopicLevels must be at most " + MOST_TOPIC_LEVELS + " but is " + maxTopicLevels);
      }
      requireAtLeast("maxFilters", maxFilters, 1);
      requireAtLeast("maxPayloadBytes", maxPayloadBytes, 0);
    }

    public static PacketLimits defaults() {
      return new PacketLimits(2_000_000, 128 * 1024, 200, 10_000, 0);
    }

    public PacketLimits withMaxBytes(int newMaximum) {
      return new PacketLimits(
          newMaximum, maxConnectBytes, maxTopicLevels, maxFilters, maxPayloadBytes);
    }

    public PacketLimits withMaxTopicLevels(int newMaximum) {
      return new PacketLimits(maxBytes, maxConnectBytes, newMaximum, maxFilters, maxPayloadBytes);
    }

    public PacketLimits withMaxPayloadBytes(int newMaximum) {
      return new PacketLimits(maxBytes, maxConnectBytes, maxTopicLevels, maxFilters, newMaximum);
    }
  }

  /**
   * What a session may hold.
   *
   * @param maxInflight publications of QoS 1 and 2 sent and not acknowledged, at most; a v5
   *     client's Receive Maximum lowers it
   * @param maxInflightBytes payload bytes of these, beyond which no further one is sent; 0 sets no
   *     limit
   * @param maxQueued publications waiting, at most. When full, an absent session drops the
   *     newcomer; a connected one makes its publishers wait
   * @param maxQueuedBytes the same in bytes, payload and topic counted
   * @param maxSubscriptions more are refused with 0x97 in SUBACK (3.x: 0x80)
   * @param maxExpirySeconds a longer session expiry is lowered to this, and the client told
   */
  public record SessionLimits(
      int maxInflight,
      long maxInflightBytes,
      int maxQueued,
      long maxQueuedBytes,
      int maxSubscriptions,
      long maxExpirySeconds) {
    /** A session that never expires. */
    public static final long NEVER = 0xFFFF_FFFFL;

    public SessionLimits {
      requireAtLeast("maxInflight", maxInflight, 1);
      if (maxInflight > 65_535) {
        throw new IllegalArgumentException("maxInflight must be at most 65535");
      }
      requireAtLeast("maxInflightBytes", maxInflightBytes, 0);
      requireAtLeast("maxQueued", maxQueued, 1);
      requireAtLeast("maxQueuedBytes", maxQueuedBytes, 1);
      requireAtLeast("maxSubscriptions", maxSubscriptions, 1);
      requireAtLeast("maxExpirySeconds", maxExpirySeconds, 0);
    }

    public static SessionLimits defaults() {
      return new SessionLimits(20, 0, 1_000, 64L * 1024 * 1024, 100_000, NEVER);
    }

    public SessionLimits withMaxInflight(int newMaximum) {
      return new SessionLimits(
          newMaximum,
          maxInflightBytes,
          maxQueued,
          maxQueuedBytes,
          maxSubscriptions,
          maxExpirySeconds);
    }

    public SessionLimits withMaxInflightBytes(long newMaximum) {
      return new SessionLimits(
          maxInflight, newMaximum, maxQueued, maxQueuedBytes, maxSubscriptions, maxExpirySeconds);
    }

    public SessionLimits withMaxQueued(int newMaximum) {
      return new SessionLimits(
          maxInflight,
          maxInflightBytes,
          newMaximum,
          maxQueuedBytes,
          maxSubscriptions,
          maxExpirySeconds);
    }

    public SessionLimits withMaxQueuedBytes(long newMaximum) {
      return new SessionLimits(
          maxInflight, maxInflightBytes, maxQueued, newMaximum, maxSubscriptions, maxExpirySeconds);
    }

    public SessionLimits withMaxSubscriptions(int newMaximum) {
      return new SessionLimits(
          maxInflight, maxInflightBytes, maxQueued, maxQueuedBytes, newMaximum, maxExpirySeconds);
    }

    public SessionLimits withMaxExpirySeconds(long newMaximum) {
      return new SessionLimits(
          maxInflight, maxInflightBytes, maxQueued, maxQueuedBytes, maxSubscriptions, newMaximum);
    }
  }

  /**
   * What a connection may do.
   *
   * @param receiveMaximum unfinished QoS 2 publications of a v5 client, told in CONNACK. Up to
   *     twice as many are let pass, since small clients get it wrong; more end the connection with
   *     0x93
   * @param topicAliasMaximum aliases that a v5 client may set, told in CONNACK
   * @param maxOutputBytes bytes not yet taken by the network. Above it QoS 0 is dropped and
   *     counted, QoS 1 and 2 wait in the session. Less, down to 64 KB, for connections that come
   *     when there are so many that all could take more than a quarter of the heap's size
   * @param stuckAfter how long a connection may stay above that mark before it is closed with 0x97
   * @param maxKeepAliveSeconds a longer keep alive is lowered to this, and the v5 client told; 0
   *     takes what the client asks
   */
  public record ConnectionLimits(
      int receiveMaximum,
      int topicAliasMaximum,
      int maxOutputBytes,
      Duration stuckAfter,
      int maxKeepAliveSeconds) {
    public ConnectionLimits {
      requireAtLeast("receiveMaximum", receiveMaximum, 1);
      requireAtLeast("topicAliasMaximum", topicAliasMaximum, 0);
      requireAtLeast("maxOutputBytes", maxOutputBytes, 1_024);
      requireAtLeast("stuckAfter", stuckAfter.toMillis(), 1);
      requireAtLeast("maxKeepAliveSeconds", maxKeepAliveSeconds, 0);
      if (receiveMaximum > 65_535 || topicAliasMaximum > 65_535 || maxKeepAliveSeconds > 65_535) {
        throw new IllegalArgumentException("MQTT counts these in two bytes: at most 65535");
      }
    }

    public static ConnectionLimits defaults() {
      return new ConnectionLimits(20, 10, 1024 * 1024, Duration.ofSeconds(30), 0);
    }

    public ConnectionLimits withMaxOutputBytes(int newMaximum) {
      return new ConnectionLimits(
          receiveMaximum, topicAliasMaximum, newMaximum, stuckAfter, maxKeepAliveSeconds);
    }

    public ConnectionLimits withStuckAfter(Duration newDuration) {
      return new ConnectionLimits(
          receiveMaximum, topicAliasMaximum, maxOutputBytes, newDuration, maxKeepAliveSeconds);
    }

    public ConnectionLimits withMaxKeepAliveSeconds(int newMaximum) {
      return new ConnectionLimits(
          receiveMaximum, topicAliasMaximum, maxOutputBytes, stuckAfter, newMaximum);
    }
  }

  /**
   * What all clients together may make the broker hold, in bytes as estimated.
   *
   * @param maxBytes sessions, subscriptions, queues, retained messages, wills and topic aliases. At
   *     it new ones are refused with 0x97 (3.x: server unavailable, 0x80 in SUBACK), and a queue
   *     counts as full with a thousandth of it: those who publish to a client that is connected
   *     wait, and one that is absent goes without the newcomer. A quarter above it publications of
   *     QoS 1 and 2 to those who are owed more than that are refused with 0x97 (3.x: end the
   *     connection). No client's subscriptions take more than an eighth of it
   * @param maxRetained retained messages; a publication that would be one more is refused with 0x97
   *     (3.x: QoS 1 and 2 end the connection). Those there are may be replaced and removed
   * @param maxRetainedBytes the same in bytes
   * @param maxUnfinishedBytes packets that have not come whole yet, beyond the first 16 KB of each;
   *     a connection that needs more is closed with 0x97. Of memory outside the heap
   * @param routeCacheEntries topics whose subscribers each event loop remembers; when full it
   *     starts afresh
   */
  public record MemoryLimits(
      long maxBytes,
      int maxRetained,
      long maxRetainedBytes,
      long maxUnfinishedBytes,
      int routeCacheEntries) {
    private static final long LEAST_BYTES = 16L * 1024 * 1024;

    public MemoryLimits {
      requireAtLeast("maxBytes", maxBytes, 1_024);
      requireAtLeast("maxRetained", maxRetained, 0);
      requireAtLeast("maxRetainedBytes", maxRetainedBytes, 0);
      requireAtLeast("maxUnfinishedBytes", maxUnfinishedBytes, 1_024);
      requireAtLeast("routeCacheEntries", routeCacheEntries, 16);
    }

    /** Half of the memory that the process may use, a quarter of it for retained messages. */
    public static MemoryLimits defaults() {
      long heap = Math.max(2 * LEAST_BYTES, Runtime.getRuntime().maxMemory());
      return new MemoryLimits(heap / 2, 1_000_000, heap / 4, heap / 4, 8_192);
    }

    public MemoryLimits withMaxBytes(long newMaximum) {
      return new MemoryLimits(
          newMaximum, maxRetained, maxRetainedBytes, maxUnfinishedBytes, routeCacheEntries);
    }

    public MemoryLimits withMaxRetained(int newMaximum) {
      return new MemoryLimits(
          maxBytes, newMaximum, maxRetainedBytes, maxUnfinishedBytes, routeCacheEntries);
    }

    public MemoryLimits withMaxRetainedBytes(long newMaximum) {
      return new MemoryLimits(
          maxBytes, maxRetained, newMaximum, maxUnfinishedBytes, routeCacheEntries);
    }

    public MemoryLimits withMaxUnfinishedBytes(long newMaximum) {
      return new MemoryLimits(
          maxBytes, maxRetained, maxRetainedBytes, newMaximum, routeCacheEntries);
    }
  }

  /**
   * How many clients may come.
   *
   * @param maxConnections more are answered with 0x97 (3.x: server unavailable) and closed
   * @param maxConnectionsPerAddress of one address or, with IPv6, one network of 64 bits: more are
   *     closed without an answer; 0 sets no limit. Connections over the loopback address and Unix
   *     domain sockets don't count
   * @param maxSessions more sessions, connected or not, are refused likewise
   */
  public record ClientLimits(int maxConnections, int maxConnectionsPerAddress, int maxSessions) {
    public ClientLimits {
      requireAtLeast("maxConnections", maxConnections, 0);
      requireAtLeast("maxConnectionsPerAddress", maxConnectionsPerAddress, 0);
      requireAtLeast("maxSessions", maxSessions, 0);
    }

    public static ClientLimits defaults() {
      return new ClientLimits(100_000, 0, 1_000_000);
    }

    public ClientLimits withMaxConnections(int newMaximum) {
      return new ClientLimits(newMaximum, maxConnectionsPerAddress, maxSessions);
    }

    public ClientLimits withMaxConnectionsPerAddress(int newMaximum) {
      return new ClientLimits(maxConnections, newMaximum, maxSessions);
    }

    public ClientLimits withMaxSessions(int newMaximum) {
      return new ClientLimits(maxConnections, maxConnectionsPerAddress, newMaximum);
    }
  }

  private static void requireAtLeast(String name, long value, long minimum) {
    if (value < minimum) {
      throw new IllegalArgumentException(
          name + " must be at least " + minimum + " but is " + value);
    }
  }
}
