package io.weir.engine.runtime;

import static io.weir.engine.testing.FlowTester.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.weir.engine.event.LogEntry;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageJson;
import io.weir.engine.message.Opaque;
import io.weir.engine.message.RegExpValue;
import io.weir.engine.message.Undefined;
import io.weir.engine.node.Expressions;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Outputs;
import io.weir.engine.testing.FlowTester;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Environment variables, rule by rule: what entries give, and which scope answers. */
class EnvironmentTest {

  private static final String UNDEFINED = "(undefined)";

  /** Sends the variables and properties that a message asks for. */
  private static final class Telling implements Node {
    private final NodeConfig config;
    private final NodeContext context;

    Telling(NodeConfig config, NodeContext context) {
      this.config = config;
      this.context = context;
    }

    @Override
    public Future<Void> receive(Message message, Outputs out) {
      Map<String, @Nullable Object> told = new LinkedHashMap<>();
      for (Object name : (List<?>) message.payload()) {
        Object value = context.env(String.valueOf(name));
        told.put(String.valueOf(name), value == Undefined.VALUE ? UNDEFINED : value);
      }
      out.send(message.with("payload", told).with("own", config.raw("own")));
      return Node.done();
    }
  }

  /** Sets the variable {@code count} of its flow to what comes. */
  private static final class Keeping implements Node {
    private final NodeContext context;

    Keeping(NodeContext context) {
      this.context = context;
    }

    @Override
    public Future<Void> receive(Message message, Outputs out) {
      context.flowVariables().set("count", message.payload(), null);
      context.globalVariables().set("count", message.payload(), null);
      return Node.done();
    }
  }

  private static final List<NodeType> TYPES =
      List.of(
          NodeType.named("tell").inputs(1).outputs(1).create(Telling::new),
          NodeType.named("keep").inputs(1).create((config, context) -> new Keeping(context)),
          NodeType.named("setting").config().create((config, context) -> new Node() {}));

  /** A language of three words, each followed by a name. */
  private static final Expressions WORDS =
      text -> {
        String[] words = text.split(" ", 2);
        return (root, bound, around) ->
            switch (words[0]) {
              case "env" -> around.env(words[1]);
              case "flow" -> around.flowVariables().get(words[1], null);
              case "global" -> around.globalVariables().get(words[1], null);
              default -> throw new NodeException("no such word: " + words[0]);
            };
      };

  private static final String REST =
      """
      {"id":"n","type":"tell","z":"t","x":1,"y":1,"name":"Ned","own":"${OWN}","wires":[["out"]]},
      {"id":"out","type":"test-collector","z":"t","x":1,"y":1,"wires":[]}""";

  private @Nullable FlowTester running;

  @AfterEach
  void close() {
    if (running != null) {
      running.close();
    }
  }

  private FlowTester start(String... entries) {
    FlowTester flow = FlowTester.start(TYPES, file(entries), WORDS);
    running = flow;
    return flow;
  }

  private static String file(String... entries) {
    return "[" + String.join(",", entries).replace('\'', '"') + "]";
  }

  private static String tab(String... env) {
    return "{'id':'t','type':'tab','label':'Hall','env':[" + String.join(",", env) + "]}";
  }

  private static String entry(String name, String type, String json) {
    return "{'name':'%s','type':'%s','value':%s}".formatted(name, type, json);
  }

  /** What a node sees of some variables. */
  private Map<?, ?> seen(FlowTester flow, String node, String... names) {
    int before = flow.received("out").size();
    flow.send(node, (Object) List.of(names));
    return (Map<?, ?>) flow.awaitMessages("out", before + 1).get(before).payload();
  }

  private @Nullable Object valueOf(FlowTester flow, String name) {
    return seen(flow, "n", name).get(name);
  }

  // ---- what entries give ----

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "str    | '7'                 | 7",
        "bool   | 'true'              | true",
        "bool   | true                | true",
        "bool   | 'TRUE'              | false",
        "json   | '{\\'a\\':[1,null]}'| {a=[1, null]}",
        "num    | '0x1F'              | 31",
        "num    | 'warm'              | NaN",
        "other  | 'as it is'          | as it is",
        "env    | 'NOWHERE'           | ",
        "env    | 'a${NOWHERE}b${SIBLING}' | abs",
        "env    | 'SIBLING'           | s",
        "env    | '${SIBLING}'        | s",
        "env    | '${SIBLING'         | "
      })
  void an_entry_gives_what_its_type_says(String type, String value, @Nullable String expected) {
    FlowTester flow = start(tab(entry("X", type, value), entry("SIBLING", "str", "'s'")), REST);

    assertThat(String.valueOf(valueOf(flow, "X"))).isEqualTo(expected == null ? "" : expected);
  }

  @Test
  void bytes_dates_and_patterns_are_of_their_kinds() {
    FlowTester flow =
        start(
            tab(
                entry("BYTES", "bin", "'[1,255]'"),
                entry("TEXT", "bin", "'\\'ab\\''"),
                entry("NOW", "date", "''"),
                entry("DATE", "date", "'object'"),
                entry("PATTERN", "re", "'^a+$'")),
            REST);

    Map<?, ?> seen = seen(flow, "n", "BYTES", "TEXT", "NOW", "DATE", "PATTERN");

    assertThat(seen.get("BYTES")).isEqualTo(Buffer.buffer(new byte[] {1, -1}));
    assertThat(seen.get("TEXT")).isEqualTo(Buffer.buffer("ab"));
    assertThat(seen.get("NOW")).isInstanceOf(Long.class);
    assertThat(seen.get("DATE")).isInstanceOf(Instant.class);
    assertThat(seen.get("PATTERN"))
        .isEqualTo(new Opaque("RegExp", new RegExpValue("^a+$", "")))
        .hasToString("/^a+$/");
  }

  @Test
  void an_expression_sees_what_is_around_and_the_variables_of_its_flow() {
    FlowTester flow =
        start(
            "{'id':'gc','type':'global-config','env':[{'name':'A','type':'str','value':'outer'}]}",
            tab(
                entry("A", "str", "'own'"),
                entry("SEEN", "jsonata", "'env A'"),
                entry("NAME", "jsonata", "'env NR_FLOW_NAME'"),
                entry("COUNT", "jsonata", "'flow count'"),
                entry("SHARED", "jsonata", "'global count'"),
                entry("AFTER", "env", "'SEEN'")),
            REST,
            "{'id':'k','type':'keep','z':'t','x':1,'y':1,'wires':[]}");
    assertThat(valueOf(flow, "COUNT")).isEqualTo(UNDEFINED);
    flow.send("k", 4L);
    flow.settle("k");

    flow.deploy(MessageJson.text(flow.document().raw()));

    assertThat(seen(flow, "n", "SEEN", "NAME", "COUNT", "SHARED", "AFTER"))
        .isEqualTo(
            Map.of("SEEN", "outer", "NAME", "Hall", "COUNT", 4L, "SHARED", 4L, "AFTER", "outer"));
  }

  @Test
  void an_entry_that_cannot_be_evaluated_is_reported_and_leaves_the_outer_variable() {
    FlowTester flow =
        start(
            "{'id':'gc','type':'global-config','env':[{'name':'A','type':'str','value':'outer'}]}",
            tab(entry("A", "jsonata", "'nonsense'"), entry("J", "json", "'{'")),
            REST);

    assertThat(valueOf(flow, "A")).isEqualTo("outer");
    assertThat(valueOf(flow, "J")).isEqualTo(UNDEFINED);
    assertThat(flow.logged(LogEntry.Level.ERROR))
        .anySatisfy(text -> assertThat(text).contains("A of t").contains("no such word: nonsense"))
        .anySatisfy(text -> assertThat(text).contains("J of t"));
  }

  @Test
  void an_entry_that_names_itself_reads_the_scope_around() {
    FlowTester flow =
        start(
            "{'id':'gc','type':'global-config','env':[{'name':'A','type':'str','value':'outer'}]}",
            tab(
                entry("A", "env", "'A'"),
                entry("B", "env", "'x${A}'"),
                entry("C", "env", "'$parent.A'")),
            REST);

    assertThat(seen(flow, "n", "A", "B", "C"))
        .isEqualTo(Map.of("A", "outer", "B", "xouter", "C", "outer"));
  }

  @Test
  void a_scope_is_evaluated_once_however_often_its_nodes_start_anew() {
    String before =
        file(
            "{'id':'gc','type':'global-config','env':[{'name':'G','type':'jsonata','value':'global"
                + " count'}]}",
            tab(entry("COUNT", "jsonata", "'global count'")),
            REST,
            "{'id':'k','type':'keep','z':'t','x':1,'y':1,'wires':[]}");
    FlowTester flow = FlowTester.start(TYPES, before, WORDS);
    running = flow;
    flow.send("k", 1L);
    flow.settle("k");
    flow.deploy(before);
    assertThat(seen(flow, "n", "COUNT", "G")).isEqualTo(Map.of("COUNT", 1L, "G", 1L));
    flow.send("k", 2L);
    flow.settle("k");

    flow.deploy(before.replace("\"Ned\"", "\"Ted\""), DeployType.NODES);

    assertThat(seen(flow, "n", "COUNT", "G", "NR_NODE_NAME"))
        .isEqualTo(Map.of("COUNT", 1L, "G", 1L, "NR_NODE_NAME", "Ted"));
  }

  // ---- secrets ----

  private static final String SECRETIVE =
      """
      {"id":"sf","type":"subflow","name":"","in":[{"wires":[{"id":"i"}]}],
       "out":[{"wires":[{"id":"i","port":0}]}],
       "env":[{"name":"S","type":"cred"},{"name":"R","type":"cred"}],
       "credentials":{"S":"of the definition","R":"of the definition"}},
      {"id":"i","type":"tell","z":"sf","x":1,"y":1,"wires":[[]]},
      {"id":"a","type":"subflow:sf","z":"t","x":1,"y":1,"wires":[["out"]],
       "env":[{"name":"S","type":"cred"}],
       "credentials":{"S":"of the instance","R":"of nobody"}},
      {"id":"b","type":"subflow:sf","z":"t","x":1,"y":1,"wires":[["out"]],
       "env":[{"name":"S","type":"cred"}]}""";

  @Test
  void a_secret_is_the_instances_if_it_has_an_entry_and_a_value_else_the_definitions() {
    FlowTester flow = start(tab(entry("T", "cred", "''")), REST);

    flow.deploy(
        file(
            "{'id':'t','type':'tab','label':'','env':[{'name':'T','type':'cred'},"
                + "{'name':'U','type':'cred'}],'credentials':{'T':'of the tab'}}",
            SECRETIVE,
            REST));

    assertThat(seen(flow, "a", "S", "R", "T", "U"))
        .isEqualTo(
            Map.of(
                "S", "of the instance",
                "R", "of the definition",
                "T", "of the tab",
                "U", UNDEFINED));
    assertThat(seen(flow, "b", "S", "R"))
        .isEqualTo(Map.of("S", "of the definition", "R", "of the definition"));
  }

  // ---- config nodes ----

  @Test
  void a_config_node_is_handed_into_subflows_by_a_variable() {
    FlowTester flow =
        start(
            tab(),
            """
            {"id":"shared","type":"setting"},
            {"id":"in","type":"subflow","name":"","in":[{"wires":[{"id":"i"}]}],
             "out":[{"wires":[{"id":"i","port":0}]}],
             "env":[{"name":"USES","type":"setting","value":"mine"}]},
            {"id":"mine","type":"setting","z":"in"},
            {"id":"i","type":"tell","z":"in","x":1,"y":1,"own":"${USES}","wires":[[]]},
            {"id":"mid","type":"subflow","name":"","in":[{"wires":[{"id":"m"}]}],
             "out":[{"wires":[{"id":"m","port":0}]}],
             "env":[{"name":"USES","type":"conf-type","value":""}]},
            {"id":"m","type":"subflow:in","z":"mid","x":1,"y":1,"wires":[[]],
             "env":[{"name":"USES","type":"setting","value":"${USES}"}]},
            {"id":"plain","type":"subflow:in","z":"t","x":1,"y":1,"wires":[["out"]]},
            {"id":"nested","type":"subflow:mid","z":"t","x":1,"y":1,"wires":[["out"]],
             "env":[{"name":"USES","type":"conf-type","value":"shared"}]}""",
            REST);

    seen(flow, "plain");
    seen(flow, "nested");

    assertThat(flow.received("out"))
        .extracting(message -> message.get("own"))
        .containsExactly("plain-mine", "shared");
  }

  @Test
  void an_instance_starts_anew_with_the_config_node_that_its_variable_names() {
    String before =
        file(
            tab(),
            """
            {"id":"shared","type":"setting","n":1},
            {"id":"in","type":"subflow","name":"","in":[{"wires":[{"id":"i"}]}],
             "out":[{"wires":[{"id":"i","port":0}]}],
             "env":[{"name":"AT","type":"date","value":""},
                    {"name":"USES","type":"setting","value":""}]},
            {"id":"i","type":"tell","z":"in","x":1,"y":1,"own":"${USES}","wires":[[]]},
            {"id":"a","type":"subflow:in","z":"t","x":1,"y":1,"wires":[["out"]],
             "env":[{"name":"USES","type":"setting","value":"shared"}]},
            {"id":"b","type":"subflow:in","z":"t","x":1,"y":1,"wires":[["out"]],
             "env":[{"name":"USES","type":"setting","value":"other"}]}""",
            REST);
    FlowTester flow = FlowTester.start(TYPES, before, WORDS);
    running = flow;
    Object ofA = seen(flow, "a", "AT").get("AT");
    Object ofB = seen(flow, "b", "AT").get("AT");

    eventually(
        () -> {
          String next = before.replace("\"n\":1", "\"n\":" + System.nanoTime());
          flow.deploy(next, DeployType.NODES);
          assertThat(seen(flow, "a", "AT").get("AT")).isNotEqualTo(ofA);
        });

    assertThat(seen(flow, "b", "AT").get("AT")).isEqualTo(ofB);
  }

  // ---- who answers ----

  private static final String PLACES =
      """
      {"id":"g","type":"group","z":"t","name":"Grp","env":[{"name":"A","type":"str","value":"g"},
        {"name":"NR_GROUP_NAME","type":"str","value":"mine"}]},
      {"id":"h","type":"group","z":"t","g":"g","name":"","env":[{"name":"A","type":"str","value":"h"}]},
      {"id":"ing","type":"tell","z":"t","g":"g","x":1,"y":1,"wires":[["out"]]},
      {"id":"inh","type":"tell","z":"t","g":"h","x":1,"y":1,"wires":[["out"]]},
      {"id":"sf","type":"subflow","name":"Def","in":[{"wires":[{"id":"i"}]}],
       "out":[{"wires":[{"id":"i","port":0}]}],"env":[{"name":"A","type":"str","value":"s"},
        {"name":"ID","type":"env","value":"NR_NODE_ID"},
        {"name":"UP","type":"env","value":"$parent.NR_GROUP_ID"}]},
      {"id":"i","type":"tell","z":"sf","x":1,"y":1,"name":"inside","wires":[[]]},
      {"id":"one","type":"subflow:sf","z":"t","g":"h","name":"One","x":1,"y":1,"wires":[["out"]]},
      {"id":"two","type":"subflow:sf","z":"t","x":1,"y":1,"wires":[["out"]]}""";

  private FlowTester places() {
    return start(
        "{'id':'gc','type':'global-config','env':[{'name':'A','type':'str','value':'global'},"
            + "{'name':'ONLY','type':'str','value':'everywhere'}]}",
        tab(entry("A", "str", "'t'"), entry("ID", "env", "'NR_FLOW_ID'")),
        PLACES,
        REST);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "n   | A                       | t",
        "n   | $parent.A               | global",
        "n   | $parent.$parent.A       | (undefined)",
        "n   | ID                      | t",
        "n   | NR_FLOW_NAME            | Hall",
        "n   | $parent.NR_FLOW_NAME    | (undefined)",
        "n   | NR_NODE_PATH            | t/n",
        "n   | NR_GROUP_ID             | (undefined)",
        "n   | NR_SUBFLOW_ID           | (undefined)",
        "ing | A                       | g",
        "ing | $parent.A               | t",
        "ing | $parent.$parent.A       | global",
        "ing | NR_GROUP_NAME           | Grp",
        "ing | ONLY                    | everywhere",
        "ing | NR_NODE_NAME            | (undefined)",
        "inh | A                       | h",
        "inh | $parent.A               | g",
        "inh | NR_GROUP_ID             | h",
        "inh | NR_GROUP_NAME           | ''",
        "inh | $parent.NR_GROUP_ID     | g",
        "inh | $parent.NR_NODE_ID      | (undefined)",
        "one | A                       | s",
        "one | $parent.A               | h",
        "one | $parent.$parent.A       | g",
        "one | NR_GROUP_ID             | h",
        "one | ID                      | one",
        "one | UP                      | h",
        "one | NR_NODE_ID              | one-i",
        "one | NR_NODE_NAME            | inside",
        "one | $parent.NR_NODE_ID      | (undefined)",
        "one | NR_SUBFLOW_NAME         | One",
        "one | NR_SUBFLOW_PATH         | t/one",
        "one | $parent.NR_SUBFLOW_ID   | (undefined)",
        "one | NR_FLOW_ID              | t",
        "two | NR_SUBFLOW_NAME         | (undefined)",
        "two | NR_GROUP_ID             | (undefined)",
        "two | $parent.A               | t"
      })
  void the_nearest_scope_answers(String node, String name, String expected) {
    FlowTester flow = places();

    Object value = seen(flow, node, name).get(name);

    assertThat(String.valueOf(value)).isEqualTo(expected);
  }

  @Test
  void the_nearest_instance_without_a_name_hides_the_name_of_the_one_around_it() {
    FlowTester flow =
        start(
            tab(),
            """
            {"id":"in","type":"subflow","name":"","in":[{"wires":[{"id":"i"}]}],
             "out":[{"wires":[{"id":"i","port":0}]}]},
            {"id":"i","type":"tell","z":"in","x":1,"y":1,"wires":[[]]},
            {"id":"mid","type":"subflow","name":"","in":[{"wires":[{"id":"m"}]}],
             "out":[{"wires":[{"id":"m","port":0}]}]},
            {"id":"m","type":"subflow:in","z":"mid","name":"","x":1,"y":1,"wires":[[]]},
            {"id":"o","type":"subflow:mid","z":"t","name":"Outer","x":1,"y":1,"wires":[["out"]]}""",
            REST);

    assertThat(seen(flow, "o", "NR_SUBFLOW_NAME", "$parent.NR_SUBFLOW_NAME"))
        .isEqualTo(Map.of("NR_SUBFLOW_NAME", UNDEFINED, "$parent.NR_SUBFLOW_NAME", "Outer"));
  }

  // ---- in properties ----

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "${OWN}       | 5",
        "$(OWN)       | 5",
        "a${OWN}      | a${OWN}",
        "${OWN}${OWN} | ${OWN}${OWN}",
        "${NOWHERE}   | ${NOWHERE}",
        "${NR_NODE_ID}| n",
        "${NR_FLOW_ID}| t"
      })
  void a_property_that_is_nothing_but_a_variable_has_its_value(String own, String expected) {
    FlowTester flow =
        start(tab(entry("OWN", "num", "'5'")), REST.replace("${OWN}", own).replace('"', '\''));

    flow.send("n", (Object) List.of());

    Object value = flow.awaitMessages("out", 1).get(0).get("own");
    assertThat(String.valueOf(value)).isEqualTo(expected);
    assertThat(value).isInstanceOf(expected.equals("5") ? Long.class : String.class);
  }

  @Test
  void lists_and_objects_in_properties_are_gone_through() {
    FlowTester flow =
        start(
            tab(entry("OWN", "bool", "'true'")),
            REST.replace("\"${OWN}\"", "{\"list\":[\"${OWN}\",{\"deep\":\"${OWN}\"}]}"));

    flow.send("n", (Object) List.of());

    assertThat(flow.awaitMessages("out", 1).get(0).get("own"))
        .isEqualTo(Map.of("list", List.of(true, Map.of("deep", true))));
  }
}
