package io.weir.app.client.options;

import io.weir.app.client.Report;
import io.weir.app.client.output.MessageFormat;
import io.weir.app.client.output.MessagePrinter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Clock;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How messages are printed. */
public final class OutputOptions {
  @Option(
      names = {"-v", "--verbose"},
      description = "Prints the topic before the payload.")
  private boolean verbose;

  @Option(
      names = "-F",
      paramLabel = "FORMAT",
      description =
          "How a message is printed: %%t is the topic, %%p the payload, %%j all of it as JSON;"
              + " the reference lists the rest.")
  private @Nullable String format;

  @Option(names = "-N", description = "Prints no end of line after a message.")
  private boolean noEndOfLine;

  @Option(names = "--pretty", description = "Indents the JSON of %%j and %%J.")
  private boolean pretty;

  @Option(
      names = "--random-filter",
      paramLabel = "PERCENT",
      description = "Prints this share of the messages only, by chance (0.1 to 100).")
  private double share = 100;

  /**
   * A printer on standard output.
   *
   * @throws IllegalArgumentException naming the option that is wrong
   */
  public MessagePrinter printer(Report report) {
    if (!(share >= 0.1 && share <= 100)) {
      throw new IllegalArgumentException("--random-filter must be from 0.1 to 100 but is " + share);
    }
    MessageFormat parsed =
        format == null ? null : MessageFormat.parse(format, pretty, report::error);
    return new MessagePrinter(
        new FileOutputStream(FileDescriptor.out),
        Clock.system(ZoneId.systemDefault()),
        new MessagePrinter.Style(parsed, verbose, !noEndOfLine, share / 100));
  }
}
