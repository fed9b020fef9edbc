package io.weir.broker;

/**
 * Where a listener actually listens.
 *
 * @param transport {@code tcp}
 * @param port never 0
 */
public record ListenerAddress(String transport, String host, int port) {
  @Override
  public String toString() {
    return transport + "://" + host + ":" + port;
  }
}
