package io.weir.broker.store;

import static io.weir.broker.store.RecordWriter.key;

import io.weir.broker.SubscribeOptions;
import io.weir.broker.auth.ClientIdentity;
import io.weir.broker.packet.Publication;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Something that has to survive. Made on a loop, turned into bytes on the thread that writes.
 *
 * <p>{@link StateReader} is its counterpart. What is added to a form stands at the end of its
 * records: a reader finds an older record to end there, and an older program reads no further.
 */
public sealed interface Change {
  /** The first byte of values whose form may change. */
  int FORM = 1;

  /** Roughly what it costs while it waits, in bytes. */
  default int weight() {
    return 64;
  }

  /** Puts it into what is written next. */
  void writeTo(KeyValueStore.Batch batch);

  /** A session began, was taken up, was left, or lives longer or shorter than before. */
  record SessionKept(StoredSession session) implements Change {
    @Override
    public void writeTo(KeyValueStore.Batch batch) {
      batch.put(
          Table.SESSIONS,
          key(session.number()),
          new RecordWriter(64 + session.clientId().length())
              .small(FORM)
              .text(session.clientId())
              .flag(session.isLocal())
              .optionalText(session.client().userName())
              .number(session.expirySeconds())
              .number(session.absentSince())
              .text(session.client().listener())
              .flag(session.client().isCertified())
              .toBytes());
    }
  }

  /** A session is over; the messages it was owed are finished one by one. */
  record SessionEnded(long session, List<String> filters, List<Integer> inboundIds)
      implements Change {
    public SessionEnded {
      filters = List.copyOf(filters);
      inboundIds = List.copyOf(inboundIds);
    }

    @Override
    public void writeTo(KeyValueStore.Batch batch) {
      batch.delete(Table.SESSIONS, key(session));
      filters.forEach(
          filter -> batch.delete(Table.SUBSCRIPTIONS, subscriptionKey(session, filter)));
      inboundIds.forEach(id -> batch.delete(Table.INBOUND, inboundKey(session, id)));
    }
  }

  /** A subscription is new or has other options. */
  record Subscribed(long session, String filter, SubscribeOptions options) implements Change {
    @Override
    public void writeTo(KeyValueStore.Batch batch) {
      batch.put(
          Table.SUBSCRIPTIONS,
          subscriptionKey(session, filter),
          new RecordWriter(16)
              .small(FORM)
              .small(options.qos().level())
              .flag(options.noLocal())
              .flag(options.retainAsPublished())
              .text(options.retainHandling().name())
              .integer(options.subscriptionId())
              .toBytes());
    }
  }

  /** A subscription was given up. */
  record Unsubscribed(long session, String filter) implements Change {
    @Override
    public void writeTo(KeyValueStore.Batch batch) {
      batch.delete(Table.SUBSCRIPTIONS, subscriptionKey(session, filter));
    }
  }

  /** A publication is owed to sessions. */
  record Owed(StoredMessage message) implements Change {
    @Override
    public int weight() {
      return 96 + message.publication().weight();
    }

    @Override
    public void writeTo(KeyValueStore.Batch batch) {
      if (message.isFinished()) {
        return;
      }
      message.markWritten();
      RecordWriter value =
          new RecordWriter(
              16
                  + 32 * message.owners().size()
                  + PublicationFormat.estimate(message.publication()));
      value.small(FORM).integer(message.owners().size());
      for (StoredMessage.Owner owner : message.owners()) {
        value.number(owner.session()).small(owner.qos().level()).flag(owner.retain());
        value.integer(owner.packetId()).integer(owner.subscriptionIds().length);
        for (int id : owner.subscriptionIds()) {
          value.integer(id);
        }
      }
      PublicationFormat.write(message.publication(), value);
      batch.put(Table.MESSAGES, key(message.sequence()), value.toBytes());
    }
  }

  /** How far a delivery has come. */
  enum Step {
    /** Sent under a packet id. */
    SENT,
    /** The client has it; the second half of QoS 2 is under way. */
    RELEASED,
    /** The session is done with it, while others are not. */
    DONE
  }

  /** A delivery has come a step further. */
  record Progress(StoredMessage message, long session, Step step, int packetId) implements Change {
    @Override
    public void writeTo(KeyValueStore.Batch batch) {
      if (message.isFinished() || !message.isWritten()) {
        return;
      }
      message.addProgress(session);
      batch.put(
          Table.PROGRESS,
          key(message.sequence(), session),
          new RecordWriter(20).small(FORM).text(step.name()).integer(packetId).toBytes());
    }
  }

  /** All sessions are done with a message. */
  record Forgotten(StoredMessage message) implements Change {
    @Override
    public void writeTo(KeyValueStore.Batch batch) {
      if (message.isWritten()) {
        batch.delete(Table.MESSAGES, key(message.sequence()));
        for (long session : message.withProgress()) {
          batch.delete(Table.PROGRESS, key(message.sequence(), session));
        }
      }
    }
  }

  /** A client has published with QoS 2 under this id. */
  record InboundBegun(long session, int packetId) implements Change {
    private static final byte[] NOTHING = {};

    @Override
    public void writeTo(KeyValueStore.Batch batch) {
      batch.put(Table.INBOUND, inboundKey(session, packetId), NOTHING);
    }
  }

  /** The id is free for another publication. */
  record InboundReleased(long session, int packetId) implements Change {
    @Override
    public void writeTo(KeyValueStore.Batch batch) {
      batch.delete(Table.INBOUND, inboundKey(session, packetId));
    }
  }

  /** A topic has a new retained message. */
  record Retained(StoredRetained kept) implements Change {
    @Override
    public int weight() {
      return 64 + kept.publication().weight();
    }

    @Override
    public void writeTo(KeyValueStore.Batch batch) {
      Publication publication = kept.publication();
      RecordWriter value = new RecordWriter(32 + PublicationFormat.estimate(publication));
      PublicationFormat.write(publication, value.small(FORM));
      ClientIdentity source = kept.source();
      value.number(kept.keptAt()).flag(source != null);
      if (source != null) {
        value.optionalText(source.userName()).text(source.listener()).flag(source.isCertified());
      }
      batch.put(Table.RETAINED, textKey(publication.topic()), value.toBytes());
    }
  }

  /** A topic has no retained message any more. */
  record RetainedRemoved(String topic) implements Change {
    @Override
    public void writeTo(KeyValueStore.Batch batch) {
      batch.delete(Table.RETAINED, textKey(topic));
    }
  }

  /** A client has a will, or its will has come due at a time. */
  record WillKept(StoredWill will) implements Change {
    @Override
    public int weight() {
      return 64 + will.will().publication().weight();
    }

    @Override
    public void writeTo(KeyValueStore.Batch batch) {
      Publication publication = will.will().publication();
      RecordWriter value = new RecordWriter(64 + PublicationFormat.estimate(publication));
      value.small(FORM).optionalText(will.client().userName()).flag(will.isLocal());
      value.number(will.will().delaySeconds());
      value.number(will.sessionExpirySeconds()).number(will.dueAt());
      PublicationFormat.write(publication, value);
      value.text(will.client().listener()).flag(will.client().isCertified());
      batch.put(Table.WILLS, textKey(will.clientId()), value.toBytes());
    }
  }

  /** A will was discarded or published. */
  record WillRemoved(String clientId) implements Change {
    @Override
    public void writeTo(KeyValueStore.Batch batch) {
      batch.delete(Table.WILLS, textKey(clientId));
    }
  }

  private static byte[] textKey(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] subscriptionKey(long session, String filter) {
    return new RecordWriter(8 + filter.length()).number(session).raw(textKey(filter)).toBytes();
  }

  private static byte[] inboundKey(long session, int packetId) {
    return new RecordWriter(12).number(session).integer(packetId).toBytes();
  }
}
