package io.weir.broker.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.weir.broker.auth.AccessControl.Policies;
import io.weir.broker.packet.ReasonCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessControlTest {
  private static final PasswordList USERS = users("ann", "right");

  @TempDir private Path folder;
  private AccessControl control;

  private static PasswordList users(String user, String password) {
    return new PasswordList(Map.of(user, HashAlgorithm.SHA512.hash(password.getBytes(UTF_8))));
  }

  @AfterEach
  void close() {
    if (control != null) {
      control.close();
    }
  }

  private ReasonCode asks(String user, String password, String from, boolean isCertified)
      throws Exception {
    Buffer bytes = password == null ? null : Buffer.buffer(password);
    return control
        .authenticate(new Credentials("c", user, bytes, from, List.of(), "listener", isCertified))
        .toCompletionStage()
        .toCompletableFuture()
        .get(30, SECONDS);
  }

  @ParameterizedTest(name = "anonymous {0}, passwords {1}: user {2}, password {3} gets {4}")
  @CsvSource(
      nullValues = "-",
      value = {
        "false, false, -, -, NOT_AUTHORIZED",
        "true, false, -, -, SUCCESS",
        "true, false, ann, -, SUCCESS",
        "false, false, ann, right, NOT_AUTHORIZED",
        "true, true, -, -, SUCCESS",
        "false, true, -, -, NOT_AUTHORIZED",
        "false, true, ann, right, SUCCESS",
        "true, true, ann, wrong, NOT_AUTHORIZED",
        "true, true, ann, -, NOT_AUTHORIZED",
        "true, true, ann, '', NOT_AUTHORIZED",
        "true, true, eve, right, NOT_AUTHORIZED",
      })
  void who_gets_in(
      boolean anonymous, boolean hasPasswords, String user, String password, ReasonCode answer)
      throws Exception {
    control =
        new AccessControl(
            Policies.forAll(new AccessPolicy(anonymous, hasPasswords ? USERS : null, null)));

    assertThat(asks(user, password, "127.0.0.1:1", false)).isEqualTo(answer);
  }

  @Test
  void a_certificate_needs_no_password() throws Exception {
    control = new AccessControl(Policies.forAll(new AccessPolicy(false, USERS, null)));

    assertThat(asks("anyone", null, "192.0.2.1:1", true)).isEqualTo(ReasonCode.SUCCESS);
  }

  @Test
  void each_listener_may_have_a_policy_of_its_own() throws Exception {
    control =
        new AccessControl(new Policies(Map.of("listener", AccessPolicy.OPEN), AccessPolicy.SHUT));

    assertThat(asks(null, null, "192.0.2.1:1", false)).isEqualTo(ReasonCode.SUCCESS);
    assertThat(new Policies(Map.of(), AccessPolicy.SHUT).of("listener"))
        .isEqualTo(AccessPolicy.SHUT);
  }

  @Test
  void who_guesses_is_refused_even_with_the_right_password_but_not_who_was_in_before()
      throws Exception {
    control = new AccessControl(Policies.forAll(new AccessPolicy(false, USERS, null)));
    for (int i = 0; i < 25; i++) {
      assertThat(asks("ann", "wrong" + i, "192.0.2.1:" + i, false))
          .isEqualTo(ReasonCode.NOT_AUTHORIZED);
    }

    assertThat(asks("ann", "right", "192.0.2.1:99", false)).isEqualTo(ReasonCode.NOT_AUTHORIZED);
    assertThat(asks("ann", "right", "192.0.2.2:99", false)).isEqualTo(ReasonCode.SUCCESS);
    // Known from the other address now.
    assertThat(asks("ann", "right", "192.0.2.1:99", false)).isEqualTo(ReasonCode.SUCCESS);
  }

  @Test
  void a_client_stays_as_long_as_the_line_that_let_it_in_is_there() {
    control = new AccessControl(Policies.forAll(new AccessPolicy(true, USERS, null)));
    Access ann = control.accessOf(new ClientIdentity("c", "ann", "l", false));
    Access nobody = control.accessOf(new ClientIdentity("c", null, "l", false));
    Access certified = control.accessOf(new ClientIdentity("c", "x", "l", true));

    control.replace(Policies.forAll(new AccessPolicy(false, USERS, null)));
    assertThat(ann.mayStay()).isTrue();
    assertThat(nobody.mayStay()).isFalse();

    control.replace(Policies.forAll(new AccessPolicy(true, users("ann", "other"), null)));
    assertThat(ann.mayStay()).isFalse();
    assertThat(nobody.mayStay()).isTrue();

    control.replace(Policies.forAll(new AccessPolicy(true, users("eve", "right"), null)));
    assertThat(ann.mayStay()).isFalse();
    assertThat(certified.mayStay()).isTrue();
  }

  @Test
  void rules_that_change_count_at_once_for_those_who_are_in() throws Exception {
    AclRules before = AclFile.read(Files.writeString(folder.resolve("a"), "topic read a/#"));
    AclRules after =
        AclFile.read(
            Files.writeString(
                folder.resolve("b"),
                "topic b\ntopic c\ntopic d\ntopic e\ntopic write a/#\ntopic read x/#"));
    control = new AccessControl(Policies.forAll(new AccessPolicy(true, null, before)));
    Access access = control.accessOf(new ClientIdentity("c", null, "l", false));
    assertThat(access.mayReceive("a/b")).isTrue();
    assertThat(access.mayPublish("a/b")).isFalse();

    control.replace(Policies.forAll(new AccessPolicy(true, null, after)));

    for (int i = 0; i < 200; i++) {
      assertThat(access.mayReceive("a/" + i)).isFalse();
      assertThat(access.mayReceive("x/" + i)).isTrue();
      assertThat(access.mayPublish("a/" + i)).isTrue();
      assertThat(access.mayPublish("a/" + i)).isTrue();
    }
  }
}
