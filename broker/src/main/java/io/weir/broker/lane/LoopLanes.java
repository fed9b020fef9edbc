package io.weir.broker.lane;

import io.netty.channel.WriteBufferWaterMark;
import io.weir.broker.BrokerEvent;
import io.weir.broker.Limits;
import io.weir.broker.Listener;
import io.weir.broker.delivery.Distributor;
import io.weir.broker.delivery.HeldBytes;
import io.weir.broker.loop.BrokerLoop;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.protocol.BrokerServices;
import io.weir.broker.protocol.LoopConnections;
import io.weir.broker.protocol.PacketDispatcher;

/**
 * What the lanes of one loop share: as only one packet is worked on at a time, one set of readers
 * and frames serves them all.
 *
 * @threads its loop only
 */
public final class LoopLanes {
  /** What goes out in one tick must not count as being behind. */
  private static final int LEAST_OUTPUT_BYTES = 64 * 1024;

  private final BrokerServices services;
  private final BrokerLoop loop;
  private final LoopConnections connections;
  private final PacketDispatcher.Handlers handlers;
  private final PacketReader reader = new PacketReader();
  private final PacketDecoder decoder;
  private final ConnectDecoder connectDecoder;
  private final IncomingPublish publish;
  private final PublishFrames frames = new PublishFrames();
  private final FlushQueue flushQueue;
  private long maxUnfinishedBytes;
  private WriteBufferWaterMark outputMark = WriteBufferWaterMark.DEFAULT;
  private long unfinishedBytes;

  /** What the outputs of a loop may take together. */
  private final long outputBytes;

  public LoopLanes(BrokerServices services, BrokerLoop loop, LoopConnections connections) {
    this.services = services;
    this.loop = loop;
    this.connections = connections;
    this.handlers = PacketDispatcher.Handlers.of(services, loop);
    int maxLevels = limits().packet().maxTopicLevels();
    PropertyReader properties = new PropertyReader(reader);
    Distributor distributor = services.sessions().distributor(loop);
    this.decoder = new PacketDecoder(limits().packet(), reader, properties);
    this.connectDecoder = new ConnectDecoder(maxLevels, reader, properties);
    this.publish = new IncomingPublish(maxLevels, reader, properties, distributor);
    this.flushQueue = new FlushQueue(loop);
    this.maxUnfinishedBytes = limits().memory().maxUnfinishedBytes() / loops();
    this.outputBytes = Runtime.getRuntime().maxMemory() / 4 / loops();
  }

  private int loops() {
    return services.sessions().distributors().size();
  }

  /** The broker's limits are others now; connections there are keep to what they were told. */
  public void limitsChanged() {
    int maxLevels = limits().packet().maxTopicLevels();
    decoder.limits(limits().packet());
    connectDecoder.maxTopicLevels(maxLevels);
    publish.maxTopicLevels(maxLevels);
    maxUnfinishedBytes = limits().memory().maxUnfinishedBytes() / loops();
  }

  /** A lane for a new connection, to be put into its pipeline. */
  public Lane newLane(LaneConnection.Remote remote) {
    return new Lane(this, remote);
  }

  /** A WebSocket frame need not hold more than a packet. */
  public int maxFrameBytes() {
    return Math.max(64 * 1024, limits().packet().maxBytes());
  }

  /** A listener has closed a connection at once. */
  public void reportTooMany(Listener listener, int maximum) {
    services.report(
        new BrokerEvent.LimitReached(
            "max_connections",
            null,
            "listener " + listener.name() + " has " + maximum + " connections already"));
  }

  /** A connection was closed at once, since it has no right to be here. */
  public void reportRefused(String remoteAddress, String why) {
    services.report(
        new BrokerEvent.ConnectionRefused(null, remoteAddress, ReasonCode.NOT_AUTHORIZED, why));
  }

  /** A connection was closed at once, since its address has too many. */
  public void reportTooManyFrom(String remoteAddress, int maximum) {
    services.report(
        new BrokerEvent.LimitReached(
            "maxConnectionsPerAddress",
            null,
            "one more than " + maximum + " connections from " + remoteAddress));
  }

  /** Counts more, or with a negative number fewer; returns whether there is room for that much. */
  boolean countUnfinished(int more) {
    unfinishedBytes += more;
    return unfinishedBytes <= maxUnfinishedBytes;
  }

  /** Above how many unsent bytes a new connection is behind: less where there are many. */
  WriteBufferWaterMark outputMark() {
    int most = limits().connection().maxOutputBytes();
    // By steps, so that connections can have the same mark.
    long share = Long.highestOneBit(outputBytes / (connections.size() + 1));
    int mark = (int) Math.min(most, Math.max(LEAST_OUTPUT_BYTES, share));
    if (outputMark.high() != mark) {
      outputMark = new WriteBufferWaterMark(mark / 2, mark);
    }
    return outputMark;
  }

  HeldBytes held() {
    return services.sessions().held();
  }

  PacketDispatcher newDispatcher(LaneConnection connection) {
    return new PacketDispatcher(services, handlers, connections, loop, connection);
  }

  BrokerLoop loop() {
    return loop;
  }

  Limits limits() {
    return services.limits();
  }

  PacketReader reader() {
    return reader;
  }

  PacketDecoder decoder() {
    return decoder;
  }

  ConnectDecoder connectDecoder() {
    return connectDecoder;
  }

  IncomingPublish publish() {
    return publish;
  }

  PublishFrames frames() {
    return frames;
  }

  FlushQueue flushQueue() {
    return flushQueue;
  }
}
