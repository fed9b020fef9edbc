package io.weir.nodes.mqtt;

import java.util.function.Consumer;

/** Gives the MQTT nodes their connections; they don't know whether a broker is near or far. */
public interface BrokerClients {

  /**
   * A client that isn't connected yet.
   *
   * @param settings where and how to connect
   * @param listener told of each change of the connection, on any thread; must not block
   */
  BrokerClient open(BrokerSettings settings, Consumer<ConnectionState> listener);
}
