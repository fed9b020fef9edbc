package io.weir.broker.auth;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Users and their hashed passwords.
 *
 * @threads any; immutable
 */
public final class PasswordList {
  private static final PasswordHash EMPTY_DECOY = HashAlgorithm.SHA512_PBKDF2.hash(new byte[0]);

  private final Map<String, PasswordHash> hashes;

  /** A list, by user name. */
  public PasswordList(Map<String, PasswordHash> hashes) {
    this.hashes = Map.copyOf(hashes);
  }

  /** This list and another one's users, which win. */
  public PasswordList with(PasswordList other) {
    Map<String, PasswordHash> all = new HashMap<>(hashes);
    all.putAll(other.hashes);
    return new PasswordList(all);
  }

  public int size() {
    return hashes.size();
  }

  public @Nullable PasswordHash of(String user) {
    return hashes.get(user);
  }

  /** What to check for a user that doesn't exist, so that the answer takes as long. */
  PasswordHash decoy() {
    return hashes.values().stream().findFirst().orElse(EMPTY_DECOY);
  }
}
