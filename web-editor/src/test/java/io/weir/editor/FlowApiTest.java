package io.weir.editor;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.engine.flow.FlowEntry;
import io.weir.engine.store.ContextScope;
import io.weir.engine.testing.FlowTester;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flows one at a time, their state, their variables; the library, users' settings, diagnostics. */
class FlowApiTest {
  private static final String FLOWS =
      """
      [{"id":"t","type":"tab","label":"T","info":"i","env":[]},
       {"id":"u","type":"tab","label":"U"},
       {"id":"g","type":"group","z":"t","nodes":["c"]},
       {"id":"c","type":"test-collector","z":"t","g":"g","x":1,"y":1,"wires":[]},
       {"id":"own","type":"test-collector","z":"t"},
       {"id":"shared","type":"test-collector"},
       {"id":"s","type":"subflow","name":"S","in":[],"out":[]},
       {"id":"p","type":"test-collector","z":"s","x":1,"y":1,"wires":[]},
       {"id":"d","type":"test-collector","z":"u","x":1,"y":1,"wires":[]}]""";

  @TempDir private Path folder;
  private FlowTester flow;
  private ApiClient api;

  @BeforeEach
  void start() {
    flow = FlowTester.start(List.of(), FLOWS);
    api =
        new ApiClient(
            flow,
            EditorConfig.defaults("1.2.3", true, 0, folder)
                .withExamples(() -> Map.of("weir", folder.resolve("examples"))));
  }

  @AfterEach
  void close() {
    flow.close();
  }

  private List<String> ids() {
    return flow.document().entries().stream().map(FlowEntry::id).toList();
  }

  private static Object json(String text) {
    return FlowTester.json(text);
  }

  // ---- /flow ----

  @Test
  void a_flow_has_its_nodes_with_groups_first_and_its_config_nodes() {
    assertThat(api.json("/flow/t"))
        .isEqualTo(
            json(
                "{'id':'t','label':'T','info':'i','env':[],'nodes':["
                    + "{'id':'g','type':'group','z':'t','nodes':['c']},"
                    + "{'id':'c','type':'test-collector','z':'t','g':'g','x':1,'y':1,'wires':[]}],"
                    + "'configs':[{'id':'own','type':'test-collector','z':'t'}]}"));
    assertThat(api.json("/flow/u").toString()).doesNotContain("configs");
    assertThat(api.text("/flow/nowhere"))
        .isEqualTo("{\"code\":\"not_found\",\"message\":\"Error\"}");
  }

  @Test
  void what_is_in_no_tab_is_the_flow_called_global() {
    assertThat(api.json("/flow/global"))
        .isEqualTo(
            json(
                "{'id':'global','configs':[{'id':'shared','type':'test-collector'}],"
                    + "'subflows':[{'id':'s','type':'subflow','name':'S','in':[],'out':[],"
                    + "'nodes':[{'id':'p','type':'test-collector','z':'s','x':1,'y':1,"
                    + "'wires':[]}]}]}"));
  }

  @Test
  void a_new_flow_gets_an_id_and_runs() {
    HttpResponse<String> added =
        api.call(
            "POST",
            "/flow",
            "{'label':'N','nodes':[{'id':'n','type':'test-collector','x':1,'y':1,'wires':[]}],"
                + "'configs':[{'id':'k','type':'test-collector'}]}");

    assertThat(added.statusCode()).isEqualTo(200);
    Object id = ((Map<?, ?>) FlowTester.json(added.body())).get("id");
    assertThat(flow.document().entry("n").orElseThrow().raw()).containsEntry("z", id);
    assertThat(flow.document().entry("k").orElseThrow().raw()).containsEntry("z", id);
    flow.send("n", 1);
    assertThat(flow.awaitMessages("n", 1)).hasSize(1);
  }

  @Test
  void flows_that_are_none_are_refused_with_the_reason() {
    assertThat(api.call("POST", "/flow", "{}").body()).contains("missing nodes property");
    assertThat(api.call("POST", "/flow", "{'nodes':[{'id':'c','type':'x'}]}").body())
        .contains("duplicate id");
    assertThat(api.call("POST", "/flow", "{'nodes':[{'id':'z','type':'tab'}]}").body())
        .contains("invalid node type: tab");
    assertThat(api.status("POST", "/flow", "[]")).isEqualTo(400);
    assertThat(api.status("PUT", "/flow/nowhere", "{'nodes':[]}")).isEqualTo(404);
    assertThat(api.status("DELETE", "/flow/nowhere", null)).isEqualTo(404);
    assertThat(api.call("DELETE", "/flow/global", null).body())
        .contains("not allowed to remove global");
    assertThat(ids()).containsExactly("t", "u", "g", "c", "own", "shared", "s", "p", "d");
  }

  @Test
  void a_flow_that_is_replaced_goes_to_the_end_and_one_that_is_removed_takes_its_nodes_along() {
    assertThat(
            api.call(
                    "PUT",
                    "/flow/t",
                    "{'label':'New','nodes':[{'id':'n','type':'test-collector','x':1,'y':1}]}")
                .body())
        .isEqualTo("{\"id\":\"t\"}");
    assertThat(ids()).containsExactly("u", "shared", "s", "p", "d", "t", "n");

    assertThat(api.status("DELETE", "/flow/u", null)).isEqualTo(204);
    assertThat(ids()).containsExactly("shared", "s", "p", "t", "n");
  }

  @Test
  void what_is_global_can_be_replaced_as_it_was_read() {
    String global = api.text("/flow/global");

    assertThat(api.status("PUT", "/flow/global", global.replace("\"S\"", "\"Renamed\"")))
        .isEqualTo(200);

    assertThat(ids()).containsExactlyInAnyOrder("t", "u", "g", "c", "own", "shared", "s", "p", "d");
    assertThat(api.text("/flow/global")).isEqualTo(global.replace("\"S\"", "\"Renamed\""));
  }

  // ---- /flows/state ----

  @Test
  void flows_stop_and_start() {
    assertThat(api.call("POST", "/flows/state", "{'state':'stop'}").body())
        .isEqualTo("{\"state\":\"stop\"}");
    assertThat(FlowTester.get(flow.runtime().nodes().deliver("c", null))).isFalse();
    assertThat(
            api.call(
                    "POST",
                    "/flows/state",
                    "state=start",
                    "Content-Type",
                    "application/x-www-form-urlencoded")
                .body())
        .isEqualTo("{\"state\":\"start\"}");
    assertThat(FlowTester.get(flow.runtime().nodes().deliver("c", null))).isTrue();
    HttpResponse<String> bad = api.call("POST", "/flows/state", "{'state':'bad'}");
    assertThat(bad.statusCode()).isEqualTo(400);
    assertThat(bad.body())
        .contains("invalid_run_state", "Cannot change flows runtime state to 'bad'");
  }

  @Test
  void the_deployment_type_is_heeded() {
    flow.send("c", 1);
    flow.awaitMessages("c", 1);
    int statesBefore = flow.events().size();

    assertThat(api.status("POST", "/flows", FLOWS, "Node-RED-Deployment-Type", "nodes"))
        .isEqualTo(204);
    assertThat(api.status("POST", "/flows", null, "Node-RED-Deployment-Type", "reload"))
        .isEqualTo(204);

    assertThat(flow.events()).hasSizeGreaterThan(statesBefore);
    assertThat(FlowTester.get(flow.runtime().nodes().deliver("c", null))).isTrue();
  }

  // ---- /context ----

  @Test
  void variables_can_be_listed_read_and_deleted() {
    var tab = flow.runtime().variables().of(ContextScope.flow("t"));
    tab.set("num", 42, null);
    tab.set("obj", FlowTester.json("{'a':1,'b':[1,2,3],'c':{'d':null}}"), null);
    flow.runtime().variables().of(ContextScope.node("c", "t")).set("own", "x", null);

    assertThat(api.json("/context/flow/t"))
        .isEqualTo(
            json(
                "{'memory':{'num':{'msg':'42','format':'number'},'obj':{'msg':"
                    + "'{\\'a\\':1,\\'b\\':[1,2,3],\\'c\\':{\\'d\\':null}}','format':'Object'}}}"));
    assertThat(api.text("/context/flow/t/num")).isEqualTo("{\"msg\":\"42\",\"format\":\"number\"}");
    assertThat(api.text("/context/flow/t/obj.b%5B1%5D"))
        .isEqualTo("{\"msg\":\"2\",\"format\":\"number\"}");
    assertThat(api.text("/context/flow/t/nothing"))
        .isEqualTo("{\"msg\":\"(undefined)\",\"format\":\"undefined\"}");
    assertThat(api.json("/context/flow/t?keysOnly"))
        .isEqualTo(json("{'memory':{'keys':[{'key':'num'},{'key':'obj'}]}}"));
    assertThat(api.json("/context/flow/t/obj?keysOnly"))
        .isEqualTo(
            json(
                "{'memory':{'keys':[{'key':'a'},{'key':'b','format':'array[3]','length':3},"
                    + "{'key':'c','format':'object'}],'format':'object'}}"));
    assertThat(api.text("/context/node/c")).contains("\"own\"");
    assertThat(api.text("/context/node/nowhere")).isEqualTo("{}");
    assertThat(api.json("/context/flow/nowhere")).isEqualTo(json("{'memory':{}}"));
    assertThat(api.json("/context/global")).isEqualTo(json("{'memory':{}}"));
    assertThat(api.status("GET", "/context/flow/t?store=none", null)).isEqualTo(404);
    assertThat(api.status("GET", "/context/other/t", null)).isEqualTo(404);
    assertThat(api.status("DELETE", "/context/flow/t/num", null)).isEqualTo(204);
    assertThat(api.status("DELETE", "/context/flow/t/num", null)).isEqualTo(204);
    assertThat(api.status("DELETE", "/context/flow/t", null)).isEqualTo(404);
    assertThat(tab.keys(null)).containsExactly("obj");
  }

  // ---- the rest ----

  @Test
  void the_library_keeps_flows_and_functions_and_lets_nobody_out() {
    assertThat(api.json("/library/local/flows/")).isEqualTo(List.of());
    assertThat(api.status("POST", "/library/local/flows/a/one", "[{'id':'x'}]")).isEqualTo(204);
    assertThat(
            api.status(
                "POST",
                "/library/local/functions/fn.js",
                "{'name':'my fn','outputs':1,'info':'line1\\nline2','text':'return msg;'}"))
        .isEqualTo(204);

    assertThat(api.json("/library/local/flows")).isEqualTo(List.of("a"));
    assertThat(api.json("/library/local/flows/a/")).isEqualTo(json("[{'fn':'one.json'}]"));
    assertThat(api.json("/library/local/flows/a/one")).isEqualTo(json("[{'id':'x'}]"));
    assertThat(api.text("/library/local/functions/fn.js")).isEqualTo("return msg;");
    assertThat(api.json("/library/local/functions/"))
        .isEqualTo(json("[{'fn':'fn.js','name':'my fn','outputs':'1','info':'line1\\nline2'}]"));
    assertThat(folder.resolve("lib/functions/fn.js"))
        .hasContent("// name: my fn\n// outputs: 1\n// info: line1\\nline2\nreturn msg;");
    assertThat(api.status("GET", "/library/local/flows/none", null)).isEqualTo(404);
    assertThat(api.status("GET", "/library/local/flows/..%2F..%2Fx", null)).isEqualTo(403);
    assertThat(api.status("GET", "/library/local/..%2F/x", null)).isGreaterThanOrEqualTo(400);
    assertThat(api.text("/library/other/flows/")).contains("Unknown library: other");
  }

  @Test
  void examples_are_there_to_read_by_module() throws IOException {
    Files.createDirectories(folder.resolve("examples"));
    Files.writeString(folder.resolve("examples/house.json"), "[{\"id\":\"x\"}]");
    Files.writeString(folder.resolve("secret.json"), "[]");

    assertThat(api.json("/library/examples/flows/")).isEqualTo(List.of("weir"));
    assertThat(api.json("/library/examples/flows/weir/")).isEqualTo(json("[{'fn':'house'}]"));
    assertThat(api.json("/library/examples/flows/weir/house")).isEqualTo(json("[{'id':'x'}]"));
    assertThat(api.status("GET", "/library/examples/flows/weir/..%2Fsecret", null)).isEqualTo(404);
    assertThat(api.status("GET", "/library/examples/flows/other/", null)).isEqualTo(404);
    assertThat(api.text("/library/examples/functions/")).contains("Unknown library type");
    assertThat(api.status("POST", "/library/examples/flows/x", "[]")).isEqualTo(400);
    assertThat(api.text("/settings")).contains("\"id\":\"examples\"", "\"readOnly\":true");
  }

  @Test
  void what_a_user_sets_is_merged_and_kept() {
    assertThat(api.status("GET", "/settings/user/keys", null)).isEqualTo(400);
    assertThat(api.status("DELETE", "/settings/user/keys/mine", null)).isEqualTo(400);
    assertThat(api.text("/settings/user")).isEqualTo("{}");
    assertThat(
            api.status("POST", "/settings/user", "{'a':{'b':1,'c':[1]},'telemetryEnabled':true}"))
        .isEqualTo(204);
    assertThat(api.status("POST", "/settings/user", "{'a':{'b':null,'d':2},'e':'x'}"))
        .isEqualTo(204);

    assertThat(api.json("/settings/user")).isEqualTo(json("{'a':{'c':[1],'d':2},'e':'x'}"));
    assertThat(folder.resolve(".config.users.json")).exists();
  }

  @Test
  void diagnostics_can_be_switched_off() {
    ApiClient other =
        new ApiClient(flow, EditorConfig.defaults("1.2.3", true, 0, folder).withDiagnostics(false));

    assertThat(other.status("GET", "/diagnostics", "")).isEqualTo(403);
    assertThat(other.text("/diagnostics")).contains("\"code\":\"diagnostics.disabled\"");
    assertThat(other.text("/settings"))
        .contains("\"diagnostics\":{\"enabled\":false,\"ui\":false}");
  }

  @Test
  void diagnostics_tell_what_helpers_ask_for() {
    assertThat(api.text("/diagnostics"))
        .contains("\"report\":\"diagnostics\"", "\"heapUsed\"", "\"adminAuth\":\"UNSET\"");
    assertThat(api.text("/theme")).contains("\"title\"");
    assertThat(api.text("/locales/editor?lng=de")).isEqualTo("{}");
    assertThat(api.text("/icons")).contains("\"test\"");
    assertThat(
            api.call("GET", "/icons/node-red/inject.svg", null)
                .headers()
                .firstValue("content-type"))
        .contains("image/svg+xml");
  }
}
