package io.weir.app.packs;

import io.weir.engine.node.NodeCatalog;
import io.weir.engine.node.NodePack;
import java.io.IOException;
import java.net.MalformedURLException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jars in a folder and the packs of node types in them, which they name as services. A jar that
 * can't be used is told of and left out; the others, and the program, don't notice.
 */
public final class NodeJars {
  private static final Logger log = LoggerFactory.getLogger(NodeJars.class);

  private final List<NodePack> packs;
  private final List<NodeCatalog.Unusable> unusable = new ArrayList<>();

  private NodeJars(List<NodePack> standard) {
    packs = new ArrayList<>(standard);
  }

  /**
   * Loads the jars of a folder, in the order of their names. Blocks.
   *
   * @param folder need not exist
   * @param standard the packs that are there anyway, which no jar can take the place of
   */
  public static NodeJars load(Path folder, List<NodePack> standard) {
    NodeJars jars = new NodeJars(standard);
    for (Path jar : jars.in(folder)) {
      try {
        jars.load(jar);
      } catch (RuntimeException | LinkageError | ServiceConfigurationError | IOException e) {
        jars.leaveOut(jar, String.valueOf(e.getMessage() == null ? e : e.getMessage()));
      }
    }
    return jars;
  }

  private List<Path> in(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      leaveOut(folder, "it can't be read: " + e.getMessage());
      return List.of();
    }
  }

  private void load(Path jar) throws IOException {
    List<NodePack> found = packsIn(jar);
    if (found.isEmpty()) {
      leaveOut(jar, "it names no pack of nodes in META-INF/services/" + NodePack.class.getName());
      return;
    }
    List<NodePack> all = new ArrayList<>(packs);
    all.addAll(found);
    // Says which type exists already.
    NodeCatalog.of(all);
    packs.addAll(found);
    found.forEach(
        pack ->
            log.info(
                "{} {} of {}: {} node types",
                pack.module(),
                pack.version(),
                jar.getFileName(),
                pack.types().size()));
  }

  private static List<NodePack> packsIn(Path jar) throws MalformedURLException {
    // Stays open: its classes are loaded as they are needed.
    NodeJarLoader loader = new NodeJarLoader(jar.toUri().toURL(), NodePack.class.getClassLoader());
    List<NodePack> found = new ArrayList<>();
    for (NodePack pack : ServiceLoader.load(NodePack.class, loader)) {
      // Not one that the program brings itself.
      if (pack.getClass().getClassLoader() == loader) {
        found.add(pack);
      }
    }
    return found;
  }

  private void leaveOut(Path jar, String why) {
    log.error("{} is left out: {}", jar, why);
    String name = String.valueOf(jar.getFileName());
    unusable.add(
        new NodeCatalog.Unusable(
            name.endsWith(".jar") ? name.substring(0, name.length() - ".jar".length()) : name,
            name + ": " + why));
  }

  /** The packs that were there anyway, and then those of the jars. */
  public List<NodePack> packs() {
    return List.copyOf(packs);
  }

  /** What could not be used, and why. */
  public List<NodeCatalog.Unusable> unusable() {
    return List.copyOf(unusable);
  }
}
