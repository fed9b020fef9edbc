package io.weir.nodes.tls;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * How to encrypt a connection.
 *
 * @param certificate our certificate chain, PEM; null for none
 * @param key the certificate's private key, PEM; null for none
 * @param authority certificates to trust instead of the built-in ones, PEM; null for the built-in
 * @param keyStore certificate and key as PKCS#12; null for none
 * @param passphrase opens the key store; empty for none
 * @param serverName the name to ask for; empty for the address's host
 * @param alpn the application protocol to ask for; empty for none
 * @param verifies whether the server's certificate must be valid
 */
public record TlsSettings(
    @Nullable Buffer certificate,
    @Nullable Buffer key,
    @Nullable Buffer authority,
    @Nullable Buffer keyStore,
    String passphrase,
    String serverName,
    String alpn,
    boolean verifies) {

  /** The built-in trust, no certificate of ours. */
  public static TlsSettings defaults(boolean verifies) {
    return new TlsSettings(null, null, null, null, "", "", "", verifies);
  }

  /** These settings with verification on or off. */
  public TlsSettings verifying(boolean on) {
    return new TlsSettings(certificate, key, authority, keyStore, passphrase, serverName, alpn, on);
  }

  @Override
  public String toString() {
    return "TlsSettings[serverName=" + serverName + ", verifies=" + verifies + "]";
  }
}
