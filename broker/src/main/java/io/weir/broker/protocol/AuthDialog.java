package io.weir.broker.protocol;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.weir.broker.auth.AuthExchange;
import io.weir.broker.auth.AuthExchange.Step;
import io.weir.broker.loop.BrokerLoop;
import io.weir.broker.loop.TimerWheel;
import io.weir.broker.packet.Auth;
import io.weir.broker.packet.Authentication;
import io.weir.broker.packet.ReasonCode;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An exchange under way on a connection: whose turn it is, and how long it may take.
 *
 * @threads the connection's loop
 * @mqtt 5.0 §4.12
 */
final class AuthDialog {
  private final BrokerLoop loop;
  private final AuthExchange exchange;
  private final Consumer<AsyncResult<Step>> onStep;
  private final TimerWheel.Timer deadline;
  private boolean isClientsTurn;
  private boolean isOver;

  /**
   * A dialog in which nothing has been said.
   *
   * @param onStep told what comes next, as long as the dialog isn't over
   * @param onTimeout called if it isn't over in time
   */
  AuthDialog(
      BrokerLoop loop,
      AuthExchange exchange,
      long timeoutNanos,
      Consumer<AsyncResult<Step>> onStep,
      Runnable onTimeout) {
    this.loop = loop;
    this.exchange = exchange;
    this.onStep = onStep;
    this.deadline = loop.timers().timer(onTimeout);
    deadline.start(timeoutNanos);
  }

  /** Hands on what the client has said. */
  void said(@Nullable Buffer data) {
    isClientsTurn = false;
    Future<Step> step;
    try {
      step = exchange.take(data);
    } catch (RuntimeException failure) {
      step = Future.failedFuture(failure);
    }
    step.onComplete(result -> loop.run(() -> answered(result)));
  }

  private void answered(AsyncResult<Step> result) {
    if (!isOver) {
      isClientsTurn = true;
      onStep.accept(result);
    }
  }

  /** Takes up the client's next step. [MQTT-4.12.0-3] */
  void take(Auth packet, String method) {
    if (packet.reason() != ReasonCode.CONTINUE_AUTHENTICATION) {
      throw ProtocolViolation.error(
          "MQTT-4.12.0-3", "AUTH with " + packet.reason() + " in the middle of an exchange");
    }
    if (!isClientsTurn) {
      throw ProtocolViolation.error("", "AUTH before the last one was answered");
    }
    said(requireMethod(packet, method).data());
  }

  /** What AUTH says, if it is about the method that CONNECT has named. [MQTT-4.12.0-5] */
  static Authentication requireMethod(Auth packet, String method) {
    Authentication authentication = packet.authentication();
    if (authentication == null || !authentication.method().equals(method)) {
      throw ProtocolViolation.error(
          "MQTT-4.12.0-5", "AUTH names another authentication method than CONNECT");
    }
    return authentication;
  }

  void stop() {
    isOver = true;
    deadline.stop();
  }
}
