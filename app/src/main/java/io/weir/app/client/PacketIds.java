package io.weir.app.client;

import com.hivemq.client.internal.mqtt.message.publish.MqttPublish;
import com.hivemq.client.internal.mqtt.message.publish.MqttStatefulPublish;
import com.hivemq.client.internal.mqtt.message.publish.mqtt3.Mqtt3PublishView;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.lang.reflect.Field;

/**
 * The packet ids of messages that arrive.
 *
 * <p>The library keeps them to itself, but {@code weir sub} has to print them. This is the one
 * class that looks behind the library's interface; where that has changed, it fails with the first
 * message of QoS 1 or 2, which the tests would see.
 */
final class PacketIds {
  private static final String INCOMING =
      "com.hivemq.client.internal.mqtt.handler.publish.incoming.";
  private static final Field CONFIRMABLE = field(MqttPublish.class.getName(), "confirmable");
  private static final Field HOLDER =
      field(INCOMING + "MqttIncomingPublishConfirmable", "publishWithFlows");
  private static final Field PACKET = field(INCOMING + "MqttStatefulPublishWithFlows", "publish");

  private PacketIds() {}

  /** The id of a message that has not been acknowledged; 0 with QoS 0. */
  static int of(Mqtt3Publish publish) {
    return of(((Mqtt3PublishView) publish).getDelegate());
  }

  /** The id of a message that has not been acknowledged; 0 with QoS 0. */
  static int of(Mqtt5Publish publish) {
    if (publish.getQos() == MqttQos.AT_MOST_ONCE) {
      return 0;
    }
    try {
      Object packet = PACKET.get(HOLDER.get(CONFIRMABLE.get(publish)));
      return ((MqttStatefulPublish) packet).getPacketIdentifier();
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Field field(String owner, String name) {
    try {
      Field field = Class.forName(owner).getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this version of the MQTT library isn't known", e);
    }
  }
}
