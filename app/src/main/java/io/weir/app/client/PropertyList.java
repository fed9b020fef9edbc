package io.weir.app.client;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Properties of one packet, in order.
 *
 * @param values what was given or received
 */
public record PropertyList(List<Value> values) {
  /** None. */
  public static final PropertyList NONE = new PropertyList(List.of());

  /** A list; copied. */
  public PropertyList {
    values = List.copyOf(values);
  }

  /**
   * One property.
   *
   * @param property which
   * @param name of a pair; empty for all others
   * @param text the value: of a number its digits
   */
  public record Value(MqttProperty property, String name, String text) {
    /** The value as bytes. */
    public byte[] bytes() {
      return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The value of a number. */
    public long number() {
      return Long.parseLong(text);
    }
  }

  /** The text of a property that can be there once. */
  public Optional<String> text(MqttProperty property) {
    return of(property).map(Value::text).findFirst();
  }

  /** The number of a property that can be there once. */
  public Optional<Long> number(MqttProperty property) {
    return of(property).map(Value::number).findFirst();
  }

  /** The bytes of a property that can be there once. */
  public Optional<byte[]> bytes(MqttProperty property) {
    return of(property).map(Value::bytes).findFirst();
  }

  /** All pairs of name and value. */
  public Stream<Value> pairs() {
    return of(MqttProperty.USER_PROPERTY);
  }

  private Stream<Value> of(MqttProperty property) {
    return values.stream().filter(value -> value.property() == property);
  }
}
