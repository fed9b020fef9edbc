package io.weir.broker.config;

import io.weir.broker.auth.AccessFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds out who gets in by each listener: from its own options, the global ones and plugins. */
final class ConfAccess {
  /** A listener of the broker and the options that it comes from. */
  record Source(String listener, ConfSection section) {}

  private static final String DYNAMIC_SECURITY = "mosquitto_dynamic_security.so";

  private final ConfTree tree;
  private final boolean isLocalOnly;

  ConfAccess(ConfTree tree, boolean isLocalOnly) {
    this.tree = tree;
    this.isLocalOnly = isLocalOnly;
  }

  Map<String, AccessFiles> read(List<Source> sources) throws ConfException {
    requireKnownPlugins();
    Map<String, AccessFiles> files = new LinkedHashMap<>();
    for (Source source : sources) {
      files.put(source.listener(), files(source.section()));
    }
    boolean asksNobody =
        files.values().stream().noneMatch(f -> f.allowsAnonymous() || f.asksForLogin());
    boolean isSaid =
        tree.global.has("allow_anonymous")
            || tree.listeners.stream()
                .anyMatch(l -> l.has("allow_anonymous") || l.has("listener_allow_anonymous"));
    boolean byCertificate =
        tree.listeners.stream()
            .anyMatch(l -> l.has("use_identity_as_username") || l.has("use_subject_as_username"));
    if (asksNobody && !isSaid && !byCertificate) {
      tree.warnings.add(
          new ConfWarning(
              "nobody can connect: with a listener, clients without a login are refused unless the"
                  + " configuration says \"allow_anonymous true\"; for clients with one, add"
                  + " \"password_file FILE\"",
              false));
    }
    return files;
  }

  private AccessFiles files(ConfSection listener) throws ConfException {
    ConfSection security = tree.isPerListener ? listener : tree.global;
    boolean anonymous = security.flag("allow_anonymous", isLocalOnly);
    return new AccessFiles(
        listener.flag("listener_allow_anonymous", anonymous),
        file(listener, security, "password_file"),
        file(listener, security, "acl_file"),
        pluginFile(listener, security, DYNAMIC_SECURITY, "config_file"));
  }

  /** As an option, or as an option of the plugin that has taken its place in 2.1. */
  private @Nullable Path file(ConfSection listener, ConfSection security, String option)
      throws ConfException {
    Path written = security.path(option);
    return written == null
        ? pluginFile(listener, security, "mosquitto_" + option + ".so", option)
        : written;
  }

  private @Nullable Path pluginFile(
      ConfSection listener, ConfSection security, String library, String option) {
    for (ConfSection plugin : tree.plugins) {
      ConfLine opening = plugin.opening();
      String value = option(plugin, option);
      if (opening != null
          && value != null
          && library(opening).equals(library)
          && isInForce(opening, listener, security)) {
        return Path.of(value);
      }
    }
    return null;
  }

  private static @Nullable String option(ConfSection plugin, String option) {
    String value = plugin.text("plugin_opt_" + option);
    return value == null ? plugin.text("auth_opt_" + option) : value;
  }

  private static String library(ConfLine opening) {
    return opening.value().substring(opening.value().lastIndexOf('/') + 1);
  }

  private static boolean isInForce(ConfLine plugin, ConfSection listener, ConfSection security) {
    if (!plugin.name().equals("plugin_load")) {
      return plugin.name().equals("global_plugin") || security.all(plugin.name()).contains(plugin);
    }
    String name = plugin.value().split(" +", 2)[0];
    return listener.all("plugin_use").stream().anyMatch(use -> use.word().equals(name));
  }

  private void requireKnownPlugins() throws ConfException {
    for (ConfSection plugin : tree.plugins) {
      ConfLine line = plugin.opening();
      if (line == null) {
        continue;
      }
      String library = library(line);
      switch (library) {
        case DYNAMIC_SECURITY -> {
          if (option(plugin, "config_file") == null) {
            throw new ConfException(line, library + " needs plugin_opt_config_file");
          }
          tree.warn(
              line,
              "what "
                  + library
                  + " does is built in, but for $CONTROL/dynamic-security: mosquitto_ctrl can't"
                  + " change clients and roles; they are read from the file, again at SIGHUP");
        }
        case "mosquitto_password_file.so",
            "mosquitto_acl_file.so",
            "mosquitto_persist_sqlite.so" -> {
          // Done natively.
        }
        default ->
            throw new ConfException(
                line,
                "the plugin "
                    + library
                    + " can't be loaded, and going on without what it guards would not be safe");
      }
    }
  }

  /** Whether the plugin that keeps everything in SQLite asks for persistence. */
  boolean persistsByPlugin() {
    return tree.plugins.stream()
        .map(ConfSection::opening)
        .anyMatch(line -> line != null && line.value().endsWith("mosquitto_persist_sqlite.so"));
  }
}
