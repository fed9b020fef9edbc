package io.weir.nodes.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.engine.node.NodeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CookiesTest {

  @Test
  void of_requests_are_decoded() {
    assertThat(
            Cookies.parse("a=1; b=%C3%A9; c=j%3A%7B%22d%22%3A1%7D; e=\"q\"; a=2; =x; f=%zz; g=j:x"))
        .isEqualTo(
            Map.of("a", "1", "b", "é", "c", Map.of("d", 1L), "e", "q", "f", "%zz", "g", "j:x"));
  }

  @Test
  void of_answers_have_their_attributes_in_order() {
    assertThat(Cookies.set("a", "v1", Map.of())).isEqualTo("a=v1; Path=/");
    assertThat(Cookies.set("n", 5L, Map.of("path", "/x", "domain", "a.example")))
        .isEqualTo("n=5; Domain=a.example; Path=/x");
    assertThat(
            Cookies.set(
                "e",
                "é b",
                Map.of(
                    "expires",
                    Instant.ofEpochSecond(1_000_000_000),
                    "secure",
                    true,
                    "httpOnly",
                    true,
                    "sameSite",
                    "Lax")))
        .isEqualTo(
            "e=%C3%A9%20b; Path=/; Expires=Sun, 09 Sep 2001 01:46:40 GMT; HttpOnly; Secure;"
                + " SameSite=Lax");
    assertThat(Cookies.set("b", "v2", Map.of("maxAge", 1_500L, "httpOnly", true)))
        .matches("b=v2; Max-Age=1; Path=/; Expires=[^;]+ GMT; HttpOnly");
    assertThat(Cookies.set("o", Map.of("a", 1L), Map.of("sameSite", true)))
        .isEqualTo("o=j%3A%7B%22a%22%3A1%7D; Path=/; SameSite=Strict");
    assertThat(Cookies.set("l", List.of(1L), Map.of())).startsWith("l=j%3A%5B1%5D;");
    assertThat(Cookies.clear("c", Map.of("path", "/p")))
        .isEqualTo("c=; Path=/p; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
  }

  @Test
  void that_would_break_the_header_are_refused() {
    assertThatThrownBy(() -> Cookies.set("a b", "x", Map.of())).isInstanceOf(NodeException.class);
    assertThatThrownBy(() -> Cookies.set("a", "x", Map.of("path", "/;evil")))
        .isInstanceOf(NodeException.class);
    assertThatThrownBy(() -> Cookies.set("a", "x", Map.of("sameSite", "odd")))
        .isInstanceOf(NodeException.class);
  }
}
