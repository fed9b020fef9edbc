package io.weir.nodes.mqtt;

import io.vertx.core.buffer.Buffer;
import java.util.concurrent.atomic.AtomicBoolean;

/** A publication that came from HiveMQ's library, in either version of the protocol. */
final class RemoteIncoming implements Incoming {
  private final String topic;
  private final Buffer payload;
  private final int qos;
  private final boolean retain;
  private final PublicationProperties properties;
  private final Runnable acknowledgement;
  private final AtomicBoolean isAcknowledged = new AtomicBoolean();

  /**
   * A publication.
   *
   * @param acknowledgement tells the library; called once at most, as it insists
   */
  RemoteIncoming(
      String topic,
      byte[] payload,
      int qos,
      boolean retain,
      PublicationProperties properties,
      Runnable acknowledgement) {
    this.topic = topic;
    this.payload = Buffer.buffer(payload);
    this.qos = qos;
    this.retain = retain;
    this.properties = properties;
    this.acknowledgement = acknowledgement;
  }

  @Override
  public String topic() {
    return topic;
  }

  @Override
  public Buffer payload() {
    return payload;
  }

  @Override
  public int qos() {
    return qos;
  }

  @Override
  public boolean retain() {
    return retain;
  }

  /** The library doesn't say. */
  @Override
  public boolean dup() {
    return false;
  }

  @Override
  public PublicationProperties properties() {
    return properties;
  }

  @Override
  public void acknowledge() {
    if (isAcknowledged.compareAndSet(false, true)) {
      acknowledgement.run();
    }
  }
}
