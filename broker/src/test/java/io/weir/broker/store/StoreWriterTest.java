package io.weir.broker.store;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.broker.BrokerConfig.Persistence.Sync;
import io.weir.broker.BrokerEvent;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.Qos;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreWriterTest {
  private final FakeStore store = new FakeStore();
  private final List<BrokerEvent> events = new CopyOnWriteArrayList<>();
  private final List<String> safe = new CopyOnWriteArrayList<>();
  private final StoreWriter writer = new StoreWriter(store, Sync.PROCESS, 0, 0, events::add);

  @AfterEach
  void close() {
    writer.close(5_000);
  }

  private void add(String name, Change... changes) {
    writer.add(new StoreWriter.Unit(List.of(changes), 10, () -> safe.add(name)));
  }

  private static StoredMessage message(long sequence, int owners) {
    StoredMessage message =
        new StoredMessage(sequence, Publication.of("t", "x", Qos.AT_LEAST_ONCE, false));
    for (int i = 1; i <= owners; i++) {
      message.addOwner(new StoredMessage.Owner(i, Qos.AT_LEAST_ONCE, false, new int[0], 0));
    }
    return message;
  }

  @Test
  void what_waits_is_written_as_one_group_and_then_safe_in_order() {
    add("a", new Change.InboundBegun(1, 1));
    add("b", new Change.InboundBegun(1, 2));
    add("c", new Change.InboundBegun(1, 3));

    writer.start();

    await().atMost(30, SECONDS).until(() -> safe.size() == 3);
    assertThat(safe).containsExactly("a", "b", "c");
    assertThat(store.groups).containsExactly(List.of("+INBOUND", "+INBOUND", "+INBOUND"));
  }

  @Test
  void a_message_that_all_are_done_with_before_its_turn_is_never_written() {
    StoredMessage message = message(1, 1);
    add("owed", new Change.Owed(message));
    assertThat(message.finishOne()).isTrue();
    add("done", new Change.Forgotten(message));

    writer.start();

    await().atMost(30, SECONDS).until(() -> safe.size() == 2);
    assertThat(store.groups).containsExactly(List.of());
  }

  @Test
  void the_last_of_several_to_be_done_takes_the_records_of_progress_along() {
    StoredMessage message = message(1, 2);
    add("owed", new Change.Owed(message));
    add("sent", new Change.Progress(message, 2, Change.Step.SENT, 7));
    assertThat(message.finishOne()).isFalse();
    add("one done", new Change.Progress(message, 1, Change.Step.DONE, 0));
    writer.start();
    await().atMost(30, SECONDS).until(() -> safe.size() == 3);

    assertThat(message.finishOne()).isTrue();
    add("all done", new Change.Forgotten(message));

    await().atMost(30, SECONDS).until(() -> safe.size() == 4);
    assertThat(store.groups)
        .containsExactly(
            List.of("+MESSAGES", "+PROGRESS", "+PROGRESS"),
            List.of("-MESSAGES", "-PROGRESS", "-PROGRESS"));
  }

  @Test
  void while_it_cant_be_written_nothing_is_safe_and_then_everything_is() {
    store.isBroken = true;
    add("a", new Change.InboundBegun(1, 1));
    writer.start();

    await().atMost(30, SECONDS).until(() -> !events.isEmpty());
    assertThat(events).singleElement().isInstanceOf(BrokerEvent.StoreFailing.class);
    assertThat(safe).isEmpty();

    store.isBroken = false;
    await().atMost(30, SECONDS).until(() -> safe.contains("a"));
    assertThat(events).last().isInstanceOf(BrokerEvent.StoreRecovered.class);
  }

  @Test
  void too_much_waiting_makes_others_wait_until_it_is_written() {
    store.isBroken = true;
    writer.start();
    writer.add(new StoreWriter.Unit(List.of(), 40 * 1024 * 1024, () -> safe.add("large")));

    assertThat(writer.isBehind()).isTrue();

    store.isBroken = false;
    await().atMost(30, SECONDS).until(() -> !writer.isBehind());
    assertThat(safe).containsExactly("large");
  }

  /** Remembers what is put and deleted, group by group. */
  private static final class FakeStore implements KeyValueStore {
    private final List<List<String>> groups = new CopyOnWriteArrayList<>();
    private volatile boolean isBroken;

    @Override
    public void write(Consumer<Batch> filler, boolean onDevice) {
      if (isBroken) {
        throw new StoreException("no space left");
      }
      List<String> group = new ArrayList<>();
      filler.accept(
          new Batch() {
            @Override
            public void put(Table table, byte[] key, byte[] value) {
              group.add("+" + table);
            }

            @Override
            public void delete(Table table, byte[] key) {
              group.add("-" + table);
            }
          });
      groups.add(group);
    }

    @Override
    public void sync() {}

    @Override
    public void forEach(Table table, BiConsumer<byte[], byte[]> entry) {}

    @Override
    public void close() {}
  }
}
