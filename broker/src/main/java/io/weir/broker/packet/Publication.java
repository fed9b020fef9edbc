package io.weir.broker.packet;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The application message that the broker routes. A {@code Publish} is the packet that carries it
 * over one connection; a publication knows nothing of packet ids and DUP.
 *
 * <p>Immutable and shared: between sessions, with the retained store, and between threads. Nobody
 * writes to the payload after construction.
 *
 * @threads any
 * @mqtt 5.0 §3.3
 */
public final class Publication implements Routable {
  private static final AtomicIntegerFieldUpdater<Publication> HOLDERS =
      AtomicIntegerFieldUpdater.newUpdater(Publication.class, "holders");

  private final String topic;
  private final byte[] payload;
  private final Qos qos;
  private final boolean retain;
  private final PublishProperties properties;
  private final @Nullable String publisherId;
  private final long createdNanos;
  // Same value whoever computes it, so a race costs a copy and no more.
  private @Nullable Buffer buffer;

  @SuppressWarnings("UnusedVariable") // by its updater
  private volatile int holders;

  private Publication(
      String topic,
      byte[] payload,
      Qos qos,
      boolean retain,
      PublishProperties properties,
      @Nullable String publisherId,
      long createdNanos) {
    this.topic = topic;
    this.payload = payload;
    this.qos = qos;
    this.retain = retain;
    this.properties = properties;
    this.publisherId = publisherId;
    this.createdNanos = createdNanos;
  }

  /**
   * A publication that takes the array over: the caller doesn't write to it again.
   *
   * @param topic a topic name; checked when it is published
   */
  public static Publication of(String topic, byte[] payload, Qos qos, boolean retain) {
    return of(topic, payload, qos, retain, PublishProperties.NONE);
  }

  /** As the shorter form, with the properties of MQTT 5. */
  public static Publication of(
      String topic, byte[] payload, Qos qos, boolean retain, PublishProperties properties) {
    return received(topic, payload, qos, retain, properties, null);
  }

  /** A publication with a copy of the buffer's bytes. */
  public static Publication of(String topic, Buffer payload, Qos qos, boolean retain) {
    return of(topic, payload.getBytes(), qos, retain, PublishProperties.NONE);
  }

  /** A publication with a copy of the buffer's bytes and the properties of MQTT 5. */
  public static Publication of(
      String topic, Buffer payload, Qos qos, boolean retain, PublishProperties properties) {
    return of(topic, payload.getBytes(), qos, retain, properties);
  }

  /** A publication whose payload is this text in UTF-8. */
  public static Publication of(String topic, String payload, Qos qos, boolean retain) {
    return of(topic, payload.getBytes(StandardCharsets.UTF_8), qos, retain);
  }

  /** A publication as it came from a client; the array is taken over. */
  public static Publication received(
      String topic,
      byte[] payload,
      Qos qos,
      boolean retain,
      PublishProperties properties,
      @Nullable String publisherId) {
    // Only an expiring message needs to know when it came, and the clock costs more than the rest.
    long created = properties.messageExpirySeconds() < 0 ? 0 : System.nanoTime();
    return new Publication(topic, payload, qos, retain, properties, publisherId, created);
  }

  /**
   * A publication that was kept; the array is taken over.
   *
   * @param ageNanos how long ago it came, from which an expiring message counts on
   */
  public static Publication restored(
      String topic,
      byte[] payload,
      Qos qos,
      boolean retain,
      PublishProperties properties,
      @Nullable String publisherId,
      long ageNanos) {
    long created = properties.messageExpirySeconds() < 0 ? 0 : System.nanoTime() - ageNanos;
    return new Publication(topic, payload, qos, retain, properties, publisherId, created);
  }

  @Override
  public String topic() {
    return topic;
  }

  /** The payload as a buffer that nobody may write to. */
  public Buffer payload() {
    Buffer view = buffer;
    if (view == null) {
      view = Buffer.buffer(payload);
      buffer = view;
    }
    return view;
  }

  /** The payload itself, for code on the hot path; not to be written to. */
  public byte[] payloadBytes() {
    return payload;
  }

  /** The payload as UTF-8 text. */
  public String payloadText() {
    return new String(payload, StandardCharsets.UTF_8);
  }

  @Override
  public int payloadLength() {
    return payload.length;
  }

  @Override
  public Qos qos() {
    return qos;
  }

  @Override
  public boolean retain() {
    return retain;
  }

  @Override
  public PublishProperties properties() {
    return properties;
  }

  /** The client that published it, or null if the broker did. */
  public @Nullable String publisherId() {
    return publisherId;
  }

  /** Whether its message expiry interval has passed. */
  public boolean isExpired() {
    return properties.messageExpirySeconds() >= 0 && remainingExpirySeconds() <= 0;
  }

  /**
   * Seconds of life left, rounded up; negative one if it lives for ever, 0 if it has expired.
   *
   * @mqtt 5.0 §3.3.2.3.3 [MQTT-3.3.2-6]
   */
  public long remainingExpirySeconds() {
    long interval = properties.messageExpirySeconds();
    if (interval < 0) {
      return -1;
    }
    long waited = (System.nanoTime() - createdNanos) / 1_000_000_000L;
    return Math.max(0, interval - waited);
  }

  /** How long ago an expiring message came; not known of others. */
  public long ageMillis() {
    return (System.nanoTime() - createdNanos) / 1_000_000;
  }

  @Override
  public long serial() {
    return 0;
  }

  @Override
  public Publication publication() {
    return this;
  }

  /** What it counts against a byte limit: payload, topic, properties and some overhead. */
  public int weight() {
    return payload.length + topic.length() + properties.weight() + 96;
  }

  /** Somebody keeps it; returns whether nobody else did. Each call has its {@link #letGo}. */
  public boolean hold() {
    return HOLDERS.getAndIncrement(this) == 0;
  }

  /** One of those who keep it no longer does; returns whether it was the last. */
  public boolean letGo() {
    return HOLDERS.decrementAndGet(this) == 0;
  }

  /** The same message under another client's name. */
  public Publication publishedBy(@Nullable String clientId) {
    return new Publication(topic, payload, qos, retain, properties, clientId, createdNanos);
  }

  @Override
  public String toString() {
    return "Publication[topic="
        + topic
        + ", qos="
        + qos.level()
        + ", retain="
        + retain
        + ", bytes="
        + payload.length
        + "]";
  }
}
