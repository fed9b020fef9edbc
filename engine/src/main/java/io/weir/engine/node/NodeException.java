package io.weir.engine.node;

import io.weir.engine.message.ErrorValue;
import io.weir.engine.message.PathException;
import org.jspecify.annotations.Nullable;

/**
 * A failure that was to be expected, for Catch nodes and the log. The text says what to do.
 *
 * <p>It carries no Java stack: it describes the user's flow, not our code.
 */
public final class NodeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  // It has no stack that could tell of another time.
  @SuppressWarnings("StaticAssignmentOfThrowable")
  private static final NodeException DROPPED = new NodeException("the message was dropped");

  private final @Nullable String code;
  private final transient @Nullable Object value;

  /**
   * A failure with a code.
   *
   * @param code short and stable, for flows that decide by it; becomes {@code msg.error.code}
   * @param text what went wrong and what to do
   */
  public NodeException(@Nullable String code, String text) {
    this(code, text, null);
  }

  /** A failure known by its text alone. */
  public NodeException(String text) {
    this(null, text, null);
  }

  private NodeException(@Nullable String code, String text, @Nullable Object value) {
    super(text, null, false, false);
    this.code = code;
    this.value = value;
  }

  /**
   * No failure, but the way to say that a message was dropped where {@link Node#dropped} comes too
   * late: Complete nodes aren't told, Catch nodes neither.
   */
  public static NodeException dropped() {
    return DROPPED;
  }

  /** A failure that stands for a script's own error or thrown value. */
  public static NodeException of(Object thrown) {
    return thrown instanceof ErrorValue error
        ? new NodeException(
            error.code() == null ? null : String.valueOf(error.code()), error.toString(), error)
        : new NodeException(null, io.weir.engine.message.Values.toText(thrown), thrown);
  }

  /** A failure to follow a path through a message. */
  public static NodeException of(PathException path) {
    return new NodeException(path.code(), String.valueOf(path.getMessage()));
  }

  /** The code, null if there is none. */
  public @Nullable String code() {
    return code;
  }

  /** The script's own error or thrown value; null if the failure is ours. */
  public @Nullable Object value() {
    return value;
  }
}
