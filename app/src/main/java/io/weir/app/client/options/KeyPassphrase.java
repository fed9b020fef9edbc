package io.weir.app.client.options;

import java.io.Console;
import java.nio.charset.StandardCharsets;

/** The passphrase of a private key, asked for on the terminal if the key is encrypted. */
final class KeyPassphrase {
  private KeyPassphrase() {}

  /** The passphrase; empty if none is needed, or there is nobody to ask. */
  @SuppressWarnings("SystemConsoleNull") // up to Java 21 it is null without a terminal
  static String of(byte[] pem) {
    Console console = System.console();
    if (console == null || !new String(pem, StandardCharsets.ISO_8859_1).contains("ENCRYPTED")) {
      return "";
    }
    char[] answer = console.readPassword("Passphrase of the private key: ");
    return answer == null ? "" : new String(answer);
  }
}
