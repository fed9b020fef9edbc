package io.weir.editor;

import static io.weir.engine.testing.FlowTester.eventually;
import static io.weir.engine.testing.FlowTester.tab;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.weir.engine.event.NodeSetSwitched;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Outputs;
import io.weir.engine.testing.FlowTester;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
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
          .create(
              (config, context) ->
                  new Node() {
                    @Override
                    public Future<Void> receive(Message message, Outputs out) {
                      out.send(message);
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
    flow = FlowTester.start(List.of(ECHO), "[]");
    api = new ApiClient(flow, EditorConfig.defaults("1.2.3", true, 0, folder));
  }

  @AfterEach
  void close() {
    flow.close();
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
    assertThat(api.text("/nodes/test/echo")).contains("\"enabled\":false");
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
    assertThat(api.text("/nodes")).doesNotContain("\"enabled\":false");
  }

  @Test
  void it_is_remembered() {
    enable("test/echo", false);

    flow.runtime().catalog().disable(Set.of());
    FlowTester.get(flow.runtime().reload());

    assertThat(api.text("/nodes/test/echo")).contains("\"enabled\":false");
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
  void there_are_no_texts_to_fetch() {
    assertThat(api.text("/nodes/messages?lng=de")).isEqualTo("{}");
    assertThat(api.text("/nodes/test/echo/messages?lng=de")).isEqualTo("{}");
  }
}
