package io.weir.engine.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which stores of variables there are.
 *
 * @param stores the stores by name, in order; empty for one in memory in which a node's variables
 *     last no longer than the node
 * @param defaultName the store that is meant when none is named; null for the first
 * @param seed values that global variables have until a flow sets them
 * @param listsSeed whether these are among the names of global variables
 */
public record ContextSettings(
    Map<String, Module> stores,
    @Nullable String defaultName,
    Map<String, Object> seed,
    boolean listsSeed) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]+");

  /** Where a store keeps its variables. */
  public sealed interface Module {}

  /** In memory, until the program ends. */
  public record Memory() implements Module {}

  /**
   * In files.
   *
   * @param folder the folder
   * @param flushInterval how long a change may wait to be written; zero for not at all
   */
  public record Files(Path folder, Duration flushInterval) implements Module {
    /** How long a change may wait if nothing else is said. */
    public static final Duration USUAL_INTERVAL = Duration.ofSeconds(30);
  }

  /** One store in memory. */
  public static final ContextSettings DEFAULT = new ContextSettings(Map.of(), null, Map.of(), true);

  public ContextSettings {
    for (String name : stores.keySet()) {
      if (!isName(name)) {
        throw new IllegalArgumentException(
            "a context store's name has letters, digits and _ only, unlike \"" + name + "\"");
      }
    }
    if (defaultName != null && !stores.containsKey(defaultName)) {
      throw new IllegalArgumentException(
          "the default context store " + defaultName + " is not among " + stores.keySet());
    }
    stores = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(stores));
    seed = Collections.unmodifiableMap(new LinkedHashMap<>(seed));
  }

  /** Whether a store may have a name. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches() && !name.equals("_");
  }
}
