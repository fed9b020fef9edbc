package io.weir.editor;

import static io.weir.engine.testing.FlowTester.eventually;
import static io.weir.engine.testing.FlowTester.node;
import static io.weir.engine.testing.FlowTester.tab;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Outputs;
import io.weir.engine.runtime.RuntimeOptions;
import io.weir.engine.testing.FlowTester;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking into flows that run. */
class LiveApiTest {
  private static final NodeType HALVE =
      NodeType.named("halve")
          .inputs(1)
          .outputs(1)
          .preview()
          .create(
              (config, context) ->
                  new Node() {
                    @Override
                    public Future<Void> receive(Message message, Outputs out) {
                      if (!(message.payload() instanceof Number number)) {
                        throw new NodeException("not a number: " + message.payload());
                      }
                      out.send(message.with("payload", number.doubleValue() / 2));
                      return Node.done();
                    }
                  });

  private static final String FLOWS =
      tab(
          node("a", "halve", "b"),
          node("b", "halve", "end"),
          node("end", "test-collector"),
          node("catch", "test-catcher"));

  @TempDir private Path folder;
  private FlowTester flow;
  private ApiClient api;

  @BeforeEach
  void start() {
    start(RuntimeOptions.defaults());
  }

  private void start(RuntimeOptions options) {
    flow = FlowTester.start(List.of(HALVE), FLOWS, options);
    api = new ApiClient(flow, EditorConfig.defaults("1.2.3", true, 1883, folder));
  }

  @AfterEach
  void stop() {
    flow.close();
  }

  private Map<?, ?> map(String path) {
    return (Map<?, ?>) api.json(path);
  }

  private Map<?, ?> post(String path, String body) {
    HttpResponse<String> response = api.call("POST", path, body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return (Map<?, ?>) MessageJson.parse(response.body());
  }

  private List<?> kept(String path) {
    return (List<?>) map(path).get("messages");
  }

  private String sendFourThroughA() {
    String id = (String) post("/weir/send", "{'target':'a','message':{'payload':4}}").get("id");
    flow.awaitMessages("end", 1);
    return id;
  }

  // ---- what an output has sent ----

  @Test
  void an_output_shows_its_latest_messages() {
    String id = sendFourThroughA();

    Map<?, ?> answer = map("/weir/wires/a/0");

    assertThat(answer.get("source")).isEqualTo("a");
    assertThat(answer.get("count")).isEqualTo(1L);
    Map<?, ?> message = (Map<?, ?>) kept("/weir/wires/a/0").get(0);
    assertThat(message.get("number")).isEqualTo(1L);
    assertThat(message.get("preview")).isEqualTo("2");
    assertThat(message.get("id")).isEqualTo(id);
    assertThat(message.get("format")).isEqualTo("Object");
    assertThat(String.valueOf(message.get("msg"))).contains("\"payload\":2");
    assertThat(kept("/weir/wires/b/0").get(0).toString()).contains("preview=1");
  }

  @Test
  void of_a_message_that_is_too_large_it_shows_the_beginning() {
    String text = "x".repeat(100_000);
    post("/weir/send", "{'source':'b','port':0,'message':{'payload':'" + text + "'}}");
    flow.awaitMessages("end", 1);

    Map<?, ?> message = (Map<?, ?>) kept("/weir/wires/b/0").get(0);

    assertThat(message.get("tooLarge")).isEqualTo(true);
    assertThat((String) message.get("preview")).hasSize(80).startsWith("xxx");
    assertThat(message.containsKey("msg")).isFalse();
  }

  @Test
  void an_output_that_is_not_there_is_not_found() {
    assertThat(api.status("GET", "/weir/wires/a/1", null)).isEqualTo(404);
    assertThat(api.status("GET", "/weir/wires/a/x", null)).isEqualTo(404);
    assertThat(api.status("GET", "/weir/wires/nobody/0", null)).isEqualTo(404);
  }

  @Test
  void without_recording_it_is_said_so() {
    flow.close();
    start(RuntimeOptions.defaults().withRecording(false));

    HttpResponse<String> refused = api.call("GET", "/weir/wires/a/0", null);

    assertThat(refused.statusCode()).isEqualTo(404);
    assertThat(refused.body()).contains("editor.live.record is false");
  }

  // ---- sending ----

  @Test
  void a_message_is_sent_into_a_node_out_of_a_port_and_again() {
    post("/weir/send", "{'target':'a','message':{'payload':4,'topic':'t'}}");
    assertThat(flow.awaitMessages("end", 1).get(0).payload()).isEqualTo(1L);
    assertThat(flow.received("end").get(0).topic()).isEqualTo("t");

    post("/weir/send", "{'source':'a','port':0,'message':{'payload':10}}");
    assertThat(flow.awaitMessages("end", 2).get(1).payload()).isEqualTo(5L);

    String ref = "{'source':'a','port':0,'number':1}";
    Object id = post("/weir/send", "{'target':'b','messageRef':" + ref + "}").get("id");
    Message again = flow.awaitMessages("end", 3).get(2);
    assertThat(again.payload()).isEqualTo(1L);
    assertThat(again.topic()).isEqualTo("t");
    assertThat(again.id()).isEqualTo(id).isNotEqualTo(flow.received("end").get(0).id());
  }

  @Test
  void what_can_not_be_sent_is_said() {
    assertThat(api.status("POST", "/weir/send", "{'message':{}}")).isEqualTo(400);
    assertThat(api.status("POST", "/weir/send", "{'target':'a','message':5}")).isEqualTo(400);
    assertThat(api.status("POST", "/weir/send", "[]")).isEqualTo(400);
    assertThat(api.status("POST", "/weir/send", "{'target':'no','message':{}}")).isEqualTo(404);
    assertThat(api.status("POST", "/weir/send", "{'source':'a','port':7,'message':{}}"))
        .isEqualTo(404);
    String gone = "{'target':'a','messageRef':{'source':'a','port':0,'number':9}}";
    assertThat(api.call("POST", "/weir/send", gone).body()).contains("message 9 is not kept");
    assertThat(flow.received("end")).isEmpty();
  }

  // ---- the way of a message ----

  @Test
  void the_way_of_a_message_is_told_step_by_step() {
    String id = sendFourThroughA();
    eventually(() -> assertThat(map("/weir/path/" + id).get("over")).isEqualTo(true));

    Map<?, ?> path = map("/weir/path/" + id);

    assertThat(path.get("source")).isEqualTo("a");
    List<?> hops = (List<?>) path.get("hops");
    assertThat(hops).hasSize(2);
    Map<?, ?> first = (Map<?, ?>) hops.get(0);
    assertThat(first.get("node")).isEqualTo("b");
    assertThat(first.get("from")).isEqualTo(-1L);
    assertThat(first.get("out")).isEqualTo(List.of(0L));
    assertThat(first.get("end")).isEqualTo("passed");
    assertThat(((Number) first.get("tookMs")).doubleValue()).isNotNegative();
    assertThat(((Map<?, ?>) hops.get(1)).get("end")).isEqualTo("ended");
  }

  @Test
  void a_way_that_is_not_known_is_said_so() {
    HttpResponse<String> unknown = api.call("GET", "/weir/path/none", null);

    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("not_traced", "it is too old");
  }

  // ---- trying ----

  @Test
  void a_node_is_tried_on_a_message_and_nothing_happens() {
    String node = "{'id':'a','type':'halve','z':'t','wires':[['b']]}";

    Map<?, ?> good = post("/weir/preview", "{'node':" + node + ",'message':{'payload':3}}");
    Map<?, ?> bad = post("/weir/preview", "{'node':" + node + ",'message':{'payload':'x'}}");

    assertThat(good.get("over")).isEqualTo(true);
    assertThat(good.get("outputs").toString()).contains("preview=1.5");
    assertThat(bad.get("log").toString()).contains("not a number: x", "level=20");
    assertThat(flow.received("end")).isEmpty();
    assertThat(flow.received("catch")).isEmpty();
    assertThat(kept("/weir/wires/a/0")).isEmpty();
  }

  @Test
  void a_node_without_preview_is_refused() {
    HttpResponse<String> refused =
        api.call("POST", "/weir/preview", "{'node':{'type':'test-collector'},'message':{}}");

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("no_preview");
    assertThat(api.status("POST", "/weir/preview", "{'message':{}}")).isEqualTo(400);
  }

  @Test
  void flows_are_checked_without_being_deployed() {
    Map<?, ?> answer =
        post(
            "/weir/check",
            "[{'id':'t','type':'tab'},{'id':'x','type':'what','z':'t','x':1,'y':1}]");

    assertThat(answer.get("problems").toString()).contains("nodeId=x", "severity=warning");
    assertThat(post("/weir/check", FLOWS).get("problems")).isEqualTo(List.of());
    assertThat(post("/weir/check", FLOWS).get("deploy"))
        .isEqualTo(Map.of("restarts", 0L, "starts", 0L, "ends", 0L, "goOn", 4L));
    assertThat(
            post(
                    "/weir/check",
                    tab(
                        node("a", "halve", "end").replace("}", ",'credentials':{'p':'new'}}"),
                        node("end", "test-collector"),
                        node("late", "test-collector")))
                .get("deploy"))
        .isEqualTo(Map.of("restarts", 1L, "starts", 1L, "ends", 2L, "goOn", 1L));
    assertThat(
            post("/weir/check", "[{'id':'t','type':'tab'},{'id':'t','type':'tab'}]").get("deploy"))
        .isNull();
    assertThat(api.status("POST", "/weir/check", "{}")).isEqualTo(400);
    assertThat(flow.document().entry("a")).isPresent();
  }

  // ---- live wires ----

  private static final class Frames implements WebSocket.Listener {
    private final List<List<?>> rows = new CopyOnWriteArrayList<>();
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        if (MessageJson.parse(text.toString()) instanceof List<?> frame) {
          frame.forEach(this::take);
        }
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    private void take(Object message) {
      Map<?, ?> map = (Map<?, ?>) message;
      if (String.valueOf(map.get("topic")).startsWith("weir/wires/")) {
        ((List<?>) map.get("data")).forEach(row -> rows.add((List<?>) row));
      }
    }
  }

  private WebSocket connect(Frames frames) {
    return api.http().newWebSocketBuilder().buildAsync(api.socket(), frames).join();
  }

  @Test
  void whoever_looks_at_a_flow_is_told_what_its_wires_carry() {
    sendFourThroughA();
    Frames frames = new Frames();
    WebSocket socket = connect(frames);

    socket.sendText("{\"subscribe\":\"weir/wires/t\"}", true).join();

    eventually(() -> assertThat(frames.rows).hasSize(2));
    assertThat(frames.rows.get(0).subList(0, 3)).isEqualTo(List.of("a", 0L, 1L));
    assertThat(frames.rows.get(0).get(4)).isEqualTo("2");
    post("/weir/send", "{'target':'b','message':{'payload':20}}");
    eventually(() -> assertThat(frames.rows).hasSize(3));
    assertThat(frames.rows.get(2).subList(0, 3)).isEqualTo(List.of("b", 0L, 2L));
    assertThat(frames.rows.get(2).get(4)).isEqualTo("10");
    socket.abort();
  }

  @Test
  void whoever_looks_away_is_told_nothing_more() {
    Frames away = new Frames();
    WebSocket socket = connect(away);
    socket.sendText("{\"subscribe\":\"weir/wires/t\"}", true).join();
    socket.sendText("{\"unsubscribe\":\"weir/wires/t\"}", true).join();
    Frames here = new Frames();
    WebSocket other = connect(here);
    other.sendText("{\"subscribe\":\"weir/wires/t\"}", true).join();

    sendFourThroughA();

    eventually(() -> assertThat(here.rows).hasSizeGreaterThanOrEqualTo(2));
    assertThat(away.rows).isEmpty();
    socket.abort();
    other.abort();
  }

  // ---- inside subflows ----

  private static final String NESTED =
      """
      [{"id":"t","type":"tab"},
       {"id":"s","type":"subflow","name":"","in":[{"wires":[{"id":"h"}]}],
        "out":[{"wires":[{"id":"h","port":0}]}]},
       {"id":"h","type":"halve","z":"s","x":1,"y":1,"wires":[[]]},
       {"id":"u","type":"subflow","name":"","in":[{"wires":[{"id":"i"}]}],
        "out":[{"wires":[{"id":"i","port":0}]}]},
       {"id":"i","type":"subflow:s","z":"u","x":1,"y":1,"wires":[[]]},
       {"id":"o","type":"subflow:u","z":"t","x":1,"y":1,"wires":[["end"]]},
       {"id":"end","type":"test-collector","z":"t","x":1,"y":1,"wires":[]}]""";

  @Test
  void a_node_inside_subflows_is_named_after_its_instances() {
    flow.deploy(NESTED);
    String id = (String) post("/weir/send", "{'target':'o/i/h','message':{'payload':4}}").get("id");
    flow.awaitMessages("end", 1);
    post("/weir/send", "{'source':'o/i/h','port':0,'message':{'payload':9}}");
    flow.awaitMessages("end", 2);

    for (String path : List.of("o/i/h", "o%2Fi%2Fh", "o-i-h")) {
      Map<?, ?> wire = map("/weir/wires/" + path + "/0");
      assertThat(wire.get("source")).isEqualTo("o/i/h");
      assertThat(wire.get("count")).isEqualTo(2L);
    }
    post("/weir/send", "{'target':'end','messageRef':{'source':'o/i/h','port':0,'number':1}}");
    assertThat(flow.awaitMessages("end", 3).get(2).payload()).isEqualTo(2L);
    assertThat(map("/weir/path/" + id).get("source")).isEqualTo("o/i/h");
    flow.send("o", 6L);
    String through = flow.awaitMessages("end", 4).get(3).id();
    eventually(
        () ->
            assertThat(map("/weir/path/" + through).toString())
                .contains("source=o,", "node=o/i,", "node=o/i/h,"));
  }

  @Test
  void the_wires_of_a_nested_instance_are_told_by_its_name() {
    flow.deploy(NESTED);
    flow.send("o", 4L);
    flow.awaitMessages("end", 1);

    Frames frames = new Frames();
    WebSocket socket = connect(frames);

    socket.sendText("{\"subscribe\":\"weir/wires/o/i\"}", true).join();

    eventually(
        () -> assertThat(frames.rows).anySatisfy(row -> assertThat(row.get(0)).isEqualTo("o/i/h")));
    socket.abort();
  }

  // ---- secrets ----

  @Test
  void secrets_of_the_flows_are_not_shown() {
    flow.deploy(
        "[{'id':'t','type':'tab','env':[{'name':'KEY','type':'cred'}],".replace('\'', '"')
            + "\"credentials\":{\"KEY\":\"tOpSeCrEt\",\"PIN\":\"1234\"}},"
            + String.join(",", node("b", "halve", "end"), node("end", "test-collector"))
            + "]");
    post(
        "/weir/send",
        "{'source':'b','port':0,'message':{'payload':'key tOpSeCrEt!','pin':'1234',"
            + "'h':{'auth':['tOpSeCrEt']}}}");
    flow.awaitMessages("end", 1);

    String shown = kept("/weir/wires/b/0").get(0).toString();

    assertThat(shown)
        .doesNotContain("tOpSeCrEt")
        .contains("preview=key ••••!")
        .contains("\"auth\":[\"••••\"]")
        .contains("\"pin\":\"1234\"");
    post("/weir/send", "{'target':'end','messageRef':{'source':'b','port':0,'number':1}}");
    assertThat(flow.awaitMessages("end", 2).get(1).payload())
        .as("what is sent again has it still")
        .isEqualTo("key tOpSeCrEt!");
  }
}
