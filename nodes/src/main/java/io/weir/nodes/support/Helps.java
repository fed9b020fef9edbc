package io.weir.nodes.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Help texts, which lie beside the nodes as Markdown. */
public final class Helps {
  private Helps() {}

  /** The help of a node type: the resource {@code <type>.md} in the package of its class. */
  public static String of(Class<?> node, String type) {
    String file = type.replace(' ', '-') + ".md";
    try (InputStream in =
        Objects.requireNonNull(
            node.getResourceAsStream(file), () -> "no help " + file + " beside " + node)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
