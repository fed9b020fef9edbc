package io.weir.broker.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A normative statement of the specification.
 *
 * @param number as MQTT-3.1.0-1
 * @param meaning what it asks, in a few words
 * @param excuse why no test shows it: "client" if it binds clients only; empty if a test has to
 */
record Statement(String number, String meaning, String excuse) {

  /**
   * The list of a version, in the order of the specification.
   *
   * @param version 3.1.1 or 5.0
   */
  static List<Statement> of(String version) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Statement.class.getResourceAsStream("mqtt-" + version + ".txt"),
                StandardCharsets.UTF_8))) {
      return reader.lines().map(Statement::parse).toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Statement parse(String line) {
    String[] parts = line.split(" \\| ", 3);
    return new Statement(parts[0], parts[1], parts.length > 2 ? parts[2] : "");
  }

  boolean isForClientsOnly() {
    return excuse.equals("client");
  }
}
