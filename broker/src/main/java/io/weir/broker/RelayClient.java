package io.weir.broker;

import io.vertx.core.Future;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.ReasonCode;

/**
 * A client in this process that stands for another broker: what comes from there with QoS 2 is
 * published once, even if this process ends in the middle of the handshake.
 *
 * @threads as {@link LocalClient}
 */
public interface RelayClient extends LocalClient {

  /**
   * Publishes as {@link #publish} does, unless a publication came under the same id and has not
   * been released since.
   *
   * @param inboundId the packet id that it came under, 1 to 65,535; 0 if there is none to remember
   */
  Future<ReasonCode> publishOnce(Publication publication, int inboundId);

  /**
   * Forgets a packet id: the other broker does, too.
   *
   * @return completes when that survives
   */
  Future<Void> release(int inboundId);

  /** Forgets all packet ids: the other broker begins anew. */
  Future<Void> forgetUnreleased();
}
