package io.weir.app.commands;

import io.weir.app.StartFailure;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** Asks for a new password, twice, without showing it. */
final class PasswordPrompt {
  private final @Nullable Console console;
  private final BufferedReader input;

  private PasswordPrompt(@Nullable Console console, BufferedReader input) {
    this.console = console;
    this.input = input;
  }

  /** Asks on the terminal; where there is none, as in a pipe, reads a line each. */
  static PasswordPrompt onTerminal() {
    return new PasswordPrompt(
        System.console(),
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())));
  }

  /**
   * The password.
   *
   * @throws StartFailure if the two differ, or nothing was entered
   */
  String ask() {
    String password = line("Password: ");
    if (password == null || password.isEmpty()) {
      throw new StartFailure("no password was entered; nothing was changed");
    }
    if (!password.equals(line("Reenter password: "))) {
      throw new StartFailure("the passwords differ; nothing was changed");
    }
    return password;
  }

  private @Nullable String line(String prompt) {
    if (console != null) {
      char[] characters = console.readPassword("%s", prompt);
      return characters == null ? null : new String(characters);
    }
    try {
      return input.readLine();
    } catch (IOException e) {
      throw new StartFailure("no password can be read: " + e.getMessage(), e);
    }
  }
}
