package io.weir.editor;

import io.weir.editor.broker.BrokerView;
import io.weir.editor.http.AdminTerms;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
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
 * @param mayStopFlows whether clients may stop and start the flows
 * @param broker the built-in broker; null without it
 * @param examples folders of flows to begin with, by module
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
    boolean mayStopFlows,
    @Nullable BrokerView broker,
    Map<String, Path> examples) {

  /** The largest request that is taken if nothing else is said, as in Node-RED: 5 MiB. */
  public static final long USUAL_MAX_BODY_BYTES = 5L << 20;

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
        true,
        null,
        Map.of());
  }

  public EditorConfig {
    if (debugMaxLength < 1) {
      throw new IllegalArgumentException(
          "debugMaxLength must be at least 1 but is " + debugMaxLength);
    }
    examples = Map.copyOf(examples);
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

  /** The same with a built-in broker to look into. */
  public EditorConfig withBroker(@Nullable BrokerView view) {
    return with(draft -> draft.broker = view);
  }

  /** The same with other folders of flows to begin with. */
  public EditorConfig withExamples(Map<String, Path> folders) {
    return with(draft -> draft.examples = folders);
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
    @Nullable BrokerView broker;
    Map<String, Path> examples;

    Draft(EditorConfig from) {
      this.from = from;
      maxBodyBytes = from.maxBodyBytes;
      debugMaxLength = from.debugMaxLength;
      http = from.http;
      login = from.login;
      setUp = from.setUp;
      broker = from.broker;
      examples = from.examples;
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
          from.mayStopFlows,
          broker,
          examples);
    }
  }
}
