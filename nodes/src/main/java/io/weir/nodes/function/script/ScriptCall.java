package io.weir.nodes.function.script;

import io.weir.engine.message.Message;
import io.weir.engine.node.NodeException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call of a script, as seen by the node: what comes out of it. Values are frozen.
 *
 * @threads the context of the node
 */
public interface ScriptCall {

  /** The script called {@code node.send}. */
  void send(@Nullable Object messages);

  /**
   * The script called {@code node.done}.
   *
   * @param error what it was called with; {@link io.weir.engine.message.Undefined#VALUE} for
   *     nothing
   * @param asLeft the message as the script has left it; to be asked for at once, if at all
   */
  void done(@Nullable Object error, Supplier<@Nullable Message> asLeft);

  /**
   * The script returned.
   *
   * @param value what it returned; a {@link Message} where it returned the message that it got
   * @param messageId the {@code _msgid} that the message has by now
   * @param asLeft the message as the script has left it; to be asked for at once, if at all
   */
  void returned(
      @Nullable Object value, @Nullable Object messageId, Supplier<@Nullable Message> asLeft);

  /**
   * The script failed.
   *
   * @param error what was thrown, or why it was stopped
   * @param message the message as the script left it; null if it can't be had any more
   */
  void failed(NodeException error, @Nullable Message message);
}
