package io.weir.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.broker.auth.PasswordFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class PasswdCommandTest {
  private static final Path MOSQUITTO_PASSWD = Path.of("/usr/bin/mosquitto_passwd");

  @TempDir private Path folder;

  private final StringWriter said = new StringWriter();

  private int passwd(String... arguments) {
    CommandLine command = Main.commandLine();
    command.setErr(new PrintWriter(said, true));
    command.setOut(new PrintWriter(said, true));
    String[] all = new String[arguments.length + 1];
    all[0] = "passwd";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return command.execute(all);
  }

  private String file() {
    return folder.resolve("pw").toString();
  }

  private boolean lets(String user, String password) throws Exception {
    return Objects.requireNonNull(PasswordFile.read(Path.of(file())).of(user))
        .matches(password.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha512", "sha512-pbkdf2", "argon2id", "scram-sha-256"})
  void a_password_is_set_and_can_be_checked(String hash) throws Exception {
    assertThat(passwd("-H", hash, "-c", "-b", file(), "ann", "one")).isZero();
    assertThat(passwd("-H", hash, "-b", file(), "bob", "two")).isZero();
    assertThat(passwd("-H", hash, "-b", file(), "ann", "three")).isZero();

    assertThat(lets("ann", "three")).isTrue();
    assertThat(lets("ann", "one")).isFalse();
    assertThat(lets("bob", "two")).isTrue();
    assertThat(Files.readAllLines(Path.of(file()))).hasSize(2);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(file()))))
        .isEqualTo("rw-------");
  }

  @Test
  void what_it_does_not_concern_stays_and_so_does_the_mode() throws Exception {
    Path file = Files.writeString(Path.of(file()), "# ours\n\nann:plain\nnot a user\nbob:x y\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    assertThat(passwd("-U", file())).isZero();
    assertThat(passwd("-D", file(), "ann")).isZero();

    assertThat(Files.readAllLines(file))
        .hasSize(4)
        .startsWith("# ours", "", "not a user")
        .anyMatch(line -> line.startsWith("bob:$7$"));
    assertThat(lets("bob", "x y")).isTrue();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void rounds_are_those_of_the_hash_unless_told_otherwise() throws Exception {
    assertThat(passwd("-c", "-b", file(), "ann", "x")).isZero();
    assertThat(passwd("-H", "scram-sha-256", "-b", file(), "bob", "x")).isZero();
    assertThat(passwd("-H", "scram-sha-256", "-I", "5000", "-b", file(), "eve", "x")).isZero();

    assertThat(Files.readAllLines(Path.of(file())))
        .extracting(line -> line.substring(0, line.indexOf('$', line.indexOf('$', 6) + 1)))
        .containsExactly("ann:$7$1000", "bob:$scram-sha-256$4096", "eve:$scram-sha-256$5000");
  }

  @Test
  void hashing_a_file_twice_does_it_no_harm() throws Exception {
    Files.writeString(Path.of(file()), "ann:plain\n");

    passwd("-U", file());
    passwd("-U", file());

    assertThat(lets("ann", "plain")).isTrue();
    assertThat(said.toString()).contains("1 passwords", "0 passwords");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-b FILE a:b x|1|hold a colon",
        "-b NONE ann x|1|NONE does not exist",
        "-D FILE nobody|1|there is no user \"nobody\"",
        "FILE|2|a user name is missing",
        "-b FILE ann|2|-b needs the password",
        "FILE ann x|2|a password needs -b",
        "-U FILE ann|2|-U takes a file",
        "-c -D FILE ann|2|-D goes with neither",
        "-H md5 -b FILE ann x|2|-H must be",
        "-H scram-sha-256 -I 1000 -b FILE ann x|2|from 4096 to",
        "-I 0 -b FILE ann x|2|from 1 to",
      })
  void wrong_use_changes_nothing(String arguments, int code, String says) throws IOException {
    Path file = Files.writeString(Path.of(file()), "# as it was\n");
    String[] words = arguments.split(" ");
    for (int i = 0; i < words.length; i++) {
      words[i] = words[i].equals("FILE") ? file() : words[i];
    }

    assertThat(passwd(words)).isEqualTo(code);
    assertThat(said.toString()).contains(says);
    assertThat(file).hasContent("# as it was\n");
  }

  @Test
  void mosquitto_passwd_and_weir_passwd_work_on_one_file() throws Exception {
    assumeTrue(Files.isExecutable(MOSQUITTO_PASSWD), "mosquitto_passwd is installed");
    mosquittoPasswd("-c", "-b", file(), "theirs", "one");
    assertThat(passwd("-b", file(), "ours", "two")).isZero();
    mosquittoPasswd("-b", file(), "both", "three");
    mosquittoPasswd("-b", file(), "ours", "four");
    mosquittoPasswd("-H", "sha512", "-b", file(), "old", "five");

    assertThat(lets("theirs", "one")).isTrue();
    assertThat(lets("ours", "four")).isTrue();
    assertThat(lets("both", "three")).isTrue();
    assertThat(lets("old", "five")).isTrue();
  }

  private static void mosquittoPasswd(String... arguments) throws Exception {
    Process process =
        new ProcessBuilder(
                Stream.concat(Stream.of(MOSQUITTO_PASSWD.toString()), List.of(arguments).stream())
                    .toList())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
  }
}
