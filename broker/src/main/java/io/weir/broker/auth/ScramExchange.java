package io.weir.broker.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.weir.broker.auth.ScramMessage.Final;
import io.weir.broker.auth.ScramMessage.First;
import io.weir.broker.packet.ReasonCode;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of SCRAM-SHA-256 (RFC 5802, RFC 7677), without channel binding.
 *
 * <p>A few keyed digests at each step, which a loop can do itself: the costly part of the work is
 * the client's. A user that doesn't exist goes through the same steps to the same refusal.
 *
 * @threads the loop of the client's connection
 */
final class ScramExchange implements AuthExchange {
  static final String METHOD = "SCRAM-SHA-256";

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int NONCE_BYTES = 24;

  private enum Turn {
    /** The client may leave its first message out of CONNECT, and is asked for it once. */
    BEGIN,
    FIRST,
    FINAL,
    OVER
  }

  private final PasswordList users;
  private final @Nullable String expectedUser;
  private final Supplier<String> nonces;
  private Turn turn = Turn.BEGIN;
  private @Nullable First first;
  private @Nullable ScramHash hash;
  private String nonce = "";
  private String serverFirst = "";

  /**
   * An exchange.
   *
   * @param users among whom the client has to be
   * @param expectedUser who it has to be, if it has said so otherwise; null for anybody
   */
  ScramExchange(PasswordList users, @Nullable String expectedUser) {
    this(users, expectedUser, ScramExchange::randomNonce);
  }

  ScramExchange(PasswordList users, @Nullable String expectedUser, Supplier<String> nonces) {
    this.users = users;
    this.expectedUser = expectedUser;
    this.nonces = nonces;
  }

  private static String randomNonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public Future<Step> take(@Nullable Buffer data) {
    return Future.succeededFuture(answer(data));
  }

  private Step answer(@Nullable Buffer data) {
    Turn now = turn;
    turn = Turn.OVER;
    if (now == Turn.BEGIN && data == null) {
      turn = Turn.FIRST;
      return new Continue(Buffer.buffer());
    }
    if (data == null) {
      return refused("there is no authentication data");
    }
    try {
      return switch (now) {
        case BEGIN, FIRST -> takeFirst(First.parse(data));
        case FINAL -> takeFinal(data);
        case OVER -> refused("the exchange is over");
      };
    } catch (IllegalArgumentException malformed) {
      return refused(Objects.requireNonNull(malformed.getMessage()));
    }
  }

  private Step takeFirst(First message) {
    if (expectedUser != null && !expectedUser.equals(message.user())) {
      return refused("it has said that it is another user");
    }
    first = message;
    hash = users.scramOf(message.user());
    nonce = message.nonce() + nonces.get();
    serverFirst = "r=" + nonce + ",s=" + hash.saltText() + ",i=" + hash.iterations();
    turn = Turn.FINAL;
    return new Continue(Buffer.buffer(serverFirst));
  }

  private Step takeFinal(Buffer data) {
    First began = Objects.requireNonNull(first);
    ScramHash kept = Objects.requireNonNull(hash);
    Final last = Final.parse(data, began.header(), nonce);
    byte[] said = (began.bare() + "," + serverFirst + "," + last.withoutProof()).getBytes(UTF_8);
    // A user that doesn't exist has a hash that no proof can meet.
    if (!kept.isProvedBy(last.proof().getBytes(), said)) {
      return refused("its proof is wrong, or there is no such user");
    }
    String signature = Base64.getEncoder().encodeToString(kept.signature(said));
    return new Accepted(began.user(), Buffer.buffer("v=" + signature));
  }

  private static Refused refused(String why) {
    return new Refused(ReasonCode.NOT_AUTHORIZED, why);
  }
}
