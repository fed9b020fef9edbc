package io.weir.broker.auth;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a policy is written down.
 *
 * @param passwordFile or null if user names are believed
 * @param aclFile or null if everything is allowed
 */
public record AccessFiles(
    boolean allowsAnonymous, @Nullable Path passwordFile, @Nullable Path aclFile) {

  /**
   * Reads the files.
   *
   * @throws AccessFileException naming file and line
   */
  public AccessPolicy read() throws AccessFileException {
    return new AccessPolicy(
        allowsAnonymous,
        passwordFile == null ? null : PasswordFile.read(passwordFile),
        aclFile == null ? null : AclFile.read(aclFile));
  }
}
