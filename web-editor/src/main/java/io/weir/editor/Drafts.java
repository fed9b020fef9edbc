package io.weir.editor;

import io.weir.engine.store.AtomicFile;
import io.weir.engine.store.StoreException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Each user's draft: {@code .drafts/} in the user directory.
 *
 * <p>Blocks; never called on an event loop.
 */
final class Drafts {
  private final Path folder;

  Drafts(Path userDir) {
    this.folder = userDir.resolve(".drafts");
  }

  /**
   * A draft.
   *
   * @param tag tells it from others, as an ETag
   */
  record Draft(String text, String tag) {

    static Draft of(String text) {
      return new Draft(text, EntityTag.of(text));
    }
  }

  private Path file(String user) {
    // A name may hold what no file name may, and be longer than one may be.
    String name = URLEncoder.encode(user, StandardCharsets.UTF_8).replace(".", "%2E");
    String whole = name.length() <= 200 ? name : name.substring(0, 180) + "~" + user.hashCode();
    return folder.resolve(whole + ".json");
  }

  /**
   * A user's draft; null if there is none.
   *
   * @throws StoreException if it can't be read
   */
  synchronized @Nullable Draft of(String user) {
    Path file = file(user);
    try {
      return Files.exists(file) ? Draft.of(Files.readString(file)) : null;
    } catch (IOException e) {
      throw new StoreException(file + " could not be read (" + e + ")", e);
    }
  }

  /**
   * Replaces a user's draft.
   *
   * @param expected the tag of the draft that it is to replace; null for whatever is there
   * @return the tag of the new one; null if another is there than expected
   * @throws StoreException if it can't be written
   */
  synchronized @Nullable String put(String user, String text, @Nullable String expected) {
    Draft there = of(user);
    if (expected != null && (there == null || !there.tag().equals(expected))) {
      return null;
    }
    try {
      Files.createDirectories(folder);
      AtomicFile.writePrivate(file(user), text);
      return Draft.of(text).tag();
    } catch (IOException e) {
      throw new StoreException(file(user) + " could not be written (" + e + ")", e);
    }
  }

  /**
   * Forgets a user's draft.
   *
   * @throws StoreException if it can't
   */
  synchronized void delete(String user) {
    try {
      Files.deleteIfExists(file(user));
    } catch (IOException e) {
      throw new StoreException(file(user) + " could not be deleted (" + e + ")", e);
    }
  }
}
