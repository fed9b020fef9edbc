package io.weir.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.broker.Limits;
import io.weir.editor.LoginSettings;
import io.weir.editor.Permissions;
import io.weir.editor.openid.OpenIdSettings;
import io.weir.engine.store.CredentialSecret;
import io.weir.nodes.NodeSettings;
import io.weir.nodes.http.client.HttpRequestSettings;
import io.weir.nodes.support.ProxyLookup;
import io.weir.nodes.tcp.TcpSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {
  @TempDir private Path folder;

  private WeirConfig read(String yaml) {
    try {
      Files.writeString(folder.resolve("weir.yaml"), yaml);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return ConfigReader.read(overrides(null, false));
  }

  private ConfigReader.Overrides overrides(Integer port, boolean noBroker) {
    return new ConfigReader.Overrides(
        folder, port, null, null, null, noBroker, null, false, null, Map.of());
  }

  @Test
  void without_a_file_everything_is_as_by_default() {
    assertThat(ConfigReader.read(overrides(null, false)))
        .isEqualTo(ConfigReader.defaults(folder.toAbsolutePath()));
  }

  @Test
  void the_file_that_is_written_at_first_says_what_is_in_force_anyway() throws IOException {
    ConfigReader.writeDefaults(folder);
    String commented = Files.readString(folder.resolve("weir.yaml"));
    assertThat(read(commented)).isEqualTo(ConfigReader.defaults(folder.toAbsolutePath()));
    // Take the marks away: what stands behind them are the defaults.
    String uncommented =
        commented
            .replaceAll("(?m)^#( *)([a-zA-Z]+:)", "$1$2")
            .replaceAll("(?m)^#?( *)#.*$", "")
            .replaceAll("(?m)^# .*$", "");

    assertThat(uncommented).contains("timeoutSeconds: 10", "credentialSecret", "port: 1883");
    assertThat(read(uncommented)).isEqualTo(ConfigReader.defaults(folder.toAbsolutePath()));
  }

  @Test
  void environment_variables_stand_for_values_of_every_kind() {
    WeirConfig config =
        read(
            """
            web: { port: "${NO_SUCH:-1990}", host: "${NO_SUCH:-}", nodeRoot: "${NO_SUCH:-false}" }
            flows:
              strictTypes: ${NO_SUCH:-true}
              closeSeconds: ${NO_SUCH:-2.5}
              hiddenVariables: ["${PATH}", "${NO_SUCH:-SECRET}"]
              credentialSecret: a${NO_SUCH:-b}c
            mqtt: { users: { ann: "${NO_SUCH:-$2b$08$hash}" } }
            """);

    assertThat(config.web().port()).isEqualTo(1990);
    assertThat(config.web().host()).isEqualTo("127.0.0.1");
    assertThat(config.web().nodes()).isNull();
    assertThat(config.runtime().strictTypes()).isTrue();
    assertThat(config.runtime().closeTimeout()).isEqualTo(Duration.ofMillis(2_500));
    assertThat(config.runtime().hiddenVariables())
        .containsExactlyInAnyOrder(System.getenv("PATH"), "SECRET");
    assertThat(config.credentialSecret()).isEqualTo(CredentialSecret.of("abc"));
    assertThat(config.mqtt().access().users()).containsEntry("ann", "$2b$08$hash");
  }

  @Test
  void recording_can_be_turned_off() {
    assertThat(read("").runtime().recordsMessages()).isTrue();
    assertThat(read("editor:\n  live:\n    record: false").runtime().recordsMessages()).isFalse();
    assertThatThrownBy(() -> read("editor:\n  live:\n    recrod: false"))
        .hasMessageContaining("editor.live.recrod")
        .hasMessageContaining("record");
  }

  @Test
  void an_existing_file_is_not_overwritten() throws IOException {
    Files.writeString(folder.resolve("weir.yaml"), "web:\n  port: 1\n");

    ConfigReader.writeDefaults(folder);

    assertThat(folder.resolve("weir.yaml")).hasContent("web:\n  port: 1\n");
  }

  @Test
  void the_file_is_read_and_the_command_line_wins() {
    WeirConfig config = read("web:\n  port: 1\nmqtt:\n  host: ::1\n  port: 2\n");

    assertThat(config.web().port()).isEqualTo(1);
    assertThat(config.mqtt().host()).isEqualTo("::1");
    assertThat(config.mqtt().port()).isEqualTo(2);
    assertThat(config.mqtt().access()).isEqualTo(WeirConfig.MqttAccess.OPEN);
    assertThat(ConfigReader.read(overrides(3, true)).web().port()).isEqualTo(3);
    assertThat(ConfigReader.read(overrides(3, true)).mqtt()).isNull();
  }

  @Test
  void users_make_the_broker_ask_for_a_login() {
    WeirConfig config =
        read("mqtt:\n  host: 0.0.0.0\n  users:\n    ann: $2a$05$x\n  aclFile: rules\n");

    assertThat(config.mqtt().access())
        .isEqualTo(
            new WeirConfig.MqttAccess(
                false,
                Map.of("ann", "$2a$05$x"),
                null,
                folder.toAbsolutePath().resolve("rules"),
                false,
                true));
    assertThatThrownBy(() -> MqttPolicies.read(config)).hasMessageContaining("mqtt.users.ann");
  }

  @Test
  void limits_of_the_broker_are_read_and_the_rest_stays() {
    WeirConfig.MqttLimits limits =
        read("""
                mqtt:
                  refuseUnreadable: true
                  limits:
                    connections: 50
                    connectionsPerAddress: 5
                    subscriptionsPerClient: 20
                    topicLevels: 8
                    queuedMessages: 100
                    queuedBytes: 4096
                    retainedMessages: 300
                    retainedBytes: 0
                    memoryBytes: 2000000
                    connectSeconds: 3
                """)
            .mqtt()
            .limits();

    Limits none = Limits.defaults();
    assertThat(limits.connectTimeout()).hasSeconds(3);
    assertThat(limits.broker())
        .isEqualTo(
            none.withClients(none.clients().withMaxConnections(50).withMaxConnectionsPerAddress(5))
                .withPacket(none.packet().withMaxTopicLevels(8))
                .withMemory(none.memory().withMaxRetained(300).withMaxBytes(2_000_000))
                .withSession(
                    none.session()
                        .withMaxSubscriptions(20)
                        .withMaxQueued(100)
                        .withMaxQueuedBytes(4096)));
    assertThat(read("mqtt: {refuseUnreadable: true}").mqtt().access().refusesUnreadable()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "web: {port: 1}|false",
        "web: {host: 0.0.0.0}|true",
        "web: {host: 192.168.1.2}|true",
        "web: {host: localhost}|false",
        "{web: {host: 0.0.0.0}, adminAuth: {default: {permissions: read}}}|false",
        "mqtt: {host: 0.0.0.0}|true",
        "'mqtt: {host: \"::\"}'|true",
        "mqtt: {host: 0.0.0.0, enabled: false}|false",
        "mqtt: {host: 0.0.0.0, users: {a: x}}|false",
        "mqtt: {host: 0.0.0.0, passwordFile: p}|false",
        "mqtt: {host: 0.0.0.0, aclFile: a}|true",
        "mqtt: {host: 0.0.0.0, users: {}}|true",
        "mqtt: {host: 0.0.0.0, allowAnonymous: true}|false",
        "mqtt: {host: 0.0.0.0, allowAnonymous: false}|false",
        "{web: {host: 0.0.0.0}, mqtt: {users: {a: x}}}|true",
      })
  void others_may_not_connect_before_somebody_has_said_who(String yaml, boolean needsSetUp) {
    assertThat(read(yaml).needsSetUp()).isEqualTo(needsSetUp);
  }

  @Test
  void a_provider_of_logins_takes_the_place_of_passwords() {
    LoginSettings login =
        read("adminAuth: {type: strategy, users: [{username: ann, permissions: read}], strategy:"
                + " {label: Here, options: {issuer: 'https://id.example/a/', clientID: weir,"
                + " scope: [openid, email], usernameClaim: email, caFile: ca.pem}}}")
            .login();

    assertThat(login.users())
        .containsExactly(
            new LoginSettings.User("ann", null, new Permissions(List.of("read")), null));
    assertThat(login.openId())
        .isEqualTo(
            new OpenIdSettings(
                "https://id.example/a",
                "weir",
                "",
                List.of("openid", "email"),
                "email",
                null,
                folder.resolve("ca.pem"),
                new OpenIdSettings.Button("Here", null, null),
                false,
                Duration.ofSeconds(20)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mqtt: {users: {ann: {}}}|mqtt.users.ann must be a text",
        "adminAuth: {type: ldap}|adminAuth.type must be credentials or strategy but is ldap",
        "adminAuth: {type: strategy, strategy: {name: github}}|adminAuth.strategy.name must be openid",
        "adminAuth: {type: strategy}|adminAuth.strategy.options.issuer is missing",
        "adminAuth: {type: strategy, strategy: {options: {issuer: http://a.b, clientID: c}}}|"
            + "adminAuth.strategy.options.issuer must be an https:// address but is http://a.b",
        "adminAuth: {users: [{username: a}]}|adminAuth.users[0].password is missing",
        "webb: {}|webb is not a setting; did you mean web?",
        "web: {prot: 1}|web.prot is not a setting; did you mean web.port?",
        "web: {port: many}|web.port must be a whole number but is many",
        "web: {port: 99999}|the editor's port must be 0 to 65535 but is 99999",
        "mqtt: {limits: {topicLevels: 0}}|mqtt.limits.topicLevels must be at least 1 but is 0",
        "mqtt: {limits: {memoryBytes: 9}}|mqtt.limits.memoryBytes must be 0 or at least 1048576 but is 9",
        "mqtt: {limits: {topicLevels: 1001}}|mqtt.limits.topicLevels must be at most 1000 but is 1001",
        "mqtt: {limits: {connection: 1}}|did you mean mqtt.limits.connections?",
        "mqtt: 5|mqtt must hold keys and values of its own",
        "web: {port: '${NO_SUCH_VARIABLE_HERE:-many}'}|web.port must be a whole number but is many",
        "flows: {strictTypes: '${NO_SUCH:-maybe}'}|flows.strictTypes must be true or false but is maybe",
        "flows: {closeSeconds: '${NO_SUCH:-long}'}|flows.closeSeconds must be a number but is long",
        "functions: {timeoutSeconds: 0}|functions.timeoutSeconds must be more than 0",
        "flows: {credentialSecret: '${NO_SUCH_VARIABLE_HERE}'}|which is not set",
        "flows: {file: [a]}|flows.file must be a text",
        "flows: {excludedNodes: {a: 1}}|flows.excludedNodes must be a text",
        "flows: {bufferedMessages: 0}|flows.bufferedMessages must be at least 1 but is 0",
        "editor: {debugMaxLength: -5}|editor.debugMaxLength must be at least 1 but is -5",
        "contextStorage: {default: nope}|contextStorage.default names nope, which is not among",
        "contextStorage: {a-b: {module: memory}}|contextStorage.a-b is no name",
        "'a: b: c'|line 1",
        "'- 1'|must hold keys and values"
      })
  void a_file_that_can_not_be_right_is_refused_by_name(String yaml, String says) {
    String text = yaml.startsWith("'") ? yaml.substring(1, yaml.length() - 1) : yaml;

    assertThatThrownBy(() -> read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(says);
  }

  @Test
  void what_is_said_of_flows_and_nodes_counts() {
    WeirConfig config =
        read(
            """
            flows:
              credentialFile: secrets/cred.json
              safeMode: true
              closeSeconds: 2.5
              hiddenVariables: [SECRET]
              excludedNodes: [function]
              mqttReconnectSeconds: 1
              httpRequestSeconds: 0.5
              httpRequestTimings: true
              proxyOptions: { mode: legacy, excludeNpm: true }
              bufferedMessages: 7
              socketReconnectSeconds: 2
              socketTimeoutSeconds: 0.5
              queuedRequests: 3
              execMaxBytes: 4000
              fileWorkingDirectory: data
            editor: { debugMaxLength: 50, debugStatusLength: 8 }
            """);

    assertThat(config.credentialFile())
        .isEqualTo(folder.toAbsolutePath().resolve("secrets/cred.json"));
    assertThat(config.runtime().safeMode()).isTrue();
    assertThat(config.runtime().closeTimeout()).isEqualTo(Duration.ofMillis(2_500));
    assertThat(config.runtime().hiddenVariables()).containsExactly("SECRET");
    assertThat(config.excludedNodes()).containsExactly("function");
    assertThat(config.nodes())
        .isEqualTo(
            new NodeSettings(
                7,
                8,
                Duration.ofSeconds(1),
                new HttpRequestSettings(Duration.ofMillis(500), true),
                new ProxyLookup(ProxyLookup.Mode.LEGACY, false, false, true),
                4_000,
                new TcpSettings(Duration.ofSeconds(2), Duration.ofMillis(500), 3),
                folder.toAbsolutePath().resolve("data")));
    assertThat(config.debugMaxLength()).isEqualTo(50);
  }

  @Test
  void settings_of_the_command_line_win_over_those_of_the_file() throws IOException {
    Files.writeString(
        folder.resolve("weir.yaml"), "flows: { closeSeconds: 3, bufferedMessages: 9 }\n");

    WeirConfig config =
        ConfigReader.read(
            new ConfigReader.Overrides(
                folder,
                null,
                null,
                null,
                null,
                false,
                null,
                false,
                null,
                Map.of("flows", Map.of("closeSeconds", 1))));

    assertThat(config.runtime().closeTimeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.nodes().bufferedMessages()).isEqualTo(9);
  }

  @Test
  void a_settings_file_of_node_red_can_be_named_and_is_never_written() throws IOException {
    Path settings = folder.resolve("my-settings.js");
    Files.writeString(settings, "module.exports = { uiPort: 1990, nodesDir: '/x' }");
    ConfigReader.Overrides overrides =
        new ConfigReader.Overrides(
            folder, null, null, null, null, false, settings, false, null, Map.of());

    assertThat(ConfigReader.read(overrides).web().port()).isEqualTo(1990);
    assertThat(ConfigReader.withoutEffect(overrides))
        .containsExactly("nodesDir has no counterpart");
    assertThatThrownBy(() -> new ConfigFile(overrides).edit(text -> "web: { port: 1 }"))
        .hasMessageContaining("my-settings.js is JavaScript");
    assertThat(settings).hasContent("module.exports = { uiPort: 1990, nodesDir: '/x' }");
  }

  @Test
  void a_file_named_on_the_command_line_must_exist() {
    assertThatThrownBy(
            () ->
                ConfigReader.read(
                    new ConfigReader.Overrides(
                        folder,
                        null,
                        null,
                        null,
                        null,
                        false,
                        Path.of("nowhere.yaml"),
                        false,
                        null,
                        Map.of())))
        .hasMessageContaining("there is no configuration file nowhere.yaml");
  }
}
