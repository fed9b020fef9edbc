package io.weir.broker.protocol;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.weir.broker.BrokerEvent;
import io.weir.broker.BrokerEvent.ClientConnected;
import io.weir.broker.BrokerEvent.ClientDisconnected;
import io.weir.broker.BrokerEvent.ConnectionRefused;
import io.weir.broker.Listener;
import io.weir.broker.auth.AuthExchange;
import io.weir.broker.auth.AuthExchange.Accepted;
import io.weir.broker.auth.AuthExchange.Continue;
import io.weir.broker.auth.AuthExchange.Refused;
import io.weir.broker.auth.AuthExchange.Step;
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
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.packet.Routable;
import io.weir.broker.packet.Subscribe;
import io.weir.broker.packet.UnsubAck;
import io.weir.broker.packet.Unsubscribe;
import io.weir.broker.protocol.ConnectHandler.Admission;
import io.weir.broker.protocol.ConnectHandler.Refusal;
import io.weir.broker.session.Session;
import io.weir.broker.session.SessionRegistry.Claim;
import io.weir.broker.store.Journal;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one connection says and hears, in order: the only one that sends on it beside its session.
 *
 * <p>Packets are taken up in the order received, and acknowledgements leave in that order.
 * [MQTT-4.6.0-2] [MQTT-4.6.0-3]
 *
 * @threads the connection's loop
 */
public final class PacketDispatcher implements Publisher {
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

  private State state = State.NEW;
  private ProtocolVersion version = ProtocolVersion.MQTT_3_1_1;
  private boolean isBridge;
  private @Nullable String clientId;
  private @Nullable Session session;
  private @Nullable KeepAlive keepAlive;
  private TimerWheel.@Nullable Timer connectDeadline;
  private @Nullable ClientIdentity identity;
  private @Nullable String authMethod;
  private @Nullable AuthDialog dialog;
  private final Journal journal;
  private int awaited;
  private int heldAnswers;

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
    this.journal = services.sessions().journal(loop);
    connections.add(this);
    services.sockets().incrementAndGet();
  }

  @Override
  public @Nullable String clientId() {
    return clientId;
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
    isBridge = connect.isBridge();
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
    boolean hasBegun =
        openDialog(
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

  private boolean openDialog(
      Authentication begun, ClientIdentity claimed, Consumer<Accepted> whenAccepted) {
    AuthExchange exchange = handlers.connect().exchange(begun.method(), claimed, connection);
    if (exchange == null) {
      return false;
    }
    AuthDialog opened =
        new AuthDialog(
            loop,
            exchange,
            connection.listener().connectTimeout().toNanos(),
            step -> stepTaken(step, begun.method(), whenAccepted),
            () -> giveUp(ReasonCode.NOT_AUTHORIZED, "it did not prove in time who it is"));
    authMethod = begun.method();
    dialog = opened;
    opened.said(begun.data());
    return true;
  }

  private void stepTaken(AsyncResult<Step> result, String method, Consumer<Accepted> whenAccepted) {
    if (result.failed()) {
      services.report(new BrokerEvent.Failed(clientId, result.cause()));
      giveUp(
          state == State.CONNECTING
              ? ReasonCode.SERVER_UNAVAILABLE
              : ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR,
          "the check of who it is failed");
      return;
    }
    Step step = result.result();
    if (step instanceof Continue next) {
      connection.send(
          new Auth(ReasonCode.CONTINUE_AUTHENTICATION, new Authentication(method, next.data())));
      if (state == State.CONNECTING) {
        connection.expectAuth();
      }
    } else if (step instanceof Accepted accepted) {
      closeDialog();
      whenAccepted.accept(accepted);
    } else if (step instanceof Refused refused) {
      giveUp(refused.reason(), refused.why());
    }
  }

  private void closeDialog() {
    if (dialog != null) {
      dialog.stop();
      dialog = null;
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
                refuse(clientId, ReasonCode.QUOTA_EXCEEDED, String.valueOf(failure.getMessage())));
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
            true);
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
    services.clients().incrementAndGet();
    connection.send(
        handlers
            .connect()
            .acceptance(
                connect, admission, connection.listener().terms(), wasPresent, endOfExchange));
    if (admission.keepAliveSeconds() > 0) {
      keepAlive =
          new KeepAlive(
              loop.timers(), admission.keepAliveSeconds(), this::isNotRead, this::silenceNoticed);
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
    Session owner = session;
    if (owner == null) {
      return;
    }
    Qos qos = publication.qos();
    requireOnOffer(publication);
    if (qos == Qos.EXACTLY_ONCE) {
      publishOnce(publication, route, packetId, owner);
      return;
    }
    long before = journal.position();
    ReasonCode reason = handlers.publish().publish(publication, route, owner, this);
    if (qos == Qos.AT_LEAST_ONCE) {
      acknowledge(Ack.Kind.PUBACK, packetId, reason, before);
    }
  }

  /** Ends the connection of a client that does what CONNACK said can't be done. */
  private void requireOnOffer(Routable publication) {
    Listener.Terms terms = connection.listener().terms();
    if (publication.qos().compareTo(terms.maxQos()) > 0) {
      throw new ProtocolViolation(
          ReasonCode.QOS_NOT_SUPPORTED, "MQTT-3.2.2-11", "a QoS above the maximum");
    }
    if (publication.retain() && !terms.allowsRetain()) {
      throw new ProtocolViolation(
          ReasonCode.RETAIN_NOT_SUPPORTED, "MQTT-3.2.2-14", "messages are not retained here");
    }
  }

  private void publishOnce(Routable publication, Route route, int packetId, Session owner) {
    if (owner.isInboundQos2(packetId)) {
      // The first one may not be safe yet.
      answerWhenSafe(() -> connection.acknowledge(Ack.Kind.PUBREC, packetId, ReasonCode.SUCCESS));
      return;
    }
    int allowed = 2 * services.limits().connection().receiveMaximum();
    if (version.isMqtt5() && owner.unreleasedInboundQos2() >= allowed) {
      throw new ProtocolViolation(
          ReasonCode.RECEIVE_MAXIMUM_EXCEEDED, "MQTT-3.3.4-9", "too many unfinished publications");
    }
    long before = journal.position();
    owner.beginInboundQos2(packetId);
    ReasonCode reason = handlers.publish().publish(publication, route, owner, this);
    if (reason.isError() && version.isMqtt5()) {
      owner.releaseInboundQos2(packetId);
    }
    acknowledge(Ack.Kind.PUBREC, packetId, reason, before);
  }

  /**
   * Acknowledges once the broker has taken responsibility. [MQTT-4.3.2-4]
   *
   * @param before the journal's position before what is acknowledged was taken up
   */
  private void acknowledge(Ack.Kind kind, int packetId, ReasonCode reason, long before) {
    if (journal.position() == before && heldAnswers == 0) {
      connection.acknowledge(kind, packetId, reason);
    } else {
      answerWhenSafe(() -> connection.acknowledge(kind, packetId, reason));
    }
  }

  /**
   * Gives an answer once all that was noted so far would survive, after the answers before it.
   * [MQTT-4.6.0-2]
   */
  private void answerWhenSafe(Runnable answer) {
    if (journal.isAllSafe() && heldAnswers == 0) {
      answer.run();
      return;
    }
    heldAnswers++;
    journal.whenSafe(
        () -> {
          heldAnswers--;
          if (isConnected()) {
            answer.run();
          }
        });
    if (journal.isBehind()) {
      // Nothing more to be written before this is.
      await();
      journal.whenSafe(this::roomMade);
    }
  }

  /** Takes up any packet but CONNECT and PUBLISH. */
  public void take(Packet packet) {
    Session owner = session;
    if (owner == null) {
      takeInExchange(packet);
      return;
    }
    // The one place that asks a packet what it is.
    if (packet instanceof Ack ack) {
      takeAck(ack, owner);
    } else if (packet instanceof Ping) {
      connection.send(Ping.RESPONSE);
    } else if (packet instanceof Subscribe subscribe) {
      takeSubscribe(subscribe, owner);
    } else if (packet instanceof Unsubscribe unsubscribe) {
      UnsubAck answer = handlers.subscribe().unsubscribe(unsubscribe, owner, version);
      answerWhenSafe(() -> connection.send(answer));
      services.report(new BrokerEvent.Unsubscribed(owner.clientId(), unsubscribe.filters()));
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
    String method = authMethod;
    if (dialog == null || method == null) {
      return;
    }
    if (packet instanceof Auth auth) {
      dialog.take(auth, method);
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

  /**
   * From a client that is in: it proves anew who it is, while everything else goes on.
   *
   * @mqtt 5.0 §4.12.1
   */
  private void takeAuth(Auth packet) {
    String method = authMethod;
    ClientIdentity client = identity;
    if (method == null || client == null) {
      throw ProtocolViolation.error(
          "MQTT-4.12.0-7", "AUTH of a client that has named no authentication method");
    }
    if (dialog != null) {
      dialog.take(packet, method);
      return;
    }
    if (packet.reason() != ReasonCode.REAUTHENTICATE) {
      throw ProtocolViolation.error(
          "MQTT-4.12.1-1", "AUTH with " + packet.reason() + " where no exchange is under way");
    }
    Authentication begun = AuthDialog.requireMethod(packet, method);
    boolean hasBegun =
        openDialog(
            begun,
            client,
            accepted ->
                connection.send(
                    new Auth(ReasonCode.SUCCESS, new Authentication(method, accepted.data()))));
    if (!hasBegun) {
      giveUp(ReasonCode.NOT_AUTHORIZED, "its authentication method is not on offer any more");
    }
  }

  private void takeSubscribe(Subscribe packet, Session owner) {
    SubscribeHandler.Reply reply =
        handlers
            .subscribe()
            .subscribe(packet, owner, version, connection.listener().terms().maxQos(), isBridge);
    // Some clients drop what arrives before the SUBACK.
    owner.holdBack();
    answerWhenSafe(
        () -> {
          connection.send(reply.answer());
          owner.letGo();
        });
    reply.retainedFor().forEach(owner::sendRetained);
    services.report(
        new BrokerEvent.Subscribed(
            owner.clientId(),
            packet.requests().stream().map(Subscribe.Request::filter).toList(),
            reply.answer().codes()));
  }

  private void takeAck(Ack ack, Session owner) {
    int id = ack.packetId();
    switch (ack.kind()) {
      case PUBACK -> owner.acknowledged(id);
      case PUBREC -> {
        if (!owner.received(id, ack.reason()) && version.isMqtt5() && !ack.reason().isError()) {
          connection.acknowledge(Ack.Kind.PUBREL, id, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND);
        }
      }
      case PUBREL -> {
        long before = journal.position();
        boolean isKnown = owner.releaseInboundQos2(id);
        ReasonCode reason = isKnown ? ReasonCode.SUCCESS : ReasonCode.PACKET_IDENTIFIER_NOT_FOUND;
        acknowledge(Ack.Kind.PUBCOMP, id, reason, before);
      }
      case PUBCOMP -> owner.completed(id);
    }
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

  private boolean isNotRead() {
    return isWaiting() || !connection.isReady();
  }

  private void silenceNoticed() {
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

  /** Ends the connection with a reason. */
  public void giveUp(ReasonCode reason, String why) {
    if (state == State.CLOSED) {
      return;
    }
    String id = clientId;
    if (state == State.CONNECTED && id != null) {
      leave(true, new ClientDisconnected(id, false, reason, why));
      connection.close(reason, why);
    } else if (state == State.CONNECTING && dialog != null) {
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
    services.clients().decrementAndGet();
    closed();
    services.report(event);
    if (owner != null && owner.isAttachedTo(connection)) {
      owner.detach(withWill);
    }
  }

  private void closed() {
    state = State.CLOSED;
    connections.remove(this);
    services.sockets().decrementAndGet();
    stopConnectDeadline();
    closeDialog();
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
    return awaited > 0;
  }

  @Override
  public void waitFor(Subscriber congested) {
    // Waiting for oneself would be for ever: the acknowledgements that make room come the same way.
    if (state != State.CONNECTED || congested == session) {
      return;
    }
    await();
    congested.loop().run(() -> congested.whenRoom(() -> loop.run(this::roomMade)));
  }

  private void await() {
    if (awaited++ == 0) {
      connection.pauseReading();
    }
  }

  private void roomMade() {
    if (--awaited == 0 && state == State.CONNECTED) {
      connection.resumeReading();
    }
  }
}
