package io.weir.engine.event;

import org.jspecify.annotations.Nullable;

/**
 * Something that a node, or the runtime, has to say.
 *
 * @param level how serious
 * @param nodeId the node; null if the runtime itself speaks
 * @param alias the node's id in the flow file if that differs
 * @param type the node's type; null if the runtime itself speaks
 * @param name the node's name; empty if none
 * @param flowId the node's tab or subflow instance; null outside tabs
 * @param path the chain of tab and instances; null if the runtime itself speaks
 * @param value what is said: usually text, but scripts may log any value
 * @param timestamp milliseconds since 1970
 */
public record LogEntry(
    Level level,
    @Nullable String nodeId,
    @Nullable String alias,
    @Nullable String type,
    String name,
    @Nullable String flowId,
    @Nullable String path,
    @Nullable Object value,
    long timestamp)
    implements RuntimeEvent {

  /** How serious; the numbers are Node-RED's. */
  public enum Level {
    /** Something failed. */
    ERROR(20),
    /** Something is odd. */
    WARN(30),
    /** For information. */
    INFO(40),
    /** For finding faults. */
    DEBUG(50),
    /** For finding faults, in great detail. */
    TRACE(60);

    private final int number;

    Level(int number) {
      this.number = number;
    }

    /** Node-RED's number for the level. */
    public int number() {
      return number;
    }
  }

  /** An entry of the runtime itself. */
  public static LogEntry ofRuntime(Level level, String text) {
    return new LogEntry(level, null, null, null, "", null, null, text, System.currentTimeMillis());
  }
}
