package io.weir.broker.client;

import io.vertx.core.buffer.Buffer;
import io.weir.broker.packet.Qos;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of itself in CONNECT.
 *
 * @param isBridge whether it announces itself as Mosquitto's bridges do, by the highest bit of the
 *     protocol level; only under 3.x
 * @param clientId empty if the broker is to choose one
 * @param isClean whether what the broker remembers of earlier is forgotten
 * @param keepAliveSeconds 0 to 65,535; 0 turns the check off
 * @param properties sent under MQTT 5 only
 * @mqtt 5.0 §3.1
 */
public record Greeting(
    boolean isBridge,
    String clientId,
    boolean isClean,
    int keepAliveSeconds,
    Login login,
    @Nullable Testament will,
    PropertyList properties) {

  /** Name and password; null for none. */
  public record Login(@Nullable String userName, @Nullable String password) {
    public static final Login NOBODY = new Login(null, null);

    /** Without the password. */
    @Override
    public String toString() {
      return "Login[userName=" + userName + "]";
    }
  }

  /**
   * What the broker publishes if the client vanishes.
   *
   * @param payload not written to any more
   */
  public record Testament(
      String topic, Buffer payload, Qos qos, boolean retain, PropertyList properties) {}
}
