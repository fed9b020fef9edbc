package io.weir.nodes.function;

import io.weir.engine.event.LogEntry;
import io.weir.engine.message.Message;
import io.weir.engine.testing.NodeTester;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangeNodeTest {
  private final NodeTester node = NodeTester.of(RangeNode.TYPE);

  @AfterEach
  void stop() {
    node.close();
  }

  private NodeTester range(
      String minIn, String maxIn, String minOut, String maxOut, String action, boolean round) {
    return node.with("minin", minIn)
        .with("maxin", maxIn)
        .with("minout", minOut)
        .with("maxout", maxOut)
        .with("action", action)
        .with("round", round);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 100, 0, 1000, scale, false, 50, 500",
    "0, 100, 0, 1, scale, false, 55, 0.55",
    "0, 10, 0, 360, roll, true, 15, 180",
    "0, 10, 0, 360, roll, true, 13.3333, 120",
    "0, 10, 0, 360, roll, true, 12.5, 90",
    "0, 10, 0, 360, roll, true, -12.5, 270",
    "0, 10, 0, 360, roll, true, -10, 0",
    "0, 10, 0, 1000, clamp, false, 111, 1000",
    "0, 10, 0, 1000, clamp, false, -1, 0",
    "0, 9.5, 0.5, 100.5, clamp, true, 13.1, 100",
    "0, 9.5, 0.3, 100.5, clamp, true, -13.1, 1",
    "100, 0, 0, -100, scale, false, 40, -60",
    "100, 0, -100, 0, scale, false, 10, -10",
    "2, 8, 20, 80, drop, false, 5, 50",
  })
  void maps(
      String minIn,
      String maxIn,
      String minOut,
      String maxOut,
      String action,
      boolean round,
      double n,
      double expected) {
    range(minIn, maxIn, minOut, maxOut, action, round).receives(n);

    node.assertSent(expected);
  }

  @Test
  void drops_what_is_outside_when_told_so() {
    range("2", "8", "20", "80", "drop", false).receives(1, 5, 9);

    node.assertSent(50);
  }

  @Test
  void reads_numbers_from_texts_and_the_like() {
    range("0", "100", "0", "100", "scale", false).receives("0x0A", "", null, true, List.of(5));

    node.assertSent(10, 0, 0, 1, 5);
  }

  @Test
  void drops_what_is_no_number() {
    range("0", "100", "0", "100", "scale", false).receives("warm");

    node.assertLogged(LogEntry.Level.INFO, "Not a number: warm");
    node.assertSent();
  }

  @Test
  void passes_a_message_without_the_property() {
    range("0", "100", "0", "1", "scale", false)
        .with("property", "temp")
        .receives(Message.ofPayload("x"));

    node.assertSent("x");
  }
}
