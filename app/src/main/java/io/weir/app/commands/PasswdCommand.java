package io.weir.app.commands;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.app.StartFailure;
import io.weir.broker.auth.AccessFileException;
import io.weir.broker.auth.HashAlgorithm;
import io.weir.broker.auth.PasswordFileEditor;
import io.weir.broker.auth.PasswordHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir passwd}: Mosquitto's password files, with the options of mosquitto_passwd. */
@Command(
    name = "passwd",
    mixinStandardHelpOptions = true,
    description = {
      "Sets the password of a user in a Mosquitto password file; asks for it unless -b gives it.",
      "A running broker reads the file again on SIGHUP."
    })
public final class PasswdCommand implements Callable<Integer> {
  @Option(names = "-c", description = "Makes a new file; one that is there is overwritten.")
  private boolean create;

  @Option(names = "-b", description = "Takes the password from the command line.")
  private boolean batch;

  @Option(names = "-D", description = "Removes the user.")
  private boolean delete;

  @Option(names = "-U", description = "Hashes every password of the file that is not hashed yet.")
  private boolean upgrade;

  @Option(
      names = "-H",
      paramLabel = "HASH",
      defaultValue = "sha512-pbkdf2",
      description =
          "How to hash: sha512-pbkdf2 (default; Mosquitto 2.0 and later), argon2id (stronger;"
              + " Mosquitto 2.1 and later), sha512 (for Mosquitto 1.x) or scram-sha-256 (for clients"
              + " that never send the password; Mosquitto does not read it).")
  private String hash = "sha512-pbkdf2";

  @Option(
      names = "-I",
      paramLabel = "ROUNDS",
      description =
          "Rounds of sha512-pbkdf2 (1000) or of scram-sha-256 (4096, which is the least).")
  private @Nullable Integer rounds;

  @Parameters(index = "0", paramLabel = "FILE", description = "The password file.")
  private Path file = Path.of("");

  @Parameters(index = "1", arity = "0..1", paramLabel = "USER", description = "Whose password.")
  private @Nullable String user;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "PASSWORD",
      description = "The password, with -b.")
  private @Nullable String password;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, AccessFileException {
    HashAlgorithm algorithm =
        HashAlgorithm.named(hash)
            .filter(known -> known != HashAlgorithm.BCRYPT)
            .orElseThrow(
                () -> wrong("-H must be sha512-pbkdf2, argon2id, sha512 or scram-sha-256"));
    requireSense();
    PasswordFileEditor editor =
        create ? PasswordFileEditor.create(file) : PasswordFileEditor.open(file);
    String done = change(editor, algorithm);
    try {
      editor.write();
    } catch (IOException e) {
      throw new StartFailure(file + " can't be written: " + e.getMessage(), e);
    }
    spec.commandLine().getErr().println(done);
    return 0;
  }

  private void requireSense() {
    if (upgrade ? create || delete || batch || user != null : user == null) {
      throw wrong(upgrade ? "-U takes a file and nothing else" : "a user name is missing");
    }
    if (delete && (create || batch)) {
      throw wrong("-D goes with neither -c nor -b");
    }
    if (batch != (password != null)) {
      throw wrong(batch ? "-b needs the password as well" : "a password needs -b");
    }
    if (create && Files.isDirectory(file)) {
      throw wrong(file + " is a folder");
    }
  }

  private String change(PasswordFileEditor editor, HashAlgorithm algorithm) {
    if (user == null) {
      int changed = editor.hashAll(plain -> hash(plain, algorithm).text());
      return changed + " passwords were hashed";
    }
    if (delete) {
      if (!editor.remove(user)) {
        throw new StartFailure("there is no user \"" + user + "\" in " + file);
      }
      return "user \"" + user + "\" was removed";
    }
    String chosen = password == null ? PasswordPrompt.onTerminal().ask() : password;
    boolean existed = editor.set(user, hash(chosen, algorithm));
    return (existed ? "the password of user \"" + user + "\" was changed" : "user \"" + user)
        + (existed ? "" : "\" was added");
  }

  private PasswordHash hash(String plain, HashAlgorithm algorithm) {
    try {
      return algorithm.hash(
          plain.getBytes(UTF_8), rounds == null ? algorithm.defaultRounds() : rounds);
    } catch (IllegalArgumentException e) {
      throw wrong("-I: " + e.getMessage());
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
