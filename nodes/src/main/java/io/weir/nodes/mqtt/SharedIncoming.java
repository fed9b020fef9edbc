package io.weir.nodes.mqtt;

import io.vertx.core.buffer.Buffer;
import java.util.concurrent.atomic.AtomicInteger;

/** A publication that goes to several takers: acknowledged when the last of them has finished. */
final class SharedIncoming implements Incoming {
  private final Incoming incoming;
  private final AtomicInteger left;

  SharedIncoming(Incoming incoming, int takers) {
    this.incoming = incoming;
    this.left = new AtomicInteger(takers);
  }

  @Override
  public String topic() {
    return incoming.topic();
  }

  @Override
  public Buffer payload() {
    return incoming.payload();
  }

  @Override
  public int qos() {
    return incoming.qos();
  }

  @Override
  public boolean retain() {
    return incoming.retain();
  }

  @Override
  public boolean dup() {
    return incoming.dup();
  }

  @Override
  public PublicationProperties properties() {
    return incoming.properties();
  }

  @Override
  public void acknowledge() {
    if (left.decrementAndGet() == 0) {
      incoming.acknowledge();
    }
  }
}
