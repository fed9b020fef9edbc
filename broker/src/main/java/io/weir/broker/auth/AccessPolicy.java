package io.weir.broker.auth;

import io.weir.broker.packet.ReasonCode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who gets in by a listener, and what they may do.
 *
 * @param allowsAnonymous whether clients without a user name get in, and, where there are no
 *     passwords, those with any
 * @param passwords who gets in with a user name; null if names are believed
 * @param rules what those who are in may do; null for everything
 * @param refusesUnreadable whether a subscription by which nothing may be read is refused; if not
 *     it is granted and stays silent, as in Mosquitto
 * @threads any; immutable
 */
public record AccessPolicy(
    boolean allowsAnonymous,
    @Nullable PasswordList passwords,
    @Nullable AccessRules rules,
    boolean refusesUnreadable) {

  /** Everybody may do everything. */
  public static final AccessPolicy OPEN = new AccessPolicy(true, null, null);

  /** Nobody gets in. */
  public static final AccessPolicy SHUT =
      new AccessPolicy(false, null, new AclRules(List.of(), Map.of(), List.of()));

  /** A policy that grants every subscription. */
  public AccessPolicy(
      boolean allowsAnonymous, @Nullable PasswordList passwords, @Nullable AccessRules rules) {
    this(allowsAnonymous, passwords, rules, false);
  }

  /** Whether the rules keep a client out, whatever its password. */
  boolean keepsOut(@Nullable String userName, String clientId) {
    return rules != null && !rules.mayConnect(userName, clientId);
  }

  /** The decision if none of it takes a password; null if one has to be checked. */
  @Nullable ReasonCode decide(Credentials credentials) {
    if (!credentials.isCertified() && keepsOut(credentials.userName(), credentials.clientId())) {
      return ReasonCode.NOT_AUTHORIZED;
    }
    boolean needsNoPassword =
        credentials.isCertified() || credentials.userName() == null || passwords == null;
    if (!needsNoPassword) {
      // Mosquitto says "not authorised" to a wrong password as well; clients know that answer.
      return credentials.password() == null ? ReasonCode.NOT_AUTHORIZED : null;
    }
    return credentials.isCertified() || allowsAnonymous
        ? ReasonCode.SUCCESS
        : ReasonCode.NOT_AUTHORIZED;
  }
}
