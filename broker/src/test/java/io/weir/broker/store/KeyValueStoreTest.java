package io.weir.broker.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every store engine has to do. */
class KeyValueStoreTest {
  @TempDir Path temporary;

  /** Opens the store of a directory, as it was left. */
  private interface Engine {
    KeyValueStore open(Path directory);
  }

  static Stream<Arguments> engines() {
    Engine rocks = directory -> RocksStore.open(directory, RocksStore.Mode.NORMAL);
    return Stream.of(Arguments.of("RocksDB", rocks));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> entries(KeyValueStore store, Table table) {
    List<String> found = new ArrayList<>();
    store.forEach(
        table,
        (key, value) ->
            found.add(
                new String(key, StandardCharsets.UTF_8)
                    + "="
                    + new String(value, StandardCharsets.UTF_8)));
    return found;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void entries_come_in_the_order_of_their_keys_and_stay(String name, Engine engine) {
    Path directory = temporary.resolve("store");
    try (KeyValueStore store = engine.open(directory)) {
      store.write(
          batch -> {
            batch.put(Table.MESSAGES, bytes("b"), bytes("2"));
            batch.put(Table.MESSAGES, bytes("a"), bytes("1"));
            batch.put(Table.RETAINED, bytes("a"), bytes("other"));
            batch.put(Table.MESSAGES, new byte[] {(byte) 0xC3, (byte) 0xA9}, bytes("3"));
            batch.put(Table.MESSAGES, bytes("gone"), bytes("x"));
          },
          false);
      store.write(batch -> batch.delete(Table.MESSAGES, bytes("gone")), true);
      assertThat(entries(store, Table.MESSAGES)).containsExactly("a=1", "b=2", "é=3");
    }
    try (KeyValueStore again = engine.open(directory)) {
      assertThat(entries(again, Table.MESSAGES)).containsExactly("a=1", "b=2", "é=3");
      assertThat(entries(again, Table.RETAINED)).containsExactly("a=other");
      assertThat(entries(again, Table.SESSIONS)).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void a_batch_that_could_not_be_filled_leaves_no_trace(String name, Engine engine) {
    try (KeyValueStore store = engine.open(temporary.resolve("store"))) {
      assertThatThrownBy(
              () ->
                  store.write(
                      batch -> {
                        batch.put(Table.MESSAGES, bytes("half"), bytes("x"));
                        throw new IllegalStateException("broken off");
                      },
                      false))
          .hasMessage("broken off");
      store.write(batch -> batch.put(Table.MESSAGES, bytes("whole"), bytes("y")), false);
      assertThat(entries(store, Table.MESSAGES)).containsExactly("whole=y");
    }
  }

  @Test
  void only_one_process_has_a_store_open() {
    Path directory = temporary.resolve("store");
    try (KeyValueStore store = RocksStore.open(directory, RocksStore.Mode.NORMAL)) {
      assertThat(entries(store, Table.META)).isEmpty();
      assertThatThrownBy(() -> RocksStore.open(directory, RocksStore.Mode.NORMAL))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("LOCK");
    }
  }
}
