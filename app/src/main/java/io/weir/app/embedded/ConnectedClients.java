package io.weir.app.embedded;

import io.weir.broker.BrokerEvent;
import io.weir.broker.packet.ReasonCode;
import io.weir.editor.broker.BrokerView.Client;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is connected to the built-in broker, as its events tell.
 *
 * @threads any
 */
final class ConnectedClients {
  // A client may subscribe to thousands; these are for people to read.
  private static final int MOST_FILTERS = 100;

  private final Map<String, Client> clients = new ConcurrentHashMap<>();

  void take(BrokerEvent event) {
    if (event instanceof BrokerEvent.ClientConnected connected) {
      clients.put(connected.clientId(), client(connected));
    } else if (event instanceof BrokerEvent.ClientDisconnected gone) {
      // Whoever takes the session over may be told of before the one who had it.
      if (gone.reason() != ReasonCode.SESSION_TAKEN_OVER) {
        clients.remove(gone.clientId());
      }
    } else if (event instanceof BrokerEvent.Subscribed subscribed) {
      clients.computeIfPresent(
          subscribed.clientId(),
          (id, client) -> client.with(granted(client.filters(), subscribed)));
    } else if (event instanceof BrokerEvent.Unsubscribed unsubscribed) {
      clients.computeIfPresent(
          unsubscribed.clientId(),
          (id, client) -> {
            List<String> filters = new ArrayList<>(client.filters());
            filters.removeAll(unsubscribed.filters());
            return client.with(filters);
          });
    }
  }

  private static Client client(BrokerEvent.ClientConnected connected) {
    return new Client(
        connected.clientId(),
        protocol(connected.protocolLevel()),
        connected.remoteAddress(),
        connected.userName(),
        connected.cleanStart(),
        connected.keepAliveSeconds(),
        System.currentTimeMillis(),
        List.of());
  }

  private static String protocol(int level) {
    return switch (level) {
      case 0 -> Client.LOCAL;
      case 3 -> "3.1";
      case 4 -> "3.1.1";
      default -> "5.0";
    };
  }

  private static List<String> granted(List<String> before, BrokerEvent.Subscribed subscribed) {
    List<String> filters = new ArrayList<>(before);
    for (int i = 0; i < subscribed.filters().size() && filters.size() < MOST_FILTERS; i++) {
      String filter = subscribed.filters().get(i);
      if (!subscribed.codes().get(i).isError() && !filters.contains(filter)) {
        filters.add(filter);
      }
    }
    return filters;
  }

  List<Client> all() {
    return List.copyOf(clients.values());
  }
}
