package io.weir.app.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.weir.app.nodered.FolderImport;
import io.weir.app.nodered.NodeRedFolder;
import io.weir.app.nodered.NodeRedSettings;
import io.weir.app.web.WebConfig;
import io.weir.broker.BrokerConfig.Persistence;
import io.weir.broker.BrokerConfig.Persistence.Sync;
import io.weir.engine.runtime.RuntimeOptions;
import io.weir.engine.store.AtomicFile;
import io.weir.engine.store.CredentialSecret;
import io.weir.engine.store.StoreException;
import io.weir.nodes.NodeSettings;
import io.weir.nodes.http.client.HttpRequestSettings;
import io.weir.nodes.support.ProxyLookup;
import io.weir.nodes.tcp.TcpSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the configuration out of {@code weir.yaml} and the command line, which wins.
 *
 * <p>A key that nobody knows is an error: a setting that silently does nothing is worse than a
 * program that doesn't start.
 */
public final class ConfigReader {
  private static final Logger log = LoggerFactory.getLogger(ConfigReader.class);
  private static final String FILE = "weir.yaml";

  private ConfigReader() {}

  /**
   * What the command line says; null where it says nothing.
   *
   * @param noBroker whether to run without the broker
   * @param config the configuration file to read
   * @param safe whether flows are not started
   * @param flows the flow file
   * @param defined settings one by one, in the shape of the file
   */
  public record Overrides(
      @Nullable Path userDir,
      @Nullable Integer port,
      @Nullable String host,
      @Nullable Integer mqttPort,
      @Nullable String mqttHost,
      boolean noBroker,
      @Nullable Path config,
      boolean safe,
      @Nullable Path flows,
      Map<String, Object> defined) {

    /** Nothing but where flows and settings are kept. */
    public static Overrides of(@Nullable Path userDir) {
      return of(userDir, null, null);
    }

    /** Nothing but where flows and settings are kept, and which files these are. */
    public static Overrides of(
        @Nullable Path userDir, @Nullable Path config, @Nullable Path flows) {
      return new Overrides(userDir, null, null, null, null, false, config, false, flows, Map.of());
    }
  }

  /**
   * Reads the configuration.
   *
   * @throws IllegalArgumentException naming file, key and what is wrong
   */
  public static WeirConfig read(Overrides overrides) {
    Path file = file(overrides);
    if (overrides.config() != null && !Files.exists(file)) {
      throw new IllegalArgumentException("there is no configuration file " + file);
    }
    return read(overrides, Files.exists(file) ? text(overrides) : taken(userDir(overrides)));
  }

  /**
   * Reads a configuration as if the file had that text.
   *
   * @throws IllegalArgumentException naming file, key and what is wrong
   */
  static WeirConfig read(Overrides overrides, String text) {
    String name = file(overrides).toString();
    Map<?, ?> values = merged(parse(name, text), overrides.defined());
    return bind(userDir(overrides).toAbsolutePath(), new Settings(name, "", values), overrides);
  }

  private static Path userDir(Overrides overrides) {
    return overrides.userDir() == null ? usualUserDir() : overrides.userDir();
  }

  /** The configuration file, which need not exist. */
  static Path file(Overrides overrides) {
    Path named = overrides.config();
    return named == null ? userDir(overrides).resolve(FILE) : named;
  }

  /**
   * What is in a configuration file; nothing if it isn't there.
   *
   * @throws IllegalArgumentException if it can't be read
   */
  static String text(Overrides overrides) {
    Path file = file(overrides);
    try {
      if (isJavaScript(file)) {
        return yaml(NodeRedFolder.settingsOf(userDir(overrides), file));
      }
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " can't be read: " + e.getMessage(), e);
    }
  }

  private static boolean isJavaScript(Path file) {
    return file.toString().endsWith(".js");
  }

  /**
   * What a settings file of Node-RED, named on the command line, says without effect; nothing if it
   * is none.
   *
   * @throws IllegalArgumentException if it can't be read
   */
  public static List<String> withoutEffect(Overrides overrides) {
    Path file = file(overrides);
    try {
      return isJavaScript(file) ? NodeRedSettings.read(file).left() : List.of();
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " can't be read: " + e.getMessage(), e);
    }
  }

  /** The user directory that is used where none is given. */
  public static Path usualUserDir() {
    return Path.of(System.getProperty("user.home"), ".weir");
  }

  /** The configuration that is in force when the file says nothing. */
  public static WeirConfig defaults(Path userDir) {
    return bind(userDir, new Settings("defaults", "", Map.of()), Overrides.of(null));
  }

  /** What Node-RED's settings say, in our words; nothing where there are none. */
  private static String taken(Path userDir) {
    try {
      return yaml(NodeRedFolder.settingsOf(userDir, userDir.resolve(NodeRedSettings.FILE)));
    } catch (IOException | IllegalArgumentException | StoreException e) {
      // Told when the defaults are written.
      return "";
    }
  }

  private static String yaml(NodeRedSettings settings) throws IOException {
    return settings.config().isEmpty() ? "" : FolderImport.yaml(settings.config());
  }

  /** What is in both maps is the second one's, but for maps, which are merged in turn. */
  private static Map<?, ?> merged(Map<?, ?> values, Map<?, ?> over) {
    Map<Object, @Nullable Object> all = new LinkedHashMap<>(values);
    over.forEach(
        (key, value) ->
            all.put(
                key,
                all.get(key) instanceof Map<?, ?> inner && value instanceof Map<?, ?> map
                    ? merged(inner, map)
                    : value));
    return all;
  }

  private static Map<?, ?> parse(String file, String text) {
    try {
      YAMLMapper yaml = new YAMLMapper();
      // Nothing but comments, as the file is at first, is no value at all to the mapper.
      JsonNode tree = yaml.readTree(text);
      Object content = tree.isMissingNode() ? null : yaml.treeToValue(tree, Object.class);
      if (content == null) {
        return Map.of();
      }
      if (content instanceof Map<?, ?> map) {
        return map;
      }
      throw new IllegalArgumentException(file + " must hold keys and values");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          file
              + ", line "
              + (e.getLocation() == null ? "?" : e.getLocation().getLineNr())
              + ": "
              + e.getOriginalMessage(),
          e);
    }
  }

  private static CredentialSecret secret(Settings flows) {
    if (flows.isFlag("credentialSecret")) {
      if (flows.flag("credentialSecret", false)) {
        throw flows.wrong("credentialSecret", "must be a text, or false to encrypt nothing");
      }
      return CredentialSecret.NONE;
    }
    String text = flows.text("credentialSecret", "");
    return text.isEmpty() ? CredentialSecret.GENERATED : CredentialSecret.of(text);
  }

  private static WeirConfig bind(Path userDir, Settings file, Overrides overrides) {
    Settings web = file.section("web");
    Settings mqtt = file.section("mqtt");
    Settings flows = file.section("flows");
    Settings persistence = file.section("persistence");
    Settings functionSettings = file.section("functions");
    WeirConfig.Functions functions =
        new WeirConfig.Functions(
            functionSettings.number("timeoutSeconds", 10),
            functionSettings.flag("externalModules", true));
    Settings editor = file.section("editor");
    Settings live = editor.section("live");
    WebConfig webConfig = WebReader.read(web, userDir, overrides.host(), overrides.port());
    String flowFile = flows.text("file", "");
    String credentialFile = flows.text("credentialFile", "");
    String fileFolder = flows.text("fileWorkingDirectory", "");
    WeirConfig config =
        new WeirConfig(
            userDir,
            overrides.flows() == null
                ? flowFile.isEmpty() ? NodeRedFolder.flowFileIn(userDir) : userDir.resolve(flowFile)
                : overrides.flows().toAbsolutePath(),
            credentialFile.isEmpty() || overrides.flows() != null
                ? null
                : userDir.resolve(credentialFile),
            webConfig,
            MqttReader.read(mqtt, userDir, overrides),
            persistence(userDir, persistence),
            functions,
            secret(flows),
            runtime(flows, live, functions, overrides),
            new NodeSettings(
                flows.atLeast(1, "bufferedMessages", NodeSettings.USUAL.bufferedMessages()),
                editor.atLeast(1, "debugStatusLength", NodeSettings.USUAL.debugStatusLength()),
                seconds(flows, "mqttReconnectSeconds", NodeSettings.USUAL.mqttReconnect()),
                new HttpRequestSettings(
                    seconds(flows, "httpRequestSeconds", HttpRequestSettings.USUAL.timeout()),
                    flows.flag("httpRequestTimings", HttpRequestSettings.USUAL.logsTimings())),
                proxies(flows.section("proxyOptions")),
                flows.atLeast(1, "execMaxBytes", NodeSettings.USUAL.execBytes()),
                tcp(flows),
                fileFolder.isEmpty() ? null : userDir.resolve(fileFolder)),
            Set.copyOf(flows.texts("excludedNodes")),
            ContextReader.read(
                file.section("contextStorage"),
                userDir,
                functionSettings.values("globalContext"),
                functionSettings.flag("listGlobalContext", true)),
            LoginReader.read(file.section("adminAuth"), userDir),
            editor.atLeast(1, "debugMaxLength", 1_000),
            editor.flag("diagnostics", true),
            editor.flag("stopFlows", true),
            LogReader.read(file.section("logging"), userDir),
            file.flag("readOnly", false));
    for (Settings section : List.of(persistence, flows, functionSettings, live, editor, file)) {
      section.requireNoOther();
    }
    return config;
  }

  private static RuntimeOptions runtime(
      Settings flows, Settings live, WeirConfig.Functions functions, Overrides overrides) {
    RuntimeOptions usual = RuntimeOptions.defaults();
    return usual
        .withSafeMode(flows.flag("safeMode", false) || overrides.safe())
        .withStrictTypes(flows.flag("strictTypes", usual.strictTypes()))
        .withRecording(live.flag("record", usual.recordsMessages()))
        .withHiddenVariables(Set.copyOf(flows.texts("hiddenVariables")))
        // Scripts are ended by their own watchdog, which needs the time that they may take.
        .withTimeouts(
            seconds(flows, "closeSeconds", usual.closeTimeout()),
            functions.timeout().plus(Duration.ofSeconds(1)));
  }

  private static TcpSettings tcp(Settings flows) {
    TcpSettings usual = TcpSettings.USUAL;
    return new TcpSettings(
        seconds(flows, "socketReconnectSeconds", usual.reconnect()),
        flows.number("socketTimeoutSeconds", 0) == 0
            ? null
            : seconds(flows, "socketTimeoutSeconds", Duration.ZERO),
        flows.atLeast(1, "queuedRequests", usual.queuedRequests()));
  }

  /** With Node-RED's names. */
  private static ProxyLookup proxies(Settings options) {
    ProxyLookup usual = ProxyLookup.USUAL;
    ProxyLookup lookup =
        new ProxyLookup(
            options.choice("mode", usual.mode(), ProxyLookup.Mode.class),
            options.flag("lowerCaseOnly", usual.lowerCaseOnly()),
            options.flag("favourUpperCase", usual.favourUpperCase()),
            options.flag("excludeNpm", usual.excludeNpm()));
    options.requireNoOther();
    return lookup;
  }

  private static Duration seconds(Settings settings, String key, Duration otherwise) {
    double seconds = settings.number(key, otherwise.toMillis() / 1_000.0);
    if (!(seconds > 0)) {
      throw settings.wrong(key, "must be more than 0");
    }
    return Duration.ofMillis((long) Math.ceil(seconds * 1_000));
  }

  private static @Nullable Persistence persistence(Path userDir, Settings settings) {
    boolean isOn = settings.flag("enabled", true);
    Sync sync = settings.choice("sync", Sync.PROCESS, Sync.class);
    return isOn ? new Persistence(userDir.resolve("broker"), sync) : null;
  }

  /**
   * Puts the commented configuration into a user directory that has none, with what Node-RED's
   * settings there say.
   */
  public static void writeDefaults(Path userDir) {
    Path file = userDir.resolve(FILE);
    if (Files.exists(file)) {
      return;
    }
    try (InputStream defaults = ConfigReader.class.getResourceAsStream(FILE)) {
      // For its owner alone: secrets may be among what is taken over, and come later.
      AtomicFile.writePrivate(
          file,
          new String(Objects.requireNonNull(defaults).readAllBytes(), StandardCharsets.UTF_8)
              + settingsToTake(userDir));
    } catch (IOException e) {
      log.warn("{} could not be written: {}", file, e.getMessage());
    }
  }

  private static String settingsToTake(Path userDir) throws IOException {
    Path source = userDir.resolve(NodeRedSettings.FILE);
    if (!Files.exists(source)) {
      return "";
    }
    try {
      NodeRedSettings settings = NodeRedFolder.settingsOf(userDir, source);
      if (!settings.left().isEmpty()) {
        log.warn("{}: not taken over: {}", source, String.join(", ", settings.left()));
      }
      String yaml = yaml(settings);
      if (yaml.isEmpty()) {
        return "";
      }
      log.info(
          "taken over from {} into {}: {}",
          source,
          FILE,
          String.join(", ", settings.config().keySet()));
      return "\n# Taken from settings.js of Node-RED, which is not read again.\n" + yaml;
    } catch (IllegalArgumentException | StoreException e) {
      log.warn("{}; what you need of it has to be put into {}", e.getMessage(), FILE);
      return "";
    }
  }
}
