package io.weir.nodes.exec;

import io.vertx.core.buffer.Buffer;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Collects what a command says until it has ended, up to a limit. */
final class ShellSink implements ChildProcess.Sink {
  private final int limit;
  private final Runnable tooMuch;
  private final BiConsumer<ShellSink, ChildProcess.Exit> whenEnded;
  // Each written by the thread that reads it, and read when both have finished.
  private final Buffer out = Buffer.buffer();
  private final Buffer error = Buffer.buffer();
  private volatile @Nullable String overflowing;

  /**
   * A sink.
   *
   * @param limit bytes of each of the two outputs
   * @param tooMuch called when one of them has more
   * @param whenEnded called at the end
   */
  ShellSink(int limit, Runnable tooMuch, BiConsumer<ShellSink, ChildProcess.Exit> whenEnded) {
    this.limit = limit;
    this.tooMuch = tooMuch;
    this.whenEnded = whenEnded;
  }

  @Override
  public void take(boolean isError, Buffer chunk) {
    Buffer kept = isError ? error : out;
    int room = limit - kept.length();
    kept.appendBuffer(chunk, 0, Math.min(room, chunk.length()));
    if (room < chunk.length() && overflowing == null) {
      overflowing = isError ? "stderr" : "stdout";
      tooMuch.run();
    }
  }

  @Override
  public void ended(ChildProcess.Exit exit) {
    whenEnded.accept(this, exit);
  }

  Buffer out() {
    return out;
  }

  Buffer error() {
    return error;
  }

  /** Which of the outputs had too much; null if none. */
  @Nullable String overflowing() {
    return overflowing;
  }
}
