package io.weir.broker.protocol;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.weir.broker.Limits;
import io.weir.broker.Listener;
import io.weir.broker.auth.AuthExchange;
import io.weir.broker.auth.CertificateName;
import io.weir.broker.auth.ClientIdentity;
import io.weir.broker.auth.Credentials;
import io.weir.broker.packet.Authentication;
import io.weir.broker.packet.ConnAck;
import io.weir.broker.packet.Connect;
import io.weir.broker.packet.ProtocolVersion;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.ReasonCode;
import java.util.UUID;
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
   * @param client whose id is as given, or made up
   * @param wasAssigned whether the id was made up
   */
  record Admission(
      ClientIdentity client,
      boolean wasAssigned,
      long sessionExpirySeconds,
      int keepAliveSeconds,
      int maxInflight) {
    String clientId() {
      return client.clientId();
    }
  }

  private final BrokerServices services;

  ConnectHandler(BrokerServices services) {
    this.services = services;
  }

  /** What is wrong before credentials are looked at, or null if nothing is. */
  @Nullable Refusal refuse(Connect connect, Connection connection) {
    Listener.Terms terms = connection.listener().terms();
    int maximum = services.limits().clients().maxConnections();
    if (services.sockets().get() > maximum) {
      return new Refusal(
          ReasonCode.QUOTA_EXCEEDED, "there are " + maximum + " connections already");
    }
    if (!terms.versions().contains(connect.version())) {
      return new Refusal(
          ReasonCode.UNSUPPORTED_PROTOCOL_VERSION,
          "the listener does not accept version " + connect.version().level());
    }
    Refusal refusal = refuseIdentity(connect, connection);
    return refusal == null ? refuseWill(connect, terms) : refusal;
  }

  private static @Nullable Refusal refuseIdentity(Connect connect, Connection connection) {
    Listener.Terms terms = connection.listener().terms();
    String userName = userName(connect, connection);
    if (userName == null && terms.userNameSource() != Listener.UserNameSource.CONNECT) {
      return new Refusal(ReasonCode.NOT_AUTHORIZED, "it has no certificate with a name in it");
    }
    if (terms.usesUserNameAsClientId()) {
      boolean isToldLater = connect.wishes().authentication() != null;
      return !isToldLater && (userName == null || userName.isEmpty())
          ? new Refusal(ReasonCode.NOT_AUTHORIZED, "it has no user name to be its client id")
          : null;
    }
    if (connect.clientId().isEmpty()) {
      return mustHaveId(connect, terms)
          ? new Refusal(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID, "the client id is empty")
          : null;
    }
    return connect.clientId().startsWith(terms.requiredIdPrefix())
        ? null
        : new Refusal(
            ReasonCode.NOT_AUTHORIZED,
            "its client id does not begin with \"" + terms.requiredIdPrefix() + "\"");
  }

  private @Nullable Refusal refuseWill(Connect connect, Listener.Terms terms) {
    Publication will = connect.will() == null ? null : connect.will().publication();
    if (will == null) {
      return null;
    }
    if (will.qos().compareTo(terms.maxQos()) > 0) {
      return new Refusal(ReasonCode.QOS_NOT_SUPPORTED, "the QoS of its will is too high");
    }
    if (will.retain() && !terms.allowsRetain()) {
      return new Refusal(ReasonCode.RETAIN_NOT_SUPPORTED, "its will is to be retained");
    }
    return services.sessions().held().isFull()
        ? new Refusal(ReasonCode.QUOTA_EXCEEDED, "the broker holds as much as it may: no new will")
        : null;
  }

  /** An id may be left to the server under 5, and under 3.1.1 if no session is to be kept. */
  private static boolean mustHaveId(Connect connect, Listener.Terms terms) {
    return switch (connect.version()) {
      case MQTT_3_1 -> true;
      case MQTT_3_1_1 -> !connect.cleanStart() || !terms.allowsEmptyClientId();
      case MQTT_5 -> !terms.allowsEmptyClientId();
    };
  }

  private static @Nullable String userName(Connect connect, Connection connection) {
    return switch (connection.listener().terms().userNameSource()) {
      case CONNECT -> connect.userName();
      case COMMON_NAME ->
          connection.certificates().isEmpty()
              ? null
              : CertificateName.commonName(connection.certificates().get(0));
      case SUBJECT ->
          connection.certificates().isEmpty()
              ? null
              : CertificateName.subject(connection.certificates().get(0));
    };
  }

  /**
   * The terms for a client.
   *
   * @param provenName the user name that it has proved in an exchange, or null if there was none
   */
  Admission admit(Connect connect, Connection connection, @Nullable String provenName) {
    Limits limits = services.limits();
    Listener listener = connection.listener();
    Listener.Terms terms = listener.terms();
    String userName = provenName == null ? userName(connect, connection) : provenName;
    String clientId = connect.clientId();
    if (terms.usesUserNameAsClientId() && userName != null) {
      clientId = userName;
    }
    boolean assigns = clientId.isEmpty();
    ClientIdentity client =
        new ClientIdentity(
            assigns ? terms.assignedIdPrefix() + UUID.randomUUID() : clientId,
            userName,
            listener.name(),
            terms.userNameSource() != Listener.UserNameSource.CONNECT);
    long expiry = Math.min(connect.sessionExpirySeconds(), limits.session().maxExpirySeconds());
    int inflight = Math.min(connect.wishes().receiveMaximum(), limits.session().maxInflight());
    return new Admission(client, assigns, expiry, keepAlive(connect), inflight);
  }

  private int keepAlive(Connect connect) {
    int asked = connect.keepAliveSeconds();
    int maximum = services.limits().connection().maxKeepAliveSeconds();
    // A 3.x client can't be told of another value, so it gets what it asked for.
    boolean isLowered = maximum > 0 && connect.version() == ProtocolVersion.MQTT_5;
    return isLowered && (asked == 0 || asked > maximum) ? maximum : asked;
  }

  /** Asks whether the client may come in; never throws. */
  Future<ReasonCode> authenticate(Connect connect, Admission admission, Connection connection) {
    try {
      return services
          .authenticator()
          .authenticate(credentials(admission.client(), connect.password(), connection));
    } catch (RuntimeException failure) {
      return Future.failedFuture(failure);
    }
  }

  /** Begins an exchange; null if the method is not on offer. */
  @Nullable AuthExchange exchange(String method, ClientIdentity client, Connection connection) {
    return services.authenticator().exchange(method, credentials(client, null, connection));
  }

  private static Credentials credentials(
      ClientIdentity client, @Nullable Buffer password, Connection connection) {
    return new Credentials(
        client.clientId(),
        client.userName(),
        password,
        connection.remoteAddress(),
        connection.certificates(),
        client.listener(),
        client.isCertified());
  }

  /**
   * What the client is told when it is let in. [MQTT-3.2.2-1]
   *
   * @param end of the exchange by which it has got in, or null
   */
  ConnAck acceptance(
      Connect connect,
      Admission admission,
      Listener.Terms listener,
      boolean sessionPresent,
      @Nullable Authentication end) {
    Limits limits = services.limits();
    boolean keepsExpiry = admission.sessionExpirySeconds() == connect.sessionExpirySeconds();
    boolean keepsKeepAlive = admission.keepAliveSeconds() == connect.keepAliveSeconds();
    return new ConnAck(
        sessionPresent,
        ReasonCode.SUCCESS,
        new ConnAck.Terms(
            keepsExpiry ? -1 : admission.sessionExpirySeconds(),
            limits.connection().receiveMaximum(),
            listener.maxQos(),
            listener.allowsRetain(),
            limits.packet().maxBytes(),
            admission.wasAssigned() ? admission.clientId() : null,
            Math.min(limits.connection().topicAliasMaximum(), listener.topicAliasMaximum()),
            keepsKeepAlive ? -1 : admission.keepAliveSeconds(),
            end));
  }
}
