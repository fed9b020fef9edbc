package io.weir.nodes.function.script;

import io.vertx.core.Future;
import io.weir.engine.message.Message;

/**
 * A compiled program with its own globals.
 *
 * @threads the context of its node
 */
public interface Script {

  /** Runs On Start. Fails with what went wrong. */
  Future<Void> setUp(ScriptCall call);

  /**
   * Runs On Message. The call is told of the outcome before this returns, or later if the script
   * answers late.
   */
  void call(Message message, ScriptCall call);

  /**
   * Hands over an answer to a call that the script made by {@code node.linkcall}.
   *
   * @param callId the call's id
   */
  void answered(String callId, Message message);

  /** Runs On Stop, and what the script asked to be run on closing. Problems are logged. */
  void cleanUp(ScriptCall call);

  /** Gives the sandbox up; nothing of the script runs afterwards. */
  void close();
}
