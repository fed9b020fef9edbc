package io.weir.engine.message;

import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message: named values in the order in which they were set, immutable, shared freely between
 * wires and threads.
 *
 * <p>The message id is the property {@code _msgid}. Changing a message means making another one:
 * {@link #with} for a value, {@link #edit} for several or for values deep inside.
 */
public final class Message {
  /** The property that holds the id. */
  public static final String ID = "_msgid";

  private static final int BYTES_OF_A_SMALL_MESSAGE = 160;
  private static final Message EMPTY = new Message(FrozenMap.EMPTY);

  private final FrozenMap values;

  private Message(FrozenMap values) {
    this.values = values;
  }

  /** A message without any property, not even an id. */
  public static Message empty() {
    return EMPTY;
  }

  /** A message with a new id and nothing else. */
  public static Message create() {
    return new Message(new FrozenMap(new String[] {ID}, new Object[] {MessageIds.next()}));
  }

  /** A message of the properties given; their values are frozen. */
  public static Message of(Map<String, ? extends @Nullable Object> properties) {
    Object frozen = Values.freeze(properties);
    return frozen instanceof FrozenMap map ? new Message(map) : EMPTY;
  }

  /** A message with a new id and a payload. */
  public static Message ofPayload(@Nullable Object payload) {
    return new Message(
        new FrozenMap(
            new String[] {ID, "payload"},
            new @Nullable Object[] {MessageIds.next(), Values.freeze(payload)}));
  }

  /**
   * A message made of two arrays which the caller gives up.
   *
   * @param names property names, which may be shared between messages of the same shape
   * @param frozenValues values, frozen already
   */
  public static Message ofArrays(String[] names, @Nullable Object[] frozenValues) {
    return new Message(new FrozenMap(names, frozenValues));
  }

  /** The message id; empty if the message has none yet. */
  public String id() {
    return values.get(ID) instanceof String id ? id : "";
  }

  /** This message with an id: itself if it has one. */
  public Message withId() {
    return values.get(ID) == null ? with(ID, MessageIds.next()) : this;
  }

  /** Whether the property is there, be it null. */
  public boolean has(String property) {
    return values.containsKey(property);
  }

  /** The value of a property; null if it is null or absent. */
  public @Nullable Object get(String property) {
    return values.get(property);
  }

  /** The value that a path leads to; {@link Undefined#VALUE} if there is none. */
  public @Nullable Object get(PropertyPath path) {
    return path.in(this);
  }

  /** The payload; null if it is null or absent. */
  public @Nullable Object payload() {
    return values.get("payload");
  }

  /** The topic as text; empty if there is none. */
  public String topic() {
    Object topic = values.get("topic");
    return topic == null ? "" : Values.toText(topic);
  }

  /** This message with one property set; {@link Undefined#VALUE} removes it. */
  public Message with(String property, @Nullable Object value) {
    return value == Undefined.VALUE
        ? without(property)
        : new Message(values.with(property, Values.freeze(value)));
  }

  /** This message with the value that a path leads to set, as {@link Draft} sets it. */
  public Message with(PropertyPath path, @Nullable Object value) {
    if (path.isSingleName()) {
      return with(path.firstName(), value);
    }
    Draft draft = edit();
    draft.set(path, value);
    return draft.seal();
  }

  /** This message without a property. */
  public Message without(String property) {
    return values.containsKey(property) ? new Message(values.without(property)) : this;
  }

  /** Opens the message for editing; this message stays as it is. */
  public Draft edit() {
    return new Draft(this);
  }

  /** All properties, unmodifiable, in order. */
  public Map<String, @Nullable Object> properties() {
    return values;
  }

  /**
   * About how much memory the message keeps: exact enough to bound a queue by it. Looks at the
   * payload only, and does not walk into it.
   *
   * @return bytes
   */
  public int estimatedBytes() {
    Object payload = values.get("payload");
    if (payload instanceof Buffer buffer) {
      return BYTES_OF_A_SMALL_MESSAGE + buffer.length();
    }
    if (payload instanceof String text) {
      return BYTES_OF_A_SMALL_MESSAGE + text.length();
    }
    if (payload instanceof java.util.Collection<?> list) {
      return BYTES_OF_A_SMALL_MESSAGE + 16 * list.size();
    }
    return BYTES_OF_A_SMALL_MESSAGE;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Message that && Values.deepEqual(values, that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  /** The message as JSON, for logs and tests; its id if it contains itself. */
  @Override
  public String toString() {
    try {
      return MessageJson.text(values);
    } catch (IllegalArgumentException e) {
      return "Message " + id() + " (" + e.getMessage() + ")";
    }
  }
}
