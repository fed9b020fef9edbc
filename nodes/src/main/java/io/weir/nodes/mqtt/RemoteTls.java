package io.weir.nodes.mqtt;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttClientSslConfigBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.weir.nodes.tls.TlsCredentials;
import io.weir.nodes.tls.TlsSettings;

/** TLS settings as HiveMQ's library wants them. */
final class RemoteTls {
  private RemoteTls() {}

  static MqttClientSslConfig of(TlsSettings settings) {
    TlsCredentials credentials = TlsCredentials.of(settings);
    MqttClientSslConfigBuilder builder = MqttClientSslConfig.builder();
    if (credentials.identity() != null) {
      builder = builder.keyManagerFactory(credentials.identity());
    }
    if (!settings.verifies()) {
      builder =
          builder
              .trustManagerFactory(InsecureTrustManagerFactory.INSTANCE)
              .hostnameVerifier((host, session) -> true);
    } else if (credentials.trust() != null) {
      builder = builder.trustManagerFactory(credentials.trust());
    }
    return builder.build();
  }
}
