package io.weir.broker.conformance;

import static io.weir.broker.conformance.Bytes.packet;
import static io.weir.broker.conformance.Bytes.puback;
import static io.weir.broker.conformance.Bytes.publish;
import static io.weir.broker.conformance.Bytes.publish5;
import static io.weir.broker.conformance.Bytes.subscribe311;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.broker.conformance.SmallDevice.Received;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a client with a buffer of 128 bytes relies on. */
class SmallDeviceTest {
  @RegisterExtension static final BrokerExtension broker = new BrokerExtension();

  private SmallDevice device;

  @BeforeEach
  void connect() {
    device = new SmallDevice(broker.port(), "esp-1", "esp/state");
  }

  @AfterEach
  void disconnect() {
    device.close();
  }

  @Test
  void commands_and_readings_go_through() {
    Wire server = broker.client("server").sends(subscribe311(1, "esp/+", 0)).receives("9003000100");
    device.subscribes("esp/led", 1);
    for (int i = 0; i < 50; i++) {
      device.publishes("esp/temperature", "21." + i);
      server.receives(publish("esp/temperature", "21." + i));
      server.sends(publish(0x32, "esp/led", i + 1, "on " + i));
      assertThat(device.receives()).isEqualTo(new Received("esp/led", "on " + i, false));
      server.receives(publish("esp/led", "on " + i)).receives(puback(i + 1));
    }
    device.pings();
  }

  @Test
  void a_burst_comes_in_order_and_by_whole_packets() {
    device.subscribes("esp/led", 1);
    Wire server = broker.client("server");
    for (int i = 0; i < 500; i++) {
      server.sends(publish(0x32, "esp/led", i + 1, "command " + i));
    }
    for (int i = 0; i < 500; i++) {
      assertThat(device.receives().payload()).isEqualTo("command " + i);
    }
    device.pings();
  }

  @Test
  void a_packet_has_nothing_in_it_that_the_device_did_not_ask_for() {
    device.subscribes("esp/led", 0);
    Wire server = broker.client5("server");
    String payload = "x".repeat(SmallDevice.BUFFER_BYTES - 2 - 2 - "esp/led".length());
    server.sends(
        publish5("esp/led", payload, 0x03, "application/json", 0x26, "note", "y".repeat(1_000)));
    assertThat(device.receives()).isEqualTo(new Received("esp/led", payload, false));
  }

  @Test
  void what_is_retained_comes_behind_the_suback() {
    Wire server = broker.client("server");
    server.sends(publish(0x33, "esp/led", 1, "on")).receives(puback(1));
    device.subscribes("esp/led", 1);
    assertThat(device.receives()).isEqualTo(new Received("esp/led", "on", true));
  }

  @Test
  void one_that_gives_up_because_of_a_large_message_can_come_again() {
    Wire server =
        broker.client("server").sends(subscribe311(1, "esp/state", 0)).receives("9003000100");
    device.subscribes("esp/#", 1);
    server.sends(publish(0x32, "esp/firmware", 1, "z".repeat(10_000))).receives(puback(1));
    assertThatThrownBy(device::receives).hasMessageContaining("larger than the buffer");
    server.receives(packet(0x30, "esp/state", Bytes.raw("offline")));

    try (SmallDevice again = new SmallDevice(broker.port(), "esp-1", "esp/state")) {
      again.subscribes("esp/led", 1);
      server.sends(publish(0x32, "esp/led", 2, "on")).receives(puback(2));
      assertThat(again.receives()).isEqualTo(new Received("esp/led", "on", false));
    }
  }
}
