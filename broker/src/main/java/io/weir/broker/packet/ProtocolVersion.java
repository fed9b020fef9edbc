package io.weir.broker.packet;

import org.jspecify.annotations.Nullable;

/** The versions of MQTT that the broker speaks. */
public enum ProtocolVersion {
  MQTT_3_1(3, "MQIsdp"),
  MQTT_3_1_1(4, "MQTT"),
  MQTT_5(5, "MQTT");

  private final int level;
  private final String protocolName;

  ProtocolVersion(int level, String protocolName) {
    this.level = level;
    this.protocolName = protocolName;
  }

  /** The protocol level byte of CONNECT. */
  public int level() {
    return level;
  }

  public String protocolName() {
    return protocolName;
  }

  public boolean isMqtt5() {
    return this == MQTT_5;
  }

  /** The version that this name and level announce, or null if there is none. */
  public static @Nullable ProtocolVersion of(String name, int level) {
    for (ProtocolVersion version : values()) {
      if (version.level == level && version.protocolName.equals(name)) {
        return version;
      }
    }
    return null;
  }
}
