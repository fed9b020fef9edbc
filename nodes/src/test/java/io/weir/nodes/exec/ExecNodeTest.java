package io.weir.nodes.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.event.NodeStatus;
import io.weir.engine.message.Message;
import io.weir.engine.node.NodeType;
import io.weir.engine.runtime.RuntimeOptions;
import io.weir.engine.testing.FlowTester;
import io.weir.engine.testing.NodeTester;
import io.weir.nodes.common.CompleteNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExecNodeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final NodeType TYPE = ExecNode.type(1_000_000);

  private final NodeTester node = NodeTester.of(TYPE);

  @TempDir private Path folder;

  @AfterEach
  void close() {
    node.close();
  }

  private void execs(String command) {
    node.with("command", command).with("addpay", "");
  }

  private void spawns(String command) {
    execs(command);
    node.with("useSpawn", "true");
  }

  private static String shown(NodeStatus status) {
    return status.status() == null || status.status().isNone()
        ? "none"
        : status.status().fill() + " " + status.status().shape() + " " + status.status().text();
  }

  private List<String> statuses() {
    return node.flow().statuses("node").stream().map(ExecNodeTest::shown).toList();
  }

  private void awaitStatus(String text) {
    FlowTester.eventually(() -> assertThat(statuses()).last().isEqualTo(text));
  }

  /** The number of the one process that runs, once it does. */
  private ProcessHandle process() {
    FlowTester.eventually(
        () -> assertThat(statuses()).last().asString().startsWith("blue dot pid"));
    String last = statuses().get(statuses().size() - 1);
    return ProcessHandle.of(Long.parseLong(last.substring(last.indexOf(':') + 1))).orElseThrow();
  }

  private static void awaitEnd(ProcessHandle process) {
    await().atMost(PATIENCE).until(() -> !process.isAlive());
  }

  // ---- exec ----

  @Test
  void what_a_command_says_is_sent_when_it_has_ended() {
    node.with("command", "echo").with("addpay", "topic").with("append", " more ");
    node.receives(Message.ofPayload("and").with("topic", "bar").with("kept", true));

    Message out = node.awaitSent(0, 1).get(0);
    assertThat(out.properties())
        .containsEntry("payload", "bar more\n")
        .containsEntry("rc", Map.of("code", 0L))
        .containsEntry("topic", "bar")
        .containsEntry("kept", true);
    Message result = node.awaitSent(2, 1).get(0);
    assertThat(result.payload()).isEqualTo(Map.of("code", 0L));
    assertThat(result.properties()).containsEntry("kept", true).doesNotContainKey("rc");
    assertThat(node.sent(1)).isEmpty();
    assertThat(statuses()).hasSize(2).last().isEqualTo("none");
    assertThat(statuses().get(0)).matches("blue dot pid:\\d+");
  }

  @ParameterizedTest
  @CsvSource({"true, 'x y'", "payload, 'x y'", "false, ''", "'', ''", "none, ''", "a.b, 7"})
  void a_property_may_follow_the_command(String add, String expected) {
    Object written = add.equals("true") ? true : add.equals("false") ? (Object) false : add;
    node.with("command", "echo").with("addpay", written);

    node.receives(Message.ofPayload("x y").with("a", Map.of("b", 7L)));

    node.assertSent(expected + "\n");
  }

  @Test
  void without_the_key_the_payload_follows() {
    node.with("command", "echo").receives("x");

    node.assertSent("x\n");
  }

  @Test
  void a_shell_runs_the_line() {
    execs("printf 'a b' | tr a-z A-Z; echo oops >&2");
    node.receives("");

    node.assertSent("A B").assertSentOn(1, "oops\n");
    assertThat(node.sent(1).get(0).get("rc")).isEqualTo(Map.of("code", 0L));
  }

  @Test
  void what_is_no_text_is_a_buffer() {
    execs("printf '\\377\\376'");
    node.receives("");

    node.assertSent(Buffer.buffer(new byte[] {-1, -2}));
  }

  @Test
  void a_command_that_says_nothing_sends_an_empty_text() {
    execs("true");
    node.receives("");

    node.assertSent("");
  }

  @Test
  void a_failure_says_why() {
    execs("echo no >&2; exit 3");
    node.receives("");

    Map<String, Object> result =
        Map.of("code", 3L, "message", "Command failed: echo no >&2; exit 3\nno\n");
    node.assertSentOn(2, result).assertSent("").assertSentOn(1, "no\n");
    assertThat(node.sent(0).get(0).get("rc")).isEqualTo(result);
    assertThat(node.sent(1).get(0).get("rc")).isEqualTo(result);
    assertThat(statuses()).last().isEqualTo("red dot error:3");
    assertThat(node.flow().received("errors")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void the_old_way_has_no_result_of_a_success(boolean asText) {
    execs("echo a");
    node.with("oldrc", asText ? "true" : (Object) true);
    node.receives("");

    node.assertSent("a\n");
    assertThat(node.sent(0).get(0).has("rc")).isFalse();
    assertThat(node.sent(2)).isEmpty();
    assertThat(statuses()).last().isEqualTo("none");
  }

  @Test
  void a_command_that_takes_too_long_is_ended() {
    execs("sleep 600; true");
    node.with("timer", "0.2");
    node.receives("");

    Map<?, ?> result = (Map<?, ?>) node.awaitSent(2, 1).get(0).payload();

    assertThat(result.get("code")).isNull();
    assertThat(result.get("signal")).isEqualTo("SIGTERM");
    assertThat(result.get("message")).isEqualTo("Command failed: sleep 600; true\n");
    assertThat(node.sent(0).get(0).get("rc")).isEqualTo(result);
    assertThat(statuses()).last().isEqualTo("red dot killed");
  }

  @Test
  void what_a_command_has_started_is_ended_with_it() {
    // Not the shell's last command, so that the shell starts a process of its own for it.
    execs("sleep 600; true");
    node.receives("");
    ProcessHandle shell = process();
    await().atMost(PATIENCE).until(() -> shell.descendants().count() > 0);
    ProcessHandle sleep = shell.descendants().findFirst().orElseThrow();

    node.receives(Message.create().with("kill", ""));

    awaitEnd(shell);
    awaitEnd(sleep);
    node.awaitSent(2, 1);
  }

  @Test
  void a_line_does_not_go_on_when_what_it_waits_for_is_ended_with_it() {
    // The many come after the one that the shell waits for, so that it has time to go on.
    execs("(sleep 0.2; for i in $(seq 50); do sleep 600 & done; wait) & sleep 600; echo went on");
    node.receives("");
    ProcessHandle shell = process();
    await().atMost(PATIENCE).until(() -> shell.descendants().count() > 50);

    node.receives(Message.create().with("kill", ""));

    Map<?, ?> result = (Map<?, ?>) node.awaitSent(2, 1).get(0).payload();
    assertThat(result.get("signal")).isEqualTo("SIGTERM");
    node.assertSent("");
  }

  @Test
  void too_much_output_ends_the_command() {
    execs("yes");
    node.receives("");

    Map<?, ?> result = (Map<?, ?>) node.awaitSent(2, 1).get(0).payload();
    assertThat(result.get("code")).isEqualTo("ERR_CHILD_PROCESS_STDIO_MAXBUFFER");
    assertThat((String) node.sent(0).get(0).payload()).hasSize(1_000_000);
    assertThat(statuses()).last().isEqualTo("red dot error:ERR_CHILD_PROCESS_STDIO_MAXBUFFER");
  }

  // ---- spawn ----

  @Test
  void what_a_command_says_is_sent_as_it_says_it() {
    spawns("sh -c \"echo first; read line < " + fifo() + "; echo second; echo bad >&2; exit 4\"");
    node.receives(Message.ofPayload("x").with("topic", "t"));

    assertThat(node.awaitSent(0, 1).get(0).properties())
        .containsEntry("payload", "first\n")
        .containsEntry("topic", "t");
    assertThat(node.flow().received("out2")).isEmpty();
    openFifo();

    node.assertSentOn(2, Map.of("code", 4L)).assertSent("first\n", "second\n");
    node.assertSentOn(1, "bad\n");
    assertThat(statuses()).last().isEqualTo("yellow dot rc:4");
  }

  private Path fifo() {
    Path fifo = folder.resolve("fifo");
    run("mkfifo", fifo.toString());
    return fifo;
  }

  private void openFifo() {
    run("sh", "-c", "echo go > " + folder.resolve("fifo"));
  }

  private static void run(String... command) {
    try {
      assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    } catch (java.io.IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void spawned_commands_get_the_words_of_the_line() {
    node.with("command", "echo").with("append", " deg C").with("useSpawn", "true");
    // One at a time: commands that run beside each other end in any order.
    node.receives(12345L).assertSent("12345 deg C\n");
    node.receives(Buffer.buffer("bytes")).assertSent("12345 deg C\n", "bytes deg C\n");
    node.receives("$HOME | \"a  b\"");

    node.assertSent("12345 deg C\n", "bytes deg C\n", "$HOME | a  b deg C\n");
    node.assertSentOn(2, Map.of("code", 0L), Map.of("code", 0L), Map.of("code", 0L));
    awaitStatus("yellow dot rc:0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a  b | a,b",
        "\"a b\" c | a b,c",
        "x\"a b\"y | x\"a b\"y",
        "\"a\"\"b\" | a\"\"b",
        "a \"b c | a,b,c",
        "a\" b | a,b",
      })
  void quotes_keep_words_together(String line, String expected) {
    assertThat(CommandLine.words(line)).containsExactly(expected.split(","));
  }

  @Test
  void an_unknown_command_has_a_negative_code() {
    spawns("no-such-command-anywhere -x");
    node.receives("");

    node.assertSentOn(2, Map.of("code", -2L));
    assertThat(statuses()).last().isEqualTo("red dot rc:-2");
    assertThat(node.flow().received("errors")).isEmpty();
  }

  @Test
  void an_empty_line_is_an_error() {
    spawns(" ");
    node.receives("");

    node.assertFailedWith("the command line is empty");
  }

  @Test
  void only_the_text_true_spawns() {
    node.with("command", "echo").with("addpay", "").with("append", "$((1+1))");
    node.with("useSpawn", true).receives("");

    node.assertSent("2\n");
  }

  @Test
  void the_old_way_sends_the_bare_code() {
    spawns("sh -c \"exit 5\"");
    node.with("oldrc", true).receives("");

    node.assertSentOn(2, 5L);
  }

  @Test
  void a_command_that_says_much_waits_for_the_flow_and_all_comes() {
    spawns("sh -c \"head -c 20000000 /dev/zero\"");
    node.receives("");

    assertThat(node.awaitSent(2, 1)).hasSize(1);
    assertThat(
            node.sent(0).stream().mapToLong(message -> ((String) message.payload()).length()).sum())
        .isEqualTo(20_000_000);
  }

  // ---- kill ----

  @ParameterizedTest
  @CsvSource({
    "1,       SIGTERM",
    "sigusr1, SIGUSR1",
    "SIGKILL, SIGKILL",
    "please,  SIGTERM",
  })
  void a_message_can_end_the_command(String kill, String signal) {
    spawns("sleep 600");
    node.receives("");
    ProcessHandle process = process();

    node.receives(Message.create().with("kill", kill));

    Map<?, ?> result = (Map<?, ?>) node.awaitSent(2, 1).get(0).payload();
    assertThat(result.get("code")).isNull();
    assertThat(result.get("signal")).isEqualTo(signal);
    awaitEnd(process);
    awaitStatus("red dot killed");
  }

  @Test
  void of_several_commands_the_message_has_to_name_one() {
    spawns("sleep 600");
    node.receives("");
    ProcessHandle first = process();
    node.receives("");
    FlowTester.eventually(() -> assertThat(statuses()).hasSize(2));
    ProcessHandle second = process();

    node.receives(Message.create().with("kill", ""));
    node.receives(Message.create().with("kill", "").with("pid", 1L));
    node.flow().settle("node");
    assertThat(first.isAlive()).isTrue();
    assertThat(second.isAlive()).isTrue();
    node.receives(Message.create().with("kill", "").with("pid", first.pid()));

    awaitEnd(first);
    node.awaitSent(2, 1);
    assertThat(second.isAlive()).isTrue();
    node.receives(Message.create().with("kill", ""));
    awaitEnd(second);
  }

  @Test
  void a_signal_that_there_is_not_is_an_error() {
    node.receives(Message.create().with("kill", "SIGNOTHING"));

    node.assertFailed("ERR_UNKNOWN_SIGNAL");
  }

  // ---- the end ----

  @Test
  void nothing_goes_on_when_the_node_stops() {
    execs("trap '' TERM; sleep 600 & sleep 601; true");
    node.receives("");
    ProcessHandle shell = process();
    await().atMost(PATIENCE).until(() -> shell.descendants().count() > 1);
    List<ProcessHandle> started = shell.descendants().toList();

    node.flow().deploy("[]");

    awaitEnd(shell);
    started.forEach(ExecNodeTest::awaitEnd);
    awaitStatus("none");
    assertThat(node.flow().received("out0")).isEmpty();
    assertThat(node.flow().received("out2")).isEmpty();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("weir-exec-" + shell.pid())));
  }

  @Test
  void complete_nodes_hear_of_the_end() {
    try (FlowTester flow =
        FlowTester.start(
            List.of(TYPE, CompleteNode.TYPE),
            FlowTester.tab(
                FlowTester.node("e", "exec").replace("\"id\"", "\"command\":\"echo\",\"id\""),
                "{\"id\":\"c\",\"type\":\"complete\",\"z\":\"t\",\"x\":0,\"y\":0,"
                    + "\"scope\":[\"e\"],\"wires\":[[\"out\"]]}",
                FlowTester.node("out", "test-collector")))) {
      flow.send("e", "hello");

      assertThat(flow.awaitMessages("out", 1).get(0).payload()).isEqualTo("hello\n");
    }
  }

  @Test
  void variables_that_flows_do_not_see_commands_do_not_see_either() {
    try (FlowTester flow =
        FlowTester.start(
            List.of(TYPE),
            FlowTester.tab(
                FlowTester.node("e", "exec", "out")
                    .replace(
                        "\"id\"",
                        "\"addpay\":\"\",\"command\":\"echo [$HOME] ${PATH:+path}\",\"id\""),
                FlowTester.node("out", "test-collector")),
            RuntimeOptions.defaults().withHiddenVariables(Set.of("HOME")))) {
      flow.send("e", "");

      assertThat(flow.awaitMessages("out", 1).get(0).payload()).isEqualTo("[] path\n");
    }
  }
}
