package io.weir.app.config;

import io.weir.broker.auth.AccessControl.Policies;
import io.weir.broker.auth.AccessFileException;
import io.weir.broker.auth.AccessPolicy;
import io.weir.broker.auth.AclFile;
import io.weir.broker.auth.PasswordFile;
import io.weir.broker.auth.PasswordHash;
import io.weir.broker.auth.PasswordList;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the rules of the built-in broker out of {@code weir.yaml} and the files that it names. */
public final class MqttPolicies {
  private MqttPolicies() {}

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException naming the user, or file and line, that is wrong
   */
  public static Policies read(WeirConfig config) {
    WeirConfig.Mqtt mqtt = config.mqtt();
    return Policies.forAll(mqtt == null ? AccessPolicy.SHUT : policy(mqtt.access()));
  }

  private static AccessPolicy policy(WeirConfig.MqttAccess access) {
    try {
      return new AccessPolicy(
          access.allowsAnonymous(),
          passwords(access),
          access.aclFile() == null ? null : AclFile.read(access.aclFile()),
          access.refusesUnreadable());
    } catch (AccessFileException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static @Nullable PasswordList passwords(WeirConfig.MqttAccess access)
      throws AccessFileException {
    Path file = access.passwordFile();
    if (access.users().isEmpty()) {
      return file == null ? null : PasswordFile.read(file);
    }
    Map<String, PasswordHash> hashes = new HashMap<>();
    access.users().forEach((user, hash) -> hashes.put(user, hash(user, hash)));
    PasswordList written = new PasswordList(hashes);
    return file == null ? written : PasswordFile.read(file).with(written);
  }

  private static PasswordHash hash(String user, String hash) {
    try {
      return PasswordHash.parse(hash);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "mqtt.users." + user + ": " + e.getMessage() + " (\"weir admin-hash\" makes one)", e);
    }
  }
}
