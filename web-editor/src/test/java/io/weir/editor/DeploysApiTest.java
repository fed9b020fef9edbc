package io.weir.editor;

import static io.weir.engine.testing.FlowTester.tab;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.engine.message.MessageJson;
import io.weir.engine.testing.FlowTester;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deploys are remembered and can be gone back to; drafts are kept. */
class DeploysApiTest {
  private static final String ONE =
      tab("{\"id\":\"c\",\"type\":\"test-collector\",\"z\":\"t\",\"x\":1,\"y\":1,\"wires\":[]}");

  @TempDir private Path folder;
  private final ExecutorService atOnce = Executors.newFixedThreadPool(12);
  private FlowTester flow;
  private ApiClient api;

  @BeforeEach
  void start() {
    flow = FlowTester.start(List.of(), ONE);
    api = new ApiClient(flow, EditorConfig.defaults("1.2.3", true, 1883, folder));
  }

  @AfterEach
  void stop() {
    atOnce.shutdown();
    flow.close();
  }

  private List<Map<?, ?>> deploys() {
    return ((List<?>) ((Map<?, ?>) api.json("/weir/deploys")).get("deploys"))
        .stream().<Map<?, ?>>map(entry -> (Map<?, ?>) entry).toList();
  }

  private static String flows(int nodes) {
    StringBuilder text = new StringBuilder("[{\"id\":\"t\",\"type\":\"tab\"}");
    for (int i = 0; i < nodes; i++) {
      text.append(
          ",{\"id\":\"n%d\",\"type\":\"test-collector\",\"z\":\"t\",\"x\":1,\"y\":1}".formatted(i));
    }
    return text.append(']').toString();
  }

  // ---- deploys ----

  @Test
  void a_deploy_is_remembered_and_what_was_there_before() {
    String before = flow.document().revision();
    assertThat(deploys()).isEmpty();

    api.call("POST", "/flows", flows(3));

    assertThat(deploys()).hasSize(2);
    Map<?, ?> latest = deploys().get(0);
    assertThat(latest.get("rev")).isEqualTo(flow.document().revision());
    assertThat(latest.get("user")).isNull();
    assertThat((Long) latest.get("at")).isPositive();
    assertThat(latest.get("added")).isEqualTo(3L);
    assertThat(latest.get("removed")).isEqualTo(1L);
    assertThat(deploys().get(1).get("rev")).isEqualTo(before);
  }

  @Test
  void an_earlier_deploy_is_restored_as_a_deploy() {
    String before = flow.document().revision();
    api.call("POST", "/flows", flows(3));

    HttpResponse<String> restored = api.call("POST", "/weir/deploys/" + before + "/restore", null);

    assertThat(restored.statusCode()).isEqualTo(200);
    assertThat(MessageJson.parse(restored.body())).isEqualTo(Map.of("rev", before));
    assertThat(MessageJson.text(flow.document().raw())).isEqualTo(ONE);
    flow.send("c", "runs");
    assertThat(flow.awaitMessages("c", 1)).hasSize(1);
    assertThat(deploys().get(0).get("rev")).isEqualTo(before);
    assertThat(deploys()).hasSize(3);
  }

  @Test
  void restoring_over_somebody_elses_deploy_is_a_conflict() {
    String before = flow.document().revision();
    api.call("POST", "/flows", flows(1));

    HttpResponse<String> refused =
        api.call("POST", "/weir/deploys/" + before + "/restore", "{'rev':'another'}");

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(flow.document().entry("n0")).isPresent();
    assertThat(api.status("POST", "/weir/deploys/unknown/restore", null)).isEqualTo(404);
    assertThat(api.status("POST", "/weir/deploys/..%2Findex/restore", null)).isEqualTo(404);
  }

  @Test
  void each_of_several_deploys_at_once_is_remembered_with_its_own_flows() {
    List<CompletableFuture<HttpResponse<String>>> deploying =
        IntStream.rangeClosed(1, 12)
            .mapToObj(
                nodes ->
                    CompletableFuture.supplyAsync(
                        () -> api.call("POST", "/flows", flows(nodes)), atOnce))
            .toList();

    deploying.forEach(deploy -> assertThat(deploy.join().statusCode()).isEqualTo(204));

    assertThat(deploys()).hasSize(13).extracting(entry -> entry.get("rev")).doesNotHaveDuplicates();
    assertThat(deploys().get(0).get("rev")).isEqualTo(flow.document().revision());
    long nodes =
        deploys().stream()
            .mapToLong(entry -> (Long) entry.get("added") - (Long) entry.get("removed"))
            .sum();
    assertThat(nodes).as("each is compared with the one before").isEqualTo(nodesInPlace());
  }

  private int nodesInPlace() {
    return flow.document().nodes().size();
  }

  @Test
  void a_refused_deploy_is_not_remembered() {
    api.call("POST", "/flows", flows(1));

    assertThat(api.status("POST", "/flows", "[{'id':'a','type':'tab'},{'id':'a','type':'tab'}]"))
        .isEqualTo(400);

    assertThat(deploys()).hasSize(2);
  }

  @Test
  void the_oldest_are_forgotten_with_their_files() throws IOException {
    for (int nodes = 1; nodes <= 25; nodes++) {
      api.call("POST", "/flows", flows(nodes));
    }

    assertThat(deploys()).hasSize(DeployHistory.MOST);
    assertThat(deploys().get(0).get("added")).isEqualTo(1L);
    try (var files = Files.list(folder.resolve(".deploys"))) {
      assertThat(files.filter(file -> !file.toString().contains("index")))
          .hasSize(DeployHistory.MOST);
    }
  }

  @Test
  void a_deploy_of_one_flow_is_remembered_too() {
    api.call("POST", "/flow", "{'label':'New','nodes':[]}");

    assertThat(deploys()).hasSize(2);
  }

  // ---- drafts ----

  @Test
  void a_draft_is_kept_until_it_is_deleted() {
    assertThat(api.status("GET", "/weir/draft", null)).isEqualTo(204);

    HttpResponse<String> put = api.call("PUT", "/weir/draft", "{'base':'r1','changes':[1]}");
    String tag = put.headers().firstValue("ETag").orElseThrow();

    assertThat(put.statusCode()).isEqualTo(204);
    HttpResponse<String> draft = api.call("GET", "/weir/draft", null);
    assertThat(draft.body()).isEqualTo("{\"base\":\"r1\",\"changes\":[1]}");
    assertThat(draft.headers().firstValue("ETag")).contains(tag);
    assertThat(api.status("DELETE", "/weir/draft", null)).isEqualTo(204);
    assertThat(api.status("GET", "/weir/draft", null)).isEqualTo(204);
  }

  @Test
  void a_draft_that_another_device_has_changed_is_not_overwritten() {
    String tag =
        api.call("PUT", "/weir/draft", "{'n':1}").headers().firstValue("ETag").orElseThrow();
    api.call("PUT", "/weir/draft", "{'n':2}", "If-Match", tag);

    HttpResponse<String> late = api.call("PUT", "/weir/draft", "{'n':3}", "If-Match", tag);

    assertThat(late.statusCode()).isEqualTo(412);
    assertThat(api.text("/weir/draft")).isEqualTo("{\"n\":2}");
  }

  @Test
  void a_first_draft_does_not_replace_that_of_another_device() {
    assertThat(putFirst("{'n':1}")).isEqualTo(204);

    assertThat(putFirst("{'n':2}")).isEqualTo(412);
    assertThat(api.text("/weir/draft")).isEqualTo("{\"n\":1}");
  }

  private int putFirst(String draft) {
    return api.call("PUT", "/weir/draft", draft, "If-None-Match", "*").statusCode();
  }

  @Test
  void only_the_draft_that_is_meant_is_forgotten() {
    String tag =
        api.call("PUT", "/weir/draft", "{'n':1}").headers().firstValue("ETag").orElseThrow();
    api.call("PUT", "/weir/draft", "{'n':2}");

    HttpResponse<String> late = api.call("DELETE", "/weir/draft", null, "If-Match", tag);

    assertThat(late.statusCode()).isEqualTo(412);
    assertThat(api.text("/weir/draft")).isEqualTo("{\"n\":2}");
  }

  @Test
  void what_is_no_draft_is_refused() {
    assertThat(api.status("PUT", "/weir/draft", "[1]")).isEqualTo(400);
    assertThat(api.status("PUT", "/weir/draft", "{")).isEqualTo(400);
    String large = "{'text':'" + "x".repeat(1 << 20) + "'}";
    assertThat(api.status("PUT", "/weir/draft", large)).isEqualTo(413);
    assertThat(api.status("GET", "/weir/draft", null)).isEqualTo(204);
  }

  @Test
  void each_user_has_a_draft_of_their_own() {
    Drafts drafts = new Drafts(folder);
    Drafts.Condition any = new Drafts.Condition(null, null);
    drafts.put("../ann", "{\"a\":1}", any);
    drafts.put("bob", "{\"b\":1}", any);
    drafts.put("x".repeat(300), "{}", any);

    assertThat(drafts.of("../ann")).extracting(Drafts.Draft::text).isEqualTo("{\"a\":1}");
    assertThat(drafts.of("bob")).extracting(Drafts.Draft::text).isEqualTo("{\"b\":1}");
    assertThat(drafts.of("x".repeat(301))).isNull();
    assertThat(folder.resolve(".drafts")).isDirectoryContaining("glob:**bob.json");
    assertThat(folder).isDirectoryNotContaining("glob:**ann*");
  }
}
