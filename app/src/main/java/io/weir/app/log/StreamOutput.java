package io.weir.app.log;

import io.weir.broker.config.LogSettings.Kind;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A log in a stream of the program, or in a file. */
final class StreamOutput implements LogOutput {
  private final PrintStream stream;
  private final boolean isOurs;

  private StreamOutput(PrintStream stream, boolean isOurs) {
    this.stream = stream;
    this.isOurs = isOurs;
  }

  /** Standard output, or standard error. */
  static StreamOutput of(boolean isError) {
    return new StreamOutput(isError ? System.err : System.out, false);
  }

  /** A file, behind what it holds; standard error if it can't be written. */
  static StreamOutput of(Path file) {
    try {
      PrintStream stream =
          new PrintStream(
              Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
              false,
              StandardCharsets.UTF_8);
      return new StreamOutput(stream, true);
    } catch (IOException e) {
      System.err.println("Error: the log " + file + " can't be written: " + e);
      return of(true);
    }
  }

  @Override
  public void write(Kind kind, String text, String stamped) {
    stream.println(stamped);
  }

  @Override
  public void flush() {
    stream.flush();
  }

  @Override
  public void close() {
    stream.flush();
    if (isOurs) {
      stream.close();
    }
  }
}
