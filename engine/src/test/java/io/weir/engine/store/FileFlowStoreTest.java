package io.weir.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.engine.flow.FlowDocument;
import io.weir.engine.flow.FlowReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFlowStoreTest {
  private static final FlowDocument ONE =
      FlowReader.read("[{\"id\":\"t\",\"type\":\"tab\",\"label\":\"One\"}]");

  @TempDir private Path folder;
  private Path file;
  private FileFlowStore store;

  @BeforeEach
  void open() {
    file = folder.resolve("flows.json");
    store = new FileFlowStore(file);
  }

  @Test
  void a_missing_file_is_an_empty_document() {
    assertThat(store.load().document().entries()).isEmpty();
    assertThat(file).doesNotExist();
  }

  @Test
  void a_file_that_nobody_edited_keeps_its_bytes() throws IOException {
    String odd = "\uFEFF[ {\"id\":\"t\",\n\t\"type\":\"tab\", \"w\":1.0}\n]\n";
    Files.writeString(file, odd);

    store.save(store.load().document());

    assertThat(file).hasContent(odd);
  }

  @Test
  void a_save_keeps_the_indentation_of_the_file() throws IOException {
    Files.writeString(file, "[]");
    store.load();
    store.save(ONE);
    assertThat(Files.readString(file))
        .isEqualTo("[{\"id\":\"t\",\"type\":\"tab\",\"label\":\"One\"}]");

    Files.writeString(file, "[\n  {\"id\":\"u\",\"type\":\"tab\"}\n]");
    store.load();
    store.save(ONE);
    assertThat(Files.readString(file)).startsWith("[\n  {\n    \"id\"");
  }

  @Test
  void a_save_keeps_the_flows_before_it_as_backup() throws IOException {
    store.save(ONE);
    store.save(FlowDocument.EMPTY);

    assertThat(folder.resolve(".flows.json.backup")).content().contains("One");
    assertThat(file).hasContent("[]");
    assertThat(folder).isDirectoryNotContaining("glob:**$$$");
  }

  @Test
  void an_empty_file_is_restored_from_the_backup() throws IOException {
    Files.writeString(file, "");
    Files.writeString(folder.resolve(".flows.json.backup"), "[{\"id\":\"b\",\"type\":\"tab\"}]");

    assertThat(store.load().document().entry("b")).isPresent();
    assertThat(file).isNotEmptyFile();
  }

  @Test
  void a_broken_file_is_named_and_left_alone_and_kept_aside_by_the_next_save() throws IOException {
    Files.writeString(file, "[{\"id\": oops}]");

    FlowStore.Loaded loaded = store.load();

    assertThat(loaded.document().entries()).isEmpty();
    assertThat(loaded.fault()).contains(file.toString(), "line 1");
    assertThat(file).hasContent("[{\"id\": oops}]");

    store.save(ONE);
    assertThat(file).content().contains("One");
    assertThat(folder).isDirectoryContaining("glob:**flows.json.broken-*");
  }

  @Test
  void a_save_that_fails_leaves_the_file_and_says_why() throws IOException {
    Path blocked = folder.resolve("a-file");
    Files.writeString(blocked, "");

    FileFlowStore nowhere = new FileFlowStore(blocked.resolve("flows.json"));

    assertThatThrownBy(() -> nowhere.save(ONE))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("could not be saved");
  }
}
