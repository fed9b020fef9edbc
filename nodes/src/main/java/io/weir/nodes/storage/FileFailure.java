package io.weir.nodes.storage;

import io.weir.engine.message.ErrorValue;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What the operating system refused, as Node.js tells it; flows look at its code. */
final class FileFailure {
  private FileFailure() {}

  /**
   * The error.
   *
   * @param operation what was tried: open, unlink, mkdir, read
   */
  static ErrorValue of(IOException why, String operation, String path) {
    String code = code(why);
    String text =
        switch (code) {
          case "ENOENT" -> "no such file or directory";
          case "EACCES" -> "permission denied";
          case "EEXIST" -> "file already exists";
          case "ENOTDIR" -> "not a directory";
          case "EISDIR" -> "illegal operation on a directory";
          case "ENOTEMPTY" -> "directory not empty";
          case "ENOSPC" -> "no space left on device";
          case "EROFS" -> "read-only file system";
          case "EMFILE" -> "too many open files";
          case "ENAMETOOLONG" -> "name too long";
          case "EPERM" -> "operation not permitted";
          case "ELOOP" -> "too many symbolic links encountered";
          default -> "i/o error (" + why.getMessage() + ")";
        };
    return new ErrorValue(
        "Error", code + ": " + text + ", " + operation + " '" + path + "'", code, null, null);
  }

  private static String code(IOException why) {
    if (why instanceof NoSuchFileException) {
      return "ENOENT";
    } else if (why instanceof AccessDeniedException) {
      return "EACCES";
    } else if (why instanceof FileAlreadyExistsException) {
      return "EEXIST";
    } else if (why instanceof NotDirectoryException) {
      return "ENOTDIR";
    } else if (why instanceof DirectoryNotEmptyException) {
      return "ENOTEMPTY";
    }
    // For all others the JDK gives the text of the operating system, and nothing else.
    String reason = why instanceof FileSystemException system ? system.getReason() : null;
    return switch (String.valueOf(reason == null ? why.getMessage() : reason)) {
      case "Not a directory" -> "ENOTDIR";
      case "Is a directory" -> "EISDIR";
      case "No space left on device" -> "ENOSPC";
      case "Read-only file system" -> "EROFS";
      case "Too many open files" -> "EMFILE";
      case "File name too long" -> "ENAMETOOLONG";
      case "Operation not permitted" -> "EPERM";
      default -> String.valueOf(reason).startsWith("Too many levels") ? "ELOOP" : "EIO";
    };
  }
}
