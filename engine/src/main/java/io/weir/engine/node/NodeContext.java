package io.weir.engine.node;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.engine.message.Message;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What a running node may use.
 *
 * @threads the node's own context unless a method says otherwise
 */
public interface NodeContext extends Outputs, Surroundings {

  /** The id; inside a subflow instance that of the copy. */
  String id();

  /** The node's type. */
  String type();

  /** The name that the user gave; empty if none. */
  String name();

  /** The id of the tab or subflow instance that the node stands in; empty for shared settings. */
  String flowId();

  /** The chain of tab and subflow instances, joined by slashes; {@code global} outside any tab. */
  String path();

  /** The id in the flow file where that differs from {@link #id}; null otherwise. */
  @Nullable String alias();

  /** The program's Vert.x. */
  Vertx vertx();

  // ---- saying things ----

  /** Shows a status under the node. */
  void status(Status status);

  /**
   * Reports an error. With a message it goes to Catch nodes, and to the log if none wants it;
   * without one it goes to the log.
   *
   * @param error a {@link Throwable}, an {@link io.weir.engine.message.ErrorValue}, or anything
   *     with a text
   */
  void error(@Nullable Object error, @Nullable Message message);

  /** Reports something odd, to the log and the debug view. */
  void warn(@Nullable Object text);

  /** Writes to the log. */
  void log(@Nullable Object text);

  /** Writes to the log at level debug. */
  void debug(@Nullable Object text);

  /** Writes to the log at level trace. */
  void trace(@Nullable Object text);

  /**
   * Shows a value in the debug view.
   *
   * @param topic the message's topic; null if none
   * @param property the property shown; null for the whole message or an expression's result
   * @param value the value; {@link io.weir.engine.message.Undefined#VALUE} for undefined
   */
  void show(@Nullable Object topic, @Nullable String property, @Nullable Object value);

  // ---- time and threads ----

  /**
   * Calls again and again until cancelled or the node stops.
   *
   * @param milliseconds at least 1
   */
  Timer every(long milliseconds, Runnable action);

  /**
   * Calls once, unless cancelled or the node stops first.
   *
   * @param milliseconds 0 means as soon as the context is free
   */
  Timer after(long milliseconds, Runnable action);

  /**
   * Runs something on the node's context, in turn with the tab's messages. Dropped if the node has
   * stopped by then.
   *
   * @threads any
   */
  void execute(Runnable action);

  /**
   * Runs something on the node's context, in turn with the tab's messages, that must not be
   * forgotten if the node stops first.
   *
   * @threads any
   */
  void execute(Task task);

  /**
   * Hands a message to the node itself, as if a wire led to it.
   *
   * @threads any
   */
  void deliver(Message message);

  /**
   * Sends on the first output, and tells when everything that came of the message is dealt with:
   * every delivery that descends from it was completed, failed or dropped. After a minute it counts
   * as dealt with in any case.
   *
   * @param whenDone called once, on any thread
   */
  default void send(Message message, Runnable whenDone) {
    send(message, whenDone, () -> {});
  }

  /**
   * Sends on the first output, and tells when everything that came of the message is dealt with, as
   * {@link #send(Message, Runnable)} does, or that the node's whole flow has stopped before.
   *
   * @param whenDone called once, on any thread
   * @param whenLost called once, if the flow has stopped and the message isn't dealt with
   */
  void send(Message message, Runnable whenDone, Runnable whenLost);

  /** Calls to nodes on any tab. */
  LinkCalls links();

  /** Runs something that blocks elsewhere; the result arrives on the node's context. */
  <T> Future<T> blocking(Callable<T> action);

  /**
   * Asks for time: a call of this node may keep the tab's thread longer than usual, and the node
   * itself sees to it that it ends.
   *
   * @return how long it may take at most: what was asked for, or less
   */
  Duration mayTake(Duration longest);

  /**
   * Whether the tab has more messages waiting than it should; sources then hold back.
   *
   * @threads any
   */
  boolean isCongested();

  /**
   * Calls once when the tab has caught up; at once if it isn't congested.
   *
   * @threads any; the action runs on the node's context
   */
  void whenRelieved(Runnable action);

  // ---- values ----

  /** The node's own variables. */
  Variables variables();

  /** The running config node of an id; empty if it isn't running or is of another class. */
  <N> Optional<N> configNode(String id, Class<N> type);

  /** What has to know if it never runs. */
  interface Task extends Runnable {
    /**
     * The node has stopped, or its flow was given up, before this could run.
     *
     * @threads any
     */
    void lost();
  }

  /** A timer. */
  interface Timer {
    /** Stops the timer; does nothing if it has run out or was cancelled. */
    void cancel();
  }
}
