package io.weir.broker.packet;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * CONNECT: a client asks to be let in.
 *
 * @param isBridge whether it says, as the bridges of Mosquitto do, that another broker is behind
 *     it: it wants nothing back that it sent, and the retain flag as it was published
 * @param cleanStart Clean Session under 3.x
 * @param keepAliveSeconds 0 to 65,535; 0 turns the check off
 * @param password the bytes as sent
 * @mqtt 5.0 §3.1
 */
public record Connect(
    ProtocolVersion version,
    boolean isBridge,
    String clientId,
    boolean cleanStart,
    int keepAliveSeconds,
    @Nullable String userName,
    @Nullable Buffer password,
    @Nullable Will will,
    Wishes wishes)
    implements Packet {

  /**
   * What a v5 client asks for in its properties.
   *
   * @param sessionExpirySeconds 0 to 4,294,967,295
   * @param receiveMaximum 1 to 65,535
   * @param maxPacketBytes as told, or a number that no packet reaches
   * @param topicAliasMaximum 0 to 65,535
   * @param wantsProblemInformation whether reason strings may be sent in any packet
   * @param authentication enhanced authentication, or null for the basic one
   * @mqtt 5.0 §3.1.2.11
   */
  public record Wishes(
      long sessionExpirySeconds,
      int receiveMaximum,
      long maxPacketBytes,
      int topicAliasMaximum,
      boolean wantsProblemInformation,
      @Nullable Authentication authentication) {

    /** What holds for a v5 client that says nothing, and for every 3.x client. */
    public static final Wishes DEFAULT = new Wishes(0, 65_535, Long.MAX_VALUE, 0, true, null);
  }

  /**
   * How long the session outlives the connection. Clean Session 0 of 3.x is a session without an
   * end.
   */
  public long sessionExpirySeconds() {
    return version.isMqtt5() ? wishes.sessionExpirySeconds() : cleanStart ? 0 : 0xFFFF_FFFFL;
  }

  /** The same with another will. */
  public Connect withWill(Will newWill) {
    return new Connect(
        version,
        isBridge,
        clientId,
        cleanStart,
        keepAliveSeconds,
        userName,
        password,
        newWill,
        wishes);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "Connect[version=" + version + ", clientId=" + clientId + "]";
  }
}
