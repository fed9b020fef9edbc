package io.weir.nodes.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Something that has changed in the file system.
 *
 * @param path as the watched path is written, and what of it has changed
 * @param name the last part of the path
 * @param isRemoval whether it was taken away, in contrast to made or changed
 * @param type what it is now, as {@code msg.type} has it
 * @param size in bytes; -1 unless it is a file
 */
record FileChange(String path, String name, boolean isRemoval, String type, long size) {
  private static final int TYPE_MASK = 0170000;

  /** The change of a path, which is looked at as it is now. */
  static FileChange of(Path path, boolean isRemoval) {
    Path name = path.getFileName();
    String last = name == null ? path.toString() : name.toString();
    try {
      BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
      return new FileChange(
          path.toString(),
          last,
          isRemoval,
          type(path, found),
          found.isRegularFile() ? found.size() : -1);
    } catch (IOException e) {
      return new FileChange(path.toString(), last, isRemoval, "none", -1);
    }
  }

  private static String type(Path path, BasicFileAttributes found) {
    if (found.isRegularFile()) {
      return "file";
    }
    return found.isDirectory() ? "directory" : special(path);
  }

  private static String special(Path path) {
    try {
      Object mode = Files.getAttribute(path, "unix:mode", new LinkOption[0]);
      return switch (mode instanceof Integer bits ? bits & TYPE_MASK : 0) {
        case 0060000 -> "blockdevice";
        case 0020000 -> "characterdevice";
        case 0140000 -> "socket";
        case 0010000 -> "fifo";
        default -> "n/a";
      };
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return "n/a";
    }
  }
}
