package io.weir.broker.auth;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a policy is written down.
 *
 * @param passwordFile or null if user names are believed
 * @param aclFile or null if everything is allowed
 * @param dynamicSecurity the file of Mosquitto's dynamic security plugin, or null. Its clients are
 *     judged by it alone, others by the files besides
 */
public record AccessFiles(
    boolean allowsAnonymous,
    @Nullable Path passwordFile,
    @Nullable Path aclFile,
    @Nullable Path dynamicSecurity) {

  /**
   * Reads the files.
   *
   * @throws AccessFileException naming file and line
   */
  public AccessPolicy read() throws AccessFileException {
    PasswordList passwords = passwordFile == null ? null : PasswordFile.read(passwordFile);
    AclRules rules = aclFile == null ? null : AclFile.read(aclFile);
    if (dynamicSecurity == null) {
      return new AccessPolicy(allowsAnonymous, passwords, rules);
    }
    DynamicSecurityFile.Content content = DynamicSecurityFile.read(dynamicSecurity, rules);
    return new AccessPolicy(
        allowsAnonymous,
        passwords == null ? content.passwords() : passwords.with(content.passwords()),
        content.roles());
  }

  /** Whether anything asks a client who it is. */
  public boolean asksForLogin() {
    return passwordFile != null || dynamicSecurity != null;
  }
}
