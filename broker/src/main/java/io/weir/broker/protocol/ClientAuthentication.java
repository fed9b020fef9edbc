package io.weir.broker.protocol;

import io.vertx.core.AsyncResult;
import io.weir.broker.auth.AuthExchange;
import io.weir.broker.auth.AuthExchange.Accepted;
import io.weir.broker.auth.AuthExchange.Continue;
import io.weir.broker.auth.AuthExchange.Refused;
import io.weir.broker.auth.AuthExchange.Step;
import io.weir.broker.auth.ClientIdentity;
import io.weir.broker.loop.BrokerLoop;
import io.weir.broker.packet.Auth;
import io.weir.broker.packet.Authentication;
import io.weir.broker.packet.ReasonCode;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a client proves by the method that its CONNECT names who it is: when it comes in, and anew
 * whenever it likes.
 *
 * @threads the connection's loop
 * @mqtt 5.0 §4.12
 */
final class ClientAuthentication {
  /** Whom the outcome concerns. */
  interface Owner {
    /** Whether the client is not in yet, and waits to be. */
    boolean isConnecting();

    void giveUp(ReasonCode reason, String why);

    /** The check itself went wrong. */
    void checkFailed(Throwable failure);
  }

  private final ConnectHandler handler;
  private final BrokerLoop loop;
  private final Connection connection;
  private final Owner owner;
  private final String method;
  private @Nullable AuthDialog dialog;

  /**
   * Nothing has been said yet.
   *
   * @param method the one that CONNECT names; it can't be changed
   */
  ClientAuthentication(
      ConnectHandler handler, BrokerLoop loop, Connection connection, Owner owner, String method) {
    this.handler = handler;
    this.loop = loop;
    this.connection = connection;
    this.owner = owner;
    this.method = method;
  }

  /** Whether an exchange has begun and is not over. */
  boolean isUnderWay() {
    return dialog != null;
  }

  /**
   * Begins an exchange.
   *
   * @param claimed who the client says it is
   * @param whenAccepted called once it has proved it
   * @return false if the method is not on offer
   */
  boolean begin(Authentication begun, ClientIdentity claimed, Consumer<Accepted> whenAccepted) {
    AuthExchange exchange = handler.exchange(method, claimed, connection);
    if (exchange == null) {
      return false;
    }
    AuthDialog opened =
        new AuthDialog(
            loop,
            exchange,
            connection.listener().connectTimeout().toNanos(),
            step -> taken(step, whenAccepted),
            () -> owner.giveUp(ReasonCode.NOT_AUTHORIZED, "it did not prove in time who it is"));
    dialog = opened;
    opened.said(begun.data());
    return true;
  }

  /** Takes up the client's next step in an exchange that is under way. */
  void proceed(Auth packet) {
    if (dialog != null) {
      dialog.take(packet, method);
    }
  }

  /**
   * From a client that is in: it proves anew who it is, while everything else goes on.
   *
   * @mqtt 5.0 §4.12.1
   */
  void take(Auth packet, ClientIdentity client) {
    if (dialog != null) {
      dialog.take(packet, method);
      return;
    }
    if (packet.reason() != ReasonCode.REAUTHENTICATE) {
      throw ProtocolViolation.error(
          "MQTT-4.12.1-1", "AUTH with " + packet.reason() + " where no exchange is under way");
    }
    boolean hasBegun =
        begin(
            AuthDialog.requireMethod(packet, method),
            client,
            accepted ->
                connection.send(
                    new Auth(ReasonCode.SUCCESS, new Authentication(method, accepted.data()))));
    if (!hasBegun) {
      owner.giveUp(ReasonCode.NOT_AUTHORIZED, "its authentication method is not on offer any more");
    }
  }

  private void taken(AsyncResult<Step> result, Consumer<Accepted> whenAccepted) {
    if (result.failed()) {
      owner.checkFailed(result.cause());
      return;
    }
    Step step = result.result();
    if (step instanceof Continue next) {
      connection.send(
          new Auth(ReasonCode.CONTINUE_AUTHENTICATION, new Authentication(method, next.data())));
      if (owner.isConnecting()) {
        connection.expectAuth();
      }
    } else if (step instanceof Accepted accepted) {
      stop();
      whenAccepted.accept(accepted);
    } else if (step instanceof Refused refused) {
      owner.giveUp(refused.reason(), refused.why());
    }
  }

  /** Ends the exchange that is under way, if there is one; nothing more comes of it. */
  void stop() {
    if (dialog != null) {
      dialog.stop();
      dialog = null;
    }
  }
}
