package io.weir.editor;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * First-run set-up: the program listens beyond this machine and nobody has said yet who may come
 * in. Whoever has the link that it printed says so, once. Until then the Admin API is shut.
 */
public interface SetUp {
  /** What is still open. */
  Questions questions();

  /** The token of the link. */
  Invitation invitation();

  /**
   * Writes the answers down and puts in force what they say about MQTT.
   *
   * @param answers to the {@link #questions}, all of them
   * @return who may use the Admin API from now on; fails with an {@link IllegalArgumentException}
   *     or a {@link io.weir.engine.store.StoreException} that says why nothing was changed
   */
  Future<LoginSettings> finish(Answers answers);

  /**
   * What is still open.
   *
   * @param admin whether the editor has no user
   * @param mqtt whether nobody has said who may connect to the built-in broker
   * @param mqttHost the address under which other machines reach the broker; null if they can't
   */
  record Questions(boolean admin, boolean mqtt, @Nullable String mqttHost) {}

  /**
   * The answers.
   *
   * @param admin the editor's first user; null if that was not asked
   * @param device the first user of the broker; null if that was not asked, or everybody may
   *     connect
   * @param allowsAnonymousMqtt whether everybody may connect to the broker
   */
  record Answers(@Nullable Account admin, @Nullable Account device, boolean allowsAnonymousMqtt) {}

  /** A new user. */
  record Account(String name, String password) {
    private static final int LONGEST_NAME = 64;
    private static final int SHORTEST_PASSWORD = 8;
    // All that bcrypt looks at.
    private static final int LONGEST_PASSWORD_BYTES = 72;

    public Account {
      if (name.isEmpty()
          || name.length() > LONGEST_NAME
          || !name.equals(name.strip())
          || name.chars().anyMatch(Character::isISOControl)
          || name.contains("${")) {
        throw new IllegalArgumentException(
            "a user name has 1 to 64 characters, none of them invisible or a blank at either end,"
                + " and no ${");
      }
      if (password.length() < SHORTEST_PASSWORD) {
        throw new IllegalArgumentException(
            "the password of " + name + " needs at least " + SHORTEST_PASSWORD + " characters");
      }
      if (password.getBytes(StandardCharsets.UTF_8).length > LONGEST_PASSWORD_BYTES) {
        throw new IllegalArgumentException(
            "the password of " + name + " is longer than " + LONGEST_PASSWORD_BYTES + " bytes");
      }
      if (password.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("the password of " + name + " has a NUL in it");
      }
    }

    /** Without the password, which must not get into a log. */
    @Override
    public String toString() {
      return "Account[" + name + "]";
    }
  }
}
