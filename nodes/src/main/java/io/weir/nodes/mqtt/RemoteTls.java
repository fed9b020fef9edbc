package io.weir.nodes.mqtt;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttClientSslConfigBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.vertx.core.buffer.Buffer;
import io.weir.engine.node.NodeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** TLS settings as HiveMQ's library wants them. */
final class RemoteTls {
  private RemoteTls() {}

  static MqttClientSslConfig of(TlsSettings settings) {
    try {
      MqttClientSslConfigBuilder builder = MqttClientSslConfig.builder();
      KeyManagerFactory keys = keys(settings);
      if (keys != null) {
        builder = builder.keyManagerFactory(keys);
      }
      if (!settings.verifies()) {
        builder =
            builder
                .trustManagerFactory(InsecureTrustManagerFactory.INSTANCE)
                .hostnameVerifier((host, session) -> true);
      } else if (settings.authority() != null) {
        builder = builder.trustManagerFactory(trust(settings.authority()));
      }
      return builder.build();
    } catch (GeneralSecurityException | IOException e) {
      throw new NodeException("the TLS configuration can't be used: " + e.getMessage());
    }
  }

  private static @Nullable KeyManagerFactory keys(TlsSettings settings)
      throws GeneralSecurityException, IOException {
    char[] passphrase = settings.passphrase().toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    if (settings.keyStore() != null) {
      store.load(new ByteArrayInputStream(settings.keyStore().getBytes()), passphrase);
    } else if (settings.certificate() != null && settings.key() != null) {
      store.load(null, null);
      store.setKeyEntry(
          "client",
          PemKey.read(settings.key(), settings.passphrase()),
          passphrase,
          certificates(settings.certificate()).toArray(Certificate[]::new));
    } else {
      return null;
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, passphrase);
    return factory;
  }

  private static TrustManagerFactory trust(Buffer pem)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    for (Certificate certificate : certificates(pem)) {
      store.setCertificateEntry("authority" + number++, certificate);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }

  private static Collection<? extends Certificate> certificates(Buffer pem)
      throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem.getBytes()));
  }
}
