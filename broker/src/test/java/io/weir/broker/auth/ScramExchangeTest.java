package io.weir.broker.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.weir.broker.auth.AuthExchange.Accepted;
import io.weir.broker.auth.AuthExchange.Continue;
import io.weir.broker.auth.AuthExchange.Refused;
import io.weir.broker.auth.AuthExchange.Step;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScramExchangeTest {
  // The example of RFC 7677, section 3.
  private static final String CLIENT_NONCE = "rOprNGfwEbeRWgbNEkqO";
  private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
  private static final String CLIENT_FIRST = "n,,n=user,r=" + CLIENT_NONCE;
  private static final String SERVER_FIRST =
      "r=" + CLIENT_NONCE + SERVER_NONCE + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
  private static final String CLIENT_FINAL =
      "c=biws,r=" + CLIENT_NONCE + SERVER_NONCE + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
  private static final String SERVER_FINAL = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

  private static final ScramHash PENCIL = hash("pencil");

  private static ScramHash hash(String password) {
    byte[] salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
    return ScramHash.of(password.getBytes(UTF_8), salt, 4096);
  }

  private static ScramExchange exchange(Map<String, PasswordHash> users, @Nullable String user) {
    return new ScramExchange(new PasswordList(users), user, () -> SERVER_NONCE);
  }

  private static ScramExchange exchange() {
    return exchange(Map.of("user", PENCIL), null);
  }

  private static Step says(AuthExchange exchange, String text) {
    return exchange.take(Buffer.buffer(text)).result();
  }

  @Test
  void the_example_of_the_rfc_is_answered_as_there() {
    ScramExchange exchange = exchange();

    assertThat(says(exchange, CLIENT_FIRST)).isEqualTo(new Continue(Buffer.buffer(SERVER_FIRST)));
    assertThat(says(exchange, CLIENT_FINAL))
        .isEqualTo(new Accepted("user", Buffer.buffer(SERVER_FINAL)));
  }

  @Test
  void the_client_of_these_tests_speaks_as_in_the_rfc() {
    ScramClient client = new ScramClient("user", "pencil", CLIENT_NONCE);

    assertThat(client.first()).isEqualTo(CLIENT_FIRST);
    assertThat(client.last(SERVER_FIRST)).isEqualTo(CLIENT_FINAL);
    assertThat(client.expectedFromServer()).isEqualTo(SERVER_FINAL);
  }

  @Test
  void what_is_kept_is_enough_to_check_a_password_that_is_sent_and_holds_none() {
    PasswordHash read = PasswordHash.parse(PENCIL.text());

    assertThat(read.text())
        .isEqualTo(PENCIL.text())
        .startsWith("$scram-sha-256$4096$W22ZaJ0SNY7soEsUEjb6gQ==$")
        .doesNotContain("pencil");
    assertThat(read.matches("pencil".getBytes(UTF_8))).isTrue();
    assertThat(read.matches("Pencil".getBytes(UTF_8))).isFalse();
    assertThat(read.matches(new byte[] {(byte) 0xC3})).isFalse();
  }

  @Test
  void letters_that_can_be_written_in_two_ways_make_one_password() {
    // The examples of RFC 4013, and an umlaut as one letter and as two.
    assertThat(hash("I\u00ADX").text()).isEqualTo(hash("IX").text());
    assertThat(hash("\u00AA").text()).isEqualTo(hash("a").text());
    assertThat(hash("\u2168").text()).isEqualTo(hash("IX").text());
    assertThat(hash("a\u0308").text()).isEqualTo(hash("\u00E4").text());
    assertThat(hash("a\u00A0b").text()).isEqualTo(hash("a b").text());
    assertThat(hash("\u00E4").text()).isNotEqualTo(hash("a").text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$scram-sha-256$4095$W22ZaJ0SNY7soEsUEjb6gQ==$AAAA$AAAA",
        "$scram-sha-256$4096$W22ZaJ0SNY7soEsUEjb6gQ==$AAAA$AAAA",
        "$scram-sha-256$4096$AAAA$AAAA$AAAA",
        "$scram-sha-256$4096$W22ZaJ0SNY7soEsUEjb6gQ==$AAAA",
        "$scram-sha-256$many$W22ZaJ0SNY7soEsUEjb6gQ==$AAAA$AAAA"
      })
  void an_entry_that_can_t_be_right_is_refused(String text) {
    assertThatThrownBy(() -> PasswordHash.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("W22Z");
  }

  @Test
  void a_user_that_does_not_exist_is_asked_the_same_each_time_and_refused_at_the_end() {
    Map<String, PasswordHash> users =
        Map.of("user", PENCIL, "old", HashAlgorithm.SHA512.hash("pencil".getBytes(UTF_8)));
    for (String nobody : new String[] {"nobody", "old"}) {
      ScramClient client = new ScramClient(nobody, "pencil", CLIENT_NONCE);
      ScramExchange exchange = exchange(users, null);

      Step asked = says(exchange, client.first());

      assertThat(asked).isEqualTo(says(exchange(users, null), client.first()));
      String question = ((Continue) asked).data().toString();
      assertThat(question).hasSameSizeAs(SERVER_FIRST).endsWith(",i=4096");
      assertThat(question).isNotEqualTo(SERVER_FIRST);
      assertThat(says(exchange, client.last(question)))
          .isEqualTo(says(wrongProof(users), CLIENT_FINAL));
    }
  }

  private static ScramExchange wrongProof(Map<String, PasswordHash> users) {
    ScramExchange exchange =
        new ScramExchange(
            new PasswordList(Map.of("user", hash("other"), "old", users.get("old"))),
            null,
            () -> SERVER_NONCE);
    says(exchange, CLIENT_FIRST);
    return exchange;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "n",
        "n,",
        "n,,",
        "n,,n=user",
        "n,,n=user,r=",
        "n,,n=,r=abc",
        "n,,n=us=er,r=abc",
        "n,,r=abc,n=user",
        "n,,m=ext,n=user,r=abc",
        "x,,n=user,r=abc",
        "p=tls-unique,,n=user,r=abc",
        "n,a=other,n=user,r=abc",
        "n,b=user,n=user,r=abc",
        "n,,n=user,r=a\u00E4"
      })
  void a_first_message_that_breaks_a_rule_is_refused(String first) {
    ScramExchange exchange = exchange();

    assertThat(says(exchange, first)).isInstanceOf(Refused.class);
    assertThat(says(exchange, CLIENT_FIRST)).isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "c=biws",
        "p=AAAA",
        "c=biws,r=NONCE",
        "c=biws,p=AAAA",
        "c=biws,r=other,p=AAAA",
        "c=eSws,r=NONCE,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        "c=biws,r=NONCE,p=!",
        "c=biws,r=NONCE,p=",
        "c=biws,r=NONCE,p=AAAA",
        "c=biws,r=NONCE,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVE=",
        "c=biws,r=NONCE,x=more,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
      })
  void a_last_message_that_is_not_the_right_one_is_refused(String last) {
    ScramExchange exchange = exchange();
    says(exchange, CLIENT_FIRST);

    assertThat(says(exchange, last.replace("NONCE", CLIENT_NONCE + SERVER_NONCE)))
        .isInstanceOf(Refused.class);
    assertThat(says(exchange, CLIENT_FINAL)).isInstanceOf(Refused.class);
  }

  @Test
  void names_with_commas_and_equals_signs_are_read() {
    ScramExchange exchange = exchange(Map.of("a,b=c", PENCIL), "a,b=c");

    assertThat(says(exchange, "y,a=a=2Cb=3Dc,n=a=2Cb=3Dc,r=abc")).isInstanceOf(Continue.class);
  }

  @Test
  void who_has_said_another_name_in_connect_is_refused() {
    assertThat(says(exchange(Map.of("user", PENCIL), "other"), CLIENT_FIRST))
        .isInstanceOf(Refused.class);
    assertThat(says(exchange(Map.of("user", PENCIL), "user"), CLIENT_FIRST))
        .isInstanceOf(Continue.class);
  }

  @Test
  void a_client_that_begins_without_data_is_asked_for_it_once() {
    ScramExchange exchange = exchange();

    assertThat(exchange.take(null).result()).isEqualTo(new Continue(Buffer.buffer()));
    assertThat(says(exchange, CLIENT_FIRST)).isEqualTo(new Continue(Buffer.buffer(SERVER_FIRST)));

    ScramExchange silent = exchange();
    silent.take(null);
    assertThat(silent.take(null).result()).isInstanceOf(Refused.class);
  }
}
