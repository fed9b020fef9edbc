package io.weir.engine.node;

import io.weir.engine.message.Message;
import io.weir.engine.message.Undefined;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compiles expressions of the JSONata language. */
public interface Expressions {

  /**
   * Compiles an expression.
   *
   * @throws NodeException if it is malformed, with the reason
   */
  Expression compile(String text);

  /** A compiled expression. */
  interface Expression {
    /**
     * Evaluates the expression about a message; {@code $I} and {@code $N} are its place in a
     * sequence and the sequence's length.
     *
     * @param message what it is about; null if there is no message
     * @param around gives it variables and environment
     * @return a frozen value, {@link Undefined#VALUE} if there is no result
     * @throws NodeException if evaluation fails
     */
    default @Nullable Object evaluate(@Nullable Message message, Surroundings around) {
      if (message == null) {
        return evaluate(Undefined.VALUE, Map.of(), around);
      }
      return evaluate(
          message.properties(),
          message.get("parts") instanceof Map<?, ?> parts ? place(parts) : Map.of(),
          around);
    }

    private static Map<String, @Nullable Object> place(Map<?, ?> parts) {
      Map<String, @Nullable Object> place = new HashMap<>();
      place.put("I", parts.containsKey("index") ? parts.get("index") : Undefined.VALUE);
      place.put("N", parts.containsKey("count") ? parts.get("count") : Undefined.VALUE);
      return place;
    }

    /**
     * Evaluates the expression about any value.
     *
     * @param root what it is about; {@link Undefined#VALUE} for nothing
     * @param bound values that it may name, by their names without the dollar sign
     * @param around gives it variables and environment
     * @return as the other
     * @throws NodeException if evaluation fails
     */
    @Nullable Object evaluate(
        @Nullable Object root, Map<String, ? extends @Nullable Object> bound, Surroundings around);
  }
}
