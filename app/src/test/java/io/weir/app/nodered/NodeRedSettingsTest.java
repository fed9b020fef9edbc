package io.weir.app.nodered;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.app.ConfigReader;
import io.weir.app.WeirConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeRedSettingsTest {
  private static final String SETTINGS =
      """
      module.exports = {
        flowFile: 'house.json',
        credentialSecret: "a secret",
        uiPort: 1990,
        adminAuth: {
          type: "credentials",
          users: [{ username: "admin", password: "$2b$08$wuAqPiKJlVN27eF5qJp.RuQYuy6ZYONW7a/UWYxDTtwKFCdB8F19y", permissions: "*" }]
        },
        contextStorage: { default: { module: "localfilesystem" } },
        functionExternalModules: false,
        globalFunctionTimeout: 0,
        functionGlobalContext: { os: require('os'), house: { rooms: 3 } },
        exportGlobalContextKeys: false,
        httpStatic: '/home/pi/pictures/',
        https: function() { return {}; },
        editorTheme: { projects: { enabled: false } },
      }
      """;

  @TempDir private Path folder;

  private WeirConfig start() throws IOException {
    ConfigReader.Overrides overrides =
        new ConfigReader.Overrides(folder, null, null, null, null, false, null, false, null);
    WeirConfig config = ConfigReader.read(overrides);
    ConfigReader.writeDefaults(folder);
    // What was written has the same effect from now on.
    Files.deleteIfExists(folder.resolve("settings.js"));
    assertThat(ConfigReader.read(overrides)).isEqualTo(config);
    return config;
  }

  @Test
  void are_taken_over_at_the_first_start() throws IOException {
    Files.writeString(folder.resolve("settings.js"), SETTINGS);

    WeirConfig config = start();

    assertThat(config.flowFile()).isEqualTo(folder.toAbsolutePath().resolve("house.json"));
    assertThat(config.credentialSecret()).isEqualTo("a secret");
    assertThat(config.web().port()).isEqualTo(1990);
    assertThat(config.functions().externalModules()).isFalse();
    assertThat(config.functions().timeoutSeconds()).isEqualTo(10);
    assertThat(config.login().users()).singleElement().extracting("name").isEqualTo("admin");
    assertThat(config.context().stores()).containsOnlyKeys("default");
    assertThat(config.context().seed()).isEqualTo(Map.of("house", Map.of("rooms", 3)));
    assertThat(config.context().listsSeed()).isFalse();
  }

  @Test
  void say_what_could_not_be_taken() throws IOException {
    Path file = Files.writeString(folder.resolve("settings.js"), SETTINGS);

    assertThat(NodeRedSettings.read(file).left())
        .containsExactly(
            "functionGlobalContext.os is code", "httpStatic has no counterpart", "https is code");
  }

  @Test
  void that_cannot_be_made_out_keep_nothing_from_starting() throws IOException {
    Files.writeString(folder.resolve("settings.js"), "const s = {}; module.exports = s;");

    assertThat(start()).isEqualTo(ConfigReader.defaults(folder.toAbsolutePath()));
  }

  @Test
  void the_only_flow_file_is_found_under_its_old_name() throws IOException {
    Files.writeString(folder.resolve("flows_oldpi.json"), "[]");
    Files.writeString(folder.resolve("flows_oldpi_cred.json"), "{}");

    assertThat(start().flowFile()).isEqualTo(folder.toAbsolutePath().resolve("flows_oldpi.json"));
  }
}
