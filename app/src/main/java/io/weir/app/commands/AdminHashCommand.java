package io.weir.app.commands;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.broker.auth.HashAlgorithm;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code weir admin-hash}: the hash of a password, for a configuration file. */
@Command(
    name = "admin-hash",
    mixinStandardHelpOptions = true,
    description = "Asks for a password and prints its bcrypt hash, for weir.yaml.")
public final class AdminHashCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    String password = PasswordPrompt.onTerminal().ask();
    spec.commandLine().getOut().println(HashAlgorithm.BCRYPT.hash(password.getBytes(UTF_8)).text());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
