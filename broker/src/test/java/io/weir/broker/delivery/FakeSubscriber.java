package io.weir.broker.delivery;

import io.weir.broker.loop.BrokerLoop;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.Routable;
import io.weir.broker.store.Journal;
import io.weir.broker.store.StoredMessage;
import java.util.ArrayList;
import java.util.List;

/** Takes everything and remembers it as text. */
final class FakeSubscriber implements Subscriber {
  private final String clientId;
  private final BrokerLoop loop;
  final List<String> received = new ArrayList<>();
  boolean isConnected = true;

  FakeSubscriber(String clientId, BrokerLoop loop) {
    this.clientId = clientId;
    this.loop = loop;
  }

  @Override
  public String clientId() {
    return clientId;
  }

  @Override
  public BrokerLoop loop() {
    return loop;
  }

  @Override
  public boolean isConnected() {
    return isConnected;
  }

  @Override
  public boolean isKept() {
    return false;
  }

  @Override
  public boolean refusesMore() {
    return false;
  }

  @Override
  public boolean mergesOverlaps() {
    return true;
  }

  @Override
  public boolean deliver(
      Routable publication, Qos qos, boolean retain, Target target, StoredMessage stored) {
    received.add(publication.topic() + " qos" + qos.level() + (retain ? " retained" : ""));
    return false;
  }

  @Override
  public StoredMessage noteOwed(
      Journal journal, Publication publication, Qos qos, boolean retain, Target target) {
    return null;
  }

  @Override
  public void whenRoom(Runnable callback) {
    callback.run();
  }
}
