package io.weir.app.client;

import com.hivemq.client.mqtt.MqttClientTransportConfig;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to connect.
 *
 * @param isMqtt5 or 3.1.1
 * @param transport where the broker is, and how it is reached
 * @param session what the broker is to remember of us
 * @param login who we are; null for nobody
 * @param will what the broker publishes if we vanish; null for nothing
 * @param properties what {@code -D} gave, by packet
 */
public record LinkSettings(
    boolean isMqtt5,
    MqttClientTransportConfig transport,
    Session session,
    @Nullable Login login,
    @Nullable Outgoing will,
    Map<PropertyCommand, PropertyList> properties) {

  /** Settings; copied. */
  public LinkSettings {
    properties = Map.copyOf(properties);
  }

  /**
   * What the broker is to remember.
   *
   * @param clientId empty if the broker is to choose one
   * @param isClean whether what it remembers of earlier is forgotten
   * @param expirySeconds how long it remembers after we left; MQTT 5 only
   * @param receiveMaximum how many unacknowledged messages we take; 0 for the usual
   */
  public record Session(
      String clientId,
      boolean isClean,
      int keepAliveSeconds,
      long expirySeconds,
      int receiveMaximum) {}

  /** Name and password; null for none. */
  public record Login(@Nullable String user, @Nullable String password) {
    @Override
    public String toString() {
      return "Login[user=" + user + "]";
    }
  }

  /** What was given for a packet. */
  public PropertyList propertiesOf(PropertyCommand command) {
    return properties.getOrDefault(command, PropertyList.NONE);
  }

  /** Whether the broker keeps our session while we are away. */
  public boolean outlivesConnection() {
    return isMqtt5 ? session.expirySeconds() > 0 : !session.isClean();
  }
}
