package io.weir.nodes.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.weir.broker.testing.Programs;
import io.weir.engine.message.Message;
import io.weir.engine.testing.FlowTester;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Requests that fail, and what a node bears of servers. */
class HttpRequestFailuresTest extends HttpRequestFixture {
  @Test
  void a_server_that_is_silent_is_given_up() {
    node("method", "GET", "url", peer.url("/silent"));

    Message failed = answer("payload", 1, "requestTimeout", 50);

    assertThat(failed.get("statusCode")).isEqualTo("ETIMEDOUT");
    assertThat(failed.payload())
        .isEqualTo("TimeoutError: Timeout awaiting 'request' for 50ms : " + peer.url("/silent"));
    node.assertFailedWith("no response from server");
    FlowTester.eventually(
        () ->
            assertThat(node.flow().statuses("node"))
                .last()
                .satisfies(
                    status ->
                        assertThat(status.status().text())
                            .isEqualTo("common.notification.errors.no-response")));
    FlowTester.eventually(() -> assertThat(peer.gone).contains("/silent"));
  }

  @Test
  void times_that_are_none_are_left_out_of_account() {
    node("method", "GET", "url", peer.url("/text"));

    assertThat(answer("requestTimeout", "soon").payload()).isEqualTo("hällo");
    assertThat(answer("requestTimeout", 0).payload()).isEqualTo("hällo");
    assertThat(answer("rejectUnauthorized", "odd").payload()).isEqualTo("hällo");

    assertThat(warnings())
        .containsExactly(
            "Timeout value is not a valid number, ignoring",
            "Timeout value is negative, ignoring",
            "msg.rejectUnauthorized should be a boolean");
  }

  @Test
  void a_failure_goes_on_as_a_message_too_unless_that_is_switched_off() throws Exception {
    int nobody = Programs.freePort();
    String url = "http://localhost:" + nobody + "/x";
    node("method", "GET", "url", "");

    Message failed = answer("url", url, "payload", "order");
    assertThat(failed.get("statusCode")).isEqualTo("ECONNREFUSED");
    assertThat((String) failed.payload())
        .isEqualTo("RequestError: connect ECONNREFUSED localhost:" + nobody + " : " + url);
    node.assertFailed("ECONNREFUSED");
    assertThat(node.flow().awaitMessages("errors", 1).get(0).payload()).isEqualTo("order");
    assertThat(answer("url", peer.url("/hang-up")).get("statusCode")).isEqualTo("ECONNRESET");

    node("method", "GET", "url", url, "senderr", true);
    node.receives(message()).assertFailed("ECONNREFUSED");
    assertThat(node.sent(0)).isEmpty();
  }

  @Test
  void an_answer_may_be_only_so_large() {
    node("method", "GET", "url", peer.url("/large"));

    assertThat(answer().get("statusCode")).isEqualTo("ERR_RESPONSE_TOO_LARGE");
  }

  @Test
  void only_so_many_wait_and_none_once_the_node_has_stopped() {
    node("method", "GET", "url", peer.url("/silent"));
    peer.gone.clear();
    peer.silent.clear();
    node.receives(1, 2, 3, 4).assertFailedWith("more than 3 requests are waiting for an answer");
    FlowTester.eventually(() -> assertThat(peer.silent).hasSize(3));

    node.flow().deploy("[]");

    FlowTester.eventually(() -> assertThat(peer.gone).hasSize(3));
  }

  @Test
  void connections_are_kept_if_that_is_wished() {
    peer.connections.clear();
    node("method", "GET", "url", peer.url("/text"), "persist", true);
    answer();
    answer();
    assertThat(peer.connections).hasSize(1);

    node("method", "GET", "url", peer.url("/text"));
    answer();
    answer();
    assertThat(peer.connections).hasSize(3);
  }

  @Test
  void malformed_answers_are_taken_if_that_is_wished() {
    NetServer odd =
        FlowTester.get(
            vertx
                .createNetServer()
                .connectHandler(
                    socket ->
                        socket.handler(
                            asked ->
                                socket.end(
                                    Buffer.buffer(
                                        "HTTP/1.1 200 OK\nX-A: b\nContent-Length: 2\n\nok"))))
                .listen(0, "127.0.0.1"));
    String url = "http://localhost:" + odd.actualPort() + "/";

    node("method", "GET", "url", url);
    assertThat((String) answer().payload()).startsWith("RequestError: Parse Error");

    node("method", "POST", "url", url, "insecureHTTPParser", true);
    Message answer = answer("payload", "x");
    assertThat(answer.payload()).isEqualTo("ok");
    assertThat(((Map<?, ?>) answer.get("headers")).get("x-a")).isEqualTo("b");

    node("method", "POST", "url", peer.url("/echo"), "insecureHTTPParser", true);
    Map<?, ?> asked = asked("payload", "body", "headers", Map.of("X-A", "b"));
    assertThat(asked.get("body")).isEqualTo("body");
    assertThat(headers(asked).toString()).contains("X-A: b", "Host: localhost:" + peer.port());
    node("method", "HEAD", "url", peer.url("/text"), "insecureHTTPParser", true);
    assertThat(answer().payload()).isEqualTo("");
    FlowTester.get(odd.close());
  }
}
