package io.weir.nodes.mqtt;

import com.hivemq.client.mqtt.MqttClientBuilderBase;
import com.hivemq.client.mqtt.MqttWebSocketConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import io.vertx.core.Future;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** What both versions of the protocol share when making a client. */
final class RemoteTransport {
  private RemoteTransport() {}

  static <B extends MqttClientBuilderBase<B>> B configure(B builder, BrokerSettings settings) {
    BrokerAddress address = settings.address();
    B made = builder.serverHost(address.host()).serverPort(address.port());
    if (address.isTls()) {
      made =
          made.sslConfig(
              RemoteTls.of(
                  Objects.requireNonNullElseGet(settings.tls(), () -> TlsSettings.defaults(true))));
    }
    if (address.transport() == BrokerAddress.Transport.WEB_SOCKET) {
      String path = address.path().startsWith("/") ? address.path().substring(1) : address.path();
      made =
          made.webSocketConfig(
              MqttWebSocketConfig.builder().serverPath(path).subprotocol("mqtt").build());
    }
    return made;
  }

  static Future<Void> future(CompletionStage<?> stage) {
    return Future.fromCompletionStage(stage).mapEmpty();
  }

  static MqttQos qos(int level) {
    return Objects.requireNonNull(MqttQos.fromCode(level));
  }
}
