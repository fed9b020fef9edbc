package io.weir.nodes.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.engine.testing.FlowTester;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where a request goes, and by which method. */
class HttpRequestAddressTest extends HttpRequestFixture {
  @Test
  void addresses_come_from_the_node_or_the_message() {
    node("method", "use", "url", peer.url("/echo/{{topic}}/{{{raw}}}"));
    Map<?, ?> asked = asked("topic", "a&b", "raw", "x", "method", "options");
    assertThat(asked.get("uri")).isEqualTo("/echo/a&amp;b/x");
    assertThat(asked.get("method")).isEqualTo("OPTIONS");
    assertThat(asked("method", null).get("method")).isEqualTo("GET");

    node("method", "patch", "url", "");
    asked =
        asked("url", "localhost:" + peer.port() + "/echo?a=b&c[0].Text=T24,0°|H80%|W%20S8,3m/s");
    assertThat(asked.get("uri")).isEqualTo("/echo?a=b&c[0].Text=T24,0%C2%B0|H80%25|W%20S8,3m/s");
    assertThat(asked.get("method")).isEqualTo("PATCH");
    assertThat(warnings()).isEmpty();

    node("method", "GET", "url", peer.url("/echo"));
    assertThat(asked("url", "http://other", "method", "POST").get("method")).isEqualTo("GET");
    assertThat(warnings())
        .hasSize(2)
        .allMatch(text -> text.startsWith("Warning: msg properties can no longer override"));
  }

  @Test
  void what_cannot_be_asked_for_is_an_error_and_nothing_is_sent() {
    node("method", "GET", "url", "");
    node.receives(message("payload", 1)).assertFailedWith("No url specified");
    node.receives(message("url", "http://[x"));
    FlowTester.eventually(
        () -> assertThat(node.error().get("message")).isEqualTo("Invalid URL: http://[x"));
    node.receives(message("url", "ftp://foo"));
    FlowTester.eventually(
        () -> assertThat(warnings()).containsExactly("non-http transport requested"));
    FlowTester.eventually(
        () ->
            assertThat(node.flow().statuses("node"))
                .last()
                .satisfies(
                    status ->
                        assertThat(status.status().text())
                            .isEqualTo("httpin.errors.invalid-transport")));

    node("method", "GET", "url", peer.url("/echo"), "paytoqs", "query");
    node.receives(message("payload", "text")).assertFailedWith("Invalid payload");
    assertThat(node.sent(0)).isEmpty();
    assertThat(asked("payload", Map.of("a", 1)).get("uri")).isEqualTo("/echo?a=1");
  }
}
