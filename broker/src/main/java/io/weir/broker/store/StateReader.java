package io.weir.broker.store;

import static io.weir.broker.store.RecordWriter.key;

import io.weir.broker.Limits.PacketLimits;
import io.weir.broker.SubscribeOptions;
import io.weir.broker.SubscribeOptions.RetainHandling;
import io.weir.broker.auth.ClientIdentity;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.Will;
import io.weir.broker.store.Change.Step;
import io.weir.broker.store.StoredState.Delivery;
import io.weir.broker.store.StoredState.SessionState;
import io.weir.broker.topic.TopicFilter;
import io.weir.broker.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a store as it was left, in one pass over each table.
 *
 * <p>What belongs to sessions that are no more, which a crash can leave behind, is cleared away.
 */
final class StateReader {
  /** The highest subscription identifier that a client can give. */
  private static final int MAX_SUBSCRIPTION_ID = 268_435_455;

  private static final int MAX_PACKET_ID = 65_535;

  private record Key(long sequence, long session) {}

  private record StepTaken(Step step, int packetId) {}

  private final KeyValueStore store;
  private final boolean skipsDamaged;
  private final Map<Long, SessionState> sessions = new LinkedHashMap<>();
  private final Map<String, Long> numbers = new HashMap<>();
  private final Map<Key, StepTaken> progress = new HashMap<>();
  private final List<Consumer<KeyValueStore.Batch>> leftovers = new ArrayList<>();
  private long lastSession;
  private long lastSequence;

  /**
   * A reader.
   *
   * @param skipsDamaged whether records that make no sense are cleared away, rather than an error
   */
  StateReader(KeyValueStore store, boolean skipsDamaged) {
    this.store = store;
    this.skipsDamaged = skipsDamaged;
  }

  /** The highest number of a session so far. */
  long lastSession() {
    return lastSession;
  }

  /** The highest sequence number of a message so far. */
  long lastSequence() {
    return lastSequence;
  }

  StoredState read() {
    forEach(Table.SESSIONS, this::readSession);
    forEach(Table.SUBSCRIPTIONS, this::readSubscription);
    forEach(Table.INBOUND, this::readInbound);
    forEach(Table.PROGRESS, this::readProgress);
    forEach(Table.MESSAGES, this::readMessage);
    progress.keySet().forEach(of -> forget(Table.PROGRESS, key(of.sequence(), of.session())));
    List<StoredRetained> retained = new ArrayList<>();
    forEach(Table.RETAINED, (key, value) -> retained.add(readRetained(key, value)));
    List<StoredWill> wills = new ArrayList<>();
    forEach(Table.WILLS, (key, value) -> wills.add(readWill(key, value)));
    if (!leftovers.isEmpty()) {
      store.write(batch -> leftovers.forEach(leftover -> leftover.accept(batch)), false);
    }
    return new StoredState(List.copyOf(sessions.values()), retained, wills);
  }

  private void forEach(Table table, BiConsumer<byte[], byte[]> record) {
    store.forEach(
        table,
        (key, value) -> {
          try {
            record.accept(key, value);
          } catch (RuntimeException damage) {
            if (!skipsDamaged) {
              throw new StoreException("a record in " + table + " makes no sense", damage);
            }
            forget(table, key);
          }
        });
  }

  private void forget(Table table, byte[] key) {
    leftovers.add(batch -> batch.delete(table, key));
  }

  private static int inRange(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new StoreException(what + " is " + value + ", not " + least + " to " + most);
    }
    return value;
  }

  private static RecordReader value(byte[] bytes) {
    RecordReader reader = new RecordReader(bytes);
    int form = reader.small();
    if (form != Change.FORM) {
      throw new StoreException("a record of the unknown form " + form);
    }
    return reader;
  }

  private void readSession(byte[] key, byte[] bytes) {
    long number = new RecordReader(key).number();
    lastSession = Math.max(lastSession, number);
    RecordReader value = value(bytes);
    String clientId = value.text();
    boolean isLocal = value.flag();
    @Nullable String userName = value.optionalText();
    long expirySeconds = value.number();
    long absentSince = value.number();
    ClientIdentity client = client(clientId, userName, value);
    sessions.put(
        number,
        new SessionState(new StoredSession(number, client, isLocal, expirySeconds, absentSince)));
    Long before = numbers.put(clientId, number);
    if (before != null) {
      // A crash came between the end of the one, on its loop, and the start of the other.
      sessions.remove(before);
      forget(Table.SESSIONS, key(before));
    }
  }

  private void readSubscription(byte[] key, byte[] bytes) {
    RecordReader from = new RecordReader(key);
    SessionState session = sessions.get(from.number());
    if (session == null) {
      forget(Table.SUBSCRIPTIONS, key);
      return;
    }
    String filter = from.restAsText();
    String problem = TopicFilter.problem(filter);
    if (problem != null) {
      throw new StoreException(problem);
    }
    RecordReader value = value(bytes);
    Qos qos = Qos.of(value.small());
    session
        .subscriptions()
        .put(
            filter,
            new SubscribeOptions(
                qos,
                value.flag(),
                value.flag(),
                RetainHandling.valueOf(value.text()),
                readSubscriptionId(value)));
  }

  private static int readSubscriptionId(RecordReader value) {
    return inRange("a subscription identifier", value.integer(), 0, MAX_SUBSCRIPTION_ID);
  }

  private void readInbound(byte[] key, byte[] bytes) {
    RecordReader from = new RecordReader(key);
    SessionState session = sessions.get(from.number());
    if (session == null) {
      forget(Table.INBOUND, key);
      return;
    }
    session.inboundIds().add(inRange("a packet id", from.integer(), 1, MAX_PACKET_ID));
  }

  private void readProgress(byte[] key, byte[] bytes) {
    RecordReader from = new RecordReader(key);
    RecordReader value = value(bytes);
    progress.put(
        new Key(from.number(), from.number()),
        new StepTaken(Step.valueOf(value.text()), readPacketId(value)));
  }

  private void readMessage(byte[] key, byte[] bytes) {
    long sequence = new RecordReader(key).number();
    lastSequence = Math.max(lastSequence, sequence);
    RecordReader value = value(bytes);
    int count = value.integer();
    List<StoredMessage.Owner> owners = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      owners.add(readOwner(value));
    }
    StoredMessage message = new StoredMessage(sequence, readPublication(value));
    message.markWritten();
    for (StoredMessage.Owner owner : owners) {
      StepTaken step = progress.remove(new Key(sequence, owner.session()));
      if (step != null) {
        message.addProgress(owner.session());
      }
      SessionState session = sessions.get(owner.session());
      if (session != null && (step == null || step.step() != Step.DONE)) {
        StoredMessage.Owner now = step == null ? owner : owner.sentAs(step.packetId());
        boolean isReleased = step != null && step.step() == Step.RELEASED;
        message.addOwner(now);
        session.deliveries().add(new Delivery(message, now, isReleased));
      }
    }
    if (message.isFinished()) {
      leftovers.add(new Change.Forgotten(message)::writeTo);
    }
  }

  private static StoredMessage.Owner readOwner(RecordReader value) {
    long session = value.number();
    Qos qos = Qos.of(value.small());
    boolean retain = value.flag();
    int packetId = readPacketId(value);
    // What is damaged must not decide how much is allocated.
    int[] subscriptionIds = new int[inRange("a count", value.integer(), 0, value.remaining() / 4)];
    for (int i = 0; i < subscriptionIds.length; i++) {
      subscriptionIds[i] = readSubscriptionId(value);
    }
    return new StoredMessage.Owner(session, qos, retain, subscriptionIds, packetId);
  }

  private static int readPacketId(RecordReader value) {
    return inRange("a packet id", value.integer(), 0, MAX_PACKET_ID);
  }

  private static Publication readPublication(RecordReader value) {
    Publication publication = PublicationFormat.read(value);
    String problem = TopicName.problem(publication.topic(), PacketLimits.MOST_TOPIC_LEVELS);
    if (problem != null) {
      throw new StoreException(problem);
    }
    return publication;
  }

  /** Who a client is, with what older records don't say of it. */
  private static ClientIdentity client(
      String clientId, @Nullable String userName, RecordReader rest) {
    return rest.isAtEnd()
        ? new ClientIdentity(clientId, userName, "", false)
        : new ClientIdentity(clientId, userName, rest.text(), rest.flag());
  }

  private static StoredRetained readRetained(byte[] key, byte[] bytes) {
    RecordReader value = value(bytes);
    Publication publication = readPublication(value);
    if (!publication.topic().equals(new String(key, StandardCharsets.UTF_8))) {
      throw new StoreException("a retained message under another topic than its own");
    }
    long keptAt = value.isAtEnd() ? System.currentTimeMillis() : value.number();
    String publisher = publication.publisherId();
    boolean hasSource = !value.isAtEnd() && value.flag();
    return new StoredRetained(
        publication,
        hasSource && publisher != null ? client(publisher, value.optionalText(), value) : null,
        keptAt);
  }

  private static StoredWill readWill(byte[] key, byte[] bytes) {
    RecordReader value = value(bytes);
    @Nullable String userName = value.optionalText();
    boolean isLocal = value.flag();
    long delaySeconds = value.number();
    long sessionExpirySeconds = value.number();
    long dueAt = value.number();
    Will will = new Will(readPublication(value), delaySeconds);
    return new StoredWill(
        client(new String(key, StandardCharsets.UTF_8), userName, value),
        isLocal,
        will,
        sessionExpirySeconds,
        dueAt);
  }
}
