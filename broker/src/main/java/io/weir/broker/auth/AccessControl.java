package io.weir.broker.auth;

import io.vertx.core.Future;
import io.weir.broker.auth.AclRule.Kind;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.topic.TopicFilter;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides by policies: one for each listener, or one for all. They can be replaced while the broker
 * runs; clients that are in are then judged anew.
 *
 * @threads any
 */
public final class AccessControl implements Authenticator, Authorizer, AutoCloseable {
  private static final ReasonCode REFUSED = ReasonCode.NOT_AUTHORIZED;

  private volatile Policies policies;
  private final PasswordChecker checker = new PasswordChecker();
  private final LoginThrottle throttle = new LoginThrottle(System::nanoTime);

  /**
   * The policies in force.
   *
   * @param byListener by the listener's name
   * @param otherwise for every other listener
   */
  public record Policies(Map<String, AccessPolicy> byListener, AccessPolicy otherwise) {
    public Policies {
      byListener = Map.copyOf(byListener);
    }

    public static Policies forAll(AccessPolicy policy) {
      return new Policies(Map.of(), policy);
    }

    /**
     * Whether there is no saying which policy counts: it matters by which listener a client comes,
     * and this one is not known, or not there any more.
     */
    boolean isOpen(String listener) {
      return !byListener.isEmpty() && !byListener.containsKey(listener);
    }

    /** Whether a client that has come by some listener might publish to a topic. */
    boolean someAllow(ClientIdentity client, String topic) {
      return byListener.values().stream()
          .map(AccessPolicy::rules)
          .anyMatch(
              rules ->
                  rules == null
                      || rules
                          .forClient(client.userName(), client.clientId())
                          .allows(Kind.WRITE, topic));
    }

    AccessPolicy of(String listener) {
      return byListener.getOrDefault(listener, otherwise);
    }
  }

  public AccessControl(Policies policies) {
    this.policies = policies;
  }

  /** Puts other policies in force, for those who are in as well. */
  public void replace(Policies newPolicies) {
    policies = newPolicies;
  }

  /** Whether clients that don't log in get in by a listener. */
  public boolean allowsAnonymous(String listener) {
    return policies.of(listener).allowsAnonymous();
  }

  Policies policies() {
    return policies;
  }

  @Override
  public Future<ReasonCode> authenticate(Credentials credentials) {
    AccessPolicy policy = policies.of(credentials.listener());
    ReasonCode decision = policy.decide(credentials);
    return decision == null ? checkPassword(credentials, policy) : Future.succeededFuture(decision);
  }

  private Future<ReasonCode> checkPassword(Credentials credentials, AccessPolicy policy) {
    String user = Objects.requireNonNull(credentials.userName());
    byte[] password = Objects.requireNonNull(credentials.password()).getBytes();
    PasswordList passwords = Objects.requireNonNull(policy.passwords());
    PasswordHash hash = passwords.of(user);
    if (hash != null && checker.isRemembered(user, password, hash)) {
      return Future.succeededFuture(ReasonCode.SUCCESS);
    }
    String from = credentials.remoteAddress();
    if (throttle.refuses(from)) {
      return Future.succeededFuture(ReasonCode.NOT_AUTHORIZED);
    }
    return checker
        .check(user, password, hash == null ? passwords.decoy() : hash)
        .map(outcome -> hash == null && outcome == ReasonCode.SUCCESS ? REFUSED : outcome)
        .onSuccess(
            outcome -> {
              if (outcome == REFUSED) {
                throttle.failed(from);
              }
            });
  }

  /** SCRAM-SHA-256, where somebody has a password that is kept for it. */
  @Override
  public @Nullable AuthExchange exchange(String method, Credentials credentials) {
    PasswordList passwords = policies.of(credentials.listener()).passwords();
    if (passwords == null || !passwords.offersScram() || credentials.isCertified()) {
      return null;
    }
    if (!method.equals(ScramExchange.METHOD)) {
      return null;
    }
    ScramExchange exchange = new ScramExchange(passwords, credentials.userName());
    return new ThrottledExchange(exchange, throttle, credentials.remoteAddress());
  }

  @Override
  public Access accessOf(ClientIdentity client) {
    return new PolicyAccess(this, client);
  }

  @Override
  public boolean mayPublish(String clientId, @Nullable String userName, String topic) {
    return accessOf(new ClientIdentity(clientId, userName, "", false)).mayPublish(topic);
  }

  @Override
  public boolean maySubscribe(String clientId, @Nullable String userName, TopicFilter filter) {
    return true;
  }

  @Override
  public boolean mayReceive(String clientId, @Nullable String userName, String topic) {
    return accessOf(new ClientIdentity(clientId, userName, "", false)).mayReceive(topic);
  }

  @Override
  public void close() {
    checker.close();
  }
}
