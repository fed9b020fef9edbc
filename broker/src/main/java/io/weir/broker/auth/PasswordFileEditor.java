package io.weir.broker.auth;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Changes a password file line by line: what it doesn't concern, comments too, stays as it is.
 *
 * @threads the caller's; blocks on the disk
 */
public final class PasswordFileEditor {
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rw-------");

  private final Path file;
  private final List<String> lines;

  private PasswordFileEditor(Path file, List<String> lines) {
    this.file = file;
    this.lines = new ArrayList<>(lines);
  }

  /** Starts a file afresh; one that is there is replaced when the changes are written. */
  public static PasswordFileEditor create(Path file) {
    return new PasswordFileEditor(file, List.of());
  }

  /**
   * Opens a file.
   *
   * @throws AccessFileException if it can't be read
   */
  public static PasswordFileEditor open(Path file) throws AccessFileException {
    return new PasswordFileEditor(file, AccessFileLines.read(file, "the password file"));
  }

  /**
   * Sets a user's password; returns whether the user was there before.
   *
   * @throws IllegalArgumentException if no file can hold this name
   */
  public boolean set(String user, PasswordHash hash) {
    requireName(user);
    String line = user + ":" + hash.text();
    int at = lineOf(user);
    if (at < 0) {
      lines.add(line);
      return false;
    }
    lines.set(at, line);
    return true;
  }

  /** Removes a user; returns whether there was one. */
  public boolean remove(String user) {
    int at = lineOf(user);
    if (at >= 0) {
      lines.remove(at);
    }
    return at >= 0;
  }

  /**
   * Hashes every password that is not hashed; returns how many.
   *
   * @param hash makes the text of a hash of a password
   */
  public int hashAll(UnaryOperator<String> hash) {
    int changed = 0;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      int colon = line.indexOf(':');
      if (colon <= 0 || line.startsWith("#") || isHashed(line.substring(colon + 1).strip())) {
        continue;
      }
      String name = line.substring(0, colon).strip();
      lines.set(i, name + ":" + hash.apply(line.substring(colon + 1)));
      changed++;
    }
    return changed;
  }

  /** A hash that is damaged is none the less no password: hashing it would only hide that. */
  private static boolean isHashed(String text) {
    if (text.startsWith(Sha512Hash.PREFIX)
        || text.startsWith(Pbkdf2Hash.PREFIX)
        || text.startsWith(Argon2idHash.PREFIX)
        || text.startsWith(ScramHash.PREFIX)) {
      return true;
    }
    int colon = text.indexOf(':');
    try {
      PasswordHash.parse(colon < 0 ? text : text.substring(0, colon).strip());
      return true;
    } catch (IllegalArgumentException plain) {
      return false;
    }
  }

  private int lineOf(String user) {
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      int colon = line.indexOf(':');
      if (colon > 0 && !line.startsWith("#") && line.substring(0, colon).strip().equals(user)) {
        return i;
      }
    }
    return -1;
  }

  private static void requireName(String user) {
    boolean isUsable =
        !user.isEmpty()
            && user.equals(user.strip())
            && !user.startsWith("#")
            && user.chars().noneMatch(c -> c == ':' || c < 0x20 || c == 0x7F)
            && user.getBytes(StandardCharsets.UTF_8).length <= 65_535;
    if (!isUsable) {
      throw new IllegalArgumentException(
          "a user name must not be empty, begin with # or a blank, end with a blank,"
              + " or hold a colon or control characters");
    }
  }

  /** Writes the file as a whole or not at all; it keeps its mode, and a new one is private. */
  public void write() throws IOException {
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path written = Files.createTempFile(target.getParent(), ".passwd", ".tmp");
    try {
      Files.write(written, lines, StandardCharsets.UTF_8);
      copyOwner(target, written);
      try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  private static void copyOwner(Path from, Path to) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    if (!Files.exists(from)) {
      view.setPermissions(PRIVATE);
      return;
    }
    PosixFileAttributes old = Files.readAttributes(from, PosixFileAttributes.class);
    PosixFileAttributes present = view.readAttributes();
    // Asked for only where it makes a difference: most users may not give files away.
    if (!old.owner().equals(present.owner())) {
      view.setOwner(old.owner());
    }
    if (!old.group().equals(present.group())) {
      view.setGroup(old.group());
    }
    view.setPermissions(old.permissions());
  }
}
