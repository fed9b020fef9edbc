package io.weir.broker.auth;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.weir.broker.packet.ReasonCode;
import org.jspecify.annotations.Nullable;

/**
 * An exchange in which who guesses too often is refused, as with passwords that are sent.
 *
 * @threads the loop of the client's connection
 */
final class ThrottledExchange implements AuthExchange {
  private final AuthExchange exchange;
  private final LoginThrottle throttle;
  private final String remoteAddress;

  ThrottledExchange(AuthExchange exchange, LoginThrottle throttle, String remoteAddress) {
    this.exchange = exchange;
    this.throttle = throttle;
    this.remoteAddress = remoteAddress;
  }

  @Override
  public Future<Step> take(@Nullable Buffer data) {
    if (throttle.refuses(remoteAddress)) {
      return Future.succeededFuture(
          new Refused(ReasonCode.NOT_AUTHORIZED, "its address has failed too often"));
    }
    return exchange
        .take(data)
        .onSuccess(
            step -> {
              if (step instanceof Refused) {
                throttle.failed(remoteAddress);
              }
            });
  }
}
