package io.weir.nodes.mqtt;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.JsonException;
import io.weir.engine.message.MessageJson;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Message values on their way to and from MQTT. */
final class MqttValues {
  private static final Buffer EMPTY = Buffer.buffer();

  private MqttValues() {}

  /** A payload: nothing for null, a Buffer as it is, objects as JSON, the rest as text. */
  static Buffer payload(@Nullable Object value) {
    if (value == null || value == Undefined.VALUE) {
      return EMPTY;
    }
    if (value instanceof Buffer buffer) {
      return buffer;
    }
    return Buffer.buffer(
        value instanceof Map<?, ?> || value instanceof List<?>
            ? MessageJson.text(value)
            : Values.toText(value));
  }

  /** A QoS from a number or text; the other value if it is none. */
  static int qos(@Nullable Object value, int otherwise) {
    double n = value == null || "".equals(value) ? Double.NaN : Values.toNumber(value);
    return n == 0 || n == 1 || n == 2 ? (int) n : otherwise;
  }

  static boolean isTrue(@Nullable Object value) {
    return Boolean.TRUE.equals(value) || "true".equals(value);
  }

  static String text(@Nullable Object value) {
    return value == null || value == Undefined.VALUE ? "" : Values.toText(value);
  }

  /** Strings of an object as they are, its other values as JSON; nothing of anything else. */
  static List<UserProperty> userProperties(@Nullable Object value) {
    Object object = value;
    if (value instanceof String text && text.strip().startsWith("{")) {
      try {
        object = MessageJson.parse(text);
      } catch (JsonException e) {
        return List.of();
      }
    }
    List<UserProperty> properties = new ArrayList<>();
    if (object instanceof Map<?, ?> map) {
      map.forEach(
          (name, member) -> {
            if (member instanceof String text) {
              properties.add(new UserProperty((String) name, text));
            } else if (member != null && member != Undefined.VALUE) {
              properties.add(new UserProperty((String) name, MessageJson.text(member)));
            }
          });
    }
    return properties;
  }

  /** User properties as an object; a name that occurs again makes its value an array. */
  static Map<String, @Nullable Object> object(List<UserProperty> properties) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (UserProperty property : properties) {
      Object earlier = object.get(property.name());
      if (earlier instanceof List<?> several) {
        List<@Nullable Object> more = new ArrayList<>(several);
        more.add(property.value());
        object.put(property.name(), more);
      } else if (earlier != null) {
        object.put(property.name(), List.of(earlier, property.value()));
      } else {
        object.put(property.name(), property.value());
      }
    }
    return object;
  }

  /** Seconds from a number or text; -1 if it is none. */
  static long seconds(@Nullable Object value) {
    double n = value == null || "".equals(value) ? Double.NaN : Values.toNumber(value);
    return n >= 0 && n <= 0xFFFF_FFFFL && n == Math.rint(n) ? (long) n : -1;
  }

  static @Nullable Buffer bytes(@Nullable Object value) {
    if (value instanceof Buffer buffer) {
      return buffer;
    }
    return value instanceof String text && !text.isEmpty() ? Buffer.buffer(text) : null;
  }

  static @Nullable String textOrNull(@Nullable Object value) {
    return value instanceof String text && !text.isEmpty() ? text : null;
  }

  /**
   * The properties of a publication from an object with Node-RED's names, short or long.
   *
   * @param isUtf8 the payload format indicator
   */
  static PublicationProperties properties(Map<?, ?> from, boolean isUtf8) {
    return new PublicationProperties(
        isUtf8,
        seconds(first(from, "expiry", "messageExpiryInterval")),
        textOrNull(from.get("contentType")),
        textOrNull(first(from, "respTopic", "responseTopic")),
        bytes(first(from, "correl", "correlationData")),
        userProperties(first(from, "userProps", "userProperties")));
  }

  static @Nullable Object first(Map<?, ?> from, String name, String otherName) {
    Object value = from.get(name);
    return value == null || "".equals(value) ? from.get(otherName) : value;
  }
}
