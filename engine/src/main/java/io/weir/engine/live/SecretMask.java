package io.weir.engine.live;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.ErrorValue;
import io.weir.engine.message.MapValue;
import io.weir.engine.message.Message;
import io.weir.engine.message.SetValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts dots in the place of secrets, in what is shown of messages that have passed.
 *
 * <p>Short ones are left alone: they would be found everywhere.
 */
public final class SecretMask {
  /** What stands for a secret. */
  public static final String DOTS = "••••";

  /** Characters of the shortest secret that is looked for. */
  public static final int SHORTEST = 6;

  /** Hides nothing. */
  public static final SecretMask NONE = new SecretMask(List.of());

  private static final char CUT = '…';
  private static final int DEEPEST = 100;
  private static final String CIRCULAR = "[Circular ~]";
  private static final String TOO_DEEP = "[...]";

  // The longest first: one may be part of another.
  private final List<String> secrets;
  private final List<String> secretsAsBytes;

  /** Hides the secrets given, as far as they are long enough. */
  public SecretMask(Collection<String> secrets) {
    this.secrets =
        secrets.stream()
            .filter(secret -> secret.length() >= SHORTEST)
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
    this.secretsAsBytes = this.secrets.stream().map(SecretMask::latin).toList();
  }

  /** The text with a character for each byte. */
  private static String latin(String secret) {
    return new String(secret.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** A message without them, the same one if there are none in it. */
  public Message in(Message message) {
    Message masked = message;
    if (!secrets.isEmpty()) {
      for (Map.Entry<String, @Nullable Object> property : message.properties().entrySet()) {
        Object value = in(property.getValue());
        if (value != property.getValue()) {
          masked = masked.with(property.getKey(), value);
        }
      }
    }
    return masked;
  }

  /**
   * A value without them, the same one if there are none in it. What contains itself, or is deeper
   * than anybody unfolds, is cut there.
   */
  public @Nullable Object in(@Nullable Object value) {
    return secrets.isEmpty() ? value : new Walk().in(value);
  }

  private String inText(String text) {
    return without(text, secrets, DOTS);
  }

  private static String without(String text, List<String> hidden, String dots) {
    String masked = text;
    for (String secret : hidden) {
      if (masked.contains(secret)) {
        masked = masked.replace(secret, dots);
      }
    }
    return masked;
  }

  private Buffer inBytes(Buffer buffer) {
    String text = buffer.toString(StandardCharsets.ISO_8859_1);
    String masked = without(text, secretsAsBytes, latin(DOTS));
    return masked.equals(text)
        ? buffer
        : Buffer.buffer(masked.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** One walk through a value, which knows the containers around the present place. */
  private final class Walk {
    private final List<Object> around = new ArrayList<>();

    @Nullable Object in(@Nullable Object value) {
      if (value instanceof String text) {
        return inText(text);
      }
      if (value instanceof Buffer buffer) {
        return inBytes(buffer);
      }
      if (value instanceof Map<?, ?> map) {
        return nested(map, () -> inMap(map));
      }
      if (value instanceof List<?> list) {
        return nested(list, () -> inList(list));
      }
      if (value instanceof MapValue map) {
        return nested(map, () -> inEntries(map));
      }
      if (value instanceof SetValue set) {
        return nested(set, () -> inMembers(set));
      }
      return value instanceof ErrorValue error ? nested(error, () -> inError(error)) : value;
    }

    private Object nested(Object container, Supplier<Object> masked) {
      for (Object outer : around) {
        if (outer == container) {
          return CIRCULAR;
        }
      }
      if (around.size() >= DEEPEST) {
        return TOO_DEEP;
      }
      around.add(container);
      try {
        return masked.get();
      } finally {
        around.remove(around.size() - 1);
      }
    }

    private Map<?, ?> inMap(Map<?, ?> map) {
      Map<String, @Nullable Object> masked = new LinkedHashMap<>();
      boolean isSame = true;
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        String key = String.valueOf(entry.getKey());
        String shownKey = inText(key);
        Object value = in(entry.getValue());
        isSame &= shownKey.equals(key) && value == entry.getValue();
        masked.put(shownKey, value);
      }
      return isSame ? map : masked;
    }

    @SuppressWarnings("unchecked")
    private List<@Nullable Object> inList(List<?> list) {
      List<@Nullable Object> masked = new ArrayList<>(list.size());
      boolean isSame = true;
      for (Object item : list) {
        Object shown = in(item);
        isSame &= shown == item;
        masked.add(shown);
      }
      return isSame ? (List<@Nullable Object>) list : masked;
    }

    private MapValue inEntries(MapValue map) {
      List<@Nullable Object> keys = inList(map.keys());
      List<@Nullable Object> values = inList(map.values());
      return keys == map.keys() && values == map.values() ? map : new MapValue(keys, values);
    }

    private SetValue inMembers(SetValue set) {
      List<@Nullable Object> values = inList(set.values());
      return values == set.values() ? set : new SetValue(values);
    }

    private ErrorValue inError(ErrorValue error) {
      String stack = error.stack();
      return new ErrorValue(
          inText(error.name()),
          inText(error.message()),
          in(error.code()),
          in(error.cause()),
          stack == null ? null : inText(stack));
    }
  }

  /**
   * A preview without them, of a value that isn't there any more: where it was cut, the beginning
   * of one is hidden too.
   */
  public String inPreview(String preview) {
    String masked = preview;
    for (String secret : secrets) {
      String onOneLine = onOneLine(secret);
      masked = masked.replace(onOneLine, DOTS);
      if (!masked.isEmpty() && masked.charAt(masked.length() - 1) == CUT) {
        masked = withoutBeginning(masked.substring(0, masked.length() - 1), onOneLine) + CUT;
      }
    }
    return masked;
  }

  private static String onOneLine(String secret) {
    StringBuilder line = new StringBuilder(secret.length());
    secret.chars().forEach(c -> line.append(Character.isISOControl(c) ? ' ' : (char) c));
    return line.toString();
  }

  private static String withoutBeginning(String text, String secret) {
    for (int length = Math.min(secret.length() - 1, text.length()); length >= 3; length--) {
      if (text.regionMatches(text.length() - length, secret, 0, length)) {
        return text.substring(0, text.length() - length) + DOTS;
      }
    }
    return text;
  }
}
