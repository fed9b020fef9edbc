package io.weir.engine.live;

/**
 * What is remembered of that which passes through the flows.
 *
 * @param messages the latest messages of each output
 * @param traces the ways of the latest messages
 */
public record Recorders(MessageRecorder messages, TraceRecorder traces) {

  /** With nothing remembered. */
  public Recorders() {
    this(new MessageRecorder(), new TraceRecorder());
  }
}
