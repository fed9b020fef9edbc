package io.weir.nodes.mqtt;

import io.weir.nodes.tls.TlsSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where and how to connect to a broker.
 *
 * @param address where it listens
 * @param protocol which protocol to speak
 * @param session who we are, and what the broker remembers of us
 * @param login user name and password; null for none
 * @param tls how to encrypt; null for the defaults. Only used if the address asks for encryption
 * @param will what the broker publishes when we are lost; null for nothing
 */
public record BrokerSettings(
    BrokerAddress address,
    Protocol protocol,
    Session session,
    @Nullable Login login,
    @Nullable TlsSettings tls,
    @Nullable Will will) {

  /** Versions of MQTT. */
  public enum Protocol {
    /** 3.1. */
    MQTT_3_1,
    /** 3.1.1. */
    MQTT_3,
    /** 5.0. */
    MQTT_5
  }

  /**
   * Who we are, and what the broker remembers of us.
   *
   * @param clientId our name at the broker, not empty
   * @param isClean whether the broker forgets an earlier session
   * @param keepAliveSeconds 0 to 65,535; 0 turns it off
   * @param expirySeconds how long the session outlives the connection, MQTT 5; 0 to 4,294,967,295
   * @param limits what we are ready to take, MQTT 5
   * @param userProperties sent on connecting, MQTT 5
   */
  public record Session(
      String clientId,
      boolean isClean,
      int keepAliveSeconds,
      long expirySeconds,
      Limits limits,
      List<UserProperty> userProperties) {
    public Session {
      if (keepAliveSeconds < 0 || keepAliveSeconds > 65_535) {
        throw new IllegalArgumentException(
            "keepAliveSeconds must be 0 to 65535 but is " + keepAliveSeconds);
      }
      userProperties = List.copyOf(userProperties);
    }
  }

  /**
   * What we are ready to take; 0 leaves a limit out.
   *
   * @param receiveMaximum publications of QoS 1 and 2 in flight to us
   * @param maximumPacketSize bytes of a packet
   * @param topicAliasMaximum topic aliases
   */
  public record Limits(int receiveMaximum, long maximumPacketSize, int topicAliasMaximum) {
    /** No limit stated. */
    public static final Limits NONE = new Limits(0, 0, 0);
  }

  /**
   * User name and password.
   *
   * @param user the name
   * @param password the password; empty for none
   */
  public record Login(String user, String password) {
    @Override
    public String toString() {
      return "Login[" + user + "]";
    }
  }

  /**
   * What the broker publishes when we are lost.
   *
   * @param publication the message
   * @param delaySeconds how long it waits for our return, MQTT 5; 0 to 4,294,967,295
   */
  public record Will(Outgoing publication, long delaySeconds) {}
}
