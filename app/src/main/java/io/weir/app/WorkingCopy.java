package io.weir.app;

import io.weir.app.config.WeirConfig;
import io.weir.engine.store.ContextSettings;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a Weir works on that may not write into its user directory: a copy of the files that it
 * would change, in a temporary folder that only its owner can read. The broker keeps everything in
 * memory.
 *
 * <p>Blocks; made before the program starts, deleted when it has stopped.
 */
final class WorkingCopy {
  private static final Logger log = LoggerFactory.getLogger(WorkingCopy.class);

  /** What the editor keeps in folders. */
  private static final List<String> FOLDERS = List.of("lib", ".deploys", ".drafts");

  private static final String JARS = "nodes";

  private final Path folder;

  private WorkingCopy(Path folder) {
    this.folder = folder;
  }

  /**
   * A copy of what a configuration names.
   *
   * @throws StartFailure if it can't be made
   */
  static WorkingCopy of(WeirConfig config) {
    WorkingCopy copy = null;
    try {
      copy = new WorkingCopy(Files.createTempDirectory("weir-"));
      copy.take(config);
      return copy;
    } catch (IOException e) {
      if (copy != null) {
        copy.delete();
      }
      throw new StartFailure(
          "readOnly: no copy of " + config.userDir() + " can be made in a temporary folder: " + e,
          e);
    }
  }

  private void take(WeirConfig config) throws IOException {
    Path userDir = config.userDir();
    if (Files.isDirectory(userDir)) {
      try (Stream<Path> files = Files.list(userDir)) {
        for (Path file : files.filter(WorkingCopy::isData).toList()) {
          Files.copy(file, folder.resolve(nameOf(file)));
        }
      }
      for (String each : FOLDERS) {
        copyFolder(userDir.resolve(each), folder.resolve(each));
      }
      Path jars = userDir.resolve(JARS);
      if (Files.isDirectory(jars)) {
        Files.createSymbolicLink(folder.resolve(JARS), jars.toAbsolutePath());
      }
    }
    for (Path file : List.of(config.flowFile(), FlowEngine.credentialFile(config))) {
      if (Files.exists(file)) {
        Files.createDirectories(flows());
        Files.copy(file, flows().resolve(nameOf(file)));
      }
    }
    for (Map.Entry<String, ContextSettings.Module> store : config.context().stores().entrySet()) {
      if (store.getValue() instanceof ContextSettings.Files files) {
        copyFolder(files.folder(), variables(store.getKey()));
      }
    }
  }

  /** The settings that Weir and Node-RED keep as JSON, those without a name among them. */
  private static boolean isData(Path file) {
    return Files.isRegularFile(file) && nameOf(file).endsWith(".json");
  }

  private static String nameOf(Path file) {
    return Objects.requireNonNull(file.getFileName()).toString();
  }

  private Path flows() {
    return folder.resolve("flows");
  }

  private Path variables(String store) {
    return folder.resolve("variables").resolve(store);
  }

  private static void copyFolder(Path from, Path to) throws IOException {
    if (!Files.isDirectory(from)) {
      return;
    }
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path target = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else {
          Files.copy(each, target);
        }
      }
    }
  }

  /** The configuration of a program that works on the copy. */
  WeirConfig configFor(WeirConfig config) {
    Map<String, ContextSettings.Module> stores = new LinkedHashMap<>();
    config
        .context()
        .stores()
        .forEach(
            (name, module) ->
                stores.put(
                    name,
                    module instanceof ContextSettings.Files files
                        ? new ContextSettings.Files(variables(name), files.flushInterval())
                        : module));
    return config.workingOn(
        folder,
        flows().resolve(nameOf(config.flowFile())),
        flows().resolve(nameOf(FlowEngine.credentialFile(config))),
        new ContextSettings(
            stores,
            config.context().defaultName(),
            config.context().seed(),
            config.context().listsSeed()));
  }

  /** Deletes it; what it links to stays. */
  void delete() {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failure)
                throws IOException {
              Files.delete(each);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      log.warn("{} could not be deleted: {}", folder, e.toString());
    }
  }
}
