package io.weir.broker.protocol;

/**
 * Whether a connection is read: not while anything that it has caused is waited for.
 *
 * @threads the connection's loop
 */
final class ReadGate {
  private final Connection connection;
  private int awaited;
  private boolean isLeft;

  ReadGate(Connection connection) {
    this.connection = connection;
  }

  boolean isShut() {
    return awaited > 0;
  }

  /** Shuts the gate until {@link #done} was called as often as this. */
  void await() {
    if (awaited++ == 0) {
      connection.pauseReading();
    }
  }

  void done() {
    if (--awaited == 0 && !isLeft) {
      connection.resumeReading();
    }
  }

  /** The client is gone: there is nothing more to read. */
  void leave() {
    isLeft = true;
  }
}
