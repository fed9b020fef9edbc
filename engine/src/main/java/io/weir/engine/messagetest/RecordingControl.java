package io.weir.engine.messagetest;

/**
 * A recording that is going on, as who has asked for it sees it: how far it is, and the wish that
 * it ends.
 *
 * @threads any
 */
public final class RecordingControl {
  private volatile long inputs;
  private volatile boolean isStopped;

  /** How many messages have come in so far. */
  public long inputs() {
    return inputs;
  }

  /** Called by the recording: so many messages have come in. */
  public void cameIn(long messages) {
    inputs = messages;
  }

  /** Ends the recording with what has come so far, as if its time were over. */
  public void stop() {
    isStopped = true;
  }

  /** Whether no more messages are waited for. */
  public boolean isStopped() {
    return isStopped;
  }
}
