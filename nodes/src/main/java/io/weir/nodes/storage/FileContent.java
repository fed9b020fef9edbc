package io.weir.nodes.storage;

import io.weir.engine.node.NodeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are read as a whole. */
final class FileContent {
  /** A share of the memory there is, since a message may be held more than once. */
  static final int MOST_BYTES =
      (int) Math.min(1 << 30, Math.max(16 << 20, Runtime.getRuntime().maxMemory() / 8));

  private FileContent() {}

  /**
   * All bytes, whatever the file says of its size: of devices it says nothing.
   *
   * @throws NodeException if there are more than can be kept
   */
  static byte[] of(InputStream in, int mostBytes) throws IOException {
    byte[] bytes = in.readNBytes(mostBytes);
    if (bytes.length == mostBytes && in.read() >= 0) {
      throw tooLarge(mostBytes);
    }
    return bytes;
  }

  /**
   * All bytes of a file.
   *
   * @throws NodeException if there are more than can be kept
   */
  static byte[] of(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw tooLarge(MOST_BYTES);
    }
    try (InputStream in = Files.newInputStream(file)) {
      return of(in, MOST_BYTES);
    }
  }

  private static NodeException tooLarge(int mostBytes) {
    return new NodeException(
        "the file has more than "
            + mostBytes
            + " bytes, which don't go into a message here; read it by lines or as a stream");
  }
}
