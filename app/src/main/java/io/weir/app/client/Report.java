package io.weir.app.client;

import io.weir.broker.client.MqttClient;
import java.io.PrintStream;

/** What a client command says besides messages: errors, and with {@code -d} what it does. */
public final class Report {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean isDebug;
  private final boolean isQuiet;

  /**
   * A report.
   *
   * @param isDebug whether steps are told, on standard output as mosquitto's clients do
   * @param isQuiet whether errors are not told
   */
  public Report(PrintStream out, PrintStream err, boolean isDebug, boolean isQuiet) {
    this.out = out;
    this.err = err;
    this.isDebug = isDebug;
    this.isQuiet = isQuiet;
  }

  /** Tells of something that went wrong. */
  public void error(String text) {
    if (!isQuiet) {
      err.println("weir: " + text);
    }
  }

  /** Tells of a step. */
  public void debug(MqttClient client, String step) {
    if (isDebug) {
      String id = client.clientId();
      out.println("Client " + (id.isEmpty() ? "(null)" : id) + " " + step);
      out.flush();
    }
  }
}
