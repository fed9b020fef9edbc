package io.weir.broker.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.broker.auth.ClientIdentity;
import io.weir.broker.packet.Publication;
import io.weir.broker.packet.PublishProperties;
import io.weir.broker.packet.Qos;
import io.weir.broker.packet.Will;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records as they were before clients' listeners and the sources of retained messages were kept.
 */
class EarlierRecordsTest {
  private static final Publication RETAINED =
      Publication.received(
          "t", new byte[] {1}, Qos.AT_MOST_ONCE, true, PublishProperties.NONE, "c");

  @TempDir Path folder;

  private KeyValueStore store;

  @BeforeEach
  void open() {
    store = RocksStore.open(folder.resolve("store"), RocksStore.Mode.NORMAL);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static byte[] publication(RecordWriter value) {
    PublicationFormat.write(RETAINED, value);
    return value.toBytes();
  }

  @Test
  void are_read_and_what_they_do_not_say_is_not_known() {
    long before = System.currentTimeMillis();
    byte[] session =
        new RecordWriter(64)
            .small(1)
            .text("c")
            .flag(false)
            .optionalText("ann")
            .number(60)
            .number(7)
            .toBytes();
    RecordWriter will = new RecordWriter(64).small(1).optionalText("ann").flag(false);
    will.number(0).number(60).number(0);
    store.write(
        batch -> {
          batch.put(Table.SESSIONS, RecordWriter.key(1), session);
          batch.put(Table.RETAINED, new byte[] {'t'}, publication(new RecordWriter(64).small(1)));
          batch.put(Table.WILLS, "c".getBytes(StandardCharsets.UTF_8), publication(will));
        },
        true);

    StoredState state = new StateReader(store, false).read();

    ClientIdentity client = new ClientIdentity("c", "ann", "", false);
    assertThat(state.sessions())
        .extracting(StoredState.SessionState::session)
        .containsExactly(new StoredSession(1, client, false, 60, 7));
    assertThat(state.wills()).extracting(StoredWill::client).containsExactly(client);
    StoredRetained retained = state.retained().get(0);
    assertThat(retained.publication().topic()).isEqualTo("t");
    assertThat(retained.source()).isNull();
    assertThat(retained.keptAt()).isGreaterThanOrEqualTo(before);
  }

  @Test
  void today_s_say_who_and_when() {
    ClientIdentity client = new ClientIdentity("c", "ann", "l", true);
    StoredSession session = new StoredSession(1, client, false, 60, 7);
    StoredWill will = new StoredWill(client, false, new Will(RETAINED, 0), 60, 0);
    store.write(
        batch -> {
          new Change.SessionKept(session).writeTo(batch);
          new Change.Retained(new StoredRetained(RETAINED, client, 99)).writeTo(batch);
          new Change.WillKept(will).writeTo(batch);
        },
        true);

    StoredState state = new StateReader(store, false).read();

    assertThat(state.sessions().get(0).session()).isEqualTo(session);
    assertThat(state.wills().get(0).client()).isEqualTo(client);
    assertThat(state.retained().get(0).source()).isEqualTo(client);
    assertThat(state.retained().get(0).keptAt()).isEqualTo(99);
  }
}
