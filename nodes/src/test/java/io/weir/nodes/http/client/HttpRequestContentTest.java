package io.weir.nodes.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.MessageJson;
import io.weir.nodes.http.RequestNodeHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a request has in its body and its headers. */
class HttpRequestContentTest extends HttpRequestFixture {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"payload\":\"text\"}                          | text            | -",
        "{\"payload\":0}                                 | 0               | -",
        "{\"payload\":{\"a\":1}}                         | {\"a\":1}       | application/json",
        "{\"payload\":null}                              | null            | application/json",
        "{\"payload\":true,\"headers\":{\"content-type\":\"text/plain\"}} | true | text/plain",
        "{\"payload\":{\"foo\":\"1 2\",\"bar\":\"\",\"n\":{\"x\":1},\"l\":[1,2]},\"headers\":{\"content-type\":\"application/x-www-form-urlencoded\"}} | foo=1%202&bar=&n=&l=1&l=2 | application/x-www-form-urlencoded",
        "{}                                              | ``              | -",
      })
  void a_payload_is_the_body(String message, String body, String type) {
    node("method", "POST", "url", peer.url("/echo"));
    node.receives(parsed(message));

    Map<?, ?> asked = (Map<?, ?>) MessageJson.parse((String) node.awaitSent(0, 1).get(0).payload());

    assertThat(asked.get("body")).isEqualTo(body);
    List<String> types =
        headers(asked).stream()
            .map(String::valueOf)
            .filter(header -> header.toLowerCase(java.util.Locale.ROOT).startsWith("content-type"))
            .toList();
    assertThat(types).hasSize(type.equals("-") ? 0 : 1).allMatch(found -> found.endsWith(type));
  }

  @Test
  void objects_become_forms_with_files() {
    node("method", "POST", "url", peer.url("/echo"));

    Map<?, ?> asked =
        asked(
            "headers",
            Map.of("content-type", "multipart/form-data"),
            "payload",
            Map.of(
                "file",
                Map.of(
                    "value",
                    Buffer.buffer("bytes"),
                    "options",
                    Map.of("filename", "file.txt", "contentType", "text/css"))));

    assertThat((String) asked.get("body"))
        .matches(
            "(?s)-+[0-9a-f]{16}\r\nContent-Disposition: form-data; name=\"file\";"
                + " filename=\"file.txt\"\r\nContent-Type: text/css\r\n\r\nbytes\r\n"
                + "-+[0-9a-f]{16}--\r\n");
    assertThat(headers(asked).toString()).contains("multipart/form-data; boundary=----");
  }

  @Test
  void a_get_may_put_the_payload_into_the_query_or_the_body() {
    node("method", "GET", "url", peer.url("/echo?x=y"), "paytoqs", true);
    assertThat(asked("payload", MessageJson.parse("{\"a\":1,\"b\":[2,3]}")).get("uri"))
        .isEqualTo("/echo?x=y&a=1&b=2&b=3");
    assertThat(asked().get("uri")).isEqualTo("/echo?x=y");

    node("method", "GET", "url", peer.url("/echo"), "paytoqs", "body");
    assertThat(asked("payload", Map.of("a", 1)).get("body")).isEqualTo("{\"a\":1}");

    node("method", "GET", "url", peer.url("/echo"), "paytoqs", false);
    assertThat(asked("payload", Map.of("a", 1)).get("body")).isEqualTo("");
  }

  @Test
  void headers_of_the_node_win_and_keep_their_letters() {
    node("method", "GET", "url", peer.url("/echo"))
        .withJson(
            """
            {'headers':[
              {'keyType':'Accept','keyValue':'','valueType':'application/json','valueValue':''},
              {'keyType':'msg','keyValue':'name','valueType':'msg','valueValue':'value'},
              {'keyType':'msg','keyValue':'none','valueType':'other','valueValue':'x'},
              {'keyType':'other','keyValue':'X-Test-HEAD','valueType':'other','valueValue':'1'},
              {'keyType':'Location','keyValue':'','valueType':'other','valueValue':''}]}
            """);

    List<?> sent =
        headers(
            asked(
                "name",
                "X-Dynamic",
                "value",
                "v",
                "headers",
                Map.of("accept", "lost", "location", "gone", "X-Msg", "kept")));

    assertThat(sent.stream().map(String::valueOf).toList())
        .contains("Accept: application/json", "X-Dynamic: v", "X-Test-HEAD: 1", "X-Msg: kept")
        .noneMatch(header -> header.contains("lost") || header.contains("gone"));
  }

  @Test
  void it_says_who_asks_unless_the_flow_does() {
    node("method", "GET", "url", peer.url("/echo"));

    assertThat(headers(asked()).toString()).contains("User-Agent: Weir");
    assertThat(headers(asked("headers", Map.of("user-agent", "me"))).toString())
        .contains("user-agent: me")
        .doesNotContain("Weir");
  }

  @Test
  void headers_as_they_came_from_another_server_stay_here() {
    node("method", "GET", "url", peer.url("/echo"));
    Map<String, Object> marked = RequestNodeHeaders.marked(Map.of("x-a", "1"));

    assertThat(headers(asked("headers", marked)).toString()).doesNotContain("x-a", "node-red");
    marked.put("x-a", "2");
    assertThat(headers(asked("headers", marked)).toString())
        .contains("x-a: 2")
        .doesNotContain("node-red");
  }

  @Test
  void cookies_come_from_the_header_and_the_message() {
    node("method", "GET", "url", peer.url("/echo"));

    List<?> sent =
        headers(
            asked(
                "headers",
                Map.of("cookie", "h=a b"),
                "cookies",
                MessageJson.parse(
                    "{\"t\":\"a;b\",\"e\":{\"value\":\"c;d\"},\"v\":{\"value\":\"e/f\",\"encode\":false},"
                        + "\"n\":null,\"m\":{\"value\":null}}")));

    assertThat(sent.toString()).contains("Cookie: h=a b; t=a%3Bb; e=c%3Bd; v=e/f,");
  }
}
