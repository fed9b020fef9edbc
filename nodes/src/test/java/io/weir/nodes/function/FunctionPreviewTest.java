package io.weir.nodes.function;

import static io.weir.engine.testing.FlowTester.get;
import static io.weir.engine.testing.FlowTester.tab;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.weir.engine.event.LogEntry;
import io.weir.engine.live.KeptMessage;
import io.weir.engine.message.Message;
import io.weir.engine.message.Undefined;
import io.weir.engine.runtime.PreviewResult;
import io.weir.engine.store.ContextScope;
import io.weir.engine.testing.FlowTester;
import io.weir.nodes.function.script.GraalScripts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The code of a function is tried on a message while it is written. */
class FunctionPreviewTest {
  private static final GraalScripts SCRIPTS = new GraalScripts();

  private FlowTester flow;

  @BeforeEach
  void start() {
    flow = FlowTester.start(List.of(FunctionNode.type(SCRIPTS)), tab());
  }

  @AfterEach
  void stop() {
    flow.close();
  }

  @AfterAll
  static void closeEngine() {
    SCRIPTS.close();
  }

  private PreviewResult preview(String code, String setup) {
    Map<String, Object> node =
        Map.of(
            "id",
            "f",
            "type",
            "function",
            "z",
            "t",
            "outputs",
            2,
            "func",
            code,
            "initialize",
            setup,
            "wires",
            List.of(List.of()));
    return get(flow.runtime().preview(node, Message.ofPayload(21)));
  }

  private static List<List<String>> sent(PreviewResult result) {
    return result.outputs().stream()
        .map(output -> output.stream().map(KeptMessage::preview).toList())
        .toList();
  }

  /**
   * Runs previews until one is as it should be: a busy machine may take more than the quarter of a
   * second that each has, or have no place left for it yet.
   */
  private void previewed(String code, Consumer<PreviewResult> check) {
    previewed(code, "", check);
  }

  private void previewed(String code, String setup, Consumer<PreviewResult> check) {
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () ->
                assertThatCode(() -> check.accept(preview(code, setup)))
                    .doesNotThrowAnyException());
  }

  private static List<String> told(PreviewResult result) {
    return result.log().stream().map(entry -> String.valueOf(entry.value())).toList();
  }

  @Test
  void what_it_returns_and_sends_is_shown_by_output() {
    previewed(
        "node.send({payload: 'early'}); return [null, {payload: msg.payload * 2}];",
        result -> {
          assertThat(result.isOver()).isTrue();
          assertThat(sent(result)).containsExactly(List.of("early"), List.of("42"));
        });
  }

  @Test
  void an_error_has_its_line() {
    previewed(
        "let x = 1;\nreturn foo.bar;",
        result -> {
          assertThat(sent(result)).containsExactly(List.of(), List.of());
          assertThat(result.log())
              .extracting(LogEntry::level)
              .containsExactly(LogEntry.Level.ERROR);
          assertThat(told(result).get(0)).contains("ReferenceError: foo is not defined (line 2");
        });
  }

  @Test
  void code_that_does_not_compile_says_so() {
    previewed(
        "return msg.(;",
        result -> assertThat(told(result)).anyMatch(text -> text.contains("SyntaxError")));
  }

  @Test
  void a_start_that_fails_says_so_and_its_message_waits_for_nothing() {
    previewed(
        "return msg;",
        "throw new Error('no sensor');",
        result -> {
          assertThat(told(result)).anyMatch(text -> text.contains("no sensor"));
          assertThat(result.isOver()).isTrue();
        });
  }

  @Test
  void what_it_sets_up_and_stores_is_thrown_away() {
    previewed(
        "flow.set('n', flow.get('n') + 1); node.warn(flow.get('n')); return msg;",
        "flow.set('n', 41);",
        result -> {
          assertThat(result.log()).extracting(LogEntry::value).containsExactly(42L);
          assertThat(sent(result).get(0)).containsExactly("21");
        });

    assertThat(flow.runtime().variables().of(ContextScope.flow("t")).get("n", null))
        .isEqualTo(Undefined.VALUE);
  }

  @Test
  void an_endless_loop_ends_and_leaves_room_for_the_next() {
    for (int i = 0; i < 5; i++) {
      previewed(
          "while (true) {}",
          result ->
              assertThat(told(result)).anyMatch(text -> text.contains("timed out after 250ms")));
      previewed("return msg;", result -> assertThat(sent(result).get(0)).containsExactly("21"));
    }
  }
}
