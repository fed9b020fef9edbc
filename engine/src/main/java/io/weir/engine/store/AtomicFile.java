package io.weir.engine.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/**
 * A file that is either the old one or the new one, whenever the power goes.
 *
 * @threads one at a time for a file; blocks
 */
public final class AtomicFile {
  private AtomicFile() {}

  private static final Set<PosixFilePermission> OWNER_ALONE =
      PosixFilePermissions.fromString("rw-------");

  /**
   * Replaces a file's content: temporary file, sync, rename. Keeps the permissions of the file that
   * was there.
   *
   * @throws IOException if it can't be written; then it is as it was
   */
  public static void write(Path file, String text) throws IOException {
    write(file, text, false);
  }

  /**
   * As {@link #write}, for a file that only its owner may read.
   *
   * @throws IOException if it can't be written; then it is as it was
   */
  public static void writePrivate(Path file, String text) throws IOException {
    write(file, text, true);
  }

  private static Path folderOf(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent());
  }

  private static void write(Path file, String text, boolean isPrivate) throws IOException {
    // Write through a link to the file that it names, as people link their flows into a repository.
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path temporary = target.resolveSibling(target.getFileName() + ".$$$");
    Files.deleteIfExists(temporary);
    boolean posix = Files.getFileStore(folderOf(target)).supportsFileAttributeView("posix");
    if (posix && isPrivate) {
      // Before anything is in it: there is no moment at which others could read the secret.
      Files.createFile(temporary, PosixFilePermissions.asFileAttribute(OWNER_ALONE));
    }
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    if (posix && !isPrivate && Files.exists(target)) {
      Files.setPosixFilePermissions(temporary, Files.getPosixFilePermissions(target));
    }
    try {
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
