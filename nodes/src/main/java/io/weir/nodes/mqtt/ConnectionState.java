package io.weir.nodes.mqtt;

/**
 * What has become of a connection.
 *
 * @param phase the phase that it has entered
 * @param reason why, in words; empty if there is nothing to say
 */
public record ConnectionState(Phase phase, String reason) {
  /** The phases of a connection. */
  public enum Phase {
    /** An attempt to connect begins; also each further one. */
    CONNECTING,
    /** The broker accepted the connection. */
    CONNECTED,
    /** An attempt failed; another will follow. */
    FAILED,
    /** The connection was lost and will be made again. */
    LOST,
    /** The connection was ended by us and stays so. */
    DISCONNECTED
  }

  /** A phase without words. */
  public static ConnectionState of(Phase phase) {
    return new ConnectionState(phase, "");
  }
}
