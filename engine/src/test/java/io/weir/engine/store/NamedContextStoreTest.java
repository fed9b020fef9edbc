package io.weir.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.Undefined;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.Variables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedContextStoreTest {
  @TempDir private Path folder;

  private NamedContextStore open(Duration flushInterval, Map<String, Object> seed) {
    Map<String, ContextSettings.Module> stores = new LinkedHashMap<>();
    stores.put("memory", new ContextSettings.Memory());
    stores.put("file", new ContextSettings.Files(folder.resolve("context"), flushInterval));
    NamedContextStore store =
        new NamedContextStore(new ContextSettings(stores, "memory", seed, false));
    store.open();
    return store;
  }

  private NamedContextStore open() {
    return open(Duration.ZERO, Map.of());
  }

  private String content(String file) throws IOException {
    return Files.readString(folder.resolve("context").resolve(file));
  }

  @Test
  void files_are_where_node_red_has_them_and_look_the_same() throws IOException {
    NamedContextStore store = open();

    store.global().set("a", 1L, "file");
    store.of(ContextScope.flow("t1")).set("b.c[1]", "x", "file");
    store.of(ContextScope.node("n", "t1")).set("#:(file)::d", true, null);
    store.of(ContextScope.node("sfn", "oi-inner")).set("e", List.of(), "file");

    assertThat(content("global/global.json")).isEqualTo("{\n    \"a\": 1\n}");
    assertThat(content("t1/flow.json")).contains("\"b\"").contains("null").contains("\"x\"");
    assertThat(content("t1/n.json")).contains("\"d\": true");
    assertThat(content("oi-inner/sfn.json")).contains("\"e\": []");
  }

  @Test
  void what_was_kept_is_there_after_a_restart() {
    NamedContextStore store = open(Duration.ofHours(1), Map.of());
    Variables flow = store.of(ContextScope.flow("t1"));
    flow.set("buffer", Buffer.buffer("abc"), "file");
    flow.set("date", Instant.EPOCH, "file");
    flow.set("forgotten", 1, "memory");
    store.of(ContextScope.node("n/../x", "t1")).set("odd", 1, "file");
    store.close();

    NamedContextStore again = open();

    Variables kept = again.of(ContextScope.flow("t1"));
    assertThat(kept.keys("file")).containsExactly("buffer", "date");
    assertThat(kept.get("buffer", "file"))
        .isEqualTo(Map.of("type", "Buffer", "data", List.of(97L, 98L, 99L)));
    assertThat(kept.get("date", "file")).isEqualTo("1970-01-01T00:00:00.000Z");
    assertThat(kept.get("forgotten", null)).isEqualTo(Undefined.VALUE);
    assertThat(again.of(ContextScope.node("n/../x", "t1")).get("odd", "file")).isEqualTo(1L);
    assertThat(folder.resolve("context").toFile().list()).containsExactly("t1");
  }

  @Test
  void changes_are_written_by_themselves_after_a_while() {
    NamedContextStore store = open(Duration.ofMillis(5), Map.of());

    store.global().set("a", 1, "file");

    org.awaitility.Awaitility.await()
        .until(() -> Files.exists(folder.resolve("context/global/global.json")));
    store.close();
  }

  @Test
  void what_belongs_to_nobody_any_more_is_deleted() {
    NamedContextStore store = open();
    store.global().set("a", 1, "file");
    store.of(ContextScope.flow("t1")).set("a", 1, "file");
    store.of(ContextScope.flow("t2")).set("a", 1, "file");
    store.of(ContextScope.node("n", "t1")).set("a", 1, "file");
    store.of(ContextScope.node("m", "t1")).set("a", 1, "file");

    store.retain(Set.of("t1", "n")::contains);

    assertThat(folder.resolve("context").toFile().list()).containsExactlyInAnyOrder("global", "t1");
    assertThat(folder.resolve("context/t1").toFile().list())
        .containsExactlyInAnyOrder("flow.json", "n.json");
    assertThat(store.of(ContextScope.flow("t2")).keys("file")).isEmpty();
  }

  @Test
  void a_broken_file_is_named() throws IOException {
    Files.createDirectories(folder.resolve("context/t1"));
    Files.writeString(folder.resolve("context/t1/flow.json"), "{");

    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("flow.json is not JSON");
  }

  @Test
  void an_empty_file_and_one_of_others_do_no_harm() throws IOException {
    Files.createDirectories(folder.resolve("context/t1"));
    Files.createDirectories(folder.resolve("context/.git"));
    Files.writeString(folder.resolve("context/t1/flow.json"), "");
    Files.writeString(folder.resolve("context/.git/x.json"), "{");
    Files.writeString(folder.resolve("context/t1/flow.json.1.tmp"), "{");

    assertThat(open().of(ContextScope.flow("t1")).keys("file")).isEmpty();
  }

  @Test
  void an_unknown_store_stands_for_the_default_one() {
    NamedContextStore store = open();

    store.global().set("a", 1, "nowhere");

    assertThat(store.global().get("a", "memory")).isEqualTo(1L);
    assertThat(store.snapshot("nowhere", ContextScope.GLOBAL)).isNull();
  }

  @Test
  void seeds_are_there_until_somebody_sets_them() {
    NamedContextStore store = open(Duration.ZERO, Map.of("conf", Map.of("max", 3)));

    assertThat(store.global().get("conf.max", null)).isEqualTo(3L);
    assertThat(store.global().get("conf.max", "file")).isEqualTo(3L);
    assertThat(store.global().keys(null)).as("they aren't to be listed").isEmpty();
    store.global().set("conf", 5, null);
    assertThat(store.global().get("conf", null)).isEqualTo(5L);
    assertThat(store.snapshot("memory", ContextScope.GLOBAL)).containsEntry("conf", 5L);
  }

  @Test
  void keys_that_are_none_are_refused() {
    Variables global = open().global();

    assertThatThrownBy(() -> global.get("", null))
        .isInstanceOf(NodeException.class)
        .hasMessage("Invalid context key");
    assertThatThrownBy(() -> global.get("a..b", null)).isInstanceOf(NodeException.class);
  }

  @Test
  void without_settings_a_nodes_variables_last_as_long_as_the_node() {
    NamedContextStore store = NamedContextStore.inMemory();
    store.of(ContextScope.node("n", "t")).set("a", 1, null);
    store.of(ContextScope.flow("t")).set("a", 1, null);

    store.nodeStopped("n", "t");

    assertThat(store.names()).containsExactly("memory");
    assertThat(store.of(ContextScope.node("n", "t")).keys(null)).isEmpty();
    assertThat(store.of(ContextScope.flow("t")).keys(null)).containsExactly("a");
  }

  @Test
  void store_names_are_checked() {
    assertThatThrownBy(
            () ->
                new ContextSettings(
                    Map.of("a b", new ContextSettings.Memory()), null, Map.of(), true))
        .hasMessageContaining("\"a b\"");
    assertThatThrownBy(() -> new ContextSettings(Map.of(), "gone", Map.of(), true))
        .hasMessageContaining("gone");
  }
}
