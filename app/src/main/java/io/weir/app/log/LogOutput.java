package io.weir.app.log;

import io.weir.broker.config.LogSettings.Kind;

/**
 * One of the places where the lines of a log go.
 *
 * @threads the log's own, which may wait
 */
interface LogOutput {
  /**
   * Writes a line, or leaves it to {@link #flush}.
   *
   * @param stamped the text with the time before it, as the configuration wants it
   */
  void write(Kind kind, String text, String stamped);

  /** Nothing more comes for the moment. */
  default void flush() {}

  /** Nothing more comes. */
  default void close() {}
}
