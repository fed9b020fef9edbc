package io.weir.engine.runtime;

/** Whether flows run. */
public enum RuntimeState {
  /** They run. */
  START("start"),
  /** They were stopped. */
  STOP("stop"),
  /** They were loaded and not started, so that they can be repaired. */
  SAFE("safe");

  private final String word;

  RuntimeState(String word) {
    this.word = word;
  }

  /** Node-RED's word for it. */
  public String word() {
    return word;
  }
}
