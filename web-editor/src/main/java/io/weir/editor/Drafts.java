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

  /**
   * What a draft is replaced or forgotten on, as RFC 9110 (13.1.1, 13.1.2) has it; nothing if both
   * are null.
   *
   * @param ifMatch the tag of the draft that has to be there
   * @param ifNoneMatch {@code *} if none may be there
   */
  record Condition(@Nullable String ifMatch, @Nullable String ifNoneMatch) {

    private boolean allows(@Nullable Draft there) {
      if (ifMatch != null && (there == null || !there.tag().equals(ifMatch))) {
        return false;
      }
      return there == null || !"*".equals(ifNoneMatch);
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
   * @return the tag of the new one; null if the condition doesn't hold
   * @throws StoreException if it can't be written
   */
  synchronized @Nullable String put(String user, String text, Condition condition) {
    if (!condition.allows(of(user))) {
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
   * @return whether the condition holds
   * @throws StoreException if it can't
   */
  synchronized boolean delete(String user, Condition condition) {
    if (!condition.allows(of(user))) {
      return false;
    }
    try {
      Files.deleteIfExists(file(user));
      return true;
    } catch (IOException e) {
      throw new StoreException(file(user) + " could not be deleted (" + e + ")", e);
    }
  }
}
