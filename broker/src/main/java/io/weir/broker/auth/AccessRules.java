package io.weir.broker.auth;

import org.jspecify.annotations.Nullable;

/**
 * What clients may do, in one of the forms in which Mosquitto's users write it down.
 *
 * @threads any; immutable
 */
public abstract sealed class AccessRules permits AclRules, DynamicRoles {
  AccessRules() {}

  /** The rules that count for one client. */
  abstract ClientRules forClient(@Nullable String user, String clientId);

  /** Whether a user may come under this client id, whatever the password. */
  boolean mayConnect(@Nullable String user, String clientId) {
    return true;
  }
}
