package io.weir.engine.live;

/**
 * Which of a flow's messages are traced: all, as long as no more come than somebody could look at.
 *
 * @threads the flow's
 */
public final class TraceGate {
  private static final int MOST_IN_A_MOMENT = 20;

  private final TraceRecorder recorder;
  private final Allowance allowance = new Allowance(MOST_IN_A_MOMENT);

  /** A gate for a flow. */
  public TraceGate(TraceRecorder recorder) {
    this.recorder = recorder;
  }

  /** Whether one more message may be traced. */
  public boolean admits(long nowMillis) {
    if (allowance.take(nowMillis)) {
      return true;
    }
    recorder.leftOut(nowMillis);
    return false;
  }

  /** Where what is traced goes. */
  public TraceRecorder recorder() {
    return recorder;
  }
}
