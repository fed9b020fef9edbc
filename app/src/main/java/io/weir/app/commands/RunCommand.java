package io.weir.app.commands;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.weir.app.Signals;
import io.weir.app.StartFailure;
import io.weir.app.Version;
import io.weir.app.Weir;
import io.weir.app.config.ConfigFile;
import io.weir.app.config.ConfigReader;
import io.weir.app.config.WeirConfig;
import io.weir.app.web.HostAddress;
import io.weir.app.web.WebConfig;
import io.weir.broker.ListenerAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir run}: the main job. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Runs broker, flows and editor. The same as no command at all.")
public final class RunCommand implements Callable<Integer> {
  /** Not an exit code: the program has started and goes on. */
  public static final int GOES_ON = -1;

  private static final Logger log = LoggerFactory.getLogger(RunCommand.class);
  private static final long STOP_SECONDS = 10;
  private static final List<String> END_SIGNALS = List.of("INT", "TERM", "HUP", "USR2");

  @Mixin private final Options options = new Options();

  @Spec private CommandSpec spec = CommandSpec.create();

  /** The options of {@code run}, and of no command at all. */
  public static final class Options {
    @Option(
        names = {"-u", "--userDir", "--user-dir"},
        paramLabel = "DIR",
        description = "Where flows and settings are kept (~/.weir). A ~/.node-red can be given.")
    @Nullable Path userDir;

    @Option(
        names = {"-p", "--port"},
        paramLabel = "N",
        description = "Port of the editor and Admin API (1880); 0 takes a free one.")
    @Nullable Integer port;

    @Option(
        names = "--host",
        paramLabel = "H",
        description = "Address that the editor listens on (127.0.0.1).")
    @Nullable String host;

    @Option(
        names = "--mqtt-port",
        paramLabel = "N",
        description = "Port of the MQTT broker (1883); 0 takes a free one.")
    @Nullable Integer mqttPort;

    @Option(
        names = "--mqtt-host",
        paramLabel = "H",
        description = "Address that the MQTT broker listens on (127.0.0.1).")
    @Nullable String mqttHost;

    @Option(names = "--no-broker", description = "Runs without the built-in MQTT broker.")
    boolean noBroker;

    @Option(
        names = {"-s", "--config", "--settings"},
        paramLabel = "FILE",
        description =
            "The configuration (weir.yaml in the user directory). A settings.js of Node-RED can be"
                + " given; its plain values count.")
    @Nullable Path config;

    @Option(
        names = {"-D", "--define"},
        paramLabel = "NAME=VALUE",
        description =
            "A setting by Node-RED's name, httpAdminRoot=/editor say; or @FILE.json with several."
                + " May be given more than once.")
    List<String> defined = List.of();

    @Option(
        names = {"-v", "--verbose"},
        description = "Logs more.")
    boolean verbose;

    // Node-RED names its process by this.
    @Option(names = "--title", paramLabel = "TITLE", hidden = true)
    @Nullable String title;

    // Node-RED's telemetry; there is none here.
    @Option(names = "--no-telemetry", hidden = true)
    boolean noTelemetry;

    @Option(names = "--safe", description = "Loads the flows without starting them.")
    boolean safe;

    @Option(
        names = "--insecure",
        description =
            "Asks nobody for a login where none is configured, beyond this machine too. For"
                + " networks that you trust.")
    boolean insecure;

    @Parameters(
        arity = "0..1",
        paramLabel = "FLOWS.json",
        description = "The flow file (flows.json in the user directory).")
    @Nullable Path flows;

    /** The overrides of the configuration file that the command line gives. */
    ConfigReader.Overrides overrides() {
      return new ConfigReader.Overrides(
          userDir,
          port,
          host,
          mqttPort,
          mqttHost,
          noBroker,
          config,
          safe || isSafeModeAskedFor(System.getenv("NODE_RED_ENABLE_SAFE_MODE")),
          flows,
          DefinedSettings.of(defined, verbose));
    }

    private static boolean isSafeModeAskedFor(@Nullable String variable) {
      return variable != null && !variable.isEmpty() && !variable.equalsIgnoreCase("false");
    }
  }

  @Override
  public Integer call() throws Exception {
    return run(options, spec.commandLine().getOut());
  }

  /** Starts the program, says where it listens, and lets it go on. */
  public static int run(Options options, PrintWriter out) throws Exception {
    WeirConfig config = ConfigReader.read(options.overrides());
    boolean needsSetUp = config.needsSetUp() && !options.insecure;
    WebConfig.Admin admin = config.web().admin();
    if (needsSetUp && (admin == null || !admin.hasEditor())) {
      throw new StartFailure(
          "other machines can reach this Weir, nobody has said who may come in, and there is no"
              + " editor to ask by: set adminAuth and mqtt.users in weir.yaml, or give --insecure");
    }
    if (!config.readOnly()) {
      makeUserDir(config.userDir());
      ConfigReader.writeDefaults(config.userDir());
    } else if (needsSetUp) {
      throw new StartFailure(
          "other machines can reach this Weir, nobody has said who may come in, and readOnly"
              + " leaves no place for an answer: set adminAuth and mqtt.users in weir.yaml, or"
              + " give --insecure");
    }
    Weir.log(config);
    List<String> withoutEffect = ConfigReader.withoutEffect(options.overrides());
    if (!withoutEffect.isEmpty()) {
      log.warn("{}: without effect: {}", options.config, String.join(", ", withoutEffect));
    }
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    Weir weir;
    try {
      weir =
          Weir.start(vertx, config, needsSetUp ? new ConfigFile(options.overrides()) : null)
              .toCompletionStage()
              .toCompletableFuture()
              .get();
    } catch (ExecutionException e) {
      // Event loops would keep the process alive.
      vertx.close().toCompletionStage().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(weir), "shutdown"));
    // Java by itself would end with 143 and the like, which service managers call a failure. USR2
    // is what watchers of files send.
    END_SIGNALS.forEach(name -> Signals.on(name, () -> System.exit(0)));
    greet(weir, config, out);
    return GOES_ON;
  }

  private static void makeUserDir(Path userDir) {
    try {
      Files.createDirectories(userDir);
    } catch (IOException e) {
      throw new StartFailure("the user directory " + userDir + " can't be made: " + e, e);
    }
    if (!Files.isWritable(userDir)) {
      throw new StartFailure(
          "the user directory "
              + userDir
              + " can't be written to; choose another with -u,"
              + " or say -D readOnly=true",
          new IOException(userDir.toString()));
    }
  }

  private static void greet(Weir weir, WeirConfig config, PrintWriter out) {
    out.println("Weir " + Version.current() + " is running");
    out.println("  " + webLine(config.web(), weir.webPort()));
    String what = "MQTT broker  ";
    for (String address : mqttUrls(weir, config)) {
      out.println("  " + what + address);
      what = "             ";
    }
    weir.setUpFragment().ifPresent(fragment -> invite(weir, config, fragment, out));
    out.println(
        "  flows        "
            + config.flowFile()
            + (config.readOnly() ? " (read only: changes are gone when Weir ends)" : ""));
    out.flush();
  }

  private static List<String> mqttUrls(Weir weir, WeirConfig config) {
    List<String> urls = new ArrayList<>();
    for (ListenerAddress address : weir.mqttAddresses()) {
      String scheme =
          switch (address.transport()) {
            case "tcp" -> "mqtt";
            case "tls" -> "mqtts";
            default -> address.transport();
          };
      urls.add(scheme + "://" + shown(address.host()) + ":" + address.port());
    }
    WeirConfig.Mqtt mqtt = config.mqtt();
    if (mqtt != null && mqtt.web() != null) {
      WebConfig web = config.web();
      urls.add(
          (web.https() == null ? "ws" : "wss")
              + "://"
              + shown(web.host())
              + ":"
              + weir.webPort()
              + mqtt.web().path());
    }
    return urls;
  }

  private static String webLine(WebConfig web, int port) {
    String server = web.scheme() + "://" + shown(web.host()) + ":" + port;
    WebConfig.Admin admin = web.admin();
    if (admin == null) {
      return "web server   " + server + "/ (no editor)";
    }
    return (admin.hasEditor() ? "editor       " : "Admin API    ") + server + admin.root();
  }

  private static void invite(Weir weir, WeirConfig config, String fragment, PrintWriter out) {
    WebConfig web = config.web();
    String host = web.isLoopbackOnly() ? "localhost" : HostAddress.of(web.host());
    WebConfig.Admin admin = web.admin();
    String root = admin == null ? "/" : admin.root();
    out.println(
        "  set-up       " + web.scheme() + "://" + host + ":" + weir.webPort() + root + fragment);
    out.println(
        "               Other machines can reach this Weir, and nobody has said yet who may come"
            + " in.");
    out.println(
        "               Open this link to say so. It works once; until then everybody is kept out.");
  }

  /** An address that a browser can open: nobody can connect to 0.0.0.0. */
  private static String shown(String host) {
    return switch (host) {
      case "127.0.0.1", "0.0.0.0", "::", "::1" -> "localhost";
      default -> HostAddress.inLink(host);
    };
  }

  private static void stop(Weir weir) {
    try {
      weir.stop().toCompletionStage().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      log.warn("not everything stopped in order within {} s", STOP_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
