package io.weir.broker.protocol;

import io.vertx.core.Future;
import io.weir.broker.BrokerConfig.Limits;
import io.weir.broker.auth.Credentials;
import io.weir.broker.packet.ConnAck;
import io.weir.broker.packet.Connect;
import io.weir.broker.packet.ProtocolVersion;
import io.weir.broker.packet.ReasonCode;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides about a CONNECT: what is refused before anybody is asked, who is asked, and on which
 * terms a client is let in.
 *
 * @threads any; holds no state
 * @mqtt 5.0 §3.1.4
 */
final class ConnectHandler {
  /** The answer to a CONNECT that goes no further. */
  record Refusal(ReasonCode reason, String why) {}

  /**
   * The terms on which a client is let in.
   *
   * @param clientId as given, or made up
   * @param wasAssigned whether it was made up
   */
  record Admission(
      String clientId,
      boolean wasAssigned,
      long sessionExpirySeconds,
      int keepAliveSeconds,
      int maxInflight) {}

  private final BrokerServices services;
  private final RandomGenerator random = new SplittableRandom();

  ConnectHandler(BrokerServices services) {
    this.services = services;
  }

  /** What is wrong before credentials are looked at, or null if nothing is. */
  @Nullable Refusal refuse(Connect connect) {
    int maximum = services.limits().maxConnections();
    if (services.sockets().get() > maximum) {
      return new Refusal(
          ReasonCode.QUOTA_EXCEEDED, "there are " + maximum + " connections already");
    }
    if (connect.wishes().authenticationMethod() != null) {
      return new Refusal(
          ReasonCode.BAD_AUTHENTICATION_METHOD,
          "authentication method \"" + connect.wishes().authenticationMethod() + "\" is not known");
    }
    if (connect.clientId().isEmpty() && mustHaveId(connect)) {
      return new Refusal(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID, "the client id is empty");
    }
    return null;
  }

  /** An id may be left to the server under 5, and under 3.1.1 if no session is to be kept. */
  private static boolean mustHaveId(Connect connect) {
    return switch (connect.version()) {
      case MQTT_3_1 -> true;
      case MQTT_3_1_1 -> !connect.cleanStart();
      case MQTT_5 -> false;
    };
  }

  Admission admit(Connect connect) {
    Limits limits = services.limits();
    boolean assigns = connect.clientId().isEmpty();
    String clientId = assigns ? inventId() : connect.clientId();
    long expiry = Math.min(connect.sessionExpirySeconds(), limits.session().maxExpirySeconds());
    int inflight = Math.min(connect.wishes().receiveMaximum(), limits.session().maxInflight());
    return new Admission(clientId, assigns, expiry, keepAlive(connect), inflight);
  }

  private int keepAlive(Connect connect) {
    int asked = connect.keepAliveSeconds();
    int maximum = services.limits().connection().maxKeepAliveSeconds();
    // A 3.x client can't be told of another value, so it gets what it asked for.
    boolean isLowered = maximum > 0 && connect.version() == ProtocolVersion.MQTT_5;
    return isLowered && (asked == 0 || asked > maximum) ? maximum : asked;
  }

  private String inventId() {
    return "auto-" + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
  }

  /** Asks whether the client may come in; never throws. */
  Future<ReasonCode> authenticate(Connect connect, Admission admission, Connection connection) {
    Credentials credentials =
        new Credentials(
            admission.clientId(),
            connect.userName(),
            connect.password(),
            connection.remoteAddress(),
            connection.certificates());
    try {
      return services.authenticator().authenticate(credentials);
    } catch (RuntimeException failure) {
      return Future.failedFuture(failure);
    }
  }

  /** What the client is told when it is let in. [MQTT-3.2.2-1] */
  ConnAck acceptance(Connect connect, Admission admission, boolean sessionPresent) {
    Limits limits = services.limits();
    boolean keepsExpiry = admission.sessionExpirySeconds() == connect.sessionExpirySeconds();
    boolean keepsKeepAlive = admission.keepAliveSeconds() == connect.keepAliveSeconds();
    return new ConnAck(
        sessionPresent,
        ReasonCode.SUCCESS,
        new ConnAck.Terms(
            keepsExpiry ? -1 : admission.sessionExpirySeconds(),
            limits.connection().receiveMaximum(),
            limits.packet().maxBytes(),
            admission.wasAssigned() ? admission.clientId() : null,
            limits.connection().topicAliasMaximum(),
            keepsKeepAlive ? -1 : admission.keepAliveSeconds()));
  }
}
