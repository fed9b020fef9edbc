package io.weir.nodes.tcp;

import io.weir.engine.node.Status;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the TCP nodes show. The texts of states are keys which the editor translates. */
final class TcpStatuses {
  static final Status CONNECTING = Status.of("grey", "dot", "common.status.connecting");
  static final Status CONNECTED = Status.of("green", "dot", "common.status.connected");
  static final Status DISCONNECTED = Status.of("red", "ring", "common.status.disconnected");
  static final Status ENDED = Status.of("grey", "ring", "common.status.disconnected");
  static final Status ERROR = Status.of("red", "ring", "common.status.error");
  static final Status TIMEOUT = Status.of("grey", "dot", "tcpin.errors.connect-timeout");

  private TcpStatuses() {}

  /** How many connections there are, in words. */
  static String connections(int count) {
    return count + (count == 1 ? " connection" : " connections");
  }

  /** A status with what only Status nodes see. */
  static Status with(Status status, Map<String, @Nullable Object> more) {
    return new Status(status.fill(), status.shape(), status.text(), more);
  }
}
