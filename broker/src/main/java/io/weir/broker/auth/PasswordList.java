package io.weir.broker.auth;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Users and their hashed passwords.
 *
 * @threads any; immutable
 */
public final class PasswordList {
  private static final PasswordHash EMPTY_DECOY = HashAlgorithm.SHA512_PBKDF2.hash(new byte[0]);

  private final Map<String, PasswordHash> hashes;
  private final List<ScramHash> forScram;

  /** A list, by user name. */
  public PasswordList(Map<String, PasswordHash> hashes) {
    this.hashes = Map.copyOf(hashes);
    // In an order that a restart doesn't change.
    this.forScram =
        new TreeMap<>(hashes)
            .values().stream()
                .filter(ScramHash.class::isInstance)
                .map(ScramHash.class::cast)
                .toList();
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

  /** Whether there is a user who can prove with SCRAM that he knows his password. */
  boolean offersScram() {
    return !forScram.isEmpty();
  }

  /**
   * What a user has to prove with SCRAM. For one that doesn't exist, or whose password is hashed in
   * another way, something that looks as likely and can't be proved.
   */
  ScramHash scramOf(String user) {
    ScramHash like = forScram.get(forScram.get(0).choice(user, forScram.size()));
    ScramHash decoy = ScramHash.decoy(user, like);
    return hashes.get(user) instanceof ScramHash hash ? hash : decoy;
  }

  /** What to check for a user that doesn't exist, so that the answer takes as long. */
  PasswordHash decoy() {
    return hashes.values().stream().findFirst().orElse(EMPTY_DECOY);
  }
}
