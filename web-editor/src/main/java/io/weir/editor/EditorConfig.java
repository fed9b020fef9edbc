package io.weir.editor;

import io.weir.editor.broker.BrokerView;
import io.weir.editor.http.AdminTerms;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the editor and the Admin API need to know.
 *
 * @param version Weir's version, as semantic versioning has it
 * @param maxBodyBytes the largest request that the Admin API takes
 * @param debugMaxLength characters of a text, and items of an array, that the debug view gets
 * @param http where it is and from where it may be asked for
 * @param mqttPort the port of the built-in broker, for flows made in the editor; 0 without it
 * @param userDir where the library, what users have set and who is logged in are kept
 * @param login who may use it; null for everybody
 * @param setUp first-run set-up, while nobody has said who may come in; else null
 * @param keepAlive how often the comms socket says that it is still there
 * @param mayStopFlows whether clients may stop and start the flows
 * @param tellsDiagnostics whether there is a report of version, memory and the like to be had
 * @param broker the built-in broker; null without it
 * @param examples gives the folders of flows to begin with, by module; asked once, when somebody
 *     looks for the first time, and off the event loop
 * @param udpPorts gives the ports that flows listen on for datagrams
 */
public record EditorConfig(
    String version,
    long maxBodyBytes,
    int debugMaxLength,
    AdminTerms http,
    int mqttPort,
    Path userDir,
    @Nullable LoginSettings login,
    @Nullable SetUp setUp,
    Duration keepAlive,
    boolean mayStopFlows,
    boolean tellsDiagnostics,
    @Nullable BrokerView broker,
    Supplier<Map<String, Path>> examples,
    Supplier<List<Integer>> udpPorts) {

  /** The largest request that is taken if nothing else is said, as in Node-RED: 5 MiB. */
  public static final long USUAL_MAX_BODY_BYTES = 5L << 20;

  /** How often the comms socket says that it is still there if nothing else is said. */
  public static final Duration USUAL_KEEP_ALIVE = Duration.ofSeconds(15);

  /** Node-RED's limits, no login. */
  public static EditorConfig defaults(
      String version, boolean isLoopbackOnly, int mqttPort, Path userDir) {
    return new EditorConfig(
        version,
        USUAL_MAX_BODY_BYTES,
        1_000,
        AdminTerms.defaults(isLoopbackOnly),
        mqttPort,
        userDir,
        null,
        null,
        USUAL_KEEP_ALIVE,
        true,
        true,
        null,
        Map::of,
        List::of);
  }

  public EditorConfig {
    if (debugMaxLength < 1) {
      throw new IllegalArgumentException(
          "debugMaxLength must be at least 1 but is " + debugMaxLength);
    }
  }

  /** The same elsewhere, or for others. */
  public EditorConfig withHttp(AdminTerms terms) {
    return with(draft -> draft.http = terms);
  }

  /** The same with another limit of requests. */
  public EditorConfig withMaxBodyBytes(long bytes) {
    return with(draft -> draft.maxBodyBytes = bytes);
  }

  /** The same with another limit of what the debug view gets. */
  public EditorConfig withDebugMaxLength(int length) {
    return with(draft -> draft.debugMaxLength = length);
  }

  /** The same for those who log in; null for everybody. */
  public EditorConfig withLogin(@Nullable LoginSettings settings) {
    return with(draft -> draft.login = settings);
  }

  /** The same for a program that isn't set up. */
  public EditorConfig withSetUp(@Nullable SetUp pending) {
    return with(draft -> draft.setUp = pending);
  }

  /** The same with another time between signs of life of the comms socket. */
  public EditorConfig withKeepAlive(Duration time) {
    return with(draft -> draft.keepAlive = time);
  }

  /** The same with diagnostics to be had, or not. */
  public EditorConfig withDiagnostics(boolean tells) {
    return with(draft -> draft.tellsDiagnostics = tells);
  }

  /** The same with flows that clients may stop and start, or not. */
  public EditorConfig withStopping(boolean may) {
    return with(draft -> draft.mayStopFlows = may);
  }

  /** The same with a built-in broker to look into. */
  public EditorConfig withBroker(@Nullable BrokerView view) {
    return with(draft -> draft.broker = view);
  }

  /** The same with other folders of flows to begin with. */
  public EditorConfig withExamples(Supplier<Map<String, Path>> folders) {
    return with(draft -> draft.examples = folders);
  }

  /** The same with ports that flows listen on for datagrams. */
  public EditorConfig withUdpPorts(Supplier<List<Integer>> ports) {
    return with(draft -> draft.udpPorts = ports);
  }

  private EditorConfig with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.config();
  }

  /** A configuration on its way to another. */
  private static final class Draft {
    final EditorConfig from;
    long maxBodyBytes;
    int debugMaxLength;
    AdminTerms http;
    @Nullable LoginSettings login;
    @Nullable SetUp setUp;
    Duration keepAlive;
    boolean mayStopFlows;
    boolean tellsDiagnostics;
    @Nullable BrokerView broker;
    Supplier<Map<String, Path>> examples;
    Supplier<List<Integer>> udpPorts;

    Draft(EditorConfig from) {
      this.from = from;
      maxBodyBytes = from.maxBodyBytes;
      debugMaxLength = from.debugMaxLength;
      http = from.http;
      login = from.login;
      setUp = from.setUp;
      keepAlive = from.keepAlive;
      mayStopFlows = from.mayStopFlows;
      tellsDiagnostics = from.tellsDiagnostics;
      broker = from.broker;
      examples = from.examples;
      udpPorts = from.udpPorts;
    }

    EditorConfig config() {
      return new EditorConfig(
          from.version,
          maxBodyBytes,
          debugMaxLength,
          http,
          from.mqttPort,
          from.userDir,
          login,
          setUp,
          keepAlive,
          mayStopFlows,
          tellsDiagnostics,
          broker,
          examples,
          udpPorts);
    }
  }
}
