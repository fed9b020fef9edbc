package io.weir.broker.config;

import io.weir.broker.BrokerConfig;
import io.weir.broker.BrokerConfig.Persistence;
import io.weir.broker.Listener;
import io.weir.broker.auth.AccessControl.Policies;
import io.weir.broker.auth.AccessFileException;
import io.weir.broker.auth.AccessFiles;
import io.weir.broker.auth.AccessPolicy;
import io.weir.broker.auth.PasswordFile;
import io.weir.broker.bridge.BridgeSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mosquitto.conf, read, checked and put into the broker's own words.
 *
 * @param access by the name of the listener
 * @param pidFile where the number of the process goes, or null
 * @param warnings what its user should know
 */
public record MosquittoConf(
    BrokerConfig broker,
    Map<String, AccessFiles> access,
    LogSettings log,
    List<BridgeSettings> bridges,
    @Nullable Path pidFile,
    List<ConfWarning> warnings) {

  public MosquittoConf {
    access = Map.copyOf(access);
    bridges = List.copyOf(bridges);
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads a configuration.
   *
   * @param file null for none, which listens on this machine alone
   * @param ports given on the command line
   * @throws ConfException naming file and line
   */
  public static MosquittoConf read(@Nullable Path file, List<Integer> ports) throws ConfException {
    ConfTree tree = file == null ? new ConfTree() : ConfParser.parse(file);
    warnOfUser(tree, System.getProperty("user.name", ""));
    ConfListeners listeners = new ConfListeners(tree, ports);
    List<Listener> opened = listeners.read();
    ConfAccess access = new ConfAccess(tree, listeners.isLocalOnly());
    Map<String, AccessFiles> files = access.read(listeners.sources());
    BrokerConfig broker =
        new BrokerConfig(
            opened,
            ConfLimits.of(tree.global, tree),
            ConfLimits.delivery(tree.global),
            0,
            ConfLimits.sysInterval(tree.global),
            persistence(tree, access));
    LogSettings log = LogSettings.of(tree.global, tree);
    List<BridgeSettings> bridges = new ArrayList<>();
    for (ConfSection bridge : tree.bridges) {
      bridges.add(new ConfBridges(bridge, tree, bridges).read());
    }
    return new MosquittoConf(
        broker, files, log, bridges, tree.global.path("pid_file"), tree.warnings);
  }

  /** Mosquitto, started as root, becomes another user; a Java process can't. */
  static void warnOfUser(ConfTree tree, String starter) {
    ConfLine line = tree.global.line("user");
    if (line == null || !starter.equals("root") || line.value().equals("root")) {
      return;
    }
    String user = line.value();
    tree.warnMissing(
        line,
        "user has no effect: this process stays root, which it should not. Let systemd start it with"
            + " User="
            + user
            + ", or start it with: setpriv --reuid="
            + user
            + " --regid="
            + user
            + " --init-groups weir broker …");
  }

  private static @Nullable Persistence persistence(ConfTree tree, ConfAccess access)
      throws ConfException {
    if (!tree.global.flag("persistence", access.persistsByPlugin())) {
      return null;
    }
    String location = System.getenv("MOSQUITTO_PERSISTENCE_LOCATION");
    if (location == null || location.isEmpty()) {
      location = tree.global.text("persistence_location", "");
    }
    Path folder = Path.of(location);
    String name = tree.global.text("persistence_file", "mosquitto.db");
    ConfLine line = tree.global.line("persistence_location");
    if (!Files.isWritable(folder.toAbsolutePath())) {
      String problem = "the folder " + folder.toAbsolutePath() + " can't be written to";
      throw line == null ? new ConfException(problem) : new ConfException(line, problem);
    }
    if (Files.exists(folder.resolve(name))) {
      tree.warnings.add(
          new ConfWarning(
              "sessions and retained messages are not taken over from Mosquitto's "
                  + folder.resolve(name)
                  + ", which stays as it is",
              false));
    }
    return new Persistence(folder.resolve(name + ".weir"), Persistence.Sync.PROCESS);
  }

  /**
   * Reads the files that say who gets in; called again on reload.
   *
   * @throws AccessFileException naming file and line
   */
  public Policies policies() throws AccessFileException {
    Map<AccessFiles, AccessPolicy> read = new HashMap<>();
    Map<String, AccessPolicy> byListener = new HashMap<>();
    for (Map.Entry<String, AccessFiles> entry : access.entrySet()) {
      AccessPolicy policy = read.get(entry.getValue());
      if (policy == null) {
        policy = entry.getValue().read();
        read.put(entry.getValue(), policy);
      }
      byListener.put(entry.getKey(), policy);
    }
    // Where all listeners have one policy, it does not matter by which a client has come.
    return read.size() == 1
        ? Policies.forAll(read.values().iterator().next())
        : new Policies(byListener, AccessPolicy.SHUT);
  }

  /** What should be said about the files that hold passwords. */
  public List<String> fileWarnings() {
    return access.values().stream()
        .map(AccessFiles::passwordFile)
        .filter(file -> file != null && PasswordFile.isReadableByOthers(file))
        .distinct()
        .map(file -> file + " can be read by every user of this machine; chmod o-r " + file)
        .toList();
  }
}
