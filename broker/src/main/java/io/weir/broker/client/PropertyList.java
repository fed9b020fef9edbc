package io.weir.broker.client;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The properties of one packet, in its order.
 *
 * @param all may hold user properties, and subscription identifiers, more than once
 */
public record PropertyList(List<Property> all) {
  /** None, as under MQTT 3. */
  public static final PropertyList NONE = new PropertyList(List.of());

  public PropertyList {
    all = List.copyOf(all);
  }

  /** The first of this type, or null. */
  public @Nullable Property first(PropertyType type) {
    for (Property property : all) {
      if (property.type() == type) {
        return property;
      }
    }
    return null;
  }

  /** The number of a property, or another if it isn't there. */
  public long number(PropertyType type, long otherwise) {
    Property found = first(type);
    return found == null ? otherwise : found.number();
  }

  /** The text of a property, or null. */
  public @Nullable String text(PropertyType type) {
    Property found = first(type);
    return found == null ? null : found.text();
  }

  /** The same with one more, at the end, unless one of its type is there. */
  public PropertyList withDefault(Property property) {
    if (first(property.type()) != null) {
      return this;
    }
    List<Property> more = new ArrayList<>(all);
    more.add(property);
    return new PropertyList(more);
  }
}
