package io.weir.broker.bridge;

import static io.weir.broker.bridge.PropertyTranslation.number;

import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.weir.broker.bridge.BridgeSettings.Remote;
import io.weir.broker.packet.Qos;

/**
 * On which terms the other broker has let the bridge in.
 *
 * @param isSessionPresent whether it knows what happened over an earlier connection
 * @param keepAliveSeconds 0 for no check
 * @param maxPacketBytes larger packets must not be sent
 * @param receiveMaximum messages that may be sent before they are acknowledged
 * @mqtt 5.0 §3.2.2.3
 */
record RemoteTerms(
    boolean isSessionPresent,
    int keepAliveSeconds,
    long maxPacketBytes,
    Qos maxQos,
    boolean isRetainAvailable,
    int receiveMaximum) {

  static RemoteTerms of(MqttConnAckVariableHeader accepted, Remote remote) {
    MqttProperties told = accepted.properties();
    long ownMaximum = remote.limits().maxPacketBytes();
    long maximum = number(told, MqttProperties.MAXIMUM_PACKET_SIZE, Long.MAX_VALUE);
    return new RemoteTerms(
        accepted.isSessionPresent(),
        (int) number(told, MqttProperties.SERVER_KEEP_ALIVE, remote.keepAliveSeconds()),
        ownMaximum > 0 ? Math.min(ownMaximum, maximum) : maximum,
        Qos.of((int) number(told, MqttProperties.MAXIMUM_QOS, 2)),
        number(told, MqttProperties.RETAIN_AVAILABLE, 1) == 1,
        (int) number(told, MqttProperties.RECEIVE_MAXIMUM, 65_535));
  }
}
