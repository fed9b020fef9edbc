package io.weir.broker.bridge;

import io.vertx.core.net.NetSocket;
import io.weir.broker.BrokerEvent;
import io.weir.broker.Limits;
import io.weir.broker.LocalDelivery;
import io.weir.broker.RelayClient;
import io.weir.broker.SubscribeOptions.RetainHandling;
import io.weir.broker.bridge.BridgeSettings.Notifications;
import io.weir.broker.client.Incoming;
import io.weir.broker.client.PacketSocket;
import io.weir.broker.client.PingTimer;
import io.weir.broker.client.PropertyList;
import io.weir.broker.client.ServerTerms;
import io.weir.broker.loop.BrokerLoop;
import io.weir.broker.loop.TimerWheel;
import io.weir.broker.packet.Ack;
import io.weir.broker.packet.ReasonCode;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the other broker, from CONNECT to its end.
 *
 * @threads the bridge's loop only
 * @mqtt 5.0 §3.1, §3.2, §3.12
 */
final class RemoteLink implements PacketSocket.Listener {
  private static final long CONNACK_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long GOODBYE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int MAX_PACKET_BYTES = 268_435_455;

  /** How far a connection came. */
  enum Stage {
    /** CONNECT is on its way. */
    ASKED,
    /** The other broker refused the version of the protocol. */
    REFUSED_VERSION,
    REFUSED,
    CONNECTED
  }

  /** Hears how the connection fares. */
  interface Owner {
    void connected(ServerTerms terms);

    /** Subscriptions are in place, and what the session is owed goes out from here on. */
    void ready();

    /** It is over; called once. */
    void ended(Stage stage, boolean byBridge, String why);
  }

  /** What all connections of one bridge have in common. */
  record Setting(
      BridgeSettings bridge,
      TopicMapping mapping,
      LocalEnd localEnd,
      BrokerLoop loop,
      Limits limits,
      Consumer<BrokerEvent> events) {}

  private final Setting setting;
  private final BridgeSettings settings;
  private final Owner owner;
  private final Packets packets;
  private final PacketSocket socket;
  private final TimerWheel.Timer deadline;
  private final Introduction introduction;
  private Stage stage = Stage.ASKED;
  private String why = "";
  private boolean isLeaving;
  private boolean isReady;
  private long lastMessageNanos = System.nanoTime();
  private @Nullable PingTimer pings;
  private @Nullable RelayClient local;
  private @Nullable OutgoingFlow outgoing;
  private @Nullable IncomingFlow incoming;

  /**
   * Begins with CONNECT.
   *
   * @param isPrivate whether CONNECT says that it is a bridge
   */
  RemoteLink(Setting setting, NetSocket network, boolean isPrivate, Owner owner) {
    this.setting = setting;
    this.settings = setting.bridge();
    this.owner = owner;
    this.packets = new Packets(settings.remote(), settings.notifications());
    this.socket =
        new PacketSocket(
            network,
            setting.loop(),
            settings.remote().version().isMqtt5(),
            new PacketSocket.Bounds(
                MAX_PACKET_BYTES,
                setting.limits().connection().maxOutputBytes(),
                settings.remote().limits().topicAliasMaximum()),
            this);
    this.introduction =
        new Introduction(
            settings, setting.mapping(), packets, setting.events(), this::startMessages);
    this.deadline = setting.loop().timers().timer(() -> fail("it gave no answer in time"));
    deadline.start(CONNACK_NANOS);
    socket.write(packets.connect(isPrivate));
  }

  @Override
  public void connAck(boolean isSessionPresent, int code, PropertyList properties) {
    deadline.stop();
    if (code == 0) {
      accepted(
          ServerTerms.of(isSessionPresent, properties, settings.remote().keepAliveSeconds())
              .limitedTo(settings.remote().limits().maxPacketBytes()));
    } else {
      stage = Refusals.isVersion(code) ? Stage.REFUSED_VERSION : Stage.REFUSED;
      fail("Connection Refused: " + Refusals.text(code));
    }
  }

  @Override
  public void publish(Incoming message) {
    IncomingFlow in = incoming;
    if (in != null) {
      lastMessageNanos = System.nanoTime();
      in.publish(message);
    }
  }

  @Override
  public void answer(Ack.Kind kind, int packetId, ReasonCode reason) {
    OutgoingFlow out = outgoing;
    IncomingFlow in = incoming;
    if (out == null || in == null) {
      return;
    }
    switch (kind) {
      case PUBACK -> {
        if (!introduction.isAcknowledged(packetId)) {
          out.acknowledged(packetId, reason);
        }
      }
      case PUBREC -> out.received(packetId, reason);
      case PUBREL -> in.released(packetId);
      case PUBCOMP -> out.completed(packetId);
    }
  }

  @Override
  public void subAck(int packetId, List<Integer> codes) {
    introduction.subscribed(packetId, codes);
  }

  @Override
  public void unsubAck(int packetId) {
    introduction.unsubscribed(packetId);
  }

  @Override
  public void pong() {
    if (pings != null) {
      pings.answered();
    }
  }

  @Override
  public void goodbye(ReasonCode reason, @Nullable String text) {
    fail("it said goodbye" + (reason == ReasonCode.SUCCESS ? "" : ": " + Refusals.text(reason)));
  }

  private void accepted(ServerTerms terms) {
    stage = Stage.CONNECTED;
    int window = Math.min(terms.receiveMaximum(), setting.limits().session().maxInflight());
    OutgoingFlow out =
        new OutgoingFlow(
            settings,
            setting.mapping(),
            packets,
            socket,
            terms,
            setting.events(),
            setting.loop().timers());
    RelayClient client =
        setting.localEnd().open(window, RetainHandling.SEND, delivery -> deliver(out, delivery));
    local = client;
    outgoing = out;
    incoming =
        new IncomingFlow(
            settings.name(),
            setting.loop(),
            setting.mapping(),
            packets,
            socket,
            client,
            setting.events(),
            this::fail);
    if (!terms.isSessionPresent()) {
      client.forgetUnreleased();
    }
    client.connected().onFailure(e -> fail(String.valueOf(e.getMessage())));
    if (terms.keepAliveSeconds() > 0) {
      pings =
          new PingTimer(
              setting.loop().timers(),
              terms.keepAliveSeconds(),
              () -> socket.write(packets.ping()),
              () -> fail("it has exceeded the time for an answer to PINGREQ"));
    }
    setting.localEnd().tell(client, true);
    owner.connected(terms);
    introduction.begin(socket);
  }

  private boolean tellsThere() {
    Notifications notifications = settings.notifications();
    return notifications.isOn() && !notifications.isLocalOnly();
  }

  private void startMessages() {
    isReady = true;
    writable(socket.isWritable());
    owner.ready();
  }

  private void deliver(OutgoingFlow out, LocalDelivery delivery) {
    lastMessageNanos = System.nanoTime();
    if (pings != null) {
      pings.written();
    }
    out.deliver(delivery);
  }

  /** Sends what was delivered to the bridge before it connected. */
  void deliver(LocalDelivery delivery) {
    if (outgoing != null) {
      deliver(outgoing, delivery);
    }
  }

  @Override
  public void writable(boolean isWritable) {
    RelayClient client = local;
    if (client != null && isReady) {
      if (isWritable) {
        client.resume();
      } else {
        client.pause();
      }
    }
  }

  /** How long no message has gone across in either direction; 0 while some are under way. */
  long idleNanos() {
    return outgoing != null && outgoing.unacknowledged() > 0
        ? 0
        : System.nanoTime() - lastMessageNanos;
  }

  private void fail(String reason) {
    if (why.isEmpty()) {
      why = reason;
    }
    socket.close();
  }

  /** Says goodbye; the owner hears when it is done. */
  void leave(String reason) {
    if (isLeaving) {
      return;
    }
    isLeaving = true;
    why = reason;
    if (stage != Stage.CONNECTED) {
      socket.close();
      return;
    }
    if (tellsThere()) {
      socket.write(packets.state(0, false));
    }
    socket.closeWith(packets.disconnect());
    // Whoever doesn't read our goodbye is not waited for.
    setting.loop().timers().timer(socket::close).start(GOODBYE_NANOS);
  }

  @Override
  public void closed(@Nullable Throwable cause) {
    deadline.stop();
    if (pings != null) {
      pings.stop();
    }
    RelayClient client = local;
    if (client != null) {
      local = null;
      setting.localEnd().tell(client, false);
      client.close();
    }
    if (why.isEmpty()) {
      why = cause == null ? "it closed the connection" : Refusals.text(cause);
    }
    owner.ended(stage, isLeaving, why);
  }
}
