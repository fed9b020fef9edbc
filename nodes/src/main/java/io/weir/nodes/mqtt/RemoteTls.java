package io.weir.nodes.mqtt;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttClientSslConfigBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.weir.engine.node.NodeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
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
        builder =
            builder.trustManagerFactory(
                PemCredentials.trust(List.of(settings.authority().getBytes())));
      }
      return builder.build();
    } catch (GeneralSecurityException | IOException e) {
      throw new NodeException("the TLS configuration can't be used: " + e.getMessage());
    }
  }

  private static @Nullable KeyManagerFactory keys(TlsSettings settings)
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
