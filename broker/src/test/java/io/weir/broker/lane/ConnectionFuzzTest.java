package io.weir.broker.lane;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import io.weir.broker.BrokerEvent;
import io.weir.broker.Limits;
import io.weir.broker.conformance.Bytes;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/**
 * Whatever bytes a connection sends, in whatever slices: the broker answers in whole packets, the
 * same however the bytes were cut, ends the connection where MQTT says so, and neither fails nor
 * takes memory out of proportion.
 */
class ConnectionFuzzTest {
  /** What a broker and a connection may cost before anything was said. */
  private static final long FREE_BYTES = 256 * 1024;

  /** A filter of one letter makes four bytes into a subscription. */
  private static final long BYTES_PER_BYTE = 2_000;

  private static final Pattern MADE_UP_ID = Pattern.compile("auto-[0-9a-f-]{36}");

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /**
   * One connection.
   *
   * @param input first who speaks (0 to 2: a client of that version which is in; 3: nobody yet),
   *     then what the bytes are cut by, then the bytes
   */
  @FuzzTest(maxDuration = "", maxExecutions = 20_000)
  void any_bytes_in_any_slices_are_answered_alike(byte[] input) {
    if (input.length < 2) {
      return;
    }
    byte[] bytes = Bytes.join((Object) prologue(input[0] & 3), tail(input));

    String whole = answers(bytes, bytes.length);
    byte seed = input[1];
    assertThat(answers(bytes, new SplittableRandom(seed))).isEqualTo(whole);
    assertThat(allocatedBytes(() -> answers(bytes, new SplittableRandom(seed))))
        .as("bytes allocated for %d bytes", bytes.length)
        .isLessThan(FREE_BYTES + BYTES_PER_BYTE * bytes.length);
  }

  /** The least of a few runs, since classes are loaded and instrumented in the first. */
  private static long allocatedBytes(Runnable run) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3 && least > FREE_BYTES; i++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      run.run();
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }

  private static byte[] prologue(int who) {
    return switch (who) {
      case 0 -> Bytes.packet(0x10, "MQIsdp", 3, 2, 0, 60, "fuzz");
      case 1 -> Bytes.connect311("fuzz");
      case 2 -> Bytes.connect5("fuzz", 0x22, Bytes.u16(4));
      default -> new byte[0];
    };
  }

  private static byte[] tail(byte[] input) {
    byte[] rest = new byte[input.length - 2];
    System.arraycopy(input, 2, rest, 0, rest.length);
    return rest;
  }

  private static String answers(byte[] bytes, int sliceLength) {
    TestLanes lanes = new TestLanes(Limits.defaults());
    try (TestLanes.Wire wire = lanes.new Wire()) {
      for (int from = 0; from < bytes.length; from += sliceLength) {
        wire.arrives(bytes, from, Math.min(bytes.length, from + sliceLength));
      }
      return checked(lanes, wire.answers());
    }
  }

  private static String answers(byte[] bytes, SplittableRandom random) {
    TestLanes lanes = new TestLanes(Limits.defaults());
    int most = 1 + random.nextInt(64);
    try (TestLanes.Wire wire = lanes.new Wire()) {
      int from = 0;
      while (from < bytes.length) {
        int to = Math.min(bytes.length, from + 1 + random.nextInt(most));
        wire.arrives(bytes, from, to);
        from = to;
      }
      return checked(lanes, wire.answers());
    }
  }

  private static String checked(TestLanes lanes, byte[] answers) {
    for (BrokerEvent event : lanes.events()) {
      if (event instanceof BrokerEvent.Failed failed) {
        throw new AssertionError("the broker failed", failed.cause());
      }
    }
    checkPackets(answers);
    String text = new String(answers, StandardCharsets.ISO_8859_1);
    return MADE_UP_ID.matcher(text).replaceAll("made up");
  }

  /** They are packets that a server may send, and the last one is whole. */
  private static void checkPackets(byte[] answers) {
    int at = 0;
    while (at < answers.length) {
      int type = (answers[at] & 0xFF) >>> 4;
      assertThat(type)
          .as("type of a packet from the broker")
          .isIn(2, 3, 4, 5, 6, 7, 9, 11, 13, 14, 15);
      int length = 0;
      int shift = 0;
      int digit;
      do {
        digit = answers[++at];
        length |= (digit & 0x7F) << shift;
        shift += 7;
      } while (digit < 0);
      at += 1 + length;
    }
    assertThat(at).as("the end of the last packet").isEqualTo(answers.length);
  }
}
