package io.weir.app.nodered;

import io.weir.engine.store.JsonFile;
import io.weir.engine.store.RuntimeSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where things are in a user directory of Node-RED.
 *
 * @param flowFile the flows
 * @param credentialFile their credentials; may not exist
 * @param secret what the credentials are encrypted with; null if nobody says
 * @param settings what {@code settings.js} says; null if there is none
 */
public record NodeRedFolder(
    Path flowFile,
    Path credentialFile,
    @Nullable String secret,
    @Nullable NodeRedSettings settings) {
  private static final String USUAL_FLOWS = "flows.json";
  private static final String SECRET_KEY = "_credentialSecret";

  /**
   * Looks into a folder. With a project active, its files are what is looked for.
   *
   * @throws IOException if a file of it can't be read
   * @throws IllegalArgumentException naming file and line if the settings can't be made out
   */
  public static NodeRedFolder of(Path folder) throws IOException {
    Path settingsFile = folder.resolve(NodeRedSettings.FILE);
    NodeRedSettings settings =
        Files.exists(settingsFile) ? NodeRedSettings.read(settingsFile) : null;
    NodeRedFolder project = project(folder, settings);
    if (project != null) {
      return project;
    }
    String named = settings == null ? null : text(settings, "file");
    Path flowFile = named == null ? flowFileIn(folder) : folder.resolve(named);
    String secret = settings == null ? null : text(settings, "credentialSecret");
    return new NodeRedFolder(
        flowFile,
        credentialFileOf(flowFile),
        secret == null ? generated(folder) : secret,
        settings);
  }

  /**
   * A flow file with what lies beside it.
   *
   * @throws IOException as {@link #of} does
   */
  public static NodeRedFolder ofFile(Path flowFile) throws IOException {
    Path folder = flowFile.toAbsolutePath().getParent();
    NodeRedFolder around = of(folder == null ? flowFile : folder);
    return new NodeRedFolder(
        flowFile, credentialFileOf(flowFile), around.secret(), around.settings());
  }

  /**
   * The flow file of a user directory that doesn't name it: {@code flows.json}, else one named
   * after this machine as older Node-RED did, else the only one there is.
   */
  public static Path flowFileIn(Path folder) {
    Path usual = folder.resolve(USUAL_FLOWS);
    if (Files.exists(usual) || !Files.isDirectory(folder)) {
      return usual;
    }
    Path ofThisMachine = folder.resolve("flows_" + hostName() + ".json");
    if (Files.exists(ofThisMachine)) {
      return ofThisMachine;
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> candidates =
          files.filter(file -> isFlowFile(String.valueOf(file.getFileName()))).toList();
      return candidates.size() == 1 ? candidates.get(0) : usual;
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " can't be read", e);
    }
  }

  private static boolean isFlowFile(String name) {
    return name.startsWith("flows_") && name.endsWith(".json") && !name.endsWith("_cred.json");
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "";
    }
  }

  /** {@code flows_cred.json} for {@code flows.json}. */
  public static Path credentialFileOf(Path flowFile) {
    String name = String.valueOf(flowFile.getFileName());
    int dot = name.lastIndexOf('.');
    return flowFile.resolveSibling(
        dot < 0 ? name + "_cred" : name.substring(0, dot) + "_cred" + name.substring(dot));
  }

  private static @Nullable String generated(Path folder) {
    return new RuntimeSettings(folder.resolve(".config.runtime.json")).get(SECRET_KEY)
            instanceof String secret
        ? secret
        : null;
  }

  private static @Nullable String text(NodeRedSettings settings, String key) {
    return settings.config().get("flows") instanceof Map<?, ?> flows
            && flows.get(key) instanceof String text
        ? text
        : null;
  }

  private static @Nullable NodeRedFolder project(Path folder, @Nullable NodeRedSettings settings) {
    Map<String, @Nullable Object> config =
        new JsonFile(folder.resolve(".config.projects.json")).read();
    if (!(config.get("activeProject") instanceof String active)) {
      return null;
    }
    Path project = folder.resolve("projects").resolve(active);
    Map<?, ?> names =
        new JsonFile(project.resolve("package.json")).read().get("node-red")
                    instanceof Map<?, ?> own
                && own.get("settings") instanceof Map<?, ?> found
            ? found
            : Map.of();
    Path flowFile =
        project.resolve(names.get("flowFile") instanceof String flows ? flows : USUAL_FLOWS);
    String secret =
        config.get("projects") instanceof Map<?, ?> all
                && all.get(active) instanceof Map<?, ?> own
                && own.get("credentialSecret") instanceof String given
            ? given
            : null;
    return new NodeRedFolder(
        flowFile,
        names.get("credentialsFile") instanceof String credentials
            ? project.resolve(credentials)
            : credentialFileOf(flowFile),
        secret,
        settings);
  }
}
