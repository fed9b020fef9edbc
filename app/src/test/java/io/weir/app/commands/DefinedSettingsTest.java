package io.weir.app.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinedSettingsTest {
  @TempDir private Path folder;

  @Test
  void are_json_or_text_by_the_names_of_node_red() {
    assertThat(
            DefinedSettings.of(
                List.of("uiPort=1990", "flowFile=house.json", "functionExternalModules=false"),
                false))
        .isEqualTo(
            Map.of(
                "web", Map.of("port", 1990),
                "flows", Map.of("file", "house.json"),
                "functions", Map.of("externalModules", false)));
  }

  @Test
  void reach_into_others_by_dots() {
    assertThat(
            DefinedSettings.of(
                List.of("logging.console.level=warn", "logging.console.audit=true"), false))
        .isEqualTo(Map.of("logging", Map.of("level", "warn", "audit", true)));
  }

  @Test
  void come_from_a_file_too() throws IOException {
    Path file = folder.resolve("more.json");
    Files.writeString(file, "{\"debugMaxLength\": 20, \"envVarExcludes\": [\"A\"]}");

    assertThat(DefinedSettings.of(List.of("@" + file, "uiPort=1"), false))
        .isEqualTo(
            Map.of(
                "editor", Map.of("debugMaxLength", 20),
                "flows", Map.of("hiddenVariables", List.of("A")),
                "web", Map.of("port", 1)));
  }

  @Test
  void verbose_is_a_level_of_the_log() {
    assertThat(DefinedSettings.of(List.of(), true))
        .isEqualTo(Map.of("logging", Map.of("level", "debug")));
  }

  @Test
  void that_have_no_effect_are_refused() {
    assertThatThrownBy(() -> DefinedSettings.of(List.of("noSuchSetting=1"), false))
        .hasMessage("-D: noSuchSetting has no counterpart");
    assertThatThrownBy(() -> DefinedSettings.of(List.of("uiPort"), false))
        .hasMessageContaining("a setting is name=value");
    assertThatThrownBy(() -> DefinedSettings.of(List.of("@" + folder.resolve("none")), false))
        .hasMessageContaining("can't be read");
  }
}
