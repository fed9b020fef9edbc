package io.weir.broker.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.broker.Limits.MemoryLimits;
import io.weir.broker.conformance.Bytes;
import io.weir.broker.delivery.Distributor;
import io.weir.broker.delivery.HeldBytes;
import io.weir.broker.delivery.RetainedMessages;
import io.weir.broker.delivery.SubscriptionTree;
import io.weir.broker.protocol.ProtocolViolation;
import io.weir.broker.store.Journal;
import io.weir.broker.store.RetainedStore;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountedPublishTest {
  private final PacketReader reader = new PacketReader();
  private final IncomingPublish publish =
      new IncomingPublish(
          200,
          reader,
          new PropertyReader(reader),
          new Distributor(
              new TestContext().loop(),
              new SubscriptionTree(),
              new RetainedMessages(
                  RetainedStore.NONE,
                  List.of(),
                  Duration.ZERO,
                  MemoryLimits.defaults(),
                  new HeldBytes(1_000_000)),
              Journal.NONE,
              64,
              false));

  private String topicOf(String topic, MountPoint mount) {
    ByteBuf body = Unpooled.wrappedBuffer(Bytes.join(topic, Bytes.raw("payload")));
    reader.over(body, 0, body.readableBytes());
    return publish.read(0x30, body, null, false, mount, "c").topic();
  }

  @Test
  void a_topic_is_whole_from_here_on_as_far_as_a_topic_can_be_long() {
    MountPoint flat = MountPoint.of("flat/");

    assertThat(topicOf("lamp", flat)).isEqualTo("flat/lamp");
    assertThat(topicOf("lamp", null)).isEqualTo("lamp");
    assertThat(topicOf("x".repeat(65_530), flat)).hasSize(65_535).startsWith("flat/x");
    assertThatThrownBy(() -> topicOf("x".repeat(65_531), flat))
        .isInstanceOf(ProtocolViolation.class)
        .hasMessageContaining("too long");
    assertThatThrownBy(() -> topicOf("", flat)).hasMessageContaining("must not be empty");
  }
}
