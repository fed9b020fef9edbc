package io.weir.nodes.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/** Makes of files in PEM what Java's TLS asks for. */
public final class PemCredentials {
  private PemCredentials() {}

  /**
   * Who we are.
   *
   * @param certificates our certificate, with those that vouch for it behind it
   * @param key its private key, in any form that openssl writes
   * @param passphrase opens the key; empty if it is not encrypted
   * @throws io.weir.engine.node.NodeException if the key can't be read; the message says why
   */
  public static KeyManagerFactory keys(byte[] certificates, byte[] key, String passphrase)
      throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    char[] password = passphrase.toCharArray();
    store.setKeyEntry(
        "client",
        PemKey.read(key, passphrase),
        password,
        read(certificates).toArray(Certificate[]::new));
    return keys(store, password);
  }

  static KeyManagerFactory keys(KeyStore store, char[] password) throws GeneralSecurityException {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, password);
    return factory;
  }

  /**
   * Whom we trust.
   *
   * @param files each with one certificate or more
   */
  public static TrustManagerFactory trust(List<byte[]> files)
      throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    int number = 0;
    for (byte[] file : files) {
      for (Certificate certificate : read(file)) {
        store.setCertificateEntry("authority" + number++, certificate);
      }
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Collection<? extends Certificate> read(byte[] pem) throws CertificateException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem));
  }
}
