package io.weir.app.nodered;

import io.weir.engine.store.ConfigSections;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where things are in a user directory of Node-RED.
 *
 * @param folder the user directory
 * @param flowFile the flows
 * @param credentialFile their credentials; may not exist
 * @param secret what the credentials are encrypted with; null if nobody says
 * @param settings what {@code settings.js} says; null if there is none
 */
public record NodeRedFolder(
    Path folder,
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
    ActiveProject project =
        settings == null || settings.usesProjects() ? ActiveProject.of(folder) : null;
    if (project != null) {
      return new NodeRedFolder(
          folder, project.flowFile(), project.credentialFile(), project.secret(), settings);
    }
    String named = settings == null ? null : text(settings, "file");
    Path flowFile = named == null ? flowFileIn(folder) : folder.resolve(named);
    String secret = settings == null ? null : text(settings, "credentialSecret");
    return new NodeRedFolder(
        folder,
        flowFile,
        credentialFileOf(flowFile, folder),
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
        around.folder(), flowFile, credentialFileOf(flowFile), around.secret(), around.settings());
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

  /** The same, or the one of that name in the user directory if it is there. */
  public static Path credentialFileOf(Path flowFile, Path userDir) {
    Path beside = credentialFileOf(flowFile);
    Path inUserDir = userDir.resolve(beside.getFileName());
    return Files.exists(inUserDir) ? inUserDir : beside;
  }

  private static @Nullable String generated(Path folder) {
    return ConfigSections.read(folder, ConfigSections.RUNTIME).get(SECRET_KEY)
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

  /**
   * What the configuration of such a folder is to say: its settings, and where the files of its
   * active project are.
   *
   * @param file {@code settings.js}, which need not exist
   * @throws IOException if a file can't be read
   * @throws IllegalArgumentException naming file and line if the settings can't be made out
   */
  public static NodeRedSettings settingsOf(Path folder, Path file) throws IOException {
    NodeRedSettings settings =
        Files.exists(file)
            ? NodeRedSettings.read(file)
            : new NodeRedSettings(Map.of(), List.of(), false);
    ActiveProject project = settings.usesProjects() ? ActiveProject.of(folder) : null;
    if (project == null) {
      return settings;
    }
    Map<String, Object> flows = new LinkedHashMap<>();
    if (settings.config().get("flows") instanceof Map<?, ?> given) {
      given.forEach((key, value) -> flows.put(String.valueOf(key), value));
    }
    flows.put("file", folder.relativize(project.flowFile()).toString());
    flows.put("credentialFile", folder.relativize(project.credentialFile()).toString());
    String secret = project.secret();
    flows.put("credentialSecret", secret == null ? (Object) false : secret);
    Map<String, Object> config = new LinkedHashMap<>(settings.config());
    config.put("flows", flows);
    return new NodeRedSettings(config, settings.left(), true);
  }
}
