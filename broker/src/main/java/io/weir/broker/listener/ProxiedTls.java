package io.weir.broker.listener;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import java.util.Map;

/**
 * What a PROXY header of version 2 says about the encryption between the client and the proxy.
 *
 * @see <a href="https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt">section 2.2.6</a>
 */
final class ProxiedTls {
  /** The part of the header that is about encryption. */
  private static final byte SSL = 0x20;

  /** The bit in its first byte which says that the client has encrypted. */
  private static final int CLIENT_SSL = 0x01;

  private ProxiedTls() {}

  /** Whether the client of this connection has encrypted, as its proxy says. */
  static boolean isSaidOf(NetSocketInternal socket) {
    for (Map.Entry<Buffer, Buffer> part : socket.proxyProtocolV2HeaderTLVs()) {
      Buffer value = part.getValue();
      if (part.getKey().getByte(0) == SSL && value.length() > 0) {
        return (value.getByte(0) & CLIENT_SSL) != 0;
      }
    }
    return false;
  }
}
