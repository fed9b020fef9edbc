package io.weir.broker.protocol;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.weir.broker.BrokerEvent;
import io.weir.broker.BrokerEvent.ClientConnected;
import io.weir.broker.BrokerEvent.ClientDisconnected;
import io.weir.broker.BrokerEvent.ConnectionRefused;
import io.weir.broker.auth.ClientIdentity;
import io.weir.broker.delivery.Publisher;
import io.weir.broker.delivery.Route;
import io.weir.broker.delivery.Subscriber;
import io.weir.broker.loop.BrokerLoop;
import io.weir.broker.loop.TimerWheel;
import io.weir.broker.packet.Ack;
import io.weir.broker.packet.Auth;
import io.weir.broker.packet.Authentication;
import io.weir.broker.packet.ConnAck;
import io.weir.broker.packet.Connect;
import io.weir.broker.packet.Disconnect;
import io.weir.broker.packet.Packet;
import io.weir.broker.packet.Ping;
import io.weir.broker.packet.ProtocolVersion;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.packet.Routable;
import io.weir.broker.packet.Subscribe;
import io.weir.broker.packet.Unsubscribe;
import io.weir.broker.protocol.ConnectHandler.Admission;
import io.weir.broker.protocol.ConnectHandler.Refusal;
import io.weir.broker.session.Session;
import io.weir.broker.session.SessionRegistry;
import io.weir.broker.session.SessionRegistry.Claim;
import org.jspecify.annotations.Nullable;

/**
 * What one connection says and hears, in order: the only one that sends on it beside its session.
 *
 * <p>Packets are taken up in the order received, and acknowledgements leave in that order.
 * [MQTT-4.6.0-2] [MQTT-4.6.0-3]
 *
 * @threads the connection's loop
 */
public final class PacketDispatcher
    implements Publisher, ClientAuthentication.Owner, KeepAlive.Owner {
  private enum State {
    NEW,
    CONNECTING,
    CONNECTED,
    CLOSED
  }

  private final BrokerServices services;
  private final Handlers handlers;
  private final LoopConnections connections;
  private final BrokerLoop loop;
  private final Connection connection;
  private final ReadGate reading;
  private final SafeAnswers answers;

  private State state = State.NEW;
  private ProtocolVersion version = ProtocolVersion.MQTT_3_1_1;
  private @Nullable String clientId;
  private @Nullable Session session;
  private @Nullable KeepAlive keepAlive;
  private TimerWheel.@Nullable Timer connectDeadline;
  private @Nullable ClientIdentity identity;
  private @Nullable ClientAuthentication authentication;
  private @Nullable SessionRequests requests;

  /** Neighbours among the connections of the loop. */
  @Nullable PacketDispatcher previous;

  @Nullable PacketDispatcher next;

  /** The handlers, which are shared by the connections of a loop. */
  public record Handlers(
      ConnectHandler connect, PublishHandler publish, SubscribeHandler subscribe) {
    public static Handlers of(BrokerServices services, BrokerLoop loop) {
      return new Handlers(
          new ConnectHandler(services),
          new PublishHandler(services, services.sessions().distributor(loop)),
          new SubscribeHandler(services));
    }
  }

  public PacketDispatcher(
      BrokerServices services,
      Handlers handlers,
      LoopConnections connections,
      BrokerLoop loop,
      Connection connection) {
    this.services = services;
    this.handlers = handlers;
    this.connections = connections;
    this.loop = loop;
    this.connection = connection;
    this.reading = new ReadGate(connection);
    this.answers = new SafeAnswers(services.sessions().journal(loop), connection, reading);
    connections.add(this);
    services.sockets().incrementAndGet();
  }

  @Override
  public @Nullable String clientId() {
    return clientId;
  }

  @Override
  public @Nullable ClientIdentity identity() {
    return identity;
  }

  @Override
  public BrokerLoop loop() {
    return loop;
  }

  public boolean isConnected() {
    return state == State.CONNECTED;
  }

  /** Gives up a connection that sends no whole CONNECT within this time. */
  public void expectConnect(long timeoutNanos) {
    connectDeadline =
        loop.timers().timer(() -> giveUp(ReasonCode.UNSPECIFIED_ERROR, "no CONNECT came in time"));
    connectDeadline.start(timeoutNanos);
  }

  /** Takes up a CONNECT; what comes behind it is held back by the connection until then. */
  public void connect(Connect connect) {
    state = State.CONNECTING;
    stopConnectDeadline();
    version = connect.version();
    Refusal refusal = handlers.connect().refuse(connect, connection);
    if (refusal != null) {
      refuse(connect.clientId(), refusal.reason(), refusal.why());
      return;
    }
    Admission admission = handlers.connect().admit(connect, connection, null);
    clientId = admission.clientId();
    Authentication begun = connect.wishes().authentication();
    if (begun != null) {
      beginExchange(connect, begun, admission.client());
      return;
    }
    Future<ReasonCode> decision = handlers.connect().authenticate(connect, admission, connection);
    decision.onComplete(result -> loop.run(() -> decided(connect, admission, result)));
  }

  private void decided(Connect connect, Admission admission, AsyncResult<ReasonCode> result) {
    if (state != State.CONNECTING) {
      return;
    }
    if (result.failed()) {
      services.report(new BrokerEvent.Failed(clientId, result.cause()));
      refuse(clientId, ReasonCode.SERVER_UNAVAILABLE, "the check of its credentials failed");
    } else if (result.result() != ReasonCode.SUCCESS) {
      refuse(clientId, result.result(), "its credentials were refused");
    } else {
      claimSession(connect, admission, null);
    }
  }

  /** Lets a client prove who it is by the method that it names. [MQTT-4.12.0-1] */
  private void beginExchange(Connect connect, Authentication begun, ClientIdentity claimed) {
    ClientAuthentication asked =
        new ClientAuthentication(handlers.connect(), loop, connection, this, begun.method());
    authentication = asked;
    boolean hasBegun =
        asked.begin(
            begun,
            claimed,
            accepted -> {
              Admission admission =
                  handlers.connect().admit(connect, connection, accepted.userName());
              clientId = admission.clientId();
              claimSession(connect, admission, new Authentication(begun.method(), accepted.data()));
            });
    if (!hasBegun) {
      refuse(
          clientId,
          ReasonCode.BAD_AUTHENTICATION_METHOD,
          "authentication method \"" + begun.method() + "\" is not on offer");
    }
  }

  private void claimSession(
      Connect connect, Admission admission, @Nullable Authentication endOfExchange) {
    Claim claim =
        new Claim(
            admission.clientId(), loop, connect.cleanStart(), false, connection.remoteAddress());
    services
        .registry()
        .claim(
            claim,
            (claimed, wasPresent) -> take(connect, admission, endOfExchange, claimed, wasPresent))
        .onFailure(
            failure ->
                refuse(
                    clientId,
                    failure instanceof SessionRegistry.Refused refused
                        ? refused.reason()
                        : ReasonCode.SERVER_UNAVAILABLE,
                    String.valueOf(failure.getMessage())));
  }

  private void take(
      Connect connect,
      Admission admission,
      @Nullable Authentication endOfExchange,
      Session claimed,
      boolean wasPresent) {
    Session.Terms terms =
        new Session.Terms(
            admission.client(),
            admission.sessionExpirySeconds(),
            admission.maxInflight(),
            connect.will(),
            !services.sessions().rules().repeatsOverlaps());
    claimed.attach(connection, terms);
    session = claimed;
    if (state != State.CONNECTING) {
      // The client left while its session was fetched: it never was in, but the session was asked
      // for.
      claimed.forgetWill();
      claimed.detach(false);
      return;
    }
    state = State.CONNECTED;
    identity = admission.client();
    requests = new SessionRequests(services, handlers, connection, answers, claimed, connect);
    services.clients().incrementAndGet();
    connection.send(
        handlers
            .connect()
            .acceptance(
                connect, admission, connection.listener().terms(), wasPresent, endOfExchange));
    if (admission.keepAliveSeconds() > 0) {
      keepAlive = new KeepAlive(loop.timers(), admission.keepAliveSeconds(), this);
    }
    services.report(connected(connect, admission, wasPresent));
    connection.accept(connect);
    claimed.resume();
  }

  private ClientConnected connected(Connect connect, Admission admission, boolean wasPresent) {
    return new ClientConnected(
        admission.clientId(),
        connect.version().level(),
        connection.remoteAddress(),
        admission.client().userName(),
        connect.cleanStart(),
        admission.keepAliveSeconds(),
        wasPresent);
  }

  private void refuse(@Nullable String id, ReasonCode reason, String why) {
    if (state == State.CLOSED) {
      return;
    }
    services.report(new ConnectionRefused(id, connection.remoteAddress(), reason, why));
    connection.send(ConnAck.refused(reason));
    connection.end();
    closed();
  }

  /** Takes up a PUBLISH. */
  public void publish(Routable publication, Route route, int packetId) {
    SessionRequests asked = requests;
    if (asked != null) {
      asked.publish(publication, route, packetId, this);
    }
  }

  /** Takes up any packet but CONNECT and PUBLISH. */
  public void take(Packet packet) {
    Session owner = session;
    SessionRequests asked = requests;
    if (owner == null || asked == null) {
      takeInExchange(packet);
      return;
    }
    // The one place that asks a packet what it is.
    if (packet instanceof Ack ack) {
      asked.acknowledge(ack);
    } else if (packet instanceof Ping) {
      connection.send(Ping.RESPONSE);
    } else if (packet instanceof Subscribe subscribe) {
      asked.subscribe(subscribe);
    } else if (packet instanceof Unsubscribe unsubscribe) {
      asked.unsubscribe(unsubscribe);
    } else if (packet instanceof Disconnect disconnect) {
      takeDisconnect(disconnect, owner);
    } else if (packet instanceof Auth auth) {
      takeAuth(auth);
    } else {
      throw new IllegalArgumentException("a client doesn't send " + packet);
    }
  }

  /** From a client that is not in yet. */
  private void takeInExchange(Packet packet) {
    if (authentication == null || !authentication.isUnderWay()) {
      return;
    }
    if (packet instanceof Auth auth) {
      authentication.proceed(auth);
    } else {
      services.report(
          new ConnectionRefused(
              clientId,
              connection.remoteAddress(),
              ReasonCode.UNSPECIFIED_ERROR,
              "it left before it had proved who it is"));
      connection.end();
      closed();
    }
  }

  private void takeAuth(Auth packet) {
    ClientIdentity client = identity;
    if (authentication == null || client == null) {
      throw ProtocolViolation.error(
          "MQTT-4.12.0-7", "AUTH of a client that has named no authentication method");
    }
    authentication.take(packet, client);
  }

  private void takeDisconnect(Disconnect packet, Session owner) {
    long expiry = packet.sessionExpirySeconds();
    if (expiry >= 0) {
      if (expiry > 0 && owner.expirySeconds() == 0) {
        throw ProtocolViolation.error("MQTT-3.1.2-23", "a session expiry where there was none");
      }
      owner.expirySeconds(Math.min(expiry, services.limits().session().maxExpirySeconds()));
    }
    boolean withWill = packet.reason() != ReasonCode.SUCCESS;
    leave(
        withWill, new ClientDisconnected(owner.clientId(), true, packet.reason(), "said goodbye"));
    connection.end();
  }

  /** Notes that whole packets have arrived. */
  public void packetsSeen() {
    if (keepAlive != null) {
      keepAlive.packetSeen();
    }
  }

  @Override
  public boolean isNotRead() {
    return isWaiting() || !connection.isReady();
  }

  @Override
  public void silenceNoticed() {
    giveUp(ReasonCode.KEEP_ALIVE_TIMEOUT, "nothing came in one and a half keep-alive intervals");
  }

  /** The client broke a rule of MQTT. */
  public void violated(ProtocolViolation violation, @Nullable ProtocolVersion announced) {
    String why = String.valueOf(violation.getMessage());
    if (state != State.NEW) {
      giveUp(violation.reason(), why);
      return;
    }
    // In CONNECT itself: only one who said which version it speaks can be answered. A 3.x client is
    // told nothing but a version that we don't speak. [MQTT-3.1.4-1]
    boolean isUnknownVersion = violation.reason() == ReasonCode.UNSUPPORTED_PROTOCOL_VERSION;
    if (announced != null && (announced.isMqtt5() || isUnknownVersion)) {
      version = announced;
      refuse(null, violation.reason(), why);
    } else {
      services.report(
          new ConnectionRefused(null, connection.remoteAddress(), violation.reason(), why));
      connection.end();
      closed();
    }
  }

  /** The version in whose words the connection is to be answered. */
  public ProtocolVersion version() {
    return version;
  }

  /** We were wrong: reports it, and ends this connection rather than leave it half alive. */
  public void failed(Throwable failure) {
    services.report(new BrokerEvent.Failed(clientId, failure));
    giveUp(ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, "an error in the broker");
  }

  @Override
  public boolean isConnecting() {
    return state == State.CONNECTING;
  }

  @Override
  public void checkFailed(Throwable failure) {
    services.report(new BrokerEvent.Failed(clientId, failure));
    giveUp(
        state == State.CONNECTING
            ? ReasonCode.SERVER_UNAVAILABLE
            : ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR,
        "the check of who it is failed");
  }

  /** Ends the connection with a reason. */
  @Override
  public void giveUp(ReasonCode reason, String why) {
    if (state == State.CLOSED) {
      return;
    }
    String id = clientId;
    if (state == State.CONNECTED && id != null) {
      leave(true, new ClientDisconnected(id, false, reason, why));
      connection.close(reason, why);
    } else if (state == State.CONNECTING && authentication != null && authentication.isUnderWay()) {
      // In the middle of an exchange it can be told. [MQTT-4.12.0-4]
      refuse(id, reason, why);
    } else {
      services.report(new ConnectionRefused(id, connection.remoteAddress(), reason, why));
      connection.end();
      closed();
    }
  }

  /** Ends the connection of a client that would not get in any more; returns whether it does. */
  boolean endIfForbidden() {
    Session owner = session;
    if (state != State.CONNECTED || owner == null || owner.access().mayStay()) {
      return false;
    }
    giveUp(ReasonCode.NOT_AUTHORIZED, "it would not get in any more");
    return true;
  }

  /** The broker ends the connection of its own accord: no will. */
  void shutDown(ReasonCode reason, String why) {
    String id = clientId;
    if (state == State.CONNECTED && id != null) {
      leave(false, new ClientDisconnected(id, false, reason, why));
      connection.close(reason, why);
    } else if (state != State.CLOSED) {
      connection.end();
      closed();
    }
  }

  /** The session has been taken over; it has let go of this connection already. */
  public void evicted(ReasonCode reason, String why) {
    String id = clientId;
    if (state == State.CONNECTED && id != null) {
      services.report(new ClientDisconnected(id, false, reason, why));
      session = null;
      requests = null;
      services.clients().decrementAndGet();
      closed();
    }
  }

  /** The network connection is gone. */
  public void connectionClosed() {
    String id = clientId;
    if (state == State.CONNECTED && id != null) {
      leave(
          true,
          new ClientDisconnected(
              id, false, ReasonCode.UNSPECIFIED_ERROR, "the connection was closed"));
    } else if (state != State.CLOSED) {
      services.report(
          new ConnectionRefused(
              id,
              connection.remoteAddress(),
              ReasonCode.UNSPECIFIED_ERROR,
              "closed before CONNECT was answered"));
      closed();
    }
  }

  /** The connection can take more again. */
  public void connectionReady() {
    if (session != null) {
      session.outletReady();
    }
  }

  private void leave(boolean withWill, ClientDisconnected event) {
    Session owner = session;
    session = null;
    requests = null;
    services.clients().decrementAndGet();
    closed();
    services.report(event);
    if (owner != null && owner.isAttachedTo(connection)) {
      owner.detach(withWill);
    }
  }

  private void closed() {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    connections.remove(this);
    services.sockets().decrementAndGet();
    stopConnectDeadline();
    reading.leave();
    answers.leave();
    if (authentication != null) {
      authentication.stop();
    }
    if (keepAlive != null) {
      keepAlive.stop();
    }
  }

  private void stopConnectDeadline() {
    if (connectDeadline != null) {
      connectDeadline.stop();
      connectDeadline = null;
    }
  }

  /** Whether nothing is read from the client because others can't keep up with it. */
  public boolean isWaiting() {
    return reading.isShut();
  }

  @Override
  public void waitFor(Subscriber congested) {
    // Waiting for oneself would be for ever: the acknowledgements that make room come the same way.
    if (state != State.CONNECTED || congested == session) {
      return;
    }
    reading.await();
    congested.loop().run(() -> congested.whenRoom(() -> loop.run(reading::done)));
  }
}
