package io.weir.nodes.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Servers that send a request elsewhere. */
class HttpRequestRedirectsTest extends HttpRequestFixture {
  @Test
  void redirects_are_followed_and_told() {
    node("method", "POST", "url", peer.url("/redirect?n=1&to=/redirect?n=2%26to=/echo"));

    Message answer = answer("payload", "body", "headers", Map.of("authorization", "a"));

    Map<?, ?> asked = (Map<?, ?>) MessageJson.parse((String) answer.payload());
    assertThat(asked.get("method")).isEqualTo("POST");
    assertThat(asked.get("body")).isEqualTo("body");
    assertThat(headers(asked).toString()).contains("Cookie: r1=v; r2=v", "authorization: a");
    assertThat(answer.get("responseUrl")).isEqualTo(peer.url("/echo"));
    assertThat(answer.get("redirectList"))
        .isEqualTo(
            List.of(
                Map.of(
                    "location",
                    "/redirect?n=2&to=/echo",
                    "cookies",
                    Map.of("r1", Map.of("value", "v", "Path", "/"))),
                Map.of(
                    "location",
                    "/echo",
                    "cookies",
                    Map.of("r2", Map.of("value", "v", "Path", "/")))));
  }

  @Test
  void another_host_gets_neither_cookies_nor_logins() {
    node("method", "POST", "url", "", "authType", "basic");
    String other = "http://127.0.0.1:" + peer.port() + "/echo";

    Map<?, ?> asked =
        asked(
            "url",
            peer.url("/redirect?status=303&to=" + other).replace("://", "://u:p@"),
            "payload",
            Map.of("a", 1),
            "headers",
            Map.of("cookie", "h=1"));

    assertThat(asked.get("method")).isEqualTo("GET");
    assertThat(asked.get("body")).isEqualTo("");
    assertThat(headers(asked).toString())
        .doesNotContainIgnoringCase("cookie")
        .doesNotContainIgnoringCase("authorization")
        .doesNotContainIgnoringCase("content-type");
  }

  @Test
  void redirects_can_be_left_and_have_an_end() {
    node("method", "GET", "url", "");
    Message left = answer("url", peer.url("/redirect"), "followRedirects", false);
    assertThat(left.get("statusCode")).isEqualTo(302L);
    assertThat(left.get("responseUrl")).isEqualTo(peer.url("/redirect"));

    Message round = answer("url", peer.url("/round"));
    assertThat(round.get("statusCode")).isEqualTo("ERR_TOO_MANY_REDIRECTS");
    assertThat((String) round.payload()).startsWith("RequestError: Redirected 21 times. Aborting.");
  }
}
