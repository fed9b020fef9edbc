package io.weir.app.embedded;

import io.weir.broker.Broker;
import io.weir.broker.ListenerAddress;
import io.weir.broker.auth.Authorizer;
import io.weir.editor.broker.BrokerView;
import io.weir.nodes.mqtt.BrokerAddress;
import io.weir.nodes.mqtt.BrokerClient;
import io.weir.nodes.mqtt.BrokerClients;
import io.weir.nodes.mqtt.BrokerSettings;
import io.weir.nodes.mqtt.ConnectionState;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Connections to the built-in broker without a socket, where the address is that of one of its own
 * listeners; to all others through the network.
 *
 * <p>So imported flows which say localhost:1883 take the short way, and go on working elsewhere.
 */
public final class EmbeddedBrokerClients implements BrokerClients {
  // A name in the place of an address would be looked up in the DNS, which may take seconds.
  private static final Pattern NUMERIC =
      Pattern.compile("[0-9.]+|[0-9a-fA-F:.%]*:[0-9a-fA-F:.%a-z]*");

  private final Broker broker;
  private final BrokerClients others;
  private final Set<EmbeddedBrokerClient> own = ConcurrentHashMap.newKeySet();

  /**
   * Clients of a broker of this process.
   *
   * @param others makes the clients of all other brokers
   */
  public EmbeddedBrokerClients(Broker broker, BrokerClients others) {
    this.broker = broker;
    this.others = others;
  }

  @Override
  public BrokerClient open(BrokerSettings settings, Consumer<ConnectionState> listener) {
    if (!isOurOwn(settings.address())) {
      return others.open(settings, listener);
    }
    EmbeddedBrokerClient client = new EmbeddedBrokerClient(broker, settings, listener, own::remove);
    own.add(client);
    return client;
  }

  /**
   * The broker for the editor to look into.
   *
   * @param authorizer says what an editor's user may publish
   */
  public BrokerView view(Authorizer authorizer) {
    return new EmbeddedBrokerView(broker, authorizer, this::filtersOf);
  }

  /** What the flows have subscribed to on the built-in broker as a client of this id. */
  List<String> filtersOf(String clientId) {
    return own.stream()
        .filter(client -> client.clientId().equals(clientId))
        .flatMap(client -> client.filters().stream())
        .toList();
  }

  private boolean isOurOwn(BrokerAddress address) {
    return address.transport() == BrokerAddress.Transport.TCP
        && !address.isTls()
        && broker.addresses().stream()
            .anyMatch(
                listener ->
                    listener.transport().equals("tcp")
                        && listener.port() == address.port()
                        && reaches(address.host(), listener));
  }

  private static boolean reaches(String host, ListenerAddress listener) {
    String name = host.toLowerCase(Locale.ROOT);
    if (name.equals("localhost") || name.equals(listener.host())) {
      return true;
    }
    if (!NUMERIC.matcher(name).matches()) {
      return false;
    }
    try {
      InetAddress wanted = InetAddress.getByName(name);
      boolean everywhere = InetAddress.getByName(listener.host()).isAnyLocalAddress();
      return wanted.isLoopbackAddress()
          || (everywhere && NetworkInterface.getByInetAddress(wanted) != null);
    } catch (UnknownHostException | SocketException e) {
      return false;
    }
  }
}
