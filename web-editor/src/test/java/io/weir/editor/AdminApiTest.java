package io.weir.editor;

import static io.weir.engine.testing.FlowTester.eventually;
import static io.weir.engine.testing.FlowTester.get;
import static io.weir.engine.testing.FlowTester.tab;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.weir.engine.event.FlowStuck;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Property;
import io.weir.engine.node.Status;
import io.weir.engine.node.Switchable;
import io.weir.engine.testing.FlowTester;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminApiTest {

  private static final class Showing implements Node, Switchable {
    private final NodeContext context;
    private boolean active = true;

    Showing(NodeContext context) {
      this.context = context;
    }

    @Override
    public Future<Void> receive(Message message, Outputs out) {
      if (active) {
        context.show(message.get("topic"), "payload", message.payload());
      }
      context.status(Status.of("green", "dot", "seen"));
      return Node.done();
    }

    @Override
    public boolean isActive() {
      return active;
    }

    @Override
    public void setActive(boolean on) {
      active = on;
    }
  }

  private static final NodeType SHOW =
      NodeType.named("show it")
          .inputs(1)
          .help("Shows it.")
          .properties(
              Property.text("user").asCredential(),
              Property.secret("password"),
              Property.number("width").label("Width").rule(io.weir.engine.node.Rule.atLeast(0)))
          .create((config, context) -> new Showing(context));

  private static final String FLOWS =
      tab(
          "{\"id\":\"s\",\"type\":\"show it\",\"z\":\"t\",\"x\":1,\"y\":1,\"wires\":[]}",
          "{\"id\":\"c\",\"type\":\"test-collector\",\"z\":\"t\",\"x\":1,\"y\":1,\"wires\":[]}");

  @TempDir private Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private FlowTester flow;
  private String base;

  @BeforeEach
  void start() {
    flow = FlowTester.start(List.of(SHOW), FLOWS);
    EditorServer editor =
        new EditorServer(
            flow.vertx(), flow.runtime(), EditorConfig.defaults("1.2.3", true, 1883, folder));
    Router router = editor.router();
    EditorServer.answerErrors(router);
    HttpServer server =
        get(flow.vertx().createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
    base = "http://127.0.0.1:" + server.actualPort();
  }

  @AfterEach
  void close() {
    flow.close();
  }

  private HttpResponse<String> call(String method, String path, String body, String... headers) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(base + path))
              .method(
                  method,
                  body == null
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofString(body));
      if (headers.length > 0) {
        request.headers(headers);
      }
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Object json(HttpResponse<String> response) {
    return MessageJson.parse(response.body());
  }

  // ---- flows ----

  @Test
  void flows_are_an_array_in_version_one_and_an_envelope_in_version_two() {
    assertThat(call("GET", "/flows", null).body()).isEqualTo(FLOWS);
    assertThat(json(call("GET", "/flows", null, "Node-RED-API-Version", "v2")))
        .isEqualTo(Map.of("flows", MessageJson.parse(FLOWS), "rev", flow.document().revision()));
    HttpResponse<String> other = call("GET", "/flows", null, "Node-RED-API-Version", "v3");
    assertThat(other.statusCode()).isEqualTo(400);
    assertThat(other.body())
        .isEqualTo(
            "{\"code\":\"invalid_api_version\",\"message\":\"Invalid API Version requested\"}");
  }

  @Test
  void an_answer_that_the_client_has_is_not_sent_again() {
    HttpResponse<String> first = call("GET", "/flows", null);
    String tag = first.headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> second = call("GET", "/flows", null, "If-None-Match", tag);

    assertThat(second.statusCode()).isEqualTo(304);
    assertThat(second.body()).isEmpty();
  }

  @Test
  void a_deploy_answers_204_in_version_one_and_the_revision_in_version_two() {
    assertThat(call("POST", "/flows", "[]").statusCode()).isEqualTo(204);
    assertThat(flow.document().entries()).isEmpty();

    HttpResponse<String> deployed =
        call("POST", "/flows", "{\"flows\":" + FLOWS + "}", "Node-RED-API-Version", "v2");

    assertThat(deployed.statusCode()).isEqualTo(200);
    assertThat(json(deployed)).isEqualTo(Map.of("rev", flow.document().revision()));
    assertThat(flow.document().entry("s")).isPresent();
  }

  @Test
  void a_deploy_from_an_old_revision_is_a_conflict() {
    HttpResponse<String> refused =
        call("POST", "/flows", "{\"flows\":[],\"rev\":\"old\"}", "Node-RED-API-Version", "v2");

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("\"code\":\"version_mismatch\"");
    assertThat(flow.document().entry("s")).isPresent();
  }

  @Test
  void flows_that_can_not_be_deployed_are_named_and_nothing_changes() {
    HttpResponse<String> twice =
        call("POST", "/flows", "[{\"id\":\"a\",\"type\":\"tab\"},{\"id\":\"a\",\"type\":\"tab\"}]");

    assertThat(twice.statusCode()).isEqualTo(400);
    assertThat(twice.body())
        .contains("\"code\":\"invalid_flows\"", "\"nodeId\":\"a\"", "\"severity\":\"error\"");
    assertThat(call("POST", "/flows", "{").statusCode()).isEqualTo(400);
    assertThat(call("POST", "/flows", "{}").statusCode()).isEqualTo(400);
    assertThat(call("POST", "/flows", "").statusCode()).isEqualTo(400);
    assertThat(call("POST", "/flows", "{}", "Node-RED-API-Version", "v2").statusCode())
        .isEqualTo(400);
    assertThat(flow.document().entry("s")).isPresent();
  }

  @Test
  void a_store_that_is_full_is_an_error_of_the_server() {
    flow.store().fail();

    HttpResponse<String> failed = call("POST", "/flows", "[]");

    assertThat(failed.statusCode()).isEqualTo(500);
    assertThat(failed.body()).contains("no space left");
    assertThat(flow.document().entry("s")).isPresent();
  }

  @Test
  void problems_that_do_not_stop_a_deploy_can_be_asked_for() {
    call("POST", "/flows", FLOWS.replace("show it", "never heard of"));

    assertThat(call("GET", "/flows/problems", null).body())
        .contains("\"nodeId\":\"s\"", "\"severity\":\"warning\"", "never heard of");
  }

  @Test
  void json_that_calls_itself_a_form_is_refused_and_told_what_to_send() {
    HttpResponse<String> refused =
        call(
            "POST",
            "/flows",
            "[" + " ".repeat(20_000) + "]",
            "Content-Type",
            "application/x-www-form-urlencoded");

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("Content-Type: application/json");
  }

  @Test
  void a_body_that_is_too_large_is_refused() {
    HttpResponse<String> refused = call("POST", "/flows", " ".repeat(6 << 20));

    assertThat(refused.statusCode()).isEqualTo(413);
    // HTTP/2 has no such header (RFC 9113, 8.2.2), and some clients refuse an answer that has it.
    assertThat(refused.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(refused.headers().map()).doesNotContainKey("connection");
  }

  @Test
  void an_unknown_path_is_not_found() {
    HttpResponse<String> missing = call("GET", "/nothing/here", null);

    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(missing.body()).contains("not_found");
  }

  @Test
  void a_head_request_is_answered_as_a_get_without_its_body() {
    HttpResponse<String> head = call("HEAD", "/flows", null);
    HttpResponse<String> got = call("GET", "/flows", null);

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("ETag")).isEqualTo(got.headers().firstValue("ETag"));
    assertThat(head.body()).isEmpty();
  }

  @Test
  void settings_name_the_version_and_the_port_of_the_built_in_broker() {
    assertThat(call("GET", "/settings", null).body())
        .contains("\"version\":\"1.2.3\"", "\"mqttPort\":1883");
    assertThat(call("GET", "/settings", null).body())
        .as("calls that there are without a broker")
        .contains("\"features\":[\"problems\",\"check\",\"preview\",", "\"wires\"")
        .doesNotContain("\"topics\"");
  }

  // ---- node types ----

  @Test
  void node_types_describe_themselves() {
    assertThat(call("GET", "/node-types", null).body())
        .contains("\"type\":\"show it\"", "\"rule\":\"atLeast\"", "\"help\":true");
    assertThat(call("GET", "/node-types/show%20it/help", null).body()).isEqualTo("Shows it.");
    assertThat(call("GET", "/node-types/other/help", null).statusCode()).isEqualTo(404);
  }

  @Test
  void node_sets_are_listed_as_node_red_lists_them() {
    assertThat(json(call("GET", "/nodes/test/show%20it", null, "Accept", "application/json")))
        .isEqualTo(
            FlowTester.json(
                "{'id':'test/show it','name':'show it','types':['show it'],'enabled':true,"
                    + "'local':false,'user':false,'module':'test','version':'1.0.0'}"));
    assertThat(call("GET", "/nodes", null, "Accept", "application/json").body())
        .startsWith("[{\"id\":\"test/show it\"");
    assertThat(call("GET", "/nodes/other", null).body()).contains("Module not found");
    assertThat(call("POST", "/nodes", "{\"module\":\"x\"}").body()).contains("install_not_allowed");
  }

  @Test
  void encrypted_credentials_of_another_secret_are_refused_and_change_nothing() {
    HttpResponse<String> refused =
        call(
            "POST",
            "/flows",
            "{\"flows\":[],\"credentials\":{\"$\":\"50bf884a9a4698e21fa0343731f26256Tu2j\"}}",
            "Node-RED-API-Version",
            "v2");

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("\"code\":\"credentials_load_failed\"");
    assertThat(flow.document().entries()).isNotEmpty();
  }

  @Test
  void credentials_show_names_and_hide_secrets() {
    call(
        "POST",
        "/flows",
        FLOWS.replace("\"x\":1", "\"x\":1,\"credentials\":{\"user\":\"u1\",\"password\":\"p1\"}"));

    assertThat(call("GET", "/credentials/show-it/s", null).body())
        .isEqualTo("{\"user\":\"u1\",\"has_password\":true}");
    assertThat(call("GET", "/credentials/show-it/none", null).body()).isEqualTo("{}");
    assertThat(call("GET", "/flows", null).body()).doesNotContain("p1");
  }

  // ---- buttons ----

  @Test
  void inject_hands_a_message_to_a_node() {
    assertThat(call("POST", "/inject/c", "").statusCode()).isEqualTo(200);
    assertThat(flow.awaitMessages("c", 1).get(0).properties()).containsOnlyKeys("_msgid");

    call("POST", "/inject/c", "{\"__user_inject_props__\":[],\"a\":1}");
    assertThat(flow.awaitMessages("c", 2).get(1).get("a")).isEqualTo(1L);

    assertThat(call("POST", "/inject/nobody", "").statusCode()).isEqualTo(404);
  }

  @Test
  void debug_nodes_are_switched_on_and_off() {
    assertThat(call("POST", "/debug/s/disable", "").statusCode()).isEqualTo(201);
    assertThat(call("POST", "/debug/s/enable", "").statusCode()).isEqualTo(200);
    assertThat(call("POST", "/debug/s/other", "").statusCode()).isEqualTo(404);
    assertThat(call("POST", "/debug/nobody/enable", "").statusCode()).isEqualTo(404);
    assertThat(call("POST", "/debug/disable", "{\"nodes\":[\"s\",\"nobody\"]}").statusCode())
        .isEqualTo(201);
    assertThat(call("POST", "/debug/disable", "{}").statusCode()).isEqualTo(400);
  }

  @Test
  void the_ports_that_flows_listen_on_for_datagrams_are_texts() {
    ApiClient other =
        new ApiClient(
            flow,
            EditorConfig.defaults("1.2.3", true, 0, folder)
                .withUdpPorts(() -> List.of(1234, 5678)));

    assertThat(other.text("/udp-ports/any")).isEqualTo("[\"1234\",\"5678\"]");
    assertThat(call("GET", "/udp-ports/any", null).body()).isEqualTo("[]");
  }

  // ---- keeping others out ----

  @Test
  void a_page_of_another_site_is_kept_out_and_a_program_is_not() {
    assertThat(call("POST", "/flows", "[]", "Origin", "http://evil.example").statusCode())
        .isEqualTo(403);
    assertThat(flow.document().entry("s")).isPresent();
    assertThat(call("GET", "/flows", null, "Origin", base).statusCode()).isEqualTo(200);
  }

  // ---- comms ----

  private static final class Frames implements WebSocket.Listener {
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final StringBuilder partial = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        received.add(partial.toString());
        partial.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }

  private WebSocket connect(Frames frames) throws Exception {
    return client
        .newWebSocketBuilder()
        .buildAsync(URI.create(base.replace("http", "ws") + "/comms"), frames)
        .get(30, TimeUnit.SECONDS);
  }

  @Test
  void comms_tell_of_debug_output_and_status() throws Exception {
    Frames frames = new Frames();
    connect(frames);

    flow.send("s", Message.ofPayload(List.of(1)).with("topic", "t"));
    flow.send("s", Message.ofPayload(List.of(2)).with("topic", ""));

    eventually(
        () ->
            assertThat(String.join("", frames.received))
                .contains("\"topic\":\"debug\"", "\"id\":\"s\"", "\"format\":\"array[1]\"")
                .contains("\"topic\":\"t\",", "\"topic\":\"\",")
                .contains(
                    "{\"topic\":\"status/s\",\"data\":{\"text\":\"seen\",\"fill\":\"green\","
                        + "\"shape\":\"dot\"}}"));
    assertThat(frames.received).allMatch(frame -> frame.startsWith("[") && frame.endsWith("]"));
  }

  @Test
  void a_flow_that_is_stuck_is_named_until_the_next_deploy() throws Exception {
    flow.runtime().events().publish(new FlowStuck("t", "s", "flow Test is stuck in s", true));
    Frames frames = new Frames();
    WebSocket socket = connect(frames);
    socket.sendText("{\"subscribe\":\"notification/#\"}", true).get(30, TimeUnit.SECONDS);
    eventually(
        () ->
            assertThat(String.join("", frames.received))
                .contains("\"topic\":\"notification/flow-stuck/t\"", "\"id\":\"s\""));

    flow.deploy(FLOWS.replace("Test", "Mended"));

    eventually(
        () ->
            assertThat(String.join("", frames.received))
                .contains("{\"topic\":\"notification/flow-stuck/t\",\"data\":{}}"));
  }

  @Test
  void comms_give_a_sign_of_life_as_often_as_is_set() throws Exception {
    EditorConfig often =
        EditorConfig.defaults("1.2.3", true, 0, folder).withKeepAlive(Duration.ofMillis(10));
    ApiClient other = new ApiClient(flow, often);
    Frames frames = new Frames();
    client.newWebSocketBuilder().buildAsync(other.socket(), frames).get(30, TimeUnit.SECONDS);

    eventually(() -> assertThat(String.join("", frames.received)).contains("\"topic\":\"hb\""));
    assertThat(other.text("/settings")).contains("\"keepAliveMillis\":10");
  }

  @Test
  void a_browser_that_comes_later_gets_what_still_holds() throws Exception {
    flow.send("s", 1);
    eventually(() -> assertThat(flow.statuses("s")).isNotEmpty());
    flow.deploy(FLOWS.replace("Test", "Renamed"));
    Frames frames = new Frames();
    WebSocket socket = connect(frames);

    socket.sendText("not json", true).get(30, TimeUnit.SECONDS);
    socket.sendText("{\"subscribe\":\"notification/#\"}", true).get(30, TimeUnit.SECONDS);

    eventually(
        () ->
            assertThat(String.join("", frames.received))
                .contains(
                    "{\"topic\":\"notification/runtime-state\",\"data\":{\"state\":\"start\","
                        + "\"deploy\":true}}")
                .contains(
                    "{\"topic\":\"notification/runtime-deploy\",\"data\":{\"revision\":\""
                        + flow.document().revision()
                        + "\"}}"));
    // The node was restarted, so its status is gone.
    assertThat(String.join("", frames.received)).doesNotContain("status/s");
  }
}
