package io.weir.nodes.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.Message;
import io.weir.engine.testing.FlowTester;
import io.weir.nodes.http.RequestNodeHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What comes of an answer. */
class HttpRequestAnswersTest extends HttpRequestFixture {
  @Test
  void an_answer_takes_the_place_of_the_payload() {
    node("method", "GET", "url", peer.url("/text"));

    Message answer = answer("payload", "before", "topic", "t");

    assertThat(answer.payload()).isEqualTo("hällo");
    assertThat(answer.topic()).isEqualTo("t");
    assertThat(answer.get("statusCode")).isEqualTo(200L);
    assertThat(answer.get("responseUrl")).isEqualTo(peer.url("/text"));
    assertThat(answer.get("redirectList")).isEqualTo(List.of());
    assertThat(answer.get("retry")).isEqualTo(0L);
    assertThat(answer.has("responseCookies")).isFalse();
    Map<?, ?> headers = (Map<?, ?>) answer.get("headers");
    assertThat(headers.get("content-length")).isEqualTo("6");
    assertThat(headers.get(RequestNodeHeaders.MARK)).isInstanceOf(String.class);
    FlowTester.eventually(
        () ->
            assertThat(node.flow().statuses("node"))
                .extracting(status -> status.status().text())
                .containsExactly("httpin.status.requesting", null));
  }

  @Test
  void an_answer_is_converted_as_wished() {
    node("method", "GET", "url", "", "ret", "obj");
    assertThat(answer("url", peer.url("/json")).payload()).isEqualTo(Map.of("a", List.of(1L)));
    assertThat(answer("url", peer.url("/nothing")).payload()).isEqualTo(Map.of());
    assertThat(answer("url", peer.url("/bad-json")).payload()).isEqualTo("{a:1");
    assertThat(warnings()).containsExactly("JSON parse error");
    assertThat(answer("url", peer.url("/missing")).get("statusCode")).isEqualTo(404L);

    node("method", "GET", "url", peer.url("/gzip"), "ret", "bin");
    assertThat(answer().payload()).isEqualTo(Buffer.buffer(new byte[] {0x1f, (byte) 0x8b, 1}));
  }

  @Test
  void cookies_of_answers_are_told() {
    node("method", "GET", "url", peer.url("/set-cookies"));

    Message answer = answer();

    assertThat(answer.get("responseCookies"))
        .isEqualTo(
            Map.of(
                "a",
                Map.of("value", "1", "Path", "/", "HttpOnly", true),
                "b",
                Map.of("value", "é"),
                "c",
                Map.of("value", "d e")));
    assertThat(((Map<?, ?>) answer.get("headers")).get("set-cookie"))
        .isEqualTo(List.of("a=1; Path=/; HttpOnly", "b=%C3%A9", "c=\"d e\""));
  }
}
