package io.weir.broker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.broker.Limits.SessionLimits;
import io.weir.broker.conformance.Clause;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.Qos;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutboundWindowTest {
  private final OutboundWindow window =
      new OutboundWindow(SessionLimits.defaults().withMaxInflight(3));

  private static OutboundDelivery delivery() {
    return new OutboundDelivery(
        Publication.of("t", "x", Qos.AT_LEAST_ONCE, false), Qos.AT_LEAST_ONCE, false, null);
  }

  private OutboundDelivery sent() {
    OutboundDelivery delivery = delivery();
    window.add(delivery);
    return delivery;
  }

  @Test
  void has_room_for_as_many_as_its_limit() {
    sent();
    sent();
    assertThat(window.hasRoom()).isTrue();
    OutboundDelivery third = sent();
    assertThat(window.hasRoom()).isFalse();
    window.remove(third);
    assertThat(window.hasRoom()).isTrue();
  }

  @Test
  @Clause(
      value = {"MQTT-2.2.1-4", "MQTT-4.3.2-1", "MQTT-4.3.3-1"},
      v311 = "MQTT-2.3.1-4")
  void an_id_in_use_is_not_given_out_again() {
    OutboundWindow wide = new OutboundWindow(SessionLimits.defaults().withMaxInflight(65_535));
    OutboundDelivery old = delivery();
    wide.add(old);
    Set<Integer> ids = new HashSet<>();
    for (int i = 0; i < 140_000; i++) {
      OutboundDelivery next = delivery();
      wide.add(next);
      assertThat(next.packetId()).isBetween(1, 65_535).isNotEqualTo(old.packetId());
      assertThat(wide.sent(next.packetId())).isSameAs(next);
      ids.add(next.packetId());
      wide.remove(next);
    }
    assertThat(ids.size()).isGreaterThan(50_000);
    assertThat(wide.sent(old.packetId())).isSameAs(old);
  }

  @Test
  void every_id_can_be_in_flight_at_once() {
    OutboundWindow wide = new OutboundWindow(SessionLimits.defaults().withMaxInflight(65_535));
    for (int i = 0; i < 65_535; i++) {
      assertThat(wide.hasRoom()).isTrue();
      wide.add(delivery());
    }
    assertThat(wide.hasRoom()).isFalse();
    assertThat(wide.size()).isEqualTo(65_535);
  }

  @Test
  void starting_over_sends_in_the_old_order_under_the_old_ids() {
    OutboundDelivery a = sent();
    OutboundDelivery b = sent();
    OutboundDelivery c = sent();
    window.remove(b);

    window.startOver();

    assertThat(window.sent(a.packetId())).as("not sent yet over this connection").isNull();
    List<OutboundDelivery> again = new ArrayList<>();
    while (window.hasMoreToResend()) {
      OutboundDelivery next = window.takeNextToResend();
      window.markSent(next);
      again.add(next);
    }
    assertThat(again).containsExactly(a, c).allMatch(OutboundDelivery::dup);
  }
}
