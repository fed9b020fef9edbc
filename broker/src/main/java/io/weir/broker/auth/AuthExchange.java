package io.weir.broker.auth;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.weir.broker.packet.ReasonCode;
import org.jspecify.annotations.Nullable;

/**
 * One run of a method of enhanced authentication: client and server talk in turns until one of them
 * is convinced or gives up.
 *
 * @threads the loop of the client's connection
 * @mqtt 5.0 §4.12
 */
public interface AuthExchange {
  /**
   * Takes what the client says, and answers it. Asked again only when the last answer has been
   * given and was {@link Continue}.
   *
   * @param data the authentication data of CONNECT or AUTH, or null if the packet has none
   * @return the answer, when it is known; must not block the loop. A failed future ends the
   *     exchange
   */
  Future<Step> take(@Nullable Buffer data);

  /** What comes next. */
  sealed interface Step permits Continue, Accepted, Refused {}

  /**
   * The client has to say more.
   *
   * @param data for AUTH; empty for none
   */
  record Continue(Buffer data) implements Step {}

  /**
   * The client is who it says.
   *
   * @param userName whose secret it knows
   * @param data for CONNACK or the last AUTH; empty for none
   */
  record Accepted(String userName, Buffer data) implements Step {}

  /**
   * It is not.
   *
   * @param reason what it is told
   * @param why for logs; says more than the client may know
   */
  record Refused(ReasonCode reason, String why) implements Step {}
}
