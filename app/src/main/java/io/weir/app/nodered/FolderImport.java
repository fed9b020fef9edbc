package io.weir.app.nodered;

import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.weir.app.FlowFileCheck;
import io.weir.engine.store.AtomicFile;
import io.weir.engine.store.CredentialSecret;
import io.weir.engine.store.Credentials;
import io.weir.engine.store.RuntimeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Takes flows of Node-RED over into a user directory: the flows with their credentials, variables
 * in files, the library, the settings.
 *
 * @threads blocks
 */
public final class FolderImport {
  private final NodeRedFolder source;
  private final Path target;
  private final List<String> said = new ArrayList<>();

  /**
   * An import.
   *
   * @param target the user directory to take them over into
   */
  public FolderImport(NodeRedFolder source, Path target) {
    this.source = source;
    this.target = target;
  }

  /**
   * Takes everything over.
   *
   * @param replace whether flows that are in the target already may be replaced; they are kept as
   *     {@code .flows.json.backup}
   * @return what was done and what was left, for the user to read
   * @throws IOException if a file can't be read or written
   * @throws IllegalArgumentException saying what keeps it from being done; then nothing was done
   */
  public List<String> run(boolean replace) throws IOException {
    Path flows = target.resolve("flows.json");
    check(flows, replace);
    Files.createDirectories(target);
    if (Files.exists(flows)) {
      Files.copy(flows, target.resolve(".flows.json.backup"), StandardCopyOption.REPLACE_EXISTING);
    }
    // The credentials first: without their flows they do no harm.
    takeCredentials(flows);
    copy(source.flowFile(), flows);
    said.add(0, "flows        " + source.flowFile() + " → " + flows);
    takeFolder("context", "variables");
    takeFolder("lib", "library");
    takeSettings();
    FlowFileCheck.check(flows).lines().stream()
        .filter(line -> !line.endsWith("no problems"))
        .forEach(said::add);
    return List.copyOf(said);
  }

  private void check(Path flows, boolean replace) throws IOException {
    if (!Files.exists(source.flowFile())) {
      throw new IllegalArgumentException("there are no flows at " + source.flowFile());
    }
    if (Files.exists(flows) && Files.isSameFile(flows, source.flowFile())) {
      throw new IllegalArgumentException(
          source.flowFile() + " is in use there already; there is nothing to take over");
    }
    FlowFileCheck.Result result = FlowFileCheck.check(source.flowFile());
    if (result.isFatal()) {
      throw new IllegalArgumentException(String.join(System.lineSeparator(), result.lines()));
    }
    if (Files.exists(flows) && !replace && holdsFlows(flows)) {
      throw new IllegalArgumentException(
          flows + " has flows already; --replace takes their place and keeps them as a backup");
    }
  }

  private static boolean holdsFlows(Path flows) throws IOException {
    return !Files.readString(flows).strip().matches("|\\[\\s*]");
  }

  private void takeCredentials(Path flows) throws IOException {
    if (!Files.exists(source.credentialFile())) {
      return;
    }
    Path credentials = NodeRedFolder.credentialFileOf(flows);
    copy(source.credentialFile(), credentials);
    RuntimeSettings settings = new RuntimeSettings(target.resolve(".config.runtime.json"));
    if (source.secret() != null) {
      settings.put("_credentialSecret", source.secret());
    }
    String fault = new Credentials(credentials, settings, CredentialSecret.GENERATED).load();
    said.add(
        fault == null
            ? "credentials  " + source.credentialFile() + " → " + credentials
            : "credentials  not usable: " + fault);
  }

  /** Copies a folder's files, but for those that are there already. */
  private void takeFolder(String name, String what) throws IOException {
    Path from = source.folder().resolve(name);
    if (!Files.isDirectory(from)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(from)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    if (files.isEmpty()) {
      return;
    }
    int taken = 0;
    for (Path file : files) {
      Path to = target.resolve(name).resolve(from.relativize(file).toString());
      if (!Files.exists(to)) {
        Files.createDirectories(Objects.requireNonNull(to.getParent()));
        copy(file, to);
        taken++;
      }
    }
    said.add(
        "%-12s %d files taken over%s"
            .formatted(
                what,
                taken,
                taken < files.size()
                    ? ", " + (files.size() - taken) + " left as they are in " + target.resolve(name)
                    : ""));
  }

  private void takeSettings() throws IOException {
    NodeRedSettings settings = source.settings();
    if (settings == null) {
      return;
    }
    Map<String, Object> config = new LinkedHashMap<>(settings.config());
    // The flows have Weir's name now, and the secret is kept as a generated one is.
    if (config.remove("flows") instanceof Map<?, ?> given) {
      Map<Object, Object> flows = new LinkedHashMap<>(given);
      flows.keySet().removeAll(List.of("file", "credentialSecret"));
      if (!flows.isEmpty()) {
        config.put("flows", flows);
      }
    }
    Path file = target.resolve("weir.yaml");
    if (!config.isEmpty()) {
      if (Files.exists(file)) {
        said.add("settings     " + file + " is left as it is. In settings.js there was:");
        yaml(config).lines().map(line -> "               " + line).forEach(said::add);
      } else {
        AtomicFile.writePrivate(file, yaml(config));
        said.add("settings     " + String.join(", ", config.keySet()) + " → " + file);
      }
    }
    if (!settings.left().isEmpty()) {
      said.add("not taken    of settings.js: " + String.join(", ", settings.left()));
    }
  }

  /** Settings as {@code weir.yaml} has them. */
  public static String yaml(Map<String, Object> config) throws IOException {
    return YAMLMapper.builder()
        .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
        .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
        .build()
        .writeValueAsString(config);
  }

  private static void copy(Path from, Path to) throws IOException {
    Path temporary = to.resolveSibling(to.getFileName() + ".$$$");
    Files.copy(from, temporary, StandardCopyOption.REPLACE_EXISTING);
    Files.move(temporary, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
