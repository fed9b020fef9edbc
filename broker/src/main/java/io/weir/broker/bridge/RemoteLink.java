package io.weir.broker.bridge;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.vertx.core.net.NetSocket;
import io.weir.broker.BrokerConfig.Limits;
import io.weir.broker.BrokerEvent;
import io.weir.broker.LocalDelivery;
import io.weir.broker.RelayClient;
import io.weir.broker.SubscribeOptions.RetainHandling;
import io.weir.broker.bridge.BridgeSettings.Notifications;
import io.weir.broker.loop.BrokerLoop;
import io.weir.broker.loop.TimerWheel;
import io.weir.broker.packet.ReasonCode;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the other broker, from CONNECT to its end.
 *
 * @threads the bridge's loop only
 * @mqtt 5.0 §3.1, §3.2, §3.12
 */
final class RemoteLink implements RemoteSocket.Listener {
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
    void connected(RemoteTerms terms);

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
  private final RemoteSocket socket;
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
        new RemoteSocket(
            network,
            setting.loop(),
            MAX_PACKET_BYTES,
            setting.limits().connection().maxOutputBytes(),
            isPrivate,
            this);
    this.introduction =
        new Introduction(
            settings, setting.mapping(), packets, setting.events(), this::startMessages);
    this.deadline = setting.loop().timers().timer(() -> fail("it gave no answer in time"));
    deadline.start(CONNACK_NANOS);
    socket.write(packets.connect());
  }

  @Override
  public void received(MqttMessage packet) {
    OutgoingFlow out = outgoing;
    IncomingFlow in = incoming;
    if (packet instanceof MqttConnAckMessage answer && stage == Stage.ASKED) {
      answered(answer);
    } else if (out == null || in == null) {
      fail("it sent something else than CONNACK first");
    } else {
      take(packet, out, in);
    }
  }

  private void take(MqttMessage packet, OutgoingFlow out, IncomingFlow in) {
    switch (packet.fixedHeader().messageType()) {
      case PUBLISH -> {
        lastMessageNanos = System.nanoTime();
        in.publish((MqttPublishMessage) packet);
      }
      case PUBACK -> {
        if (!introduction.isAcknowledged(id(packet))) {
          out.acknowledged(id(packet), Packets.reason(packet));
        }
      }
      case PUBREC -> out.received(id(packet), Packets.reason(packet));
      case PUBREL -> in.released(id(packet));
      case PUBCOMP -> out.completed(id(packet));
      case SUBACK -> introduction.subscribed(id(packet), (MqttSubAckMessage) packet);
      case UNSUBACK -> introduction.unsubscribed(id(packet));
      case PINGRESP -> pinged();
      case DISCONNECT -> fail("it said goodbye" + reasonOf(packet));
      default -> fail("it sent " + packet.fixedHeader().messageType());
    }
  }

  private static int id(MqttMessage packet) {
    return ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
  }

  private static String reasonOf(MqttMessage packet) {
    if (packet.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header) {
      ReasonCode reason = ReasonCode.of(header.reasonCode() & 0xFF);
      return reason == null || reason == ReasonCode.SUCCESS ? "" : ": " + Refusals.text(reason);
    }
    return "";
  }

  private void answered(MqttConnAckMessage answer) {
    deadline.stop();
    MqttConnectReturnCode code = answer.variableHeader().connectReturnCode();
    if (code == MqttConnectReturnCode.CONNECTION_ACCEPTED) {
      accepted(RemoteTerms.of(answer.variableHeader(), settings.remote()));
    } else {
      stage = Refusals.isVersion(code) ? Stage.REFUSED_VERSION : Stage.REFUSED;
      fail("Connection Refused: " + Refusals.text(code));
    }
  }

  private void accepted(RemoteTerms terms) {
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

  private void pinged() {
    if (pings != null) {
      pings.answered();
    }
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
