package io.weir.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What flows serve, by the program as a user starts it. */
class HttpFlowIT {
  // What node-red-admin hash-pw makes of "secret": bcrypt with 8 rounds.
  private static final String HASH = "$2b$08$yA0WJtHTYCshyaKlgDzPneIwroQ1hx4TNqhFs3JVKeMR5foyDdqLq";
  private static final String LOGIN =
      "Basic " + Base64.getEncoder().encodeToString("ann:secret".getBytes(StandardCharsets.UTF_8));

  @TempDir private Path folder;

  @Test
  void a_flow_answers_below_its_root_to_who_may_ask() throws Exception {
    Path userDir = Files.createDirectory(folder.resolve("user"));
    Files.writeString(
        userDir.resolve("weir.yaml"),
        """
        web:
          nodeRoot: /api
          nodeAuth: { user: ann, pass: "%s" }
          nodeCors: { origin: "*" }
          trustProxy: true
        """
            .formatted(HASH));
    Files.writeString(
        userDir.resolve("flows.json"),
        """
        [{"id":"t","type":"tab","label":"Flow"},
         {"id":"in","type":"http in","z":"t","x":1,"y":1,"method":"post","url":"/hello/:name","wires":[["f"]]},
         {"id":"f","type":"function","z":"t","x":1,"y":1,"outputs":1,
          "func":"msg.payload = {hello: msg.req.params.name, sum: msg.payload.a + 1, ip: msg.req.ip}; return msg;",
          "wires":[["out"]]},
         {"id":"out","type":"http response","z":"t","x":1,"y":1,"statusCode":"201","headers":{},"wires":[]},
         {"id":"l","type":"websocket-listener","path":"/ws","wholemsg":"false"},
         {"id":"wi","type":"websocket in","z":"t","x":1,"y":1,"server":"l","client":"","wires":[["wo"]]},
         {"id":"wo","type":"websocket out","z":"t","x":1,"y":1,"server":"l","client":"","wires":[]}]
        """);
    try (Program program = Program.start(userDir)) {
      String[] json = {"Content-Type", "application/json"};
      assertThat(program.ask("POST", "/api/hello/ann", "{\"a\":1}", json).statusCode())
          .isEqualTo(401);
      HttpResponse<String> answer =
          program.ask(
              "POST",
              "/api/hello/ann",
              "{\"a\":1}",
              "Content-Type",
              "application/json",
              "Authorization",
              LOGIN,
              "X-Forwarded-For",
              "192.0.2.7, 192.0.2.8");
      assertThat(answer.statusCode()).isEqualTo(201);
      assertThat(answer.body()).isEqualTo("{\"hello\":\"ann\",\"sum\":2,\"ip\":\"192.0.2.7\"}");
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
      assertThat(program.ask("OPTIONS", "/api/hello/ann", "").statusCode()).isEqualTo(204);
      assertThat(program.ask("GET", "/api/hello/ann", "", "Authorization", LOGIN).statusCode())
          .isEqualTo(404);
      assertThat(program.ask("GET", "/hello/ann", "").statusCode()).isEqualTo(404);
      assertThat(echoed(program)).isEqualTo("hello");
    }
  }

  /** What comes back for a text by WebSocket. */
  private static String echoed(Program program) throws Exception {
    CompletableFuture<String> echo = new CompletableFuture<>();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .header("Authorization", LOGIN)
            .subprotocols("anything")
            .buildAsync(
                URI.create("ws://localhost:" + program.webPort() + "/api/ws"),
                new WebSocket.Listener() {
                  @Override
                  public CompletionStage<?> onText(
                      WebSocket from, CharSequence text, boolean last) {
                    echo.complete(text.toString());
                    return null;
                  }
                })
            .get(30, TimeUnit.SECONDS);
    socket.sendText("hello", true).get(30, TimeUnit.SECONDS);
    String text = echo.get(30, TimeUnit.SECONDS);
    assertThat(socket.getSubprotocol()).isEqualTo("anything");
    socket.abort();
    return text;
  }
}
