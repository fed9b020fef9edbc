package io.weir.nodes.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.engine.event.LogEntry;
import io.weir.engine.message.MessageJson;
import io.weir.engine.testing.FlowTester;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What becomes of the bodies of requests. */
class HttpInBodiesTest extends HttpNodesFixture {
  @Test
  void bodies_are_read_by_their_type() {
    String code =
        """
        const p = msg.payload;
        msg.payload = {kind: Buffer.isBuffer(p) ? 'buffer' : typeof p, value: Buffer.isBuffer(p) ? p.toString() : p,
          same: JSON.stringify(msg.req.body) === JSON.stringify(p)};
        return msg;
        """;
    start(
        in("in", "post", "/in", "f"),
        in("raw", "put", "/raw/:x", "f", "'skipBodyParsing':true"),
        function("f", code, "out"),
        response("out"));

    assertThat(read(server.post("/api/in", "application/json", "{\"a\":[1]}")))
        .isEqualTo(Map.of("kind", "object", "value", Map.of("a", List.of(1L)), "same", true));
    assertThat(read(server.post("/api/in", "application/json; charset=utf-8", "")))
        .isEqualTo(Map.of("kind", "object", "value", Map.of(), "same", true));
    assertThat(read(server.post("/api/in", "application/x-www-form-urlencoded", "a=1&b[c]=x+y")))
        .isEqualTo(
            Map.of(
                "kind",
                "object",
                "value",
                Map.of("a", "1", "b", Map.of("c", "x y")),
                "same",
                true));
    for (String type :
        List.of("text/plain", "image/svg+xml", "application/xml", "application/odd")) {
      assertThat(read(server.post("/api/in", type, "<é>")))
          .as(type)
          .isEqualTo(Map.of("kind", "string", "value", "<é>", "same", true));
    }
    for (String type :
        List.of("application/octet-stream", "image/png", "multipart/form-data; boundary=x")) {
      assertThat(read(server.post("/api/in", type, "123")))
          .as(type)
          .isEqualTo(Map.of("kind", "buffer", "value", "123", "same", true));
    }
    assertThat(read(FlowServer.send(server.ask("/api/in").POST(BodyPublishers.ofString("plain")))))
        .isEqualTo(Map.of("kind", "string", "value", "plain", "same", true));
    assertThat(
            read(
                FlowServer.send(
                    server
                        .ask("/api/raw/1")
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString("{}")))))
        .isEqualTo(Map.of("kind", "buffer", "value", "{}", "same", true));
  }

  private static Object read(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(200);
    return MessageJson.parse(answer.body());
  }

  @Test
  void packed_bodies_are_unpacked() throws IOException {
    start(in("in", "post", "/in", "out"), response("out"));
    String large = "{\"a\":\"" + "x".repeat((int) FlowServer.MOST_BYTES) + "\"}";

    assertThat(packed("gzip", gzip("{\"a\":1}")).body()).isEqualTo("{\"a\":1}");
    assertThat(packed("gzip", gzip(large)).statusCode()).isEqualTo(413);
    assertThat(packed("gzip", "no".getBytes(StandardCharsets.UTF_8)).statusCode()).isEqualTo(400);
    assertThat(packed("odd", gzip("{}")).statusCode()).isEqualTo(415);
  }

  private HttpResponse<String> packed(String encoding, byte[] body) {
    return FlowServer.send(
        server
            .ask("/api/in")
            .header("Content-Type", "application/json")
            .header("Content-Encoding", encoding)
            .POST(BodyPublishers.ofByteArray(body)));
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void bad_bodies_never_reach_the_flow() {
    start(in("in", "post", "/in", "out"), FlowTester.node("out", "test-collector"));
    String large = "x".repeat((int) FlowServer.MOST_BYTES + 1);

    assertThat(server.post("/api/in", "application/json", "{a").statusCode()).isEqualTo(400);
    assertThat(server.post("/api/in", "application/json", "5").statusCode()).isEqualTo(400);
    assertThat(server.post("/api/in", "odd", "x").statusCode()).isEqualTo(500);
    assertThat(server.post("/api/in", "text/plain", large).statusCode()).isEqualTo(413);
    assertThat(
            FlowServer.send(
                    server
                        .ask("/api/in")
                        .POST(
                            BodyPublishers.ofInputStream(
                                () ->
                                    new java.io.ByteArrayInputStream(
                                        large.getBytes(StandardCharsets.UTF_8)))))
                .statusCode())
        .isEqualTo(413);
    assertThat(
            server
                .post("/api/in", "application/x-www-form-urlencoded", "a=1&".repeat(1_001))
                .statusCode())
        .isEqualTo(413);

    server.flow.settle("in");
    assertThat(server.flow.received("out")).isEmpty();
    assertThat(server.flow.logged(LogEntry.Level.WARN))
        .hasSize(4)
        .first()
        .asString()
        .startsWith("the body is not JSON: ");
  }

  @Test
  void files_are_uploaded_into_memory() {
    start(
        in("in", "post", "/in", "f", "'upload':true"),
        function(
            "f",
            """
            msg.payload = {fields: msg.payload, files: msg.req.files.map(f =>
              ({...f, buffer: f.buffer.toString()}))};
            return msg;
            """,
            "out"),
        response("out"));
    String body =
        """
        --b
        Content-Disposition: form-data; name="a"

        1
        --b
        Content-Disposition: form-data; name="f"; filename="x y.txt"
        Content-Type: text/css

        body {}
        --b--
        """
            .replace("\n", "\r\n");

    assertThat(read(server.post("/api/in", "multipart/form-data; boundary=b", body)))
        .isEqualTo(
            MessageJson.parse(
                """
                {"fields":{"a":"1"},"files":[{"fieldname":"f","originalname":"x y.txt",
                 "encoding":"7bit","mimetype":"text/css","buffer":"body {}","size":7}]}
                """));
    assertThat(server.post("/api/in", "multipart/form-data", body).statusCode()).isEqualTo(400);
  }
}
