package io.weir.app.config;

import io.weir.engine.store.ContextSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads where variables are kept, under the names of Node-RED's {@code contextStorage}. */
final class ContextReader {
  private static final String DEFAULT = "default";

  private ContextReader() {}

  /**
   * The settings.
   *
   * @param userDir where files are kept unless a store names another folder
   * @param seed values that global variables have until a flow sets them
   * @param listsSeed whether these are among the names of global variables
   * @throws IllegalArgumentException naming file, key and what is wrong
   */
  static ContextSettings read(
      Settings section, Path userDir, Map<String, Object> seed, boolean listsSeed) {
    Map<String, ContextSettings.Module> stores = new LinkedHashMap<>();
    @Nullable String chosen = null;
    for (String name : section.keys()) {
      if (name.equals(DEFAULT) && section.isText(name)) {
        chosen = section.text(name, "");
      } else if (!name.equals("_")) {
        if (!ContextSettings.isName(name)) {
          throw section.wrong(name, "is no name: letters, digits and _ only");
        }
        stores.put(name, module(section.section(name), userDir));
      }
    }
    if (chosen == null && stores.containsKey(DEFAULT)) {
      chosen = DEFAULT;
    }
    if (chosen != null && !stores.containsKey(chosen)) {
      throw section.wrong(DEFAULT, "names " + chosen + ", which is not among the stores");
    }
    return new ContextSettings(stores, chosen, seed, listsSeed);
  }

  private static ContextSettings.Module module(Settings store, Path userDir) {
    String module = store.required("module");
    Settings config = store.section("config");
    ContextSettings.Module made =
        switch (module) {
          case "memory" -> new ContextSettings.Memory();
          case "localfilesystem" -> files(config, userDir);
          default ->
              throw store.wrong("module", "must be memory or localfilesystem but is " + module);
        };
    config.requireNoOther();
    store.requireNoOther();
    return made;
  }

  private static ContextSettings.Files files(Settings config, Path userDir) {
    String folder = config.text("dir", "");
    Path base = folder.isEmpty() ? userDir : userDir.resolve(folder);
    boolean isCached = config.flag("cache", true);
    double seconds =
        config.number("flushInterval", (double) ContextSettings.Files.USUAL_INTERVAL.toSeconds());
    if (!(seconds >= 0)) {
      throw config.wrong("flushInterval", "must be at least 0 seconds but is " + seconds);
    }
    return new ContextSettings.Files(
        base.resolve(config.text("base", "context")),
        // Without a cache whatever is set is in the file at once.
        isCached ? Duration.ofMillis((long) (seconds * 1_000)) : Duration.ZERO);
  }
}
