package io.weir.broker.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordFileTest {
  // Written by, or checked with, the Mosquitto of each generation; the password is "secret".
  private static final String ALICE =
      "alice:$6$AQIDBAUGBwgJCgsM$XtaqFTpVqKCBusKxL7SramYPpHVSOw+CXtRUIv0PpX6q57MW1a1RUVsLMxkhMn6XOYi3"
          + "uYMZcGrMAEzcnh9EoA==";
  private static final String BOB =
      "bob:$7$101$AQIDBAUGBwgJCgsM$ElKF/yT2lAwrOIqDbqwyDkdEWWjEv9xNCPp7zaw7NgKePlIs4CqOpY89+U/jSu9Z0y"
          + "mojy1xkdWS2VfMzvRKZw==";
  private static final String CAROL =
      "carol:$7$1000$AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7"
          + "PD0+Pw==$j5aX3DstWRgO5cjjfvKvsf7Z/KK812T4wGDMih+DCHQg8P7++fmj4sZcMp1smkEafZL0QZ29tE5e"
          + "zahL/nyffw==";
  private static final String DAVE =
      "dave:$argon2id$v=19$m=47104,t=1,p=1$YWJjZGVmZ2hpamtsbW5vcA$KF6aANxXvZk31MgOttL/Vgg4MlWpB3UGkKir"
          + "QyO4vXah2s4dfdsltfLTiOOyWgWjzYqH5AceVVFJ6CjlhI5Wgw";
  // From the test suite of the program that brought bcrypt into the world; the password is "U*U".
  private static final String ERIN =
      "erin:$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";

  @TempDir private Path folder;

  private PasswordList read(String text) throws Exception {
    return PasswordFile.read(Files.writeString(folder.resolve("pw"), text));
  }

  private static boolean lets(PasswordList list, String user, String password) {
    return Objects.requireNonNull(list.of(user)).matches(password.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {ALICE, BOB, CAROL, DAVE})
  void every_form_that_mosquitto_has_written_is_read(String line) throws Exception {
    String user = line.substring(0, line.indexOf(':'));
    PasswordList list = read(line + "\n");

    assertThat(lets(list, user, "secret")).isTrue();
    assertThat(lets(list, user, "Secret")).isFalse();
    assertThat(lets(list, user, "")).isFalse();
    assertThat(user + ":" + Objects.requireNonNull(list.of(user)).text()).isEqualTo(line);
  }

  @Test
  void bcrypt_is_read_too() throws Exception {
    assertThat(lets(read(ERIN), "erin", "U*U")).isTrue();
    assertThat(lets(read(ERIN), "erin", "U*V")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(HashAlgorithm.class)
  void a_new_hash_is_read_back_and_salted_afresh(HashAlgorithm algorithm) {
    PasswordHash hash = algorithm.hash("päss".getBytes(UTF_8));
    PasswordHash again = algorithm.hash("päss".getBytes(UTF_8));

    assertThat(PasswordHash.parse(hash.text()).matches("päss".getBytes(UTF_8))).isTrue();
    assertThat(PasswordHash.parse(hash.text()).matches("pass".getBytes(UTF_8))).isFalse();
    assertThat(hash.text()).isNotEqualTo(again.text());
  }

  @ParameterizedTest
  @EnumSource(HashAlgorithm.class)
  void an_empty_password_is_a_password_and_a_nul_ends_one(HashAlgorithm algorithm) {
    PasswordHash empty = algorithm.hash(new byte[0]);

    assertThat(empty.matches(new byte[0])).isTrue();
    assertThat(empty.matches(new byte[] {0, 'x'})).isTrue();
    assertThat(empty.matches(new byte[] {'x'})).isFalse();
  }

  @Test
  void comments_lines_without_a_colon_and_blanks_are_of_no_account() throws Exception {
    PasswordList list =
        read("# users\n\nnothing here\n  " + BOB.replace(":", " : ") + " :more\r\n#" + ALICE);

    assertThat(list.size()).isEqualTo(1);
    assertThat(lets(list, "bob", "secret")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bob:secret|weir passwd -U",
        ":$7$101$AQIDBAUGBwgJCgsM$AA==|user name is empty",
        "bob:$7$0$AQIDBAUGBwgJCgsM$AA==|rounds of the hash",
        "bob:$7$101$AQIDBAUGBwgJCgsM$AA==|the sum of the hash has 1 bytes",
        "bob:$7$101$AQID$AA==|the salt of the hash has 3 bytes",
        "bob:$7$101$AQIDBAUGBwgJCgsM|incomplete",
        "bob:$6$%%%$AA==|not base64",
        "bob:$5$x$y|unknown kind",
        "bob:$argon2id$v=18$m=8,t=1,p=1$YWJjZGVmZ2g$YWJjZGVmZ2g|another version",
        "bob:$argon2id$v=19$m=1,t=1,p=1$YWJjZGVmZ2g$YWJjZGVmZ2g|at least 8 times p",
        "bob:$argon2id$v=19$m=9999999,t=1,p=1$YWJjZGVmZ2g$YWJjZGVmZ2g|of memory",
      })
  void a_bad_line_is_named_and_its_content_kept_quiet(String line, String says) {
    assertThatThrownBy(() -> read("# one\n" + line))
        .isInstanceOf(AccessFileException.class)
        .hasMessageStartingWith(folder.resolve("pw") + ":2: ")
        .hasMessageContaining(says)
        .hasMessageNotContaining("secret");
  }

  @Test
  void a_user_must_not_be_there_twice() {
    assertThatThrownBy(() -> read(BOB + "\n" + BOB)).hasMessageContaining("\"bob\" is there twice");
  }

  @Test
  void a_missing_file_is_named() {
    assertThatThrownBy(() -> PasswordFile.read(folder.resolve("none")))
        .isInstanceOf(AccessFileException.class)
        .hasMessageContaining("none does not exist");
  }

  @Test
  void a_file_that_others_can_read_is_noticed() throws IOException {
    Path file = Files.writeString(folder.resolve("pw"), "");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(PasswordFile.isReadableByOthers(file)).isTrue();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(PasswordFile.isReadableByOthers(file)).isFalse();
  }
}
