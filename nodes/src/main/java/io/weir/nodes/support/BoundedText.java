package io.weir.nodes.support;

import io.weir.engine.node.NodeException;

/**
 * A text that a regular expression may look at so often and no more. There are expressions that
 * need twice the time for each further letter of a text that they don't match; this ends them, and
 * so does an interruption of the thread.
 *
 * @threads one
 */
public final class BoundedText implements CharSequence {
  /** Seconds of work, for expressions that run on a flow's own thread. */
  private static final long MOST_READS = 500_000_000;

  private static final int READS_PER_LOOK = 1 << 16;

  private final String text;
  private long readsLeft;

  /** A text for a flow's own thread. */
  public BoundedText(String text) {
    this(text, MOST_READS);
  }

  /**
   * A text.
   *
   * @param mostReads how many characters may be read, one that is read again counted again
   */
  public BoundedText(String text, long mostReads) {
    this.text = text;
    this.readsLeft = mostReads;
  }

  @Override
  public int length() {
    return text.length();
  }

  /**
   * A character.
   *
   * @throws NodeException if too many were read, or the thread was interrupted
   */
  @Override
  public char charAt(int index) {
    readsLeft--;
    if (readsLeft < 0
        || ((readsLeft & (READS_PER_LOOK - 1)) == 0 && Thread.currentThread().isInterrupted())) {
      throw new NodeException("the regular expression takes too long on this text");
    }
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
