package io.weir.broker.simulation;

/** A will and what should become of it. */
final class ExpectedWill {
  enum Fate {
    /** Its client is connected. */
    KEPT,
    /** It has to be published, not before its time. */
    DUE,
    /** It must not be published. */
    CANCELLED,
    /** Either may happen: the broker may have gone on before or after it heard of something. */
    OPEN
  }

  final String text;
  final int delaySeconds;
  Fate fate = Fate.KEPT;

  /** By {@link System#nanoTime()}; not before this. */
  long dueAt;

  private Fate suspended = Fate.KEPT;
  private int published;
  private int allowed = 1;

  ExpectedWill(String text, int delaySeconds) {
    this.text = text;
    this.delaySeconds = delaySeconds;
  }

  void due(long delayNanos) {
    fate = Fate.DUE;
    dueAt = System.nanoTime() + delayNanos;
  }

  /** From a CONNECT on until it is answered, nobody knows which came first. */
  void suspend() {
    suspended = fate;
    fate = Fate.OPEN;
  }

  void resume() {
    fate = suspended;
  }

  void cancel() {
    if (published > 0) {
      throw new AssertionError("published though cancelled: " + this);
    }
    fate = Fate.CANCELLED;
  }

  boolean isPending() {
    return fate == Fate.DUE && published == 0;
  }

  /** The broker lost its latest notes: it may not know the will, or not that it was published. */
  void mayBeForgottenOrRepeated() {
    if (fate != Fate.CANCELLED || published > 0) {
      fate = Fate.OPEN;
      dueAt = 0;
    } else {
      fate = Fate.OPEN;
    }
    allowed++;
  }

  void published() {
    published++;
    if (fate == Fate.KEPT || fate == Fate.CANCELLED) {
      throw new AssertionError("published though " + fate + ": " + this);
    }
    if (published > allowed) {
      throw new AssertionError("published again: " + this);
    }
    if (fate == Fate.DUE && System.nanoTime() < dueAt) {
      throw new AssertionError("published too early: " + this);
    }
  }

  @Override
  public String toString() {
    return "will " + text + " with delay " + delaySeconds;
  }
}
