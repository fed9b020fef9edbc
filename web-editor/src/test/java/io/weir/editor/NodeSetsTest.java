package io.weir.editor;

import static io.weir.engine.testing.FlowTester.eventually;
import static io.weir.engine.testing.FlowTester.tab;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.weir.engine.event.NodeSetSwitched;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeCatalog;
import io.weir.engine.node.NodePack;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Outputs;
import io.weir.engine.testing.FlowTester;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Looking at node sets and switching them, with the calls that node-red-admin makes. */
class NodeSetsTest {
  private static final NodeType ECHO =
      NodeType.named("echo")
          .inputs(1)
          .outputs(1)
          .help("Says *it* again.")
          .create(
              (config, context) ->
                  new Node() {
                    @Override
                    public Future<Void> receive(Message message, Outputs out) {
                      out.send(message);
                      return Node.done();
                    }
                  });
  private static final NodeType KEEP =
      NodeType.named("keep")
          .inputs(1)
          .outputs(1)
          .create(
              (config, context) ->
                  new Node() {
                    private long count;

                    @Override
                    public Future<Void> receive(Message message, Outputs out) {
                      count++;
                      out.send(message.with("count", count));
                      return Node.done();
                    }
                  });
  private static final String USING_ECHO =
      tab(
          "{\"id\":\"e\",\"type\":\"echo\",\"z\":\"t\",\"x\":1,\"y\":1,\"wires\":[[\"c\"]]}",
          "{\"id\":\"c\",\"type\":\"test-collector\",\"z\":\"t\",\"x\":1,\"y\":1,\"wires\":[]}");

  @TempDir private Path folder;
  private FlowTester flow;
  private ApiClient api;

  @BeforeEach
  void start() {
    flow = FlowTester.start(List.of(ECHO, KEEP), "[]");
    api = new ApiClient(flow, EditorConfig.defaults("1.2.3", true, 0, folder));
  }

  @AfterEach
  void close() {
    flow.close();
  }

  private static String asJson(ApiClient client, String path) {
    return client.call("GET", path, null, "Accept", "application/json").body();
  }

  private String setAsJson() {
    return asJson(api, "/nodes/test/echo");
  }

  private HttpResponse<String> enable(String what, boolean enabled) {
    return api.call("PUT", "/nodes/" + what, "{'enabled':" + enabled + "}");
  }

  private static Object message(HttpResponse<String> answer) {
    return ((Map<?, ?>) MessageJson.parse(answer.body())).get("message");
  }

  @Test
  void what_is_switched_off_is_unknown_until_it_is_on_again() {
    HttpResponse<String> answer = enable("test/echo", false);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"id\":\"test/echo\"", "\"enabled\":false");
    assertThat(setAsJson()).contains("\"enabled\":false");
    assertThat(api.text("/node-types")).doesNotContain("\"echo\"");
    flow.deploy(USING_ECHO);
    assertThat(api.text("/flows/problems")).contains("echo");

    assertThat(enable("test/echo", true).body()).contains("\"enabled\":true");

    assertThat(api.text("/node-types")).contains("\"echo\"");
    // The flows that waited for the type run now, without another deploy.
    flow.send("e", "hello");
    assertThat(flow.awaitMessages("c", 1).get(0).payload()).isEqualTo("hello");
    assertThat(api.text("/flows/problems")).doesNotContain("echo");
  }

  @Test
  void a_type_that_flows_use_stays() {
    flow.deploy(USING_ECHO);

    HttpResponse<String> answer = enable("test/echo", false);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"code\":\"type_in_use\"");
    assertThat(message(answer)).isEqualTo("Type in use: echo");
    flow.send("e", "hello");
    flow.awaitMessages("c", 1);
  }

  @Test
  void a_module_is_switched_whole_or_not_at_all() {
    assertThat(enable("test", false).body()).contains("\"nodes\":[").doesNotContain("true");
    assertThat(enable("test", true).body()).contains("\"enabled\":true");

    flow.deploy(USING_ECHO);
    assertThat(message(enable("test", false))).isEqualTo("Type in use: echo, test-collector");
    assertThat(asJson(api, "/nodes")).doesNotContain("\"enabled\":false");
  }

  @Test
  void it_is_remembered() {
    enable("test/echo", false);

    flow.runtime().catalog().disable(Set.of());
    FlowTester.get(flow.runtime().reload());

    assertThat(setAsJson()).contains("\"enabled\":false");
  }

  @Test
  void everybody_who_listens_is_told() {
    List<String> frames = new CopyOnWriteArrayList<>();
    WebSocket socket =
        api.http()
            .newWebSocketBuilder()
            .buildAsync(
                api.socket(),
                new WebSocket.Listener() {
                  @Override
                  public CompletionStage<?> onText(
                      WebSocket webSocket, CharSequence data, boolean last) {
                    frames.add(data.toString());
                    webSocket.request(1);
                    return null;
                  }
                })
            .join();
    // The socket may take a moment longer to be there than its handshake.
    eventually(
        () -> {
          enable("test/echo", false);
          enable("test/echo", true);
          assertThat(String.join("", frames))
              .contains(
                  "\"topic\":\"notification/node/disabled\",\"data\":{\"id\":\"test/echo\"",
                  "\"topic\":\"notification/node/enabled\",\"data\":{\"id\":\"test/echo\"");
        });
    socket.abort();
  }

  @Test
  void switching_what_is_switched_already_changes_nothing() {
    enable("test/echo", true);
    enable("test/echo", false);

    assertThat(enable("test/echo", false).body()).contains("\"enabled\":false");
    eventually(
        () -> assertThat(flow.events()).filteredOn(NodeSetSwitched.class::isInstance).hasSize(1));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "GET    | /nodes/other             | \"\"                     | 404 | not_found",
        "GET    | /nodes/test/other        | \"\"                     | 404 | not_found",
        "GET    | /nodes/@scope/other      | \"\"                     | 404 | not_found",
        "PUT    | /nodes/other             | {'enabled':false}        | 404 | not_found",
        "PUT    | /nodes/test/other        | {'enabled':true}         | 404 | not_found",
        "PUT    | /nodes/test/echo         | {}                       | 400 | invalid_request",
        "PUT    | /nodes/test/echo         | {'enabled':'no'}         | 400 | invalid_request",
        "POST   | /nodes                   | {}                       | 400 | invalid_request",
        "POST   | /nodes                   | {'module':'test'}        | 400 | module_already_loaded",
        "POST   | /nodes                   | {'module':'node-red-x'}  | 400 | install_not_allowed",
        "POST   | /nodes                   | {'url':'http://x/y.tgz'} | 400 | install_not_allowed",
        "DELETE | /nodes/test              | \"\"                     | 400 | install_not_allowed",
        "DELETE | /nodes/@scope/other      | \"\"                     | 404 | not_found",
      })
  void what_can_not_be_done_is_told_with_a_code_and_a_message(
      String method, String path, String body, int status, String code) {
    HttpResponse<String> answer = api.call(method, path, body);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
    assertThat(message(answer)).asString().hasSizeGreaterThan(10);
  }

  @Test
  void what_is_unknown_is_named_for_what_it_is() {
    assertThat(message(api.call("GET", "/nodes/@scope/other", null))).isEqualTo("Module not found");
    assertThat(message(api.call("GET", "/nodes/@scope/other/set", null)))
        .isEqualTo("Node not found");
    assertThat(message(api.call("GET", "/nodes/test/other", null))).isEqualTo("Node not found");
  }

  @Test
  void without_texts_of_its_own_a_set_has_none() {
    assertThat(api.json("/nodes/messages?lng=de")).asString().contains("test/echo={}");
    assertThat(api.text("/nodes/test/echo/messages?lng=de")).isEqualTo("{}");
  }

  @Test
  void whoever_does_not_ask_for_json_gets_what_an_editor_of_node_red_loads() {
    HttpResponse<String> all = api.call("GET", "/nodes", null, "Accept", "text/html");
    HttpResponse<String> one = api.call("GET", "/nodes/test/echo", null, "Accept", "*/*");

    assertThat(all.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(all.body())
        .startsWith("\n<!-- --- [red-module:test/echo] --- -->\n")
        .contains("<script type=\"text/markdown\" data-help-name=\"echo\">\nSays *it* again.\n");
    assertThat(one.body()).startsWith("<!-- --- [red-module:test/echo] --- -->\n");
    assertThat(api.call("GET", "/nodes", null, "Accept", "application/json").body())
        .startsWith("[");
    enable("test/echo", false);
    assertThat(api.call("GET", "/nodes", null, "Accept", "text/html").body())
        .doesNotContain("test/echo");
  }

  @Test
  void what_runs_and_does_not_use_a_set_goes_on_when_it_is_switched_on() {
    enable("test/echo", false);
    flow.deploy(
        tab(
            "{\"id\":\"e\",\"type\":\"echo\",\"z\":\"t\",\"x\":1,\"y\":1,\"wires\":[[\"c\"]]}",
            "{\"id\":\"k\",\"type\":\"keep\",\"z\":\"t\",\"x\":1,\"y\":1,\"wires\":[[\"e\"]]}",
            "{\"id\":\"c\",\"type\":\"test-collector\",\"z\":\"t\",\"x\":1,\"y\":1,\"wires\":[]}"));
    flow.send("k", "one");

    enable("test/echo", true);
    flow.send("k", "two");

    // The node before it has kept its count, and is wired to the new one.
    assertThat(flow.awaitMessages("c", 1).get(0).get("count")).isEqualTo(2L);
  }

  // ---- files of packs ----

  /** A pack with files, one that is broken among them. */
  private record Packed(Path files) implements NodePack {
    @Override
    public String module() {
      return "@who/packed";
    }

    @Override
    public String version() {
      return "1.0.0";
    }

    @Override
    public List<NodeType> types() {
      return List.of(
          NodeType.named("packed").icon("pack.svg").create((config, context) -> new Node() {}));
    }

    @Override
    public URL file(String path) {
      try {
        Path file = files.resolve(path);
        return Files.exists(file) ? file.toUri().toURL() : null;
      } catch (MalformedURLException e) {
        throw new AssertionError(e);
      }
    }
  }

  private ApiClient withPack() throws IOException {
    Files.createDirectories(folder.resolve("icons"));
    Files.writeString(folder.resolve("icons/pack.svg"), "<svg>pack</svg>");
    for (String language : List.of("de", "en-US")) {
      Files.writeString(
          Files.createDirectories(folder.resolve("locales/" + language)).resolve("packed.json"),
          "{\"hello\":\"" + language + "\"}");
    }
    flow.close();
    flow =
        FlowTester.start(
            NodeCatalog.of(
                List.of(new Packed(folder)),
                Set.of(),
                List.of(new NodeCatalog.Unusable("bad", "bad.jar: it is no jar"))));
    return new ApiClient(flow, EditorConfig.defaults("1.2.3", true, 0, folder));
  }

  @Test
  void the_pictures_of_a_pack_are_served() throws IOException {
    ApiClient packed = withPack();

    assertThat(packed.text("/icons")).isEqualTo("{\"@who/packed\":[\"pack.svg\"]}");
    HttpResponse<String> icon = packed.call("GET", "/icons/@who/packed/pack.svg", null);
    assertThat(icon.body()).isEqualTo("<svg>pack</svg>");
    assertThat(icon.headers().firstValue("Content-Type")).hasValue("image/svg+xml");
    assertThat(icon.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'"));
    for (String other : List.of("@who/packed/none.svg", "bad/x.svg", "@who/packed/..%2Fx.svg")) {
      assertThat(packed.text("/icons/" + other)).as(other).contains("<path");
    }
  }

  @Test
  void files_for_the_forms_of_a_pack_are_served_and_nothing_around_them() throws IOException {
    Files.createDirectories(folder.resolve("resources/lib"));
    Files.writeString(folder.resolve("resources/lib/form.js"), "let a;");
    Files.writeString(folder.resolve("secret.js"), "hidden");
    ApiClient packed = withPack();

    HttpResponse<String> file = packed.call("GET", "/resources/@who/packed/lib/form.js", null);
    assertThat(file.body()).isEqualTo("let a;");
    assertThat(file.headers().firstValue("Content-Type").orElseThrow()).contains("javascript");
    for (String other :
        List.of("lib/none.js", "..%2Fsecret.js", "lib/..%2F..%2Fsecret.js", "lib/%2E%2E/form.js")) {
      HttpResponse<String> none = packed.call("GET", "/resources/@who/packed/" + other, null);
      assertThat(none.statusCode()).as(other).isEqualTo(404);
      assertThat(none.body()).as(other).doesNotContain("hidden", "let a;");
    }
    assertThat(packed.status("GET", "/resources/other/lib/form.js", null)).isEqualTo(404);
  }

  @Test
  void the_texts_of_a_pack_are_served_in_the_language_asked_for_or_else_in_english()
      throws IOException {
    ApiClient packed = withPack();

    for (String path :
        List.of("/locales/@who/packed/packed?lng=", "/nodes/@who/packed/packed/messages?lng=")) {
      assertThat(packed.text(path + "de")).isEqualTo("{\"hello\":\"de\"}");
      assertThat(packed.text(path + "de-AT")).isEqualTo("{\"hello\":\"de\"}");
      assertThat(packed.text(path + "fr")).isEqualTo("{\"hello\":\"en-US\"}");
      assertThat(packed.text(path + "../x")).isEqualTo("{\"hello\":\"en-US\"}");
    }
    assertThat(packed.text("/nodes/messages?lng=de"))
        .isEqualTo("{\"@who/packed/packed\":{\"hello\":\"de\"}}");
    assertThat(packed.text("/locales/nothing")).isEqualTo("{}");
  }

  @Test
  void a_pack_that_can_not_be_used_is_listed_with_the_reason() throws IOException {
    ApiClient packed = withPack();

    assertThat(asJson(packed, "/nodes"))
        .contains("\"id\":\"bad/bad\"", "\"types\":[]", "\"err\":\"bad.jar: it is no jar");
  }
}
