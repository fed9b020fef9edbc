package io.weir.broker.durability;

import static io.weir.broker.conformance.Bytes.connect5;
import static io.weir.broker.conformance.Bytes.puback;
import static io.weir.broker.conformance.Bytes.publish;
import static io.weir.broker.conformance.Bytes.publish5;
import static io.weir.broker.conformance.Bytes.resume311;
import static io.weir.broker.conformance.Bytes.subscribe311;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.broker.conformance.Bytes;
import io.weir.broker.conformance.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of messages when the store's device is full, and when there is room again. */
@Timeout(value = 120, unit = SECONDS)
class FullDiskIT {
  private static final String PAYLOAD = "x".repeat(20_000);

  /** More than the disk has room for, and fewer than a session's queue takes: none is dropped. */
  private static final int SENT = 400;

  @TempDir Path temporary;

  private SmallDisk disk;
  private BrokerProcess broker;
  private Path log;

  @BeforeEach
  void start() throws Exception {
    disk = SmallDisk.mount(temporary.resolve("disk"), 64).orElse(null);
    assumeTrue(disk != null, "no file system can be mounted here");
    log = temporary.resolve("log");
    startBroker();
  }

  private void startBroker() throws IOException {
    broker = BrokerProcess.start(disk.inside(), disk.mountPoint().resolve("broker"), log);
  }

  @AfterEach
  void stop() throws Exception {
    if (broker != null) {
      broker.kill();
    }
    if (disk != null) {
      disk.close();
    }
  }

  private void leaveASession() {
    try (Wire wire = new Wire(broker.port())) {
      wire.sends(resume311("absent")).receives("20020000");
      wire.sends(subscribe311(1, "t", 1)).receives("9003000101").sends(Bytes.DISCONNECT).isClosed();
    }
  }

  private void logSays(String text) {
    await().atMost(30, SECONDS).until(() -> Files.readString(log).contains(text));
  }

  @Test
  void nothing_is_acknowledged_that_is_not_safe_and_it_goes_on_by_itself() throws Exception {
    leaveASession();
    disk.fill(2_000_000);
    Wire three = new Wire(broker.port()).sends(Bytes.connect311("three")).receives("20020000");
    for (int id = 1; id <= SENT; id++) {
      three.sends(publish(0x32, "t", id, PAYLOAD));
    }
    logSays("StoreFailing");
    assertThat(Files.readString(log)).contains("No space left on device");

    // One who can be told is told; others wait for an acknowledgement that comes when it is true.
    Wire five = new Wire(broker.port()).sends(connect5("five"));
    five.nextPacket();
    five.sends(publish5(0x32, "t", 1, "x")).receives("4003000197");
    five.sends(publish5(0x34, "t", 2, "x")).receives("5003000297");
    five.sends(publish5(0x33, "r", 3, "x")).receives("4003000397");
    // What needs no store goes on.
    five.sends(Bytes.subscribe5(4, "live", 1)).receives("900400040001");
    five.sends(publish5(0x32, "live", 5, "x"));
    assertThat(List.of(five.nextPacket()[0], five.nextPacket()[0]))
        .containsExactlyInAnyOrder((byte) 0x32, (byte) 0x40);

    disk.empty();
    logSays("StoreRecovered");
    for (int id = 1; id <= SENT; id++) {
      three.receives(puback(id));
    }
    five.sends(publish5(0x32, "t", 6, "last")).receives("40020006");
    broker.kill();

    startBroker();
    Wire back = new Wire(broker.port()).sends(resume311("absent")).receives("20020100");
    for (int id = 1; id <= SENT; id++) {
      back.receives(publish(0x32, "t", id, PAYLOAD)).sends(puback(id));
    }
    back.receives(publish(0x32, "t", SENT + 1, "last"));
  }

  @Test
  void a_start_without_room_leaves_the_store_as_it_is() throws Exception {
    leaveASession();
    try (Wire wire = new Wire(broker.port())) {
      wire.sends(Bytes.connect311("p")).receives("20020000");
      wire.sends(publish(0x32, "t", 1, "kept")).receives(puback(1));
    }
    broker.kill();
    disk.fill(0);

    assertThatThrownBy(this::startBroker).hasMessageContaining("did not start");
    assertThat(Files.readString(log))
        .contains("can't be used, and was left as it is", "No space left on device");

    disk.empty();
    startBroker();
    Wire back = new Wire(broker.port()).sends(resume311("absent")).receives("20020100");
    back.receives(publish(0x32, "t", 1, "kept"));
  }
}
