package io.weir.app.log;

import io.weir.broker.Broker;
import io.weir.broker.BrokerEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what happens in the broker to the log, in words that a Mosquitto user recognises. */
public final class BrokerLog {
  private static final Logger log = LoggerFactory.getLogger("broker");

  private BrokerLog() {}

  /**
   * Listens to a broker.
   *
   * @param verbose whether to tell of every client that comes and goes
   */
  public static void listen(Broker broker, boolean verbose) {
    broker.onEvent(event -> write(event, verbose));
  }

  private static void write(BrokerEvent event, boolean verbose) {
    if (event instanceof BrokerEvent.PublicationsDropped dropped) {
      log.warn(
          "{} publications for client \"{}\" were dropped: {}",
          dropped.count(),
          dropped.clientId(),
          dropped.reason());
    } else if (event instanceof BrokerEvent.LimitReached limit) {
      log.warn("limit {} reached client=\"{}\": {}", limit.limit(), limit.clientId(), limit.what());
    } else if (event instanceof BrokerEvent.StoreDamaged damaged) {
      log.error(
          "the broker's store was damaged ({}); it is kept in {}, and {} records of it were saved",
          damaged.why(),
          damaged.movedTo(),
          damaged.entriesSaved());
    } else if (event instanceof BrokerEvent.StoreFailing failing) {
      log.error(
          "the broker's store can't be written ({}); until it can, nothing of QoS 1 and 2 is"
              + " acknowledged",
          failing.cause().getMessage());
    } else if (event instanceof BrokerEvent.StoreRecovered) {
      log.warn("the broker's store can be written again");
    } else if (event instanceof BrokerEvent.StoreOpened opened) {
      writeRestored(opened);
    } else if (event instanceof BrokerEvent.BridgeConnected bridge) {
      log.info("bridge {} is connected to {}", bridge.bridge(), bridge.address());
    } else if (event instanceof BrokerEvent.BridgeFailed bridge) {
      log.warn(
          "bridge {} can't connect to {}: {}", bridge.bridge(), bridge.address(), bridge.why());
    } else if (event instanceof BrokerEvent.BridgeDisconnected bridge) {
      log.warn("bridge {} has lost its connection: {}", bridge.bridge(), bridge.why());
    } else if (event instanceof BrokerEvent.BridgeRefused bridge) {
      log.warn(
          "bridge {}: \"{}\" was refused ({})", bridge.bridge(), bridge.topic(), bridge.reason());
    } else if (event instanceof BrokerEvent.Failed failed) {
      log.error("the broker failed client=\"{}\"", failed.clientId(), failed.cause());
    } else if (verbose) {
      writeClient(event);
    }
  }

  private static void writeRestored(BrokerEvent.StoreOpened opened) {
    if (opened.sessions() > 0 || opened.retained() > 0) {
      log.info(
          "{} sessions, {} messages for them and {} retained messages restored in {} ms from {}",
          opened.sessions(),
          opened.deliveries(),
          opened.retained(),
          opened.millis(),
          opened.directory());
    }
  }

  private static void writeClient(BrokerEvent event) {
    if (event instanceof BrokerEvent.ClientConnected client) {
      log.info(
          "New client connected from {} as \"{}\" (p{}, c{}, k{})",
          client.remoteAddress(),
          client.clientId(),
          client.protocolLevel(),
          client.cleanStart() ? 1 : 0,
          client.keepAliveSeconds());
    } else if (event instanceof BrokerEvent.ConnectionRefused refused) {
      log.info(
          "Client {} from {} refused: {}",
          refused.clientId(),
          refused.remoteAddress(),
          refused.why());
    } else if (event instanceof BrokerEvent.ClientDisconnected client) {
      log.info(
          client.byClient() ? "Client \"{}\" disconnected" : "Client \"{}\" closed: {}",
          client.clientId(),
          client.why());
    } else if (event instanceof BrokerEvent.SessionTakenOver taken) {
      log.info("Client \"{}\" already connected, closing old connection", taken.clientId());
    } else if (event instanceof BrokerEvent.AccessDenied denied) {
      log.info(
          "Denied {} client=\"{}\" topic=\"{}\"",
          denied.publish() ? "PUBLISH" : "SUBSCRIBE",
          denied.clientId(),
          denied.topic());
    } else if (event instanceof BrokerEvent.Listening listening) {
      log.info("Opening listen socket on {}", listening.address());
    }
  }
}
