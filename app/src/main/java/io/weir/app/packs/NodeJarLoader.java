package io.weir.app.packs;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

/**
 * The classes of one jar of node types. Of the program it sees what nodes are written against and
 * no more; everything else is the jar's own, so that it can't come into conflict with other jars,
 * or with a library that the program happens to use.
 */
final class NodeJarLoader extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  /** What nodes are written against. */
  private static final List<String> SHARED =
      List.of("io.weir.engine.", "io.vertx.core.", "io.netty.", "org.slf4j.", "org.jspecify.");

  private final ClassLoader program;

  NodeJarLoader(URL jar, ClassLoader program) {
    super("nodes", new URL[] {jar}, ClassLoader.getPlatformClassLoader());
    this.program = program;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (SHARED.stream().anyMatch(name::startsWith)) {
      return program.loadClass(name);
    }
    return super.loadClass(name, resolve);
  }
}
