package io.weir.app.nodered;

import io.weir.engine.store.ConfigSections;
import io.weir.engine.store.JsonFile;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The project in a user directory of Node-RED whose flows run.
 *
 * @param flowFile the flows
 * @param credentialFile their credentials; may not exist
 * @param secret what these are encrypted with; null if they aren't
 */
record ActiveProject(Path flowFile, Path credentialFile, @Nullable String secret) {
  private static final String USUAL_FLOWS = "flows.json";

  /**
   * The active project of a folder; null if there is none.
   *
   * @throws io.weir.engine.store.StoreException if a file of it can't be read
   */
  static @Nullable ActiveProject of(Path folder) {
    Map<String, @Nullable Object> config = ConfigSections.read(folder, "projects");
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
    return new ActiveProject(
        flowFile,
        names.get("credentialsFile") instanceof String credentials
            ? project.resolve(credentials)
            : NodeRedFolder.credentialFileOf(flowFile),
        secret);
  }
}
