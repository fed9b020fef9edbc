package io.weir.nodes.tls;

import io.weir.engine.node.NodeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS settings as Java's TLS takes them.
 *
 * @param identity who we are; null to be nobody
 * @param trust whom we trust; null for the certificates built in
 */
public record TlsCredentials(
    @Nullable KeyManagerFactory identity, @Nullable TrustManagerFactory trust) {

  /**
   * The credentials of settings.
   *
   * @throws NodeException if they can't be read; the message says why
   */
  public static TlsCredentials of(TlsSettings settings) {
    try {
      return new TlsCredentials(identity(settings), trust(settings));
    } catch (GeneralSecurityException | IOException e) {
      throw new NodeException("the TLS configuration can't be used: " + e.getMessage());
    }
  }

  private static @Nullable TrustManagerFactory trust(TlsSettings settings)
      throws GeneralSecurityException, IOException {
    return settings.authority() == null
        ? null
        : PemCredentials.trust(List.of(settings.authority().getBytes()));
  }

  private static @Nullable KeyManagerFactory identity(TlsSettings settings)
      throws GeneralSecurityException, IOException {
    if (settings.keyStore() != null) {
      char[] passphrase = settings.passphrase().toCharArray();
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(settings.keyStore().getBytes()), passphrase);
      return PemCredentials.keys(store, passphrase);
    }
    if (settings.certificate() != null && settings.key() != null) {
      return PemCredentials.keys(
          settings.certificate().getBytes(), settings.key().getBytes(), settings.passphrase());
    }
    return null;
  }
}
