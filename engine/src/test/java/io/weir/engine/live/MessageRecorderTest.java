package io.weir.engine.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.Message;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MessageRecorderTest {
  private final MessageRecorder recorder = new MessageRecorder(1 << 20);

  private static List<Object> payloads(OutputRecord record) {
    return record.kept().stream()
        .map(kept -> Objects.requireNonNull(Objects.requireNonNull(kept.message()).payload()))
        .toList();
  }

  @Test
  void the_last_twenty_are_kept_with_their_numbers() {
    OutputRecord record = recorder.outputs("n", 1).get(0);
    for (long i = 1; i <= 25; i++) {
      record.sent(Message.ofPayload(i), i * 1_000);
    }

    assertThat(record.count()).isEqualTo(25);
    assertThat(payloads(record)).hasSize(20).startsWith(6L).endsWith(25L);
    assertThat(record.kept().get(0).number()).isEqualTo(6);
    assertThat(record.kept().get(0).atMillis()).isEqualTo(6_000);
  }

  @Test
  void of_a_flood_some_are_kept_and_all_are_counted() {
    OutputRecord record = recorder.outputs("n", 1).get(0);
    for (long i = 1; i <= 100_000; i++) {
      record.sent(Message.ofPayload(i), i / 1_000);
    }

    assertThat(record.count()).isEqualTo(100_000);
    assertThat(payloads(record)).hasSize(20).startsWith(1L).endsWith(20L);
    record.sent(Message.ofPayload("after a pause"), 1_000);
    assertThat(payloads(record)).endsWith("after a pause");
    assertThat(Objects.requireNonNull(record.latest()).number()).isEqualTo(100_001);
  }

  @Test
  void of_a_large_message_only_a_preview_is_kept() {
    OutputRecord record = recorder.outputs("n", 1).get(0);

    record.sent(Message.ofPayload(Buffer.buffer(new byte[1 << 20])), 1);

    KeptMessage kept = record.kept().get(0);
    assertThat(kept.message()).isNull();
    assertThat(kept.preview()).isEqualTo("1048576 bytes");
    assertThat(recorder.bytes()).isLessThan(1_000);
  }

  @Test
  void above_the_limit_those_lose_theirs_that_were_silent_for_longest() {
    String large = "x".repeat(60_000);
    for (int node = 0; node < 40; node++) {
      recorder.outputs("n" + node, 1).get(0).sent(Message.ofPayload(large), 1 + node);
    }

    assertThat(recorder.bytes()).isLessThanOrEqualTo(1 << 20);
    assertThat(recorder.of("n0").get(0).kept()).isEmpty();
    assertThat(recorder.of("n0").get(0).count()).isEqualTo(1);
    assertThat(recorder.of("n39").get(0).kept()).hasSize(1);
  }

  @Test
  void a_node_that_is_gone_is_forgotten_and_keeps_nothing_more() {
    OutputRecord record = recorder.outputs("gone", 1).get(0);
    record.sent(Message.ofPayload(1), 1);
    recorder.outputs("stays", 1).get(0).sent(Message.ofPayload(1), 1);
    long both = recorder.bytes();

    recorder.retain(id -> id.equals("stays"));
    record.sent(Message.ofPayload(2), 1_000);

    assertThat(recorder.of("gone")).isEmpty();
    assertThat(recorder.of("gone", 0)).isNull();
    assertThat(record.kept()).isEmpty();
    assertThat(recorder.bytes()).isEqualTo(both / 2);
  }

  @Test
  void a_node_that_is_started_anew_goes_on_with_its_record() {
    OutputRecord record = recorder.outputs("n", 2).get(1);
    record.sent(Message.ofPayload(1), 1);

    assertThat(recorder.outputs("n", 2).get(1)).isSameAs(record);
    assertThat(recorder.outputs("n", 3).get(1).count()).isZero();
    assertThat(recorder.bytes()).isZero();
  }
}
