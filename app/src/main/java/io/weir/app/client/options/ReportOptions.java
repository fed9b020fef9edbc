package io.weir.app.client.options;

import io.weir.app.client.Report;
import picocli.CommandLine.Option;

/** What is said besides messages. */
public final class ReportOptions {
  @Option(
      names = {"-d", "--debug"},
      description = "Says each step on standard output.")
  private boolean debug;

  @Option(names = "--quiet", description = "Says nothing of what goes wrong.")
  private boolean quiet;

  @Option(names = "--help", usageHelp = true, description = "Shows this.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  @Option(names = "--version", versionHelp = true, description = "Shows the version.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean version;

  /** Where to say it. */
  public Report report() {
    return new Report(System.out, System.err, debug, quiet);
  }
}
