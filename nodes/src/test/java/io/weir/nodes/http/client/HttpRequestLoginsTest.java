package io.weir.nodes.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.engine.message.Message;
import io.weir.engine.testing.FlowTester;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Servers that want to know who asks. */
class HttpRequestLoginsTest extends HttpRequestFixture {
  @Test
  void logins_go_along() {
    node();
    deploy(
        Map.of("method", "GET", "url", peer.url("/echo"), "authType", "basic"),
        Map.of("user", "foo@example.com", "password", "pass"));
    assertThat(headers(asked()).toString())
        .contains("Authorization: Basic Zm9vQGV4YW1wbGUuY29tOnBhc3M=");

    deploy(
        Map.of("method", "GET", "url", peer.url("/echo"), "authType", "bearer"),
        Map.of("password", "token"));
    assertThat(headers(asked("headers", Map.of("authorization", "lost"))).toString())
        .contains("authorization: Bearer token")
        .doesNotContain("lost");

    node("method", "GET", "url", "");
    assertThat(headers(asked("url", peer.url("/echo").replace("://", "://u:p%40@"))).toString())
        .contains("Authorization: Basic dTpwQA==");
    assertThat(headers(asked("url", peer.url("/echo"))).toString()).doesNotContain("Authorization");
  }

  @Test
  void a_digest_is_made_when_it_is_asked_for() {
    node();
    Map<String, String> login = Map.of("user", "u", "password", "p");
    deploy(Map.of("method", "GET", "url", peer.url("/digest"), "authType", "digest"), login);

    Message answer = answer();

    assertThat(answer.get("statusCode")).isEqualTo(201L);
    assertThat((String) answer.payload())
        .matches(
            "Digest username=\"u\", realm=\"r\", nonce=\"n\", uri=\"/digest\", qop=auth,"
                + " nc=00000001, cnonce=\"[0-9a-f]{16}\", response=\"[0-9a-f]{64}\", opaque=\"o\","
                + " algorithm=SHA-256");

    deploy(Map.of("method", "GET", "url", peer.url("/digest?bad"), "authType", "digest"), login);
    assertThat(answer().get("statusCode")).isEqualTo(401L);
    FlowTester.eventually(
        () ->
            assertThat(warnings())
                .singleElement()
                .asString()
                .startsWith("Digest authentication failed: "));
  }
}
