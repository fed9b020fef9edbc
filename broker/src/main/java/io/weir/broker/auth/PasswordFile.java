package io.weir.broker.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads Mosquitto's password files: {@code name:hash}, one user a line.
 *
 * <p>A line that can't be right stops the reading, as in Mosquitto 2.1: half a list of users is
 * worse than the old one.
 *
 * @threads any; blocks on the disk
 */
public final class PasswordFile {
  private PasswordFile() {}

  /**
   * Reads a file.
   *
   * @throws AccessFileException naming file and line
   */
  public static PasswordList read(Path file) throws AccessFileException {
    Map<String, PasswordHash> hashes = new LinkedHashMap<>();
    List<String> lines = AccessFileLines.read(file, "password_file");
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      int colon = line.indexOf(':');
      if (line.startsWith("#") || colon < 0) {
        continue;
      }
      String problem = take(line, colon, hashes);
      if (problem != null) {
        throw new AccessFileException(file.toString(), i + 1, problem);
      }
    }
    return new PasswordList(hashes);
  }

  private static @Nullable String take(String line, int colon, Map<String, PasswordHash> hashes) {
    String name = line.substring(0, colon).strip();
    // What stands behind a second colon is ignored.
    int end = line.indexOf(':', colon + 1);
    String hash = line.substring(colon + 1, end < 0 ? line.length() : end).strip();
    if (name.isEmpty()) {
      return "the user name is empty";
    }
    try {
      if (hashes.put(name, PasswordHash.parse(hash)) != null) {
        return "user \"" + name + "\" is there twice";
      }
      return null;
    } catch (IllegalArgumentException e) {
      return "user \"" + name + "\": " + e.getMessage();
    }
  }

  /** Whether users of this machine other than owner and group may read the file. */
  public static boolean isReadableByOthers(Path file) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      return permissions.contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException | UnsupportedOperationException unknown) {
      return false;
    }
  }
}
