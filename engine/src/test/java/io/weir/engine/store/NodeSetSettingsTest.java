package io.weir.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.engine.message.MessageJson;
import io.weir.engine.node.NodeSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeSetSettingsTest {
  private static final NodeSet LINK = new NodeSet("node-red", "5.0.0", "link", List.of());

  @TempDir private Path folder;
  private Path file;
  private NodeSetSettings settings;

  @BeforeEach
  void open() {
    file = folder.resolve(".config.nodes.json");
    settings = new NodeSetSettings(file);
  }

  @Test
  void nothing_is_off_without_a_file() {
    assertThat(settings.disabled()).isEmpty();
  }

  @Test
  void what_is_off_stays_so_until_it_is_on_again() {
    settings.put(List.of(LINK), false);
    assertThat(new NodeSetSettings(file).disabled()).containsExactly("node-red/link");

    settings.put(List.of(LINK), true);
    assertThat(new NodeSetSettings(file).disabled()).isEmpty();
  }

  @Test
  void what_node_red_wrote_is_heeded_and_kept() throws IOException {
    Files.writeString(
        file,
        "{\"node-red\":{\"name\":\"node-red\",\"version\":\"4.1.0\",\"nodes\":{"
            + "\"exec\":{\"name\":\"exec\",\"enabled\":false,\"file\":\"/x/exec.js\"},"
            + "\"link\":{\"name\":\"link\",\"enabled\":true,\"file\":\"/x/link.js\"}}},"
            + "\"node-red-node-sentiment\":{\"nodes\":{\"sentiment\":{\"enabled\":true}}}}");

    assertThat(settings.disabled()).containsExactly("node-red/exec");
    settings.put(List.of(LINK), false);

    assertThat(settings.disabled()).containsExactlyInAnyOrder("node-red/exec", "node-red/link");
    Map<?, ?> written = (Map<?, ?>) MessageJson.parse(Files.readString(file));
    assertThat(written.containsKey("node-red-node-sentiment")).isTrue();
    assertThat(Files.readString(file)).contains("/x/exec.js", "/x/link.js");
  }

  @Test
  void a_damaged_file_is_named() throws IOException {
    Files.writeString(file, "{oops");

    assertThatThrownBy(settings::disabled)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(".config.nodes.json");
  }
}
