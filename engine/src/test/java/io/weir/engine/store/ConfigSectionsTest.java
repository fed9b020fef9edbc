package io.weir.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigSectionsTest {
  private static final String OLD =
      """
      {"nodes":{"node-red":{"nodes":{"function":{"enabled":false}}}},
       "_credentialSecret":"made long ago","users":{"_":{"theme":"dark"}}}""";

  @TempDir private Path folder;

  @Test
  void of_one_old_file_get_files_of_their_own() throws IOException {
    Files.writeString(folder.resolve(".config.json"), OLD);
    Files.writeString(folder.resolve(".config.users.json"), "{}");

    ConfigSections.split(folder);

    assertThat(new RuntimeSettings(folder.resolve(".config.runtime.json")).get("_credentialSecret"))
        .isEqualTo("made long ago");
    assertThat(new NodeSetSettings(folder.resolve(".config.nodes.json")).disabled())
        .isEqualTo(Set.of("node-red/function"));
    assertThat(folder.resolve(".config.users.json")).hasContent("{}");
    assertThat(folder.resolve(".config.projects.json")).doesNotExist();
    assertThat(folder.resolve(".config.json")).hasContent(OLD);
  }

  @Test
  void are_read_where_they_are() throws IOException {
    assertThat(ConfigSections.read(folder, ConfigSections.RUNTIME)).isEmpty();

    Files.writeString(folder.resolve(".config.json"), OLD);
    assertThat(ConfigSections.read(folder, ConfigSections.RUNTIME))
        .containsOnlyKeys("_credentialSecret");
    assertThat(ConfigSections.read(folder, "users")).containsOnlyKeys("_");

    Files.writeString(folder.resolve(".config.runtime.json"), "{\"a\":1}");
    assertThat(ConfigSections.read(folder, ConfigSections.RUNTIME)).containsOnlyKeys("a");
  }
}
