package io.weir.engine.message;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A path such as {@code payload.items[0].id}, parsed once.
 *
 * <p>A step is a name, an array index, or a path in brackets ({@code a[msg.topic]}) whose value in
 * the message at hand is the name. The grammar is that of Node-RED's property expressions.
 */
public final class PropertyPath {
  /** The path {@code payload}. */
  public static final PropertyPath PAYLOAD = new PropertyPath("payload", List.of("payload"));

  private final String text;
  // String, Integer, or PropertyPath for a reference to be looked up first.
  private final List<Object> steps;
  private final boolean hasReferences;

  private PropertyPath(String text, List<Object> steps) {
    this.text = text;
    this.steps = List.copyOf(steps);
    this.hasReferences = steps.stream().anyMatch(PropertyPath.class::isInstance);
  }

  /**
   * Parses a path. A leading {@code msg.} is not special here; see {@link #ofMessage}.
   *
   * @throws PathException with code {@code INVALID_EXPR} if it is malformed
   */
  public static PropertyPath of(String text) {
    return text.equals("payload") ? PAYLOAD : new PropertyPath(text, new PathParser(text).parse());
  }

  /** Parses a path into a message: as {@link #of}, without a leading {@code msg.}. */
  public static PropertyPath ofMessage(String text) {
    return of(text.startsWith("msg.") ? text.substring(4) : text);
  }

  static PropertyPath ofSteps(String text, List<Object> steps) {
    return new PropertyPath(text, steps);
  }

  /** The first step if it is a plain name; empty otherwise. */
  public String firstName() {
    return steps.get(0) instanceof String name ? name : "";
  }

  /** Whether the path is a single name. */
  public boolean isSingleName() {
    return steps.size() == 1 && steps.get(0) instanceof String;
  }

  /** The steps: names ({@link String}), indexes ({@link Integer}) and nested paths. */
  public List<Object> steps() {
    return steps;
  }

  /** The value in the message; {@link Undefined#VALUE} if a step leads nowhere. */
  @Nullable Object in(Message message) {
    if (isSingleName()) {
      FrozenMap values = (FrozenMap) message.properties();
      int at = values.indexOf(steps.get(0));
      return at < 0 ? Undefined.VALUE : values.valueAt(at);
    }
    return walk(message.properties(), resolved(message.properties()));
  }

  @Nullable Object in(Map<String, @Nullable Object> root, Draft draft) {
    return walk(root, steps(draft));
  }

  /**
   * The value that the path leads to from any container.
   *
   * @param root where to start
   * @param message where to look up references in brackets; null if there is no message
   * @return {@link Undefined#VALUE} if a step leads nowhere
   */
  public @Nullable Object from(@Nullable Object root, @Nullable Message message) {
    return walk(root, message == null ? steps : resolved(message.properties()));
  }

  /**
   * As {@link Message#get(PropertyPath)}, but a missing parent is an error.
   *
   * @throws PathException with code {@code TypeError} if a parent on the way is undefined or null
   */
  public @Nullable Object require(Message message) {
    List<Object> path = resolved(message.properties());
    Object at = message.properties();
    for (int i = 0; i < path.size(); i++) {
      if (at == null || at == Undefined.VALUE) {
        throw new PathException(
            "TypeError",
            "Cannot read properties of " + Values.toText(at) + " (reading '" + path.get(i) + "')");
      }
      at = child(at, path.get(i));
    }
    return at;
  }

  private static @Nullable Object walk(@Nullable Object root, List<Object> path) {
    Object at = root;
    for (Object step : path) {
      at = child(at, step);
      if (at == Undefined.VALUE) {
        return at;
      }
    }
    return at;
  }

  /**
   * What a value has by a name or place: a member, an item, a byte, a character, its length.
   *
   * @param step a name, or an {@link Integer}
   * @return {@link Undefined#VALUE} if there is none
   */
  public static @Nullable Object child(@Nullable Object container, Object step) {
    if (container instanceof Map<?, ?> map) {
      String key = step.toString();
      Object value = map.get(key);
      return value != null || map.containsKey(key) ? value : Undefined.VALUE;
    }
    if (container instanceof List<?> list) {
      int index = indexOf(step);
      if (index >= 0 && index < list.size()) {
        return list.get(index);
      }
      return "length".equals(step) ? (Object) (long) list.size() : Undefined.VALUE;
    }
    if (container instanceof Buffer buffer) {
      int index = indexOf(step);
      if (index >= 0 && index < buffer.length()) {
        return (long) buffer.getUnsignedByte(index);
      }
      return "length".equals(step) ? (Object) (long) buffer.length() : Undefined.VALUE;
    }
    if (container instanceof String s) {
      int index = indexOf(step);
      if (index >= 0 && index < s.length()) {
        return s.substring(index, index + 1);
      }
      return "length".equals(step) ? (Object) (long) s.length() : Undefined.VALUE;
    }
    if (container instanceof ErrorValue error) {
      Object value =
          switch (step.toString()) {
            case "name" -> error.name();
            case "message" -> error.message();
            case "code" -> error.code();
            case "cause" -> error.cause();
            case "stack" -> error.stack();
            default -> null;
          };
      return value == null ? Undefined.VALUE : value;
    }
    if (container instanceof Opaque opaque && opaque.host() instanceof HostObject object) {
      return object.member(step.toString());
    }
    return Undefined.VALUE;
  }

  /** The place in a list that a step means, be it a number or a name that reads as one; else -1. */
  static int indexOf(Object step) {
    return step instanceof Integer index ? index : indexOf(step.toString());
  }

  private static int indexOf(String step) {
    if (step.isEmpty() || step.length() > 9) {
      return -1;
    }
    for (int i = 0; i < step.length(); i++) {
      if (step.charAt(i) < '0' || step.charAt(i) > '9') {
        return -1;
      }
    }
    return Integer.parseInt(step);
  }

  List<Object> steps(Draft draft) {
    return hasReferences ? resolveWith(path -> draft.get(path)) : steps;
  }

  private List<Object> resolved(Map<String, @Nullable Object> root) {
    return hasReferences ? resolveWith(path -> walk(root, path.resolved(root))) : steps;
  }

  /** This path with its references looked up in a message. */
  public PropertyPath resolve(Message message) {
    return hasReferences ? new PropertyPath(text, resolved(message.properties())) : this;
  }

  private List<Object> resolveWith(
      java.util.function.Function<PropertyPath, @Nullable Object> lookUp) {
    List<Object> plain = new ArrayList<>(steps.size());
    for (Object step : steps) {
      if (!(step instanceof PropertyPath reference)) {
        plain.add(step);
        continue;
      }
      Object value = lookUp.apply(reference);
      if (value == null || value == Undefined.VALUE) {
        throw new PathException(
            "INVALID_EXPR",
            "Invalid expression: undefined reference at msg." + reference + " in " + text);
      }
      plain.add(value instanceof Long index ? (Object) index.intValue() : Values.toText(value));
    }
    return plain;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PropertyPath that && steps.equals(that.steps);
  }

  @Override
  public int hashCode() {
    return steps.hashCode();
  }

  /** The path as it was written. */
  @Override
  public String toString() {
    return text;
  }
}
