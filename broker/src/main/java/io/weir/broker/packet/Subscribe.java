package io.weir.broker.packet;

import io.weir.broker.SubscribeOptions;
import java.util.List;

/**
 * SUBSCRIBE: one or more filters, each with its options.
 *
 * @param requests in the order sent; at least one
 * @mqtt 5.0 §3.8
 */
public record Subscribe(int packetId, List<Request> requests) implements Packet {
  public Subscribe {
    requests = List.copyOf(requests);
  }

  /** A filter as written, which may turn out not to be one, and what is wanted with it. */
  public record Request(String filter, SubscribeOptions options) {}
}
