package io.weir.engine.node;

import org.jspecify.annotations.Nullable;

/**
 * What values are looked up in: variables and environment as they are seen from a place in the
 * flows.
 *
 * @threads the context of the flow
 */
public interface Surroundings {

  /** The variables of the tab or subflow instance. */
  Variables flowVariables();

  /** The variables of all flows. */
  Variables globalVariables();

  /**
   * An environment variable as it is seen from here: the group's, the flow's, the process's.
   *
   * @return {@link io.weir.engine.message.Undefined#VALUE} if there is none
   */
  @Nullable Object env(String name);

  /** The expression language. */
  Expressions expressions();
}
