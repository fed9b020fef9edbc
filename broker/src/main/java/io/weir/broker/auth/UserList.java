package io.weir.broker.auth;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.weir.broker.packet.ReasonCode;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Lets in the users of a list held in memory.
 *
 * <p>How a password is compared is the verifier's business; a costly one belongs into an {@link
 * Authenticator} of its own that leaves the event loop.
 *
 * @threads any
 */
public final class UserList implements Authenticator {
  private final Map<String, Predicate<byte[]>> verifiers;
  private final boolean anonymousAllowed;

  /**
   * A list of users.
   *
   * @param verifiers by user name: whether these bytes are the user's password
   * @param anonymousAllowed whether clients without a user name are let in
   */
  public UserList(Map<String, Predicate<byte[]>> verifiers, boolean anonymousAllowed) {
    this.verifiers = Map.copyOf(verifiers);
    this.anonymousAllowed = anonymousAllowed;
  }

  @Override
  public Future<ReasonCode> authenticate(Credentials credentials) {
    return Future.succeededFuture(judge(credentials));
  }

  private ReasonCode judge(Credentials credentials) {
    String userName = credentials.userName();
    if (userName == null) {
      return anonymousAllowed ? ReasonCode.SUCCESS : ReasonCode.NOT_AUTHORIZED;
    }
    Predicate<byte[]> verifier = verifiers.get(userName);
    Buffer password = credentials.password();
    boolean known = verifier != null && password != null && verifier.test(password.getBytes());
    // Mosquitto says "not authorised" to a wrong password as well; clients know that answer.
    return known ? ReasonCode.SUCCESS : ReasonCode.NOT_AUTHORIZED;
  }
}
