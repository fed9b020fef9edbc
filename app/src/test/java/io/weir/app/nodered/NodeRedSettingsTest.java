package io.weir.app.nodered;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.app.config.ConfigReader;
import io.weir.app.config.WeirConfig;
import io.weir.app.web.WebConfig;
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
        httpAdminMiddleware: function(req, res, next) { next(); },
        serialport: 'x',
        userDir: '/home/pi/.node-red',
        editorTheme: { projects: { enabled: false } },
      }
      """;

  @TempDir private Path folder;

  private WeirConfig start() throws IOException {
    ConfigReader.Overrides overrides = ConfigReader.Overrides.of(folder);
    WeirConfig config = ConfigReader.read(overrides);
    ConfigReader.writeDefaults(folder);
    // What was written has the same effect from now on.
    Files.deleteIfExists(folder.resolve("settings.js"));
    Files.deleteIfExists(folder.resolve(".config.projects.json"));
    assertThat(ConfigReader.read(overrides)).isEqualTo(config);
    return config;
  }

  @Test
  void are_taken_over_at_the_first_start() throws IOException {
    Files.writeString(folder.resolve("settings.js"), SETTINGS);

    WeirConfig config = start();

    assertThat(config.flowFile()).isEqualTo(folder.toAbsolutePath().resolve("house.json"));
    assertThat(config.credentialSecret()).isEqualTo(CredentialSecret.of("a secret"));
    assertThat(config.web().port()).isEqualTo(1990);
    assertThat(config.functions().externalModules()).isFalse();
    assertThat(config.functions().timeoutSeconds()).isEqualTo(10);
    assertThat(config.login().users()).singleElement().extracting("name").isEqualTo("admin");
    assertThat(config.context().stores()).containsOnlyKeys("default");
    assertThat(config.web().folders())
        .singleElement()
        .extracting("folder", "root")
        .containsExactly(Path.of("/home/pi/pictures/"), "/");
    assertThat(config.context().seed()).isEqualTo(Map.of("house", Map.of("rooms", 3)));
    assertThat(config.context().listsSeed()).isFalse();
  }

  @Test
  void say_what_could_not_be_taken() throws IOException {
    Path file = Files.writeString(folder.resolve("settings.js"), SETTINGS);

    assertThat(NodeRedSettings.read(file).left())
        .containsExactly(
            "functionGlobalContext.os is code",
            "https is code",
            "httpAdminMiddleware is code",
            "serialport has no counterpart",
            "userDir is /home/pi/.node-red, which -u says here");
  }

  private static final String WEB =
      """
      const fs = require('fs');
      module.exports = {
        httpAdminRoot: '/admin', httpNodeRoot: "/api", disableEditor: false, requireHttps: true,
        apiMaxLength: '10mb', httpStaticRoot: '/files/',
        httpAdminCors: { origin: ["http://a.example"], methods: "GET,PUT", preflightContinue: true },
        httpNodeCors: { origin: function(o, f) { f(null, true); } },
        httpNodeAuth: { user: "u", pass: "5ebe2294ecd0e0f08eab7690d2a6ee69" },
        httpStatic: [
          { path: '/srv/pictures', root: '/img/', options: { maxAge: '1d', etag: false }, middleware: m },
          './plain'
        ],
        https: {
          key: require("fs").readFileSync('privkey.pem'),
          cert: fs.readFileSync("/etc/cert.pem", "utf8"),
          ca: [ca1],
          minVersion: 'TLSv1.1'
        },
        httpServerOptions: { 'trust proxy': 1, 'etag': false, 'x-powered-by': false },
        httpAdminAuth: { user: "old", pass: "$2a$08$zZWtXTja0fB1pzD4sHCMyOCMYz2Z6dNbM6tl8sJogENOMcxWV9DN." },
      }
      """;

  @Test
  void of_the_web_server_are_taken_over() throws IOException {
    Files.writeString(folder.resolve("settings.js"), WEB);

    WebConfig web = start().web();

    assertThat(web.admin().root()).isEqualTo("/admin/");
    assertThat(web.admin().cors().origins()).containsExactly("http://a.example");
    assertThat(web.nodes().root()).isEqualTo("/api/");
    assertThat(web.nodes().login().user()).isEqualTo("u");
    assertThat(web.requiresHttps()).isTrue();
    assertThat(web.maxBodyBytes()).isEqualTo(10 << 20);
    assertThat(web.https().key()).isEqualTo(folder.toAbsolutePath().resolve("privkey.pem"));
    assertThat(web.https().certificate()).hasToString("/etc/cert.pem");
    assertThat(web.proxies().hops()).isEqualTo(1);
    assertThat(web.folders())
        .singleElement()
        .satisfies(
            served -> {
              assertThat(served.folder()).hasToString("/srv/pictures");
              assertThat(served.root()).isEqualTo("/files/img/");
              assertThat(served.maxAgeSeconds()).isEqualTo(86_400);
            });
  }

  @Test
  void of_the_web_server_that_could_not_be_taken_are_named() throws IOException {
    Path file = Files.writeString(folder.resolve("settings.js"), WEB);

    NodeRedSettings read = NodeRedSettings.read(file);

    assertThat(read.left())
        .containsExactlyInAnyOrder(
            "httpAdminCors.preflightContinue has no counterpart",
            "httpNodeCors.origin is code",
            "httpStatic[0].middleware is code",
            "httpStatic[0].options.etag has no counterpart",
            "httpStatic[1] is code",
            "https.ca is not a file that is read",
            "https.minVersion is TLSv1.1; TLS 1.2 and newer are spoken",
            "httpServerOptions.etag has no counterpart");
    assertThat(read.config().get("adminAuth"))
        .isEqualTo(
            Map.of(
                "users",
                List.of(
                    Map.of(
                        "username",
                        "old",
                        "password",
                        "$2a$08$zZWtXTja0fB1pzD4sHCMyOCMYz2Z6dNbM6tl8sJogENOMcxWV9DN.",
                        "permissions",
                        "*"))));
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

  @Test
  void of_runtime_and_nodes_are_taken_over() throws IOException {
    Files.writeString(
        folder.resolve("settings.js"),
        """
        module.exports = {
          credentialSecret: false,
          nodesExcludes: ['90-exec.js', 'function'],
          envVarExcludes: ['SECRET'],
          nodeCloseTimeout: 2500,
          mqttReconnectTime: 15000,
          httpRequestTimeout: 30000,
          httpRequestTimingLog: true,
          proxyOptions: { mode: 'legacy', lowerCaseOnly: true, favourUpperCase: false },
          nodeMessageBufferMaxLength: 20,
          socketReconnectTime: 3000,
          socketTimeout: 60000,
          tcpMsgQueueSize: 12,
          execMaxBufferSize: 5000,
          fileWorkingDirectory: '/srv/data',
          debugMaxLength: 200,
          debugStatusLength: 10,
          webSocketKeepAliveTime: 5000,
          safeMode: true,
          diagnostics: { enabled: false, ui: true },
          runtimeMetricInterval: 60000
        }
        """);

    WeirConfig config = start();

    assertThat(config.credentialSecret()).isEqualTo(CredentialSecret.NONE);
    assertThat(config.excludedNodes()).containsExactlyInAnyOrder("exec", "function");
    assertThat(config.runtime().hiddenVariables()).containsExactly("SECRET");
    assertThat(config.runtime().closeTimeout()).isEqualTo(Duration.ofMillis(2_500));
    assertThat(config.nodes())
        .isEqualTo(
            new NodeSettings(
                20,
                10,
                Duration.ofSeconds(15),
                new HttpRequestSettings(Duration.ofSeconds(30), true),
                new ProxyLookup(ProxyLookup.Mode.LEGACY, true, false, false),
                5_000,
                new TcpSettings(Duration.ofSeconds(3), Duration.ofSeconds(60), 12),
                Path.of("/srv/data")));
    assertThat(config.debugMaxLength()).isEqualTo(200);
    assertThat(config.web().admin().keepAlive()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.runtime().safeMode()).isTrue();
    assertThat(config.tellsDiagnostics()).isFalse();
    assertThat(config.logging().metricsSeconds()).isEqualTo(60);
  }

  private void makeProject(String settings) throws IOException {
    Files.writeString(folder.resolve("settings.js"), settings);
    Files.writeString(
        folder.resolve(".config.projects.json"),
        """
        {"activeProject":"house","projects":{"house":{"credentialSecret":"of the project"}}}""");
    Path project = Files.createDirectories(folder.resolve("projects/house"));
    Files.writeString(
        project.resolve("package.json"),
        """
        {"node-red":{"settings":{"flowFile":"main.json","credentialsFile":"secrets.json"}}}""");
  }

  @Test
  void with_projects_the_files_are_those_of_the_active_one() throws IOException {
    makeProject(
        "module.exports = { flowFile: 'old.json', credentialSecret: 'old', mqttReconnectTime: 1000,"
            + " editorTheme: { projects: { enabled: true } } }");

    WeirConfig config = start();

    Path project = folder.toAbsolutePath().resolve("projects/house");
    assertThat(config.flowFile()).isEqualTo(project.resolve("main.json"));
    assertThat(config.credentialFile()).isEqualTo(project.resolve("secrets.json"));
    assertThat(config.credentialSecret()).isEqualTo(CredentialSecret.of("of the project"));
    assertThat(config.nodes().mqttReconnect()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void without_projects_a_project_of_earlier_times_does_not_count() throws IOException {
    makeProject("module.exports = { editorTheme: { projects: { enabled: false } } }");

    WeirConfig config = start();

    assertThat(config.flowFile()).isEqualTo(folder.toAbsolutePath().resolve("flows.json"));
    assertThat(config.credentialFile()).isNull();
  }
}
