package io.weir.nodes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.weir.engine.event.LogEntry;
import io.weir.engine.message.Message;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeType;
import io.weir.engine.testing.FlowTester;
import io.weir.nodes.common.CompleteNode;
import io.weir.nodes.support.OutboundProxies;
import io.weir.nodes.tls.TlsConfigNode;
import io.weir.nodes.tls.TlsSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MqttNodesTest {
  private static final String OUT =
      "{'id':'out','type':'test-collector','z':'t','x':0,'y':0,'wires':[]}";
  private static final String ERRORS =
      "{'id':'errors','type':'test-catcher','z':'t','x':0,'y':0,'wires':[]}";

  private static String complete(String scope) {
    return "{'id':'c','type':'complete','z':'t','x':0,'y':0,'scope':['"
        + scope
        + "'],'wires':[['out']]}";
  }

  private final FakeBrokerClients brokers = new FakeBrokerClients();
  private FlowTester flow;

  @AfterEach
  void stop() {
    if (flow != null) {
      flow.close();
    }
  }

  private static String broker(String more) {
    return "{'id':'b','type':'mqtt-broker','broker':'example.org','port':'1884'" + more + "}";
  }

  private static String in(String id, String more) {
    return "{'id':'"
        + id
        + "','type':'mqtt in','z':'t','x':0,'y':0,'broker':'b',"
        + "'wires':[['out']]"
        + more
        + "}";
  }

  private static String out(String more) {
    return "{'id':'pub','type':'mqtt out','z':'t','x':0,'y':0,'broker':'b','wires':[]" + more + "}";
  }

  private void start(String... entries) {
    String[] all = new String[entries.length + 2];
    System.arraycopy(entries, 0, all, 0, entries.length);
    all[entries.length] = OUT;
    all[entries.length + 1] = ERRORS;
    flow =
        FlowTester.start(
            List.of(
                MqttBrokerNode.type(brokers),
                MqttInNode.TYPE,
                MqttOutNode.TYPE,
                TlsConfigNode.TYPE,
                CompleteNode.TYPE),
            FlowTester.tab(all).replace('\'', '"'));
  }

  private FakeBrokerClients.FakeClient client() {
    FlowTester.eventually(() -> assertThat(brokers.opened).isNotEmpty());
    return brokers.client();
  }

  private AtomicInteger arrives(String filter, String topic, Buffer payload) {
    FlowTester.eventually(() -> assertThat(client().subscriptions).containsKey(filter));
    return client().delivers(filter, topic, payload, 1, PublicationProperties.NONE);
  }

  private void assertStatus(String nodeId, String text) {
    FlowTester.eventually(
        () -> {
          var statuses = flow.statuses(nodeId);
          assertThat(statuses).isNotEmpty();
          assertThat(statuses.get(statuses.size() - 1).status().text())
              .isEqualTo("node-red:common.status." + text);
        });
  }

  // ---- mqtt in ----

  @Test
  void in_makes_a_message_of_a_publication_and_acknowledges_it() {
    start(broker(""), in("i", ",'topic':'a/+','qos':'1','datatype':'utf8'"));

    AtomicInteger acknowledged = arrives("a/+", "a/b", Buffer.buffer("hello"));

    Message message = flow.awaitMessages("out", 1).get(0);
    assertThat(message.properties())
        .containsEntry("topic", "a/b")
        .containsEntry("payload", "hello")
        .containsEntry("qos", 1L)
        .containsEntry("retain", false)
        .containsKey("_msgid")
        .hasSize(5);
    FlowTester.eventually(() -> assertThat(acknowledged).hasValue(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "hello | auto | 'hello'",
        "{\"prop\":\"value1\", \"num\":1} | auto | '{\\\"prop\\\":\\\"value1\\\", \\\"num\\\":1}'",
        "{\"prop\":\"value1\", \"num\":1} | auto-detect | {'prop':'value1','num':1}",
        "{prop:3} | auto-detect | '{prop:3}'",
        "123 | auto-detect | 123",
        "true | auto-detect | true",
        "null | auto-detect | null",
        "hello | auto-detect | 'hello'",
        "{\"a\":1} | utf8 | '{\\\"a\\\":1}'",
        "{\"a\":1} | json | {'a':1}",
        "hello | base64 | 'aGVsbG8='",
        "hello | ` ` | 'hello'",
      })
  void in_decodes_the_payload(String payload, String datatype, String expected) {
    start(broker(""), in("i", ",'topic':'t','datatype':'" + datatype.strip() + "'"));

    arrives("t", "t", Buffer.buffer(payload));

    assertThat(flow.awaitMessages("out", 1).get(0).payload()).isEqualTo(FlowTester.json(expected));
  }

  @Test
  void in_leaves_bytes_that_are_no_text() {
    start(broker(""), in("i", ",'topic':'t','datatype':'auto-detect'"));

    arrives("t", "t", Buffer.buffer(new byte[] {(byte) 0xc0, (byte) 0xc1}));

    assertThat(flow.awaitMessages("out", 1).get(0).payload())
        .isEqualTo(Buffer.buffer(new byte[] {(byte) 0xc0, (byte) 0xc1}));
  }

  @Test
  void in_reports_json_that_is_none() {
    start(broker(""), in("i", ",'topic':'t','datatype':'json'"));

    arrives("t", "t", Buffer.buffer("{"));

    Message error = flow.awaitMessages("errors", 1).get(0);
    assertThat(error.payload()).isEqualTo("{");
    assertThat(((Map<?, ?>) error.get("error")).get("message"))
        .isEqualTo("Failed to parse JSON string");
    assertThat(flow.received("out")).isEmpty();
  }

  @Test
  void in_passes_the_properties_of_mqtt_5_on() {
    start(
        broker(",'protocolVersion':'5'"),
        in("i", ",'topic':'t','datatype':'auto-detect','nl':true,'rap':true,'rh':1"));
    FlowTester.eventually(() -> assertThat(client().subscriptions).containsKey("t"));

    client()
        .delivers(
            "t",
            "t",
            Buffer.buffer("{\"a\":1}"),
            1,
            new PublicationProperties(
                true,
                2000,
                "text/plain",
                "answer",
                Buffer.buffer("abc"),
                List.of(new UserProperty("k", "v"))));

    assertThat(flow.awaitMessages("out", 1).get(0).properties())
        .containsEntry("payload", "{\"a\":1}")
        .containsEntry("responseTopic", "answer")
        .containsEntry("correlationData", Buffer.buffer("abc"))
        .containsEntry("contentType", "text/plain")
        .containsEntry("messageExpiryInterval", 2000L)
        .containsEntry("payloadFormatIndicator", true)
        .containsEntry("userProperties", Map.of("k", "v"));
    assertThat(client().subscriptions.get("t")).isEqualTo(new Subscription("t", 2, true, true, 1));
  }

  @Test
  void nodes_with_the_same_filter_share_a_subscription_and_each_get_the_message() {
    start(
        broker(""),
        in("i", ",'topic':'t','datatype':'utf8'"),
        in("j", ",'topic':'t','datatype':'utf8'"));
    FlowTester.eventually(() -> assertThat(flow.statuses("j")).isNotEmpty());

    AtomicInteger acknowledged = arrives("t", "t", Buffer.buffer("x"));

    flow.awaitMessages("out", 2);
    FlowTester.eventually(() -> assertThat(acknowledged).hasValue(1));
    assertThat(brokers.opened).hasSize(1);
  }

  @Test
  void in_subscribes_when_messages_ask_for_it() {
    start(broker(""), in("i", ",'inputs':1,'topic':'','datatype':'utf8'"));

    flow.send(
        "i",
        Message.create()
            .with("action", "subscribe")
            .with("topic", List.of(Map.of("topic", "a/#", "qos", 1, "datatype", "json"), "b/+")));
    arrives("a/#", "a/x", Buffer.buffer("[1]"));

    assertThat(flow.awaitMessages("out", 1).get(0).payload()).isEqualTo(List.of(1L));
    assertThat(client().subscriptions).containsOnlyKeys("a/#", "b/+");
  }

  @Test
  void a_complete_node_sees_the_subscriptions_that_a_control_message_left() {
    start(broker(""), in("i", ",'inputs':1,'topic':'','wires':[]"), complete("i"));

    flow.send("i", Message.create().with("action", "subscribe").with("topic", "a"));

    Message seen = flow.awaitMessages("out", 1).get(0);
    assertThat(seen.get("subscriptions")).isEqualTo(List.of(Map.of("topic", "a", "qos", 2L)));
    assertThat(seen.get("topic")).isEqualTo("a");
  }

  @Test
  void in_lists_and_ends_dynamic_subscriptions() {
    start(broker(""), in("i", ",'inputs':1,'topic':''"));
    flow.send("i", Message.create().with("action", "subscribe").with("topic", "a"));
    flow.send("i", Message.create().with("action", "getSubscriptions"));
    assertThat(flow.awaitMessages("out", 1).get(0).payload())
        .isEqualTo(List.of(Map.of("topic", "a", "qos", 2L)));

    flow.send("i", Message.create().with("action", "unsubscribe").with("topic", true));

    FlowTester.eventually(() -> assertThat(client().unsubscribed).containsExactly("a"));
  }

  @ParameterizedTest
  @CsvSource({
    "subscribe, 'a/#/b', Invalid topic specified",
    "subscribe, , msg.topic is missing or invalid",
    "jump, a, Invalid action specified"
  })
  void in_refuses_control_messages_that_make_no_sense(
      String action, String topic, String expected) {
    start(broker(""), in("i", ",'inputs':1,'topic':''"));

    flow.send("i", Message.create().with("action", action).with("topic", topic));

    assertThat(((Map<?, ?>) flow.awaitMessages("errors", 1).get(0).get("error")).get("message"))
        .isEqualTo(expected);
  }

  @Test
  void nodes_without_a_broker_say_so() {
    start(in("i", ",'topic':'t'"), out(""));

    FlowTester.eventually(
        () ->
            assertThat(flow.logged(LogEntry.Level.ERROR))
                .filteredOn("missing broker configuration"::equals)
                .hasSize(2));
  }

  // ---- mqtt out ----

  @Test
  void out_publishes_what_the_message_says() {
    start(broker(""), out(""));
    assertStatus("pub", "connected");

    flow.send(
        "pub",
        Message.ofPayload(Map.of("a", 1)).with("topic", "t").with("qos", 1).with("retain", true));

    FlowTester.eventually(
        () ->
            assertThat(client().published)
                .containsExactly(
                    new Outgoing(
                        "t", Buffer.buffer("{\"a\":1}"), 1, true, PublicationProperties.NONE)));
  }

  @Test
  void out_puts_its_own_settings_first() {
    start(broker(""), out(",'topic':'own','qos':'0','retain':'false'"));
    assertStatus("pub", "connected");

    flow.send("pub", Message.ofPayload("x").with("topic", "t").with("qos", 2).with("retain", true));

    FlowTester.eventually(
        () ->
            assertThat(client().published)
                .containsExactly(
                    new Outgoing("own", Buffer.buffer("x"), 0, false, PublicationProperties.NONE)));
  }

  @Test
  void a_complete_node_sees_how_out_has_published() {
    start(broker(""), out(",'topic':'own','qos':'1'"), complete("pub"));
    assertStatus("pub", "connected");

    flow.send("pub", Message.ofPayload("x").with("topic", "t").with("retain", "true"));

    assertThat(flow.awaitMessages("out", 1).get(0).properties())
        .containsEntry("topic", "own")
        .containsEntry("qos", 1L)
        .containsEntry("retain", true);
  }

  @Test
  void out_sends_an_answer_to_the_response_topic_of_the_request() {
    start(broker(",'protocolVersion':'5'"), out(""));
    assertStatus("pub", "connected");

    flow.send("pub", Message.ofPayload("x").with("responseTopic", "answers"));

    FlowTester.eventually(() -> assertThat(client().published).hasSize(1));
    assertThat(client().published.get(0).topic()).isEqualTo("answers");
    assertThat(client().published.get(0).properties().responseTopic()).isNull();
  }

  @Test
  void out_warns_of_a_topic_that_can_not_be() {
    start(broker(""), out(""));
    assertStatus("pub", "connected");

    flow.send("pub", Message.ofPayload("x").with("topic", "a/+"));

    FlowTester.eventually(
        () -> assertThat(flow.logged(LogEntry.Level.WARN)).contains("Invalid topic specified"));
    assertThat(client().published).isEmpty();
  }

  @Test
  void out_drops_messages_while_there_is_no_connection() {
    start(broker(""), out(",'topic':'t'"));
    assertStatus("pub", "connected");
    client().loses();

    flow.send("pub", "lost");
    flow.settle("pub");
    client().recovers();
    flow.send("pub", "kept");

    FlowTester.eventually(
        () ->
            assertThat(client().published)
                .extracting(p -> p.payload().toString())
                .containsExactly("kept"));
  }

  // ---- connection ----

  @Test
  void nodes_show_what_becomes_of_the_connection() {
    start(broker(""), out(""), in("i", ",'topic':'t'"));
    assertStatus("pub", "connected");
    assertStatus("i", "connected");

    client().loses();

    assertStatus("pub", "disconnected");
    assertStatus("i", "disconnected");
  }

  @Test
  void the_broker_connects_when_asked_if_it_does_not_by_itself() {
    start(broker(",'autoConnect':false"), out(""));
    flow.settle("pub");
    assertThat(brokers.opened).isEmpty();

    flow.send(
        "pub",
        Message.create()
            .with("action", "connect")
            .with("broker", Map.of("broker", "10.0.0.5", "port", 1885, "clientid", "x")));

    assertStatus("pub", "connected");
    assertThat(client().settings.address()).hasToString("mqtt://10.0.0.5:1885");
    assertThat(client().settings.session().clientId()).isEqualTo("x");
  }

  @Test
  void a_connection_in_use_is_not_changed_without_force() {
    start(broker(""), out(""));
    assertStatus("pub", "connected");

    flow.send(
        "pub", Message.create().with("action", "connect").with("broker", Map.of("port", 1885)));

    assertThat(((Map<?, ?>) flow.awaitMessages("errors", 1).get(0).get("error")).get("message"))
        .isEqualTo("Disconnect from broker before connecting");
  }

  @Test
  void the_broker_says_hello_and_good_bye() {
    start(
        broker(
            ",'birthTopic':'st','birthPayload':'up','birthQos':'1','birthRetain':'true',"
                + "'closeTopic':'st','closePayload':'down',"
                + "'willTopic':'st','willPayload':'lost','willQos':'2'"),
        out(""));
    assertStatus("pub", "connected");

    flow.send("pub", Message.create().with("action", "disconnect"));

    assertStatus("pub", "disconnected");
    assertThat(client().published)
        .containsExactly(
            new Outgoing("st", Buffer.buffer("up"), 1, true, PublicationProperties.NONE),
            new Outgoing("st", Buffer.buffer("down"), 0, false, PublicationProperties.NONE));
    assertThat(client().settings.will().publication().payload()).isEqualTo(Buffer.buffer("lost"));
    assertThat(client().isClosed).isTrue();
  }

  @Test
  void the_messages_of_a_connection_have_the_properties_of_mqtt_5() {
    start(
        broker(
            ",'protocolVersion':'5','birthTopic':'st','birthMsg':{'contentType':'text/plain',"
                + "'userProps':'{\\'k\\':\\'v\\'}','respTopic':'answers','correl':'abc',"
                + "'expiry':'2000','payloadFormatIndicator':true},"
                + "'willTopic':'st','willMsg':{'delay':'5','messageExpiryInterval':7}"),
        out(""));
    assertStatus("pub", "connected");

    assertThat(client().published.get(0).properties())
        .isEqualTo(
            new PublicationProperties(
                true,
                2000,
                "text/plain",
                "answers",
                Buffer.buffer("abc"),
                List.of(new UserProperty("k", "v"))));
    assertThat(client().settings.will().delaySeconds()).isEqualTo(5);
    assertThat(client().settings.will().publication().properties().expirySeconds()).isEqualTo(7);
  }

  @Test
  void the_form_checks_the_properties_of_mqtt_5_where_they_are_shown() {
    String five = broker(",'protocolVersion':'5','willTopic':'st','willMsg':{'delay':'soon'}");
    String four = broker(",'protocolVersion':'4','willTopic':'st','willMsg':{'delay':'soon'}");

    assertThat(problems(five)).containsExactly("When lost: delay must be a number but is soon");
    assertThat(problems(four)).isEmpty();
  }

  private List<String> problems(String entry) {
    NodeType type = MqttBrokerNode.type(brokers);
    NodeConfig config = new NodeConfig((Map<?, ?>) FlowTester.json(entry), Map.of());
    return type.properties().stream()
        .filter(property -> property.isShown(config, type.properties()))
        .flatMap(property -> property.problems(config).stream())
        .toList();
  }

  @Test
  void the_user_hears_what_a_connection_can_not_do() {
    brokers.shortcomings = List.of("no such version");
    start(broker(""), out(""));

    FlowTester.eventually(
        () -> assertThat(flow.logged(LogEntry.Level.WARN)).contains("no such version"));
  }

  @Test
  void another_program_is_spoken_to_without_what_its_client_can_not() {
    TlsSettings tls = new TlsSettings(null, null, null, null, "", "", "x-mqtt", true);
    BrokerSettings.Session session =
        new BrokerSettings.Session("c", true, 60, 0, BrokerSettings.Limits.NONE, List.of());
    Vertx vertx = Vertx.vertx();

    BrokerClient client =
        new RemoteBrokerClients(vertx, Duration.ofSeconds(5), OutboundProxies.of(Map.of()))
            .open(
                new BrokerSettings(
                    BrokerAddress.of("example.org", 8883, true),
                    BrokerSettings.Protocol.MQTT_3_1,
                    session,
                    null,
                    tls,
                    null),
                state -> {});

    assertThat(client.shortcomings())
        .anySatisfy(text -> assertThat(text).contains("MQTT 3.1"))
        .anySatisfy(text -> assertThat(text).contains("x-mqtt"));
    FlowTester.get(vertx.close());
  }

  @ParameterizedTest
  @CsvSource({"protocolVersion, 3, MQTT_3_1", "compatmode, true, MQTT_3_1", "keepalive, 1, MQTT_3"})
  void the_version_of_the_protocol_is_the_one_asked_for(
      String key, String value, BrokerSettings.Protocol expected) {
    start(broker(",'" + key + "':'" + value + "'"), out(""));

    assertThat(client().settings.protocol()).isEqualTo(expected);
  }

  @Test
  void the_configuration_becomes_settings() {
    start(
        broker(
            ",'protocolVersion':'5','clientid':'clientid','cleansession':false,'keepalive':35,"
                + "'sessionExpiry':'6000','userProps':{'prop':'val'},'usetls':true"),
        out(""));

    BrokerSettings settings = client().settings;
    assertThat(settings.address()).hasToString("mqtts://example.org:1884");
    assertThat(settings.protocol()).isEqualTo(BrokerSettings.Protocol.MQTT_5);
    assertThat(settings.session())
        .isEqualTo(
            new BrokerSettings.Session(
                "clientid",
                false,
                35,
                6000,
                BrokerSettings.Limits.NONE,
                List.of(new UserProperty("prop", "val"))));
  }

  @Test
  void a_session_without_a_name_is_made_clean() {
    start(broker(",'cleansession':false"), out(""));

    assertThat(client().settings.session().isClean()).isTrue();
    assertThat(client().settings.session().clientId()).startsWith("nodered");
    FlowTester.eventually(
        () ->
            assertThat(flow.logged(LogEntry.Level.WARN))
                .contains("No client ID set, using clean session"));
  }

  @ParameterizedTest
  @CsvSource({
    "#, a/b, true",
    "a/#, a, true",
    "a/#, a/b/c, true",
    "a/+, a/b, true",
    "a/+, a/b/c, false",
    "+/b, a/b, true",
    "$share/g/a/+, a/b, true",
    "a/b, a/c, false",
    "a/+/c, a/b/c, true",
    "a, a/b, false"
  })
  void filters_match_topics(String filter, String topic, boolean matches) {
    assertThat(TopicFilters.matches(filter, topic)).isEqualTo(matches);
  }
}
