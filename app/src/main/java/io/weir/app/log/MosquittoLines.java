package io.weir.app.log;

import io.weir.broker.BrokerEvent;
import io.weir.broker.ListenerAddress;
import io.weir.broker.config.LogSettings.Kind;
import io.weir.broker.packet.ReasonCode;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Says what happens in a broker in the words of Mosquitto's log, which scripts look for. */
public final class MosquittoLines {
  private final MosquittoLog log;

  /** Bridges, as clients of this broker: what matters of them is said in lines of their own. */
  private final Set<String> localClients = ConcurrentHashMap.newKeySet();

  /** Lines for a log. */
  public MosquittoLines(MosquittoLog log) {
    this.log = log;
  }

  /** Writes what happened, if Mosquitto has words for it. */
  public void write(BrokerEvent event) {
    if (event instanceof BrokerEvent.Listening listening) {
      log.write(Kind.INFORMATION, opening(listening.address()));
    } else if (event instanceof BrokerEvent.PublicationsDropped dropped) {
      log.write(
          Kind.NOTICE,
          "Outgoing messages are being dropped for client "
              + dropped.clientId()
              + " ("
              + dropped.count()
              + ", "
              + dropped.reason()
              + ").");
    } else if (event instanceof BrokerEvent.LimitReached limit) {
      log.write(
          Kind.WARNING,
          "Warning: limit "
              + limit.limit()
              + " was reached"
              + (limit.clientId() == null ? "" : " by client " + limit.clientId())
              + ": "
              + limit.what()
              + ".");
    } else if (event instanceof BrokerEvent.Failed failed) {
      log.write(Kind.ERROR, "Error: client " + failed.clientId() + ": " + failed.cause() + ".");
    } else if (!writeStore(event) && !writeBridge(event)) {
      writeClient(event);
    }
  }

  private boolean writeBridge(BrokerEvent event) {
    if (event instanceof BrokerEvent.BridgeConnecting connecting) {
      log.write(
          Kind.NOTICE,
          "Connecting bridge " + connecting.bridge() + " (" + connecting.address() + ")");
    } else if (event instanceof BrokerEvent.BridgeConnected connected) {
      log.write(
          Kind.NOTICE,
          "Bridge " + connected.bridge() + " connected to " + connected.address() + ".");
    } else if (event instanceof BrokerEvent.BridgeFailed failed) {
      log.write(
          Kind.WARNING,
          "Warning: Bridge "
              + failed.bridge()
              + " can't connect to "
              + failed.address()
              + ": "
              + failed.why()
              + ".");
    } else if (event instanceof BrokerEvent.BridgeDisconnected gone) {
      log.write(
          Kind.NOTICE,
          "Bridge "
              + gone.bridge()
              + " disconnected from "
              + gone.address()
              + ": "
              + gone.why()
              + ".");
    } else if (event instanceof BrokerEvent.BridgeRefused refused) {
      log.write(
          Kind.WARNING,
          "Warning: Bridge "
              + refused.bridge()
              + ": \""
              + refused.topic()
              + "\" was refused ("
              + refused.reason()
              + ").");
    } else {
      return false;
    }
    return true;
  }

  private boolean writeStore(BrokerEvent event) {
    if (event instanceof BrokerEvent.StoreOpened opened) {
      log.write(
          Kind.INFORMATION,
          "Restored "
              + opened.sessions()
              + " sessions and "
              + opened.retained()
              + " retained messages from "
              + opened.directory()
              + ".");
    } else if (event instanceof BrokerEvent.StoreDamaged damaged) {
      log.write(
          Kind.ERROR,
          "Error: the store was damaged ("
              + damaged.why()
              + ") and is kept as "
              + damaged.movedTo()
              + ".");
    } else if (event instanceof BrokerEvent.StoreFailing failing) {
      log.write(Kind.ERROR, "Error: the store can't be written: " + failing.cause() + ".");
    } else if (event instanceof BrokerEvent.StoreRecovered) {
      log.write(Kind.NOTICE, "The store can be written again.");
    } else {
      return false;
    }
    return true;
  }

  private static String opening(ListenerAddress address) {
    if (address.transport().equals("unix")) {
      return "Opening unix listen socket on path " + address.host() + ".";
    }
    String family = address.host().indexOf(':') < 0 ? "ipv4" : "ipv6";
    String kind = address.transport().startsWith("ws") ? "websockets" : family;
    return "Opening " + kind + " listen socket on port " + address.port() + ".";
  }

  private void writeClient(BrokerEvent event) {
    if (event instanceof BrokerEvent.Subscribed subscribed) {
      for (int i = 0; i < subscribed.filters().size(); i++) {
        ReasonCode code = subscribed.codes().get(i);
        log.write(
            Kind.SUBSCRIBE,
            subscribed.clientId() + " " + code.value() + " " + subscribed.filters().get(i));
      }
    } else if (event instanceof BrokerEvent.Unsubscribed unsubscribed) {
      unsubscribed
          .filters()
          .forEach(filter -> log.write(Kind.UNSUBSCRIBE, unsubscribed.clientId() + " " + filter));
    } else if (event instanceof BrokerEvent.AccessDenied denied) {
      log.write(
          Kind.DEBUG,
          "Denied "
              + (denied.publish() ? "PUBLISH" : "SUBSCRIBE")
              + " from "
              + denied.clientId()
              + " ('"
              + denied.topic()
              + "').");
    } else if (log.settings().hasConnections()) {
      writeConnection(event);
    }
  }

  private void writeConnection(BrokerEvent event) {
    if (event instanceof BrokerEvent.ClientConnected client) {
      if (client.protocolLevel() > 0) {
        log.write(Kind.NOTICE, connected(client));
      } else {
        localClients.add(client.clientId());
      }
    } else if (event instanceof BrokerEvent.ConnectionRefused refused) {
      String id = refused.clientId() == null ? "<unknown>" : refused.clientId();
      boolean isForbidden = refused.reason() == ReasonCode.NOT_AUTHORIZED;
      log.write(
          Kind.NOTICE,
          "Client "
              + id
              + " ["
              + refused.remoteAddress()
              + "] disconnected"
              + (isForbidden ? ", not authorised." : ": " + refused.why() + "."));
    } else if (event instanceof BrokerEvent.ClientDisconnected client) {
      if (!localClients.remove(client.clientId())) {
        log.write(Kind.NOTICE, disconnected(client));
      }
    } else if (event instanceof BrokerEvent.SessionTakenOver taken) {
      log.write(
          Kind.NOTICE,
          "Client " + taken.clientId() + " already connected, closing old connection.");
    }
  }

  private static String connected(BrokerEvent.ClientConnected client) {
    // Mosquitto counts versions in its own way.
    int protocol = client.protocolLevel() == 5 ? 5 : client.protocolLevel() - 2;
    String user = client.userName() == null ? "" : ", u'" + client.userName() + "'";
    return "New client connected from "
        + client.remoteAddress()
        + " as "
        + client.clientId()
        + " (p"
        + protocol
        + ", c"
        + (client.cleanStart() ? 1 : 0)
        + ", k"
        + client.keepAliveSeconds()
        + user
        + ").";
  }

  private static String disconnected(BrokerEvent.ClientDisconnected client) {
    String id = "Client " + client.clientId();
    if (client.byClient()) {
      return id + " disconnected.";
    }
    return switch (client.reason()) {
      case KEEP_ALIVE_TIMEOUT -> id + " has exceeded timeout, disconnecting.";
      case UNSPECIFIED_ERROR -> id + " closed its connection.";
      default -> id + " disconnected: " + client.why() + ".";
    };
  }
}
