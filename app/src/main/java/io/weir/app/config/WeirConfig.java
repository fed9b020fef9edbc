package io.weir.app.config;

import io.weir.app.log.LogConfig;
import io.weir.app.web.HostAddress;
import io.weir.app.web.WebConfig;
import io.weir.broker.BrokerConfig.Persistence;
import io.weir.broker.Limits;
import io.weir.broker.Listener;
import io.weir.broker.bridge.BridgeSettings;
import io.weir.editor.LoginSettings;
import io.weir.engine.runtime.RuntimeOptions;
import io.weir.engine.store.ContextSettings;
import io.weir.engine.store.CredentialSecret;
import io.weir.nodes.NodeSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that can be set about the program.
 *
 * @param userDir where flows and settings are kept
 * @param flowFile the flow file
 * @param credentialFile the credentials; null for the file that Node-RED would take
 * @param web the editor and Admin API
 * @param mqtt the built-in broker; null to run without it
 * @param persistence where the broker keeps what has to survive; null to keep it in memory only
 * @param functions limits for the code of function nodes
 * @param credentialSecret what credentials are encrypted with
 * @param runtime how flows are run
 * @param nodes what is set about node types
 * @param excludedNodes node sets that there are not to be
 * @param context where variables are kept
 * @param login who may use the editor and the Admin API; null for everybody
 * @param debugMaxLength characters of a text, and items of an array, that the debug view gets
 * @param tellsDiagnostics whether the Admin API has a report of version, memory and the like
 * @param mayStopFlows whether the editor and the Admin API may stop and start the flows
 * @param logging what is logged, and how
 * @param readOnly whether nothing is written into the user directory: what is deployed and set is
 *     gone when the program ends
 */
public record WeirConfig(
    Path userDir,
    Path flowFile,
    @Nullable Path credentialFile,
    WebConfig web,
    @Nullable Mqtt mqtt,
    @Nullable Persistence persistence,
    Functions functions,
    CredentialSecret credentialSecret,
    RuntimeOptions runtime,
    NodeSettings nodes,
    Set<String> excludedNodes,
    ContextSettings context,
    @Nullable LoginSettings login,
    int debugMaxLength,
    boolean tellsDiagnostics,
    boolean mayStopFlows,
    LogConfig logging,
    boolean readOnly) {
  public WeirConfig {
    excludedNodes = Set.copyOf(excludedNodes);
  }

  /**
   * The same with its files elsewhere, and a broker that keeps everything in memory.
   *
   * @param folder the user directory
   */
  public WeirConfig workingOn(
      Path folder, Path flows, Path credentials, ContextSettings variables) {
    return new WeirConfig(
        folder,
        flows,
        credentials,
        web,
        mqtt,
        null,
        functions,
        credentialSecret,
        runtime,
        nodes,
        excludedNodes,
        variables,
        login,
        debugMaxLength,
        tellsDiagnostics,
        mayStopFlows,
        logging,
        readOnly);
  }

  /** Whether other machines can connect although nobody has said who may come in. */
  public boolean needsSetUp() {
    boolean isEditorOpen = !web.isLoopbackOnly() && web.admin() != null && login == null;
    boolean isBrokerOpen = mqtt != null && !mqtt.isLoopbackOnly() && !mqtt.access().isDecided();
    return isEditorOpen || isBrokerOpen;
  }

  /**
   * The built-in broker.
   *
   * @param port 0 takes a free one
   * @param access who gets in
   * @param limits how much clients may ask of it
   * @param web where the web server takes its clients in; null for nowhere
   * @param listeners where it listens besides host and port
   * @param bridges connections to other brokers
   */
  public record Mqtt(
      String host,
      int port,
      MqttAccess access,
      MqttLimits limits,
      @Nullable MqttWeb web,
      List<Listener> listeners,
      List<BridgeSettings> bridges) {
    public Mqtt {
      requirePort("the MQTT port", port);
      listeners = List.copyOf(listeners);
      bridges = List.copyOf(bridges);
    }

    /** Whether only this machine can connect, by way of the web server aside. */
    public boolean isLoopbackOnly() {
      return HostAddress.isLoopback(host)
          && listeners.stream().allMatch(each -> HostAddress.isLoopback(each.host()));
    }

    /** All listeners, the one at host and port first. */
    public List<Listener> allListeners() {
      List<Listener> all = new ArrayList<>();
      all.add(Listener.tcp(host, port).withConnectTimeout(limits.connectTimeout()));
      all.addAll(listeners);
      return all;
    }
  }

  /**
   * MQTT over WebSockets on the web server's port.
   *
   * @param path where
   * @param origins pages that may connect besides the server's own where nobody has to log in
   */
  public record MqttWeb(String path, List<String> origins) {
    /** If nothing else is said. */
    public static final MqttWeb USUAL = new MqttWeb("/mqtt", List.of());

    public MqttWeb {
      origins = List.copyOf(origins);
    }
  }

  /**
   * Who gets into the broker, and what they may do.
   *
   * @param allowsAnonymous whether clients without a user name get in
   * @param users hashed passwords by user name
   * @param passwordFile more users, in Mosquitto's format, or null
   * @param aclFile what users may do, in Mosquitto's format; null for everything
   * @param refusesUnreadable whether subscriptions by which nothing may be read are refused
   * @param isDecided whether somebody has said who gets in; otherwise everybody does, which will do
   *     as long as only this machine can connect
   */
  public record MqttAccess(
      boolean allowsAnonymous,
      Map<String, String> users,
      @Nullable Path passwordFile,
      @Nullable Path aclFile,
      boolean refusesUnreadable,
      boolean isDecided) {

    /** Everybody, for everything, since nobody has said otherwise. */
    public static final MqttAccess OPEN = new MqttAccess(true, Map.of(), null, null, false, false);

    public MqttAccess {
      users = Map.copyOf(users);
    }
  }

  /**
   * How much clients may ask of the broker.
   *
   * @param broker the bounds of connections, sessions and packets
   * @param connectTimeout how long a connection may take to send its CONNECT
   */
  public record MqttLimits(Limits broker, Duration connectTimeout) {}

  /**
   * Limits for the code of function nodes.
   *
   * @param timeoutSeconds how long a call may take before it is ended
   * @param externalModules whether functions may import modules
   */
  public record Functions(double timeoutSeconds, boolean externalModules) {
    public Functions {
      if (!(timeoutSeconds > 0)) {
        throw new IllegalArgumentException(
            "functions.timeoutSeconds must be more than 0 but is " + timeoutSeconds);
      }
    }

    /** How long a call may take before it is ended. */
    public Duration timeout() {
      return Duration.ofMillis((long) (timeoutSeconds * 1_000));
    }
  }

  private static void requirePort(String what, int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(what + " must be 0 to 65535 but is " + port);
    }
  }
}
