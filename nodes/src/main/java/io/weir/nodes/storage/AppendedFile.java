package io.weir.nodes.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A file that stays open between what is written to it. */
final class AppendedFile implements Closeable {
  private final Path path;
  private @Nullable SeekableByteChannel channel;
  // What tells the open file from another one of the same name.
  private @Nullable Object key;

  AppendedFile(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  /** Writes at the end of the file, which is made if it isn't there or not there any more. */
  void append(byte[] bytes) throws IOException {
    SeekableByteChannel open = channel;
    if (open == null || !open.isOpen() || !Objects.equals(key, keyNow())) {
      close();
      open = open(path);
      channel = open;
      key = keyNow();
    }
    write(open, bytes);
  }

  private @Nullable Object keyNow() {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      // Then it isn't there; whatever else is wrong, opening it says so.
      return null;
    }
  }

  private static SeekableByteChannel open(Path path) throws IOException {
    return Files.newByteChannel(
        path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  }

  private static void write(SeekableByteChannel channel, byte[] bytes) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }

  /** Writes at the end of a file and lets go of it. */
  static void appendOnce(Path path, byte[] bytes) throws IOException {
    try (SeekableByteChannel once = open(path)) {
      write(once, bytes);
    }
  }

  @Override
  public void close() throws IOException {
    SeekableByteChannel open = channel;
    channel = null;
    if (open != null) {
      open.close();
    }
  }
}
