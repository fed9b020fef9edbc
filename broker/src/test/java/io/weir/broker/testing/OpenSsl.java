package io.weir.broker.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes keys and certificates for a test in a folder, so that none need be kept. */
public final class OpenSsl {
  private static final Path PROGRAM = Path.of("/usr/bin/openssl");

  private final Path folder;

  /** Makes what it makes in a folder. */
  public OpenSsl(Path folder) {
    this.folder = folder;
    Programs.assumeInstalled(PROGRAM);
  }

  /** Runs a command in the folder, its words separated by blanks. */
  public void run(String command) {
    List<String> words = new ArrayList<>(List.of(PROGRAM.toString()));
    words.addAll(Arrays.asList(command.split(" ")));
    try {
      Path output = folder.resolve("openssl.log");
      Process process =
          new ProcessBuilder(words)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue())
          .as("%s: %s", command, Files.readString(output, StandardCharsets.UTF_8))
          .isZero();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A certificate authority: {@code ca.crt} and {@code ca.key}. */
  public void authority() {
    run(
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test-authority -keyout ca.key -out ca.crt");
  }

  /** A key and a certificate of the authority: {@code <name>.key} and {@code <name>.crt}. */
  public void certificate(String name, String alternativeNames) {
    Path extensions = folder.resolve(name + ".ext");
    try {
      Files.writeString(extensions, "subjectAltName=" + alternativeNames + "\n");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    run(
        "req -newkey rsa:2048 -nodes -subj /CN="
            + name
            + " -keyout "
            + name
            + ".key -out "
            + name
            + ".csr");
    run(
        "x509 -req -days 2 -in "
            + name
            + ".csr -CA ca.crt -CAkey ca.key -CAcreateserial -extfile "
            + name
            + ".ext -out "
            + name
            + ".crt");
  }
}
