package io.weir.nodes.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DigestLoginTest {
  // RFC 7616, section 3.9.1.
  private final DigestLogin login =
      new DigestLogin("Mufasa", "Circle of Life", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");
  private static final String CHALLENGE =
      "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=%s,"
          + " nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
          + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";

  private String answer(String algorithm) throws DigestLogin.Unanswerable {
    return login.answer(CHALLENGE.formatted(algorithm), "GET", "/dir/index.html");
  }

  @Test
  void answers_as_the_rfc_has_it() throws Exception {
    assertThat(answer("MD5")).contains("response=\"8ca523f5e9506fed4657c9700eebdbec\"");
    assertThat(answer("SHA-256"))
        .contains(
            "response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\"",
            "algorithm=SHA-256",
            "opaque=\"FQhe/");
    assertThat(answer("MD5-sess")).contains("cnonce=", "algorithm=MD5-sess");
    assertThat(answer("SHA-512-256")).containsPattern("response=\"[0-9a-f]{64}\"");
  }

  @Test
  void answers_without_protection_where_none_is_offered() throws Exception {
    assertThat(login.answer("Digest realm=\"r\", nonce=\"n\"", "GET", "/"))
        .doesNotContain("qop", "cnonce", "algorithm", "opaque")
        .contains("uri=\"/\"");
  }

  @Test
  void leaves_what_cannot_be_answered() {
    assertThatThrownBy(() -> answer("MD4")).isInstanceOf(DigestLogin.Unanswerable.class);
    assertThatThrownBy(() -> login.answer("Digest realm=\"r\"", "GET", "/"))
        .isInstanceOf(DigestLogin.Unanswerable.class);
  }
}
