package io.weir.engine.node;

import io.weir.engine.message.Message;
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
     * Evaluates the expression.
     *
     * @param message what it is about; null if there is no message
     * @param around gives it variables and environment
     * @return a frozen value, {@link io.weir.engine.message.Undefined#VALUE} if there is no result
     * @throws NodeException if evaluation fails
     */
    @Nullable Object evaluate(@Nullable Message message, Surroundings around);
  }
}
