package io.weir.editor;

import static io.weir.engine.testing.FlowTester.eventually;
import static io.weir.engine.testing.FlowTester.get;
import static io.weir.engine.testing.FlowTester.node;
import static io.weir.engine.testing.FlowTester.tab;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Outputs;
import io.weir.engine.runtime.RuntimeOptions;
import io.weir.engine.testing.FlowTester;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests made of messages are recorded, kept and run. */
class TestsApiTest {
  private static NodeType times(String name, int factor) {
    return NodeType.named(name)
        .inputs(1)
        .outputs(1)
        .selfContained()
        .create(
            (config, context) ->
                new Node() {
                  @Override
                  public Future<Void> receive(Message message, Outputs out) {
                    long payload = message.payload() instanceof Long number ? number : 0;
                    out.send(message.with("payload", payload * factor));
                    return Node.done();
                  }
                });
  }

  private static final NodeType SENSOR =
      NodeType.named("sensor").outputs(1).create((config, context) -> new Node() {});

  private static final String FLOWS =
      tab(node("s", "sensor", "a"), node("a", "double", "end"), node("end", "test-collector"));

  private static final String TEST =
      "{'id':'1','name':'Doubles','flow':'t','inputs':[{'to':'a','message':{'payload':2}}],"
          + "'outputs':{'a':{'0':[{'payload':4}]}}}";

  @TempDir private Path folder;
  private FlowTester flow;
  private ApiClient api;

  @BeforeEach
  void start() {
    start(RuntimeOptions.defaults());
  }

  private void start(RuntimeOptions options) {
    flow =
        FlowTester.start(List.of(SENSOR, times("double", 2), times("triple", 3)), FLOWS, options);
    api = new ApiClient(flow, EditorConfig.defaults("1.2.3", true, 1883, folder));
  }

  @AfterEach
  void stop() {
    flow.close();
  }

  private static Map<?, ?> json(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return (Map<?, ?>) MessageJson.parse(response.body());
  }

  private static String code(HttpResponse<String> response) {
    Map<?, ?> error = (Map<?, ?>) MessageJson.parse(response.body());
    return response.statusCode() + " " + error.get("code");
  }

  private HttpResponse<String> put(String... tests) {
    return api.call("PUT", "/weir/tests", "{'tests':[" + String.join(",", tests) + "]}");
  }

  private HttpResponse<String> run(String body) {
    return api.call("POST", "/weir/tests/run", body);
  }

  private static Map<?, ?> onlyResult(HttpResponse<String> response) {
    return (Map<?, ?>) ((List<?>) json(response).get("results")).get(0);
  }

  // ---- keeping ----

  @Test
  void tests_are_kept_beside_the_library_and_replaced_as_a_whole() {
    assertThat(api.json("/weir/tests")).isEqualTo(Map.of("tests", List.of()));

    assertThat(put(TEST).statusCode()).isEqualTo(204);

    assertThat(api.text("/weir/tests")).contains("\"Doubles\"");
    assertThat(folder.resolve("tests.json")).content().contains("\"Doubles\"");
    assertThat(put().statusCode()).isEqualTo(204);
    assertThat(api.json("/weir/tests")).isEqualTo(Map.of("tests", List.of()));
  }

  @Test
  void what_somebody_else_has_changed_is_not_replaced() {
    String tag = api.call("GET", "/weir/tests", null).headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> first =
        api.call("PUT", "/weir/tests", "{'tests':[" + TEST + "]}", "If-Match", tag);

    HttpResponse<String> late = api.call("PUT", "/weir/tests", "{'tests':[]}", "If-Match", tag);

    assertThat(first.statusCode()).isEqualTo(204);
    assertThat(code(late)).isEqualTo("412 tests_mismatch");
    assertThat(api.text("/weir/tests")).contains("Doubles");
    String now = first.headers().firstValue("ETag").orElseThrow();
    assertThat(api.status("PUT", "/weir/tests", "{'tests':[]}", "If-Match", now)).isEqualTo(204);
  }

  @Test
  void what_is_no_test_is_refused_with_its_name() {
    HttpResponse<String> refused = put(TEST.replace("'inputs'", "'input'"));

    assertThat(code(refused)).isEqualTo("400 invalid_test");
    assertThat(refused.body()).contains("test \\\"Doubles\\\": input is not a field of it");
    assertThat(code(put(TEST, TEST))).isEqualTo("400 invalid_test");
    String large = TEST.replace("'payload':2", "'payload':'" + "x".repeat(5_000_000) + "'");
    assertThat(put(large).statusCode()).isEqualTo(413);
    assertThat(api.json("/weir/tests")).isEqualTo(Map.of("tests", List.of()));
  }

  @Test
  void a_file_that_is_broken_is_told_and_left_alone() throws IOException {
    Path file = folder.resolve("tests.json");
    Files.writeString(file, "{");

    assertThat(code(api.call("GET", "/weir/tests", null))).isEqualTo("500 storage_failed");
    assertThat(code(put(TEST))).isEqualTo("500 storage_failed");
    assertThat(api.text("/weir/tests")).contains(file.toString());
    assertThat(file).hasContent("{");
  }

  // ---- recording ----

  private CompletableFuture<HttpResponse<String>> recording(String body) {
    return CompletableFuture.supplyAsync(() -> api.call("POST", "/weir/tests/record", body));
  }

  private HttpResponse<String> recordedWhileSensing(String body) {
    CompletableFuture<HttpResponse<String>> recording = recording(body);
    eventually(
        () -> {
          // Until the recording has begun there is nobody to notice.
          get(flow.runtime().nodes().sendFrom("s", 0, Message.ofPayload(2L)));
          assertThat(recording).isDone();
        });
    return recording.join();
  }

  @Test
  void a_test_is_recorded_kept_and_run_until_the_flow_does_something_else() {
    Map<?, ?> answer =
        json(recordedWhileSensing("{'scope':{'flow':'t'},'messages':1,'seconds':20}"));
    Map<?, ?> test = (Map<?, ?>) answer.get("test");
    assertThat(test.get("flow")).isEqualTo("t");
    assertThat((List<?>) test.get("inputs")).isNotEmpty();
    assertThat(put(MessageJson.text(test)).statusCode()).isEqualTo(204);

    assertThat(json(run("{}")).get("ok")).isEqualTo(true);

    flow.deploy(FLOWS.replace("\"double\"", "\"triple\""));
    Map<?, ?> failed = onlyResult(run("{'tests':['" + test.get("id") + "']}"));
    assertThat(failed.get("ok")).isEqualTo(false);
    assertThat(failed.get("ran")).isEqualTo(true);
    Map<?, ?> output = (Map<?, ?>) ((List<?>) failed.get("outputs")).get(0);
    assertThat(output.get("node")).isEqualTo("a");
    assertThat(((List<?>) output.get("differences")).get(0))
        .isEqualTo(Map.of("message", 1L, "path", "payload", "expected", 4L, "actual", 6L));
  }

  @Test
  void a_recording_asks_for_what_can_be_recorded() {
    assertThat(code(recording("{'scope':{'flow':'gone'}}").join())).isEqualTo("404 not_found");
    assertThat(code(recording("{'scope':{'flow':'t','nodes':['x']}}").join()))
        .isEqualTo("404 not_found");
    assertThat(code(recording("{'scope':{}}").join())).isEqualTo("400 invalid_request");
    assertThat(code(recording("{'scope':{'flow':'t'},'seconds':61}").join()))
        .isEqualTo("400 invalid_request");
    flow.close();
    start(RuntimeOptions.defaults().withRecording(false));
    assertThat(code(recording("{'scope':{'flow':'t'}}").join())).isEqualTo("404 not_recorded");
  }

  @Test
  void a_recording_without_messages_says_that_nothing_came() {
    Map<?, ?> answer = json(recording("{'scope':{'flow':'t'},'seconds':0.1}").join());

    assertThat(String.valueOf(answer.get("incomplete"))).contains("No message came in");
  }

  @Test
  void a_recording_says_how_far_it_is_and_ends_early_with_what_has_come() {
    CompletableFuture<HttpResponse<String>> recording =
        recording("{'id':'mine','scope':{'flow':'t'},'seconds':60}");
    eventually(
        () -> assertThat(api.json("/weir/tests/record/mine")).isEqualTo(Map.of("inputs", 0L)));
    assertThat(code(recording("{'id':'mine','scope':{'flow':'t'}}").join()))
        .isEqualTo("400 invalid_request");
    get(flow.runtime().nodes().sendFrom("s", 0, Message.ofPayload(2L)));
    eventually(
        () -> assertThat(api.json("/weir/tests/record/mine")).isEqualTo(Map.of("inputs", 1L)));

    assertThat(api.status("POST", "/weir/tests/record/mine/stop", "")).isEqualTo(204);

    Map<?, ?> test = (Map<?, ?>) json(recording.join()).get("test");
    assertThat((List<?>) test.get("inputs")).hasSize(1);
    assertThat(code(api.call("GET", "/weir/tests/record/mine", null))).isEqualTo("404 not_found");
    assertThat(code(api.call("POST", "/weir/tests/record/mine/stop", "")))
        .isEqualTo("404 not_found");
  }

  // ---- running ----

  @Test
  void edited_flows_are_tested_without_deploying_them() {
    put(TEST);
    String edited = FLOWS.replace("\"double\"", "\"triple\"");

    Map<?, ?> result = onlyResult(run("{'flows':" + edited + "}"));

    assertThat(result.get("ok")).isEqualTo(false);
    assertThat(onlyResult(run("{}")).get("ok")).isEqualTo(true);
    assertThat(flow.received("end")).isEmpty();
    assertThat(code(run("{'flows':{}}"))).isEqualTo("400 invalid_request");
    HttpResponse<String> refused =
        run("{'flows':[{'id':'x','type':'tab'},{'id':'x','type':'tab'}]}");
    assertThat(code(refused)).isEqualTo("400 invalid_flows");
    assertThat(refused.body()).contains("\"problems\"");
  }

  @Test
  void a_test_that_can_not_run_says_why() {
    put(TEST.replace("'flow':'t'", "'flow':'gone'"));

    Map<?, ?> result = onlyResult(run("{}"));

    assertThat(result.get("ran")).isEqualTo(false);
    assertThat(result.get("problem")).isEqualTo("flow gone is not there");
    assertThat(code(run("{'tests':['nobody']}"))).isEqualTo("404 not_found");
  }
}
