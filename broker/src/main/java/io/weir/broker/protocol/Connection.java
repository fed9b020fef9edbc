package io.weir.broker.protocol;

import io.weir.broker.Listener;
import io.weir.broker.packet.Ack;
import io.weir.broker.packet.Connect;
import io.weir.broker.packet.Packet;
import io.weir.broker.packet.ReasonCode;
import io.weir.broker.session.Outlet;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A client's network connection, as the protocol sees it.
 *
 * <p>Nothing above this port knows how packets become bytes or what carries them.
 *
 * @threads the connection's loop
 */
public interface Connection extends Outlet {

  /** Where the client connects from, for events and checks. */
  String remoteAddress();

  /** The listener that the client came by. */
  Listener listener();

  /** The client's certificates on a TLS listener that asks for them, otherwise none. */
  List<X509Certificate> certificates();

  /** Sends a packet at the end of the tick, together with what else there is. */
  void send(Packet packet);

  /** Sends PUBACK, PUBREC or PUBCOMP, which come too often to make an object of each. */
  void acknowledge(Ack.Kind kind, int packetId, ReasonCode reason);

  /**
   * The client is in: packets that came behind its CONNECT are taken up, after CONNACK has been
   * sent.
   */
  void accept(Connect connect);

  /** Takes up one more packet of a client that isn't in yet: its next step in an exchange. */
  void expectAuth();

  /** Takes nothing more off the network; what has arrived but not been taken up waits too. */
  void pauseReading();

  void resumeReading();

  /** Closes once what has been sent is out, or after a short while; sends nothing more. */
  void end();
}
