package io.weir.broker.auth;

import io.weir.broker.auth.AccessControl.Policies;
import io.weir.broker.auth.AclRule.Kind;
import io.weir.broker.topic.TopicFilter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client may do by the policies in force. Its rules are picked out once; when policies are
 * replaced, anew.
 *
 * <p>Decisions by long lists are remembered, {@value #REMEMBERED} in each direction; when there are
 * more topics than that, the memory starts afresh.
 *
 * @threads the loop of the client's session
 */
final class PolicyAccess implements Access {
  private static final int REMEMBERED = 64;

  private final AccessControl control;
  private final ClientIdentity client;
  private final @Nullable PasswordHash enteredWith;

  private Policies judgedBy;
  private boolean isOpen;
  private @Nullable ClientRules rules;
  private @Nullable Map<String, Boolean> mayWrite;
  private @Nullable Map<String, Boolean> mayRead;

  PolicyAccess(AccessControl control, ClientIdentity client) {
    this.control = control;
    this.client = client;
    this.judgedBy = control.policies();
    this.enteredWith = hash(judgedBy);
    pickRules();
  }

  private @Nullable PasswordHash hash(Policies policies) {
    PasswordList passwords = policies.of(client.listener()).passwords();
    String user = client.userName();
    return passwords == null || user == null || client.isCertified() ? null : passwords.of(user);
  }

  private void pickRules() {
    isOpen = judgedBy.isOpen(client.listener());
    AccessRules all = judgedBy.of(client.listener()).rules();
    rules = all == null ? null : all.forClient(client.userName(), client.clientId());
    mayWrite = null;
    mayRead = null;
  }

  // Other policies are another object, and comparing more than that costs too much for each
  // message.
  @SuppressWarnings("ReferenceEquality")
  private @Nullable ClientRules rules() {
    Policies inForce = control.policies();
    if (inForce != judgedBy) {
      judgedBy = inForce;
      pickRules();
    }
    return rules;
  }

  /**
   * By an access list subscribing is always granted, and the subscription stays silent where
   * reading is denied, unless the policy says otherwise.
   */
  @Override
  public boolean maySubscribe(TopicFilter filter) {
    ClientRules present = rules();
    return present == null
        || present.maySubscribe(filter, judgedBy.of(client.listener()).refusesUnreadable());
  }

  @Override
  public boolean mayUnsubscribe(TopicFilter filter) {
    ClientRules present = rules();
    return present == null || present.mayUnsubscribe(filter);
  }

  @Override
  public boolean mayPublish(String topic) {
    ClientRules present = rules();
    if (isOpen) {
      // A will, or what was retained, of one that has come by a listener of earlier.
      return judgedBy.someAllow(client, topic);
    }
    if (present == null || present.isShort()) {
      return present == null || present.allows(Kind.WRITE, topic);
    }
    if (mayWrite == null) {
      mayWrite = new HashMap<>();
    }
    return remembered(mayWrite, present, Kind.WRITE, topic);
  }

  @Override
  public boolean mayReceive(String topic) {
    ClientRules present = rules();
    if (isOpen) {
      // Which rules count is known when it comes back, and what waits is judged again then.
      return true;
    }
    if (present == null || present.isShort()) {
      return present == null || present.allows(Kind.READ, topic);
    }
    if (mayRead == null) {
      mayRead = new HashMap<>();
    }
    return remembered(mayRead, present, Kind.READ, topic);
  }

  private static boolean remembered(
      Map<String, Boolean> decisions, ClientRules rules, Kind wanted, String topic) {
    Boolean known = decisions.get(topic);
    if (known != null) {
      return known;
    }
    boolean allowed = rules.allows(wanted, topic);
    if (decisions.size() >= REMEMBERED) {
      decisions.clear();
    }
    decisions.put(topic, allowed);
    return allowed;
  }

  @Override
  public boolean mayStay() {
    AccessPolicy policy = control.policies().of(client.listener());
    if (client.isCertified()) {
      return true;
    }
    if (policy.keepsOut(client.userName(), client.clientId())) {
      return false;
    }
    if (client.userName() == null || policy.passwords() == null) {
      return policy.allowsAnonymous();
    }
    // Its password is not kept, but the line of the file that let it in must still be there.
    PasswordHash now = policy.passwords().of(client.userName());
    return now != null && enteredWith != null && now.text().equals(enteredWith.text());
  }
}
